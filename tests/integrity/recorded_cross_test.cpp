#include "integrity/planted.hpp"
#include "integrity/recorded.hpp"

#include <iostream>
#include <set>

// What the recorded files say of each other.  An hour is named by its close, one later than in the
// README of the data.
namespace tradelab {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::optional<CrossJudgement> compared(std::string_view first, std::string_view second) {
    const Recorded* a = recorded(first);
    const Recorded* b = recorded(second);
    if (a == nullptr || b == nullptr) {
        return std::nullopt;
    }
    const auto found = cross_check(std::vector{a->rows(), b->rows()});
    EXPECT_EQ(found.size(), 1U) << first << " and " << second;
    for (const Finding& finding : found.at(0).judgement.verdict.findings) {
        std::cout << found[0].first.text() << " / " << found[0].second.text() << "  "
                  << found[0].judgement.verdict.score_e4 << "  " << finding.code << " x"
                  << finding.count << ": " << finding.text << '\n';
    }
    for (const Place& place : found[0].judgement.places) {
        if (!place.what.empty()) {
            std::cout << "    " << iso_text(place.at) << "  " << place.what << '\n';
        }
    }
    return found[0];
}

std::set<std::string> hours(const CrossJudgement& found) {
    std::set<std::string> all;
    for (const Place& place : found.judgement.places) {
        all.insert(iso_text(place.at));
    }
    return all;
}

TEST(RecordedCross, TheQuartersOfBtcDifferInEightHours) {
    const auto found = compared("um/BTCUSDT-1h.csv.gz", "um/BTCUSDT-15m.csv.gz");
    if (!found) {
        GTEST_SKIP() << no_recorded_data;
    }

    EXPECT_EQ(found->compared, 13'128U);
    EXPECT_THAT(hours(*found),
                ElementsAre("2024-03-27T13:00:00Z",
                            "2024-03-28T11:00:00Z",
                            "2024-03-28T12:00:00Z",
                            "2024-03-28T13:00:00Z",
                            "2024-10-28T21:00:00Z",
                            "2024-10-28T22:00:00Z",
                            "2025-01-29T02:00:00Z",
                            "2025-01-29T03:00:00Z"));
    EXPECT_THAT(times_of(found->judgement, Defect::resample_price),
                ElementsAre("2024-10-28T21:00:00Z", "2024-10-28T22:00:00Z"));
    EXPECT_EQ(finding(found->judgement.verdict, "resample_amount").count, 8U);
    for (const std::string_view column : {"open ", "high ", "low ", "close "}) {
        EXPECT_THAT(found->judgement.places[1].what, HasSubstr(std::string(column)));
    }
}

TEST(RecordedCross, TheQuartersOfEthDifferInNineHours) {
    const auto found = compared("um/ETHUSDT-1h.csv.gz", "um/ETHUSDT-15m.csv.gz");
    if (!found) {
        GTEST_SKIP() << no_recorded_data;
    }

    EXPECT_EQ(found->compared, 13'128U);
    EXPECT_THAT(hours(*found),
                ElementsAre("2024-03-27T13:00:00Z",
                            "2024-03-28T12:00:00Z",
                            "2024-03-28T13:00:00Z",
                            "2024-10-28T21:00:00Z",
                            "2024-10-28T22:00:00Z",
                            "2025-01-14T14:00:00Z",
                            "2025-01-14T16:00:00Z",
                            "2025-01-29T02:00:00Z",
                            "2025-01-29T03:00:00Z"));
    // The low alone.
    EXPECT_THAT(
        times_of(found->judgement, Defect::resample_price),
        ElementsAre("2024-10-28T21:00:00Z", "2024-10-28T22:00:00Z", "2025-01-14T16:00:00Z"));
    EXPECT_THAT(found->judgement.places[2].what, testing::StartsWith("low "));
}

TEST(RecordedCross, FiveMinutesDifferInOneHourAndMinutesInNone) {
    for (const std::string coin : {"BTC", "ETH"}) {
        const std::string hourly = "um/" + coin + "USDT-1h.csv.gz";
        const auto five = compared(hourly, "um/" + coin + "USDT-5m.csv.gz");
        const auto one = compared(hourly, "um/" + coin + "USDT-1m.csv.gz");
        if (!five || !one) {
            GTEST_SKIP() << no_recorded_data;
        }

        EXPECT_EQ(five->compared, 11'991U);
        EXPECT_THAT(hours(*five), ElementsAre("2023-11-10T16:00:00Z"));
        EXPECT_THAT(codes(five->judgement.verdict), ElementsAre("resample_amount"));
        EXPECT_THAT(codes(one->judgement.verdict), ElementsAre());
    }
}

TEST(RecordedCross, SpotAgreesWithItself) {
    for (const std::string interval : {"15m", "5m", "1m"}) {
        const auto found =
            compared("spot/BTCUSDT-1h.csv.gz", "spot/BTCUSDT-" + interval + ".csv.gz");
        if (!found) {
            GTEST_SKIP() << no_recorded_data;
        }

        EXPECT_THAT(codes(found->judgement.verdict), ElementsAre());
    }
}

TEST(RecordedCross, ThePerpetualsBeginFarFromSpotAndStayNearIt) {
    const auto btc = compared("um/BTCUSDT-1h.csv.gz", "spot/BTCUSDT-1h.csv.gz");
    const auto eth = compared("um/ETHUSDT-1h.csv.gz", "spot/ETHUSDT-1h.csv.gz");
    if (!btc || !eth) {
        GTEST_SKIP() << no_recorded_data;
    }

    const Verdict& of_btc = btc->judgement.verdict;
    const Verdict& of_eth = eth->judgement.verdict;
    EXPECT_THAT(finding(of_btc, "basis_launch").text, HasSubstr("-350.3 to"));
    EXPECT_THAT(finding(of_eth, "basis_launch").text, HasSubstr("-828.2 to"));
    EXPECT_THAT(finding(of_btc, "basis_summary").text, HasSubstr("median -3.2 bps"));
    EXPECT_EQ(finding(of_btc, "basis").count, 4U);
    EXPECT_EQ(finding(of_eth, "basis").count, 1U);
    EXPECT_EQ(finding(of_btc, "one_sided_gap").count, 36U);
    EXPECT_EQ(finding(of_eth, "one_sided_gap").count, 32U);
}

TEST(RecordedCross, TheLastPriceLeavesTheMarkInCrashesOnly) {
    const auto btc = compared("um/BTCUSDT-1h.csv.gz", "um/mark/BTCUSDT-1h.csv.gz");
    const auto eth = compared("um/ETHUSDT-1h.csv.gz", "um/mark/ETHUSDT-1h.csv.gz");
    if (!btc || !eth) {
        GTEST_SKIP() << no_recorded_data;
    }

    EXPECT_EQ(finding(btc->judgement.verdict, "mark_apart").count, 6U);
    EXPECT_EQ(finding(btc->judgement.verdict, "mark_wick").count, 3U);
    EXPECT_EQ(finding(eth->judgement.verdict, "mark_wick").count, 5U);
    // A high of 2.7 times the mark's: a print, not a price.
    EXPECT_THAT(times_of(eth->judgement, Defect::mark_wick)[1], "2020-03-13T03:00:00Z");
}

TEST(RecordedCross, SettlementsBeforeTheFirstMarkHaveNone) {
    const auto found = compared("um/fundingRate/BTCUSDT.csv.gz", "um/mark/BTCUSDT-1h.csv.gz");
    if (!found) {
        GTEST_SKIP() << no_recorded_data;
    }

    const Finding missing = finding(found->judgement.verdict, "funding_without_mark");
    EXPECT_EQ(missing.count, 313U);
    EXPECT_THAT(missing.text,
                HasSubstr("313 before the first mark (closing 2019-12-23T12:00:00Z)"));
}

}  // namespace
}  // namespace tradelab
