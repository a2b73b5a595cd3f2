#include "daemon/answers.hpp"

#include "core/decimal.hpp"
#include "daemon/facts.hpp"
#include "daemon/metrics.hpp"
#include "document/json_write.hpp"
#include "os/real_disk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace tradelab {
namespace {

using testing::HasSubstr;

// Long 1.5 BTC of a hundred-and-two-thousandth strategy, half of it guarded.
PaperView view() {
    PaperView out;
    out.now = parse_iso("2024-01-31T12:00:00Z").value();
    out.last_event = out.now;
    out.feed_from = out.now - std::chrono::hours(40 * 24);
    out.origin = DataOrigin::synthetic;
    out.is_flat = false;
    out.asset = "USDT";
    out.statement.opening = Cash(1'000'000'000'000);
    out.statement.realised = Cash(2'500'000'000);
    out.statement.fees = Cash(500'000'000);
    out.statement.funding = Cash(-100'000'000);
    out.statement.unrealised = Cash(-3'000'000'000);
    out.statement.equity = Cash(999'100'000'000);
    out.gross_exposure = Cash(500'000'000'000);
    out.coverage.open = Cash(500'000'000'000);
    out.coverage.guarded = Cash(250'000'000'000);
    out.instruments = {{.id = InstrumentId(1),
                        .name = "synthetic.usdm:SYN-USDT-PERP",
                        .places = {.price = DecimalPlaces(2), .quantity = DecimalPlaces(3)},
                        .last = Price(10'050),
                        .mark = Price(10'050'000'000)}};
    out.instances = {{.instance = InstanceId(1),
                      .name = "momentum",
                      .plugin = "tl.momentum",
                      .budget = Cash(1'000'000'000'000),
                      .equity = Cash(999'100'000'000),
                      .orders = 9}};
    out.day_opening = Cash(1'000'000'000'000);
    out.high = Cash(1'020'000'000'000);
    out.positions = {{.instance = InstanceId(1),
                      .instrument = InstrumentId(1),
                      .position = {.quantity = Quantity(1'500), .average = Price(10'000)}}};
    out.refusals = {{"drawdown", 3}};
    out.fills = 7;
    out.decision_hash = "0123";
    return out;
}

std::string at(const JsonValue& document, std::initializer_list<std::string_view> path) {
    const JsonValue* value = &document;
    for (const std::string_view name : path) {
        value = &(*value)[name];
    }
    return line_json(*value);
}

TEST(Answers, StatusSaysModeDataMoneyExposureAgeAndCoverage) {
    const JsonValue status = status_answer(view(), facts());

    EXPECT_EQ(at(status, {"schema"}), "\"tradelab.status/2\"");
    EXPECT_EQ(at(status, {"mode"}), "\"paper\"");
    EXPECT_EQ(at(status, {"data"}), "\"synthetic\"");
    EXPECT_EQ(at(status, {"state"}), "\"running\"");
    EXPECT_EQ(at(status, {"equity"}), "\"9991.00000000\"");
    EXPECT_EQ(at(status, {"pnl", "total"}), "\"-9.00000000\"");
    EXPECT_EQ(at(status, {"pnl", "realised"}), "\"25.00000000\"");
    EXPECT_EQ(at(status, {"pnl", "funding"}), "\"1.00000000\"");
    EXPECT_EQ(at(status, {"pnl", "day"}), "\"-9.00000000\"");
    EXPECT_EQ(at(status, {"drawdown", "below"}), "\"209.00000000\"");
    EXPECT_EQ(at(status, {"drawdown", "share"}), "\"0.020490196078\"");
    EXPECT_EQ(at(status, {"exposure", "used"}), "\"0.25\"");
    EXPECT_EQ(at(status, {"protection", "share"}), "\"0.5\"");
    EXPECT_EQ(at(status, {"feed", "age_seconds"}), "30");
    EXPECT_EQ(at(status, {"positions"}), "1");
    EXPECT_EQ(at(status, {"up_seconds"}), "7200");
}

// As they stand there: realised 25, unrealised -30, fees 5, funding 1 received.
TEST(Answers, ThePartsOfThePnlAddUpToItAndToTheEquity) {
    for (const JsonValue& document :
         {status_answer(view(), facts()), pnl_answer(view(), facts())}) {
        const JsonValue& pnl = document["pnl"];
        const auto cash = [](const JsonValue& value) { return parse_cash(*value.text()).value(); };

        EXPECT_EQ(cash(pnl["total"]),
                  cash(pnl["realised"]) + cash(pnl["unrealised"]) - cash(pnl["fees"]) +
                      cash(pnl["funding"]) + cash(pnl["insurance"]));
        EXPECT_EQ(cash(pnl["total"]), cash(document["equity"]) - cash(document["opening"]));
    }
}

TEST(Answers, EveryDocumentOfOneMomentHasTheSameEquity) {
    const RunRecord record;
    const auto equity = at(status_answer(view(), facts()), {"equity"});

    for (const JsonValue& document : {pnl_answer(view(), facts()),
                                      risk_answer(view(), facts()),
                                      positions_answer(view(), facts()),
                                      orders_answer(view(), facts(), record, 5),
                                      fills_answer(view(), facts(), record, 5),
                                      funding_answer(view(), facts(), record, 5),
                                      command_answer(view(), facts(), ControlVerb::pause)}) {
        EXPECT_EQ(at(document, {"equity"}), equity);
        EXPECT_EQ(at(document, {"now"}), "\"2024-01-31T12:00:00Z\"");
    }
    EXPECT_THAT(metrics_page(view(), facts(), 1), HasSubstr("\ntradelab_equity 9991\n"));
}

TEST(Answers, APanicThatIsNotFlatSaysWhatIsTrueOfTheFeed) {
    PaperView panicked = view();
    panicked.mode = PaperMode::panicked;
    const auto said = [&] { return line_json(JsonValue(needs_a_person(panicked, facts()))); };

    EXPECT_THAT(said(), HasSubstr("close at the next bar of the feed"));
    panicked.has_ended = true;

    EXPECT_THAT(said(), testing::Not(HasSubstr("next bar")));
    EXPECT_THAT(said(), HasSubstr("no bar left to close at"));
    EXPECT_THAT(line_json(command_answer(panicked, facts(), ControlVerb::panic)),
                HasSubstr("\"feed_ended\":true"));
}

TEST(Answers, WhatNeedsAPersonIsSaid) {
    auto latched = view();
    latched.mode = PaperMode::panicked;
    auto calm = view();
    calm.coverage.guarded = calm.coverage.open;
    calm.refusals.clear();
    auto lossy = facts();
    lossy.log_lines_lost = 4;

    EXPECT_TRUE(needs_a_person(calm, facts()).empty());
    const auto needs = needs_a_person(latched, lossy);
    ASSERT_EQ(needs.size(), 5U);
    EXPECT_THAT(needs[0], HasSubstr("tradelab resume"));
    EXPECT_THAT(needs[1], HasSubstr("not flat yet"));
    EXPECT_THAT(needs[2], HasSubstr("no stop or hedge"));
    EXPECT_THAT(needs[3], HasSubstr("drawdown, 3 times"));
    EXPECT_THAT(needs[4], HasSubstr("4 lines"));
}

TEST(Answers, WhoFailedAndWhoNeverAskedForAnythingAreNamed) {
    auto sick = view();
    sick.instances[0].failed_why = "its process was ended by SIGSEGV";
    auto silent = view();
    silent.instances[0].orders = 0;
    auto young = silent;
    young.feed_from = young.now - std::chrono::hours(24);
    auto gone = silent;
    gone.instances[0].is_retired = true;

    EXPECT_THAT(needs_a_person(sick, facts())[0],
                testing::AllOf(HasSubstr("momentum failed and is isolated"), HasSubstr("SIGSEGV")));
    EXPECT_THAT(needs_a_person(silent, facts())[0], HasSubstr("has asked for nothing since"));
    for (const auto& none : {young, gone}) {
        EXPECT_THAT(needs_a_person(none, facts())[0], HasSubstr("no stop or hedge"));
    }
    EXPECT_EQ(at(status_answer(sick, facts())["instances"].array()->front(), {"failed"}),
              "\"its process was ended by SIGSEGV\"");
}

TEST(Answers, RowsCarryNamesAndExactNumbersAndTheNewestOnly) {
    RunRecord record;
    for (int number = 1; number <= 5; ++number) {
        record.fills.push_back({.order = OrderId(static_cast<std::uint64_t>(number)),
                                .instance = InstanceId(1),
                                .instrument = InstrumentId(1),
                                .price = Price(10'000 + number),
                                .quantity = Quantity(1'500),
                                .at = view().now});
    }

    const JsonValue fills = fills_answer(view(), facts(), record, 2);
    const JsonValue positions = positions_answer(view(), facts());

    ASSERT_EQ(fills["fills"].array()->size(), 2U);
    const JsonValue& newest = fills["fills"].array()->back();
    EXPECT_EQ(at(newest, {"price"}), "\"100.05\"");
    EXPECT_EQ(at(newest, {"quantity"}), "\"1.500\"");
    EXPECT_EQ(at(newest, {"instrument"}), "\"synthetic.usdm:SYN-USDT-PERP\"");
    EXPECT_EQ(at(newest, {"instance"}), "\"momentum\"");
    EXPECT_EQ(at(fills, {"made"}), "5");
    const JsonValue& held = positions["positions"].array()->front();
    EXPECT_EQ(at(held, {"average"}), "\"100.00\"");
    EXPECT_EQ(at(held, {"mark"}), "\"100.50000000\"");
}

TEST(Answers, AnIdleAccountClaimsNoData) {
    auto idle = facts();
    idle.is_idle = true;
    idle.feed_clock.reset();

    PaperView nothing;
    nothing.asset = "USDT";

    const JsonValue status = status_answer(nothing, idle);

    EXPECT_EQ(at(status, {"data"}), "null");
    EXPECT_EQ(at(status, {"now"}), "null");
    EXPECT_EQ(at(status, {"protection", "share"}), "null");
    EXPECT_THAT(at(status, {"needs_a_person"}), HasSubstr("nothing trades"));
}

TEST(Metrics, AreLinesThatPrometheusReads) {
    auto odd = view();
    odd.instances[0].name = "a \"b\"\\c";

    const std::string page = metrics_page(odd, facts(), 12'345);

    EXPECT_THAT(page, HasSubstr("# TYPE tradelab_equity gauge\ntradelab_equity 9991\n"));
    EXPECT_THAT(page, HasSubstr("tradelab_mode{state=\"running\"} 1\n"));
    EXPECT_THAT(page, HasSubstr("tradelab_mode{state=\"panicked\"} 0\n"));
    EXPECT_THAT(page, HasSubstr("tradelab_data_synthetic 1\n"));
    EXPECT_THAT(page, HasSubstr("tradelab_drawdown 209\n"));
    EXPECT_THAT(page, HasSubstr("tradelab_refusals_total{reason=\"drawdown\"} 3\n"));
    EXPECT_THAT(page, HasSubstr("{strategy=\"a \\\"b\\\"\\\\c\"} 9991\n"));
    EXPECT_THAT(page, HasSubstr("tradelab_resident_bytes 12345\n"));
    for (std::size_t begin = 0; begin < page.size();) {
        const std::size_t end = page.find('\n', begin);
        ASSERT_NE(end, std::string::npos);
        const std::string line = page.substr(begin, end - begin);
        EXPECT_TRUE(line.starts_with("# ") || line.starts_with("tradelab_")) << line;
        begin = end + 1;
    }
    EXPECT_GT(resident_bytes(RealDisk()), 1'000'000U);
}

TEST(RiskAnswer, OfAnAccountWithNothingLeftHasNoLeverage) {
    PaperView lost = view();
    lost.statement.equity = Cash();

    const JsonValue answer = risk_answer(lost, facts());

    EXPECT_TRUE(answer["leverage"].is_null());
}

}  // namespace
}  // namespace tradelab
