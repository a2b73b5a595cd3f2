#include "integrity/recorded.hpp"

#include "integrity/evidence.hpp"
#include "integrity/planted.hpp"

#include <array>
#include <iostream>

// Every defect of single files that the README of the recorded data lists, and those it does not.
// Times of the README are those at which bars open; rows carry the close, an hour later.
namespace tradelab {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::array files = {std::string_view("spot/BTCUSDT-1h.csv.gz"),
                              std::string_view("spot/BTCUSDT-15m.csv.gz"),
                              std::string_view("spot/BTCUSDT-5m.csv.gz"),
                              std::string_view("spot/BTCUSDT-1m.csv.gz"),
                              std::string_view("spot/ETHUSDT-1h.csv.gz"),
                              std::string_view("spot/ETHUSDT-1m.csv.gz"),
                              std::string_view("um/BTCUSDT-1h.csv.gz"),
                              std::string_view("um/BTCUSDT-15m.csv.gz"),
                              std::string_view("um/BTCUSDT-5m.csv.gz"),
                              std::string_view("um/BTCUSDT-1m.csv.gz"),
                              std::string_view("um/ETHUSDT-1h.csv.gz"),
                              std::string_view("um/ETHUSDT-15m.csv.gz"),
                              std::string_view("um/ETHUSDT-5m.csv.gz"),
                              std::string_view("um/ETHUSDT-1m.csv.gz"),
                              std::string_view("um/mark/BTCUSDT-1h.csv.gz"),
                              std::string_view("um/mark/ETHUSDT-1h.csv.gz"),
                              std::string_view("um/fundingRate/BTCUSDT.csv.gz"),
                              std::string_view("um/fundingRate/ETHUSDT.csv.gz")};

TEST(RecordedData, EveryFileIsGoodEnoughForEvidenceAndItsScoreIsPrinted) {
    for (const std::string_view file : files) {
        const Recorded* data = recorded(file);
        if (data == nullptr) {
            GTEST_SKIP() << no_recorded_data;
        }

        const Verdict verdict = data->judged().verdict;

        std::cout << file << "  " << verdict.score_e4 << '\n';
        for (const Finding& finding : verdict.findings) {
            std::cout << "    " << finding.code << " x" << finding.count << ": " << finding.text
                      << '\n';
        }
        // The archive's table of rates says no mark: whoever imports it gets this score.
        const bool is_funding = data->series.kind() == SeriesKind::funding;
        EXPECT_GE(verdict.score_e4, is_funding ? 9'500U : 9'900U) << file;
        EXPECT_TRUE(check_evidence(file, verdict)) << file;
    }
}

TEST(RecordedData, TheOutagesOfBtcSpotAre28Gaps) {
    const Recorded* data = recorded("spot/BTCUSDT-1h.csv.gz");
    if (data == nullptr) {
        GTEST_SKIP() << no_recorded_data;
    }

    const DataJudgement judgement = data->judged();

    // The bar of 00:00 is there, and 33 bars later that of the next day, 10:00.
    const Finding gap = finding(judgement.verdict, "gap");
    EXPECT_EQ(gap.count, 28U);
    EXPECT_THAT(gap.text,
                HasSubstr("28 gaps, 128 rows missing, the longest 33 rows after "
                          "2018-02-08T01:00:00Z"));
    EXPECT_EQ(times_of(judgement, Defect::gap).size(), 28U);
    EXPECT_THAT(times_of(judgement, Defect::zero_volume),
                ElementsAre("2017-09-06T17:00:00Z",
                            "2019-06-07T22:00:00Z",
                            "2021-02-11T04:00:00Z",
                            "2023-03-24T13:00:00Z"));
}

TEST(RecordedData, ThePerpetualsHaveNoGapButALaunch) {
    const Recorded* btc = recorded("um/BTCUSDT-1h.csv.gz");
    const Recorded* eth = recorded("um/ETHUSDT-1h.csv.gz");
    if (btc == nullptr || eth == nullptr) {
        GTEST_SKIP() << no_recorded_data;
    }

    const DataJudgement of_btc = btc->judged();
    const DataJudgement of_eth = eth->judged();

    EXPECT_EQ(find(of_btc.verdict, "gap"), nullptr);
    EXPECT_EQ(find(of_eth.verdict, "gap"), nullptr);
    EXPECT_THAT(
        times_of(of_btc, Defect::zero_volume),
        ElementsAre("2019-09-08T19:00:00Z", "2019-09-09T01:00:00Z", "2019-09-09T02:00:00Z"));
    EXPECT_THAT(times_of(of_btc, Defect::launch),
                ElementsAre("2019-09-08T18:00:00Z",
                            "2019-09-08T19:00:00Z",
                            "2019-09-09T01:00:00Z",
                            "2019-09-09T02:00:00Z"));
    EXPECT_EQ(of_btc.places.front().defect, Defect::spike);
    EXPECT_THAT(times_of(of_eth, Defect::launch),
                ElementsAre("2019-11-27T08:00:00Z", "2019-11-27T10:00:00Z"));
    EXPECT_THAT(times_of(of_btc, Defect::flat_bar), ElementsAre("2019-09-08T18:00:00Z"));
}

TEST(RecordedData, TheSecondDecimalOfTheBtcPerpetualVanishes) {
    const Recorded* data = recorded("um/BTCUSDT-1h.csv.gz");
    if (data == nullptr) {
        GTEST_SKIP() << no_recorded_data;
    }

    // Three bars have an odd price later on, the last on 2022-04-11.
    EXPECT_THAT(finding(data->judged().verdict, "tick_change").text,
                HasSubstr("2 decimals until 2022-02-15T04:00:00Z, then 1 decimal but in 3 rows"));
}

TEST(RecordedData, FundingStampsOfBtcAreUpTo16MillisecondsLate) {
    const Recorded* btc = recorded("um/fundingRate/BTCUSDT.csv.gz");
    const Recorded* eth = recorded("um/fundingRate/ETHUSDT.csv.gz");
    if (btc == nullptr || eth == nullptr) {
        GTEST_SKIP() << no_recorded_data;
    }

    const Verdict verdict = btc->judged().verdict;

    EXPECT_THAT(codes(verdict), ElementsAre("late_stamp", "mark_missing"));
    EXPECT_EQ(verdict.findings[0].count, 169U);
    EXPECT_THAT(verdict.findings[0].text, HasSubstr("1 ms to 16 ms after"));
    EXPECT_THAT(codes(eth->judged().verdict), ElementsAre("mark_missing"));
}

TEST(RecordedData, TheStalledFuturesHourIsAStretchInTheQuartersOnly) {
    const Recorded* data = recorded("um/BTCUSDT-15m.csv.gz");
    const Recorded* fine = recorded("um/BTCUSDT-5m.csv.gz");
    if (data == nullptr || fine == nullptr) {
        GTEST_SKIP() << no_recorded_data;
    }

    EXPECT_THAT(times_of(data->judged(), Defect::zero_volume_stretch),
                ElementsAre("2024-10-28T20:15:00Z"));
    EXPECT_THAT(times_of(fine->judged(), Defect::zero_volume_stretch),
                ElementsAre("2023-09-12T08:40:00Z"));
}

TEST(RecordedData, MarksCarryEightDecimalsAndBeginInDecember2019) {
    const Recorded* data = recorded("um/mark/BTCUSDT-1h.csv.gz");
    if (data == nullptr) {
        GTEST_SKIP() << no_recorded_data;
    }

    EXPECT_EQ(find(data->judged().verdict, "mark_rounded"), nullptr);
    EXPECT_EQ(iso_text(UnixNanos(times_of(data->rows().rows).front())), "2019-12-23T12:00:00Z");
}

}  // namespace
}  // namespace tradelab
