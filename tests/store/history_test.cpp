#include "store/history.hpp"

#include "config/risk_file.hpp"
#include "document/json_write.hpp"
#include "document/sha256.hpp"
#include "gate/binding.hpp"
#include "lifecycle/carry_over.hpp"
#include "lifecycle/decision.hpp"
#include "lifecycle/lifecycle.hpp"
#include "lifecycle/standing_approval.hpp"
#include "lifecycle/subject.hpp"
#include "paper/session_case.hpp"
#include "store/journals.hpp"
#include "support/limits.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace tradelab::store_test {
namespace {

using testing::HasSubstr;

std::string at(const JsonValue& row, std::string_view name) {
    return line_json(row[name]);
}

std::int64_t seq(const JsonValue& row) {
    return *row["seq"].integer();
}

TEST(Events, AreWhatHappenedInTheOrderInWhichItHappened) {
    StoreHome home;
    write_everything(home.disk);
    const auto projection = home.level();
    const InstrumentPlaces places = {{"synthetic.usdm:SYN-USDT-PERP",
                                      {.price = DecimalPlaces(1), .quantity = DecimalPlaces(3)}}};

    const auto events = events_in(projection.database(), {.last = 1'000}, places).value();

    std::set<std::string> kinds;
    UnixNanos last;
    bool is_told_otherwise_than_written = false;
    std::int64_t number = 0;
    for (const JsonValue& row : events) {
        const UnixNanos moment = parse_iso(*row["at"].text()).value();
        EXPECT_GE(moment, last) << line_json(row);
        last = moment;
        is_told_otherwise_than_written |= seq(row) < number;
        number = seq(row);
        kinds.insert(*row["event"].text());
        if (at(row, "event") == "\"fill\"") {
            EXPECT_THAT(at(row, "price"), testing::ContainsRegex(R"(^"[0-9]+\.[0-9]"$)"));
            EXPECT_THAT(at(row, "quantity"), testing::ContainsRegex(R"(^"[0-9]+\.[0-9]{3}"$)"));
            EXPECT_THAT(at(row, "instance"), HasSubstr("syn_perp_1h"));
        }
        if (at(row, "event") == "\"stop\"") {
            EXPECT_EQ(at(row, "what"), "\"a 'quoted' reason\"");
            EXPECT_EQ(at(row, "by"), "\"a test\"");
        }
    }
    EXPECT_TRUE(is_told_otherwise_than_written) << "a step is journalled kind by kind";
    for (const char* kind :
         {"order", "fill", "funding", "pause", "resume", "stop", "retire", "panic"}) {
        EXPECT_TRUE(kinds.contains(kind)) << kind;
    }
}

// Who follows sees the same in the same order, however little he is told at a time.
TEST(Events, AreTheSameForWhoGoesOnFromTheLargestNumberThatHeWasTold) {
    StoreHome home;
    write_everything(home.disk);
    const auto projection = home.level();
    const auto all = events_in(projection.database(), {.last = 1'000}, {}).value();

    for (const std::uint32_t at_a_time : {7U, 60U, 1'000U}) {
        JsonArray told;
        std::uint64_t after = 0;
        for (std::size_t before = 1; told.size() != before;) {
            before = told.size();
            const auto more =
                events_in(projection.database(), {.last = at_a_time, .after = after}, {}).value();
            for (const JsonValue& row : more) {
                told.push_back(row);
                after = std::max(after, static_cast<std::uint64_t>(seq(row)));
            }
        }
        EXPECT_EQ(told.size(), all.size()) << at_a_time;
        // An act of more than seven is told in parts.
        if (at_a_time > 7) {
            EXPECT_EQ(line_json(JsonValue(told)), line_json(JsonValue(all))) << at_a_time;
        }
    }
}

TEST(Events, OfAnInstrumentOfUnknownPlacesHaveNoPriceRatherThanAWrongOne) {
    StoreHome home;
    write_everything(home.disk);
    const auto projection = home.level();

    const auto events = events_in(projection.database(), {.last = 1'000}, {}).value();

    EXPECT_FALSE(events.empty());
    for (const JsonValue& row : events) {
        EXPECT_TRUE(row["price"].is_null());
        EXPECT_TRUE(row["quantity"].is_null());
    }
}

TEST(Events, AreTheNewestOrThoseAfterARecordOrSinceATime) {
    StoreHome home;
    write_everything(home.disk);
    const auto projection = home.level();
    const auto all = events_in(projection.database(), {.last = 1'000}, {}).value();
    ASSERT_GT(all.size(), 20U);

    const auto newest = events_in(projection.database(), {.last = 3}, {}).value();
    std::vector<std::int64_t> numbers;
    for (const JsonValue& row : all) {
        numbers.push_back(seq(row));
    }
    std::ranges::sort(numbers);
    const auto begin = static_cast<std::uint64_t>(numbers.at(4));
    const auto after =
        events_in(projection.database(), {.last = 1'000, .after = begin}, {}).value();
    const auto moment = parse_iso(*all.at(10)["at"].text()).value();
    const auto since =
        events_in(projection.database(), {.last = 1'000, .since = moment}, {}).value();

    const auto numbers_of = [](const JsonArray& rows) {
        std::set<std::int64_t> out;
        for (const JsonValue& row : rows) {
            out.insert(seq(row));
        }
        return out;
    };
    EXPECT_EQ(numbers_of(newest), std::set<std::int64_t>(numbers.end() - 3, numbers.end()));
    EXPECT_EQ(numbers_of(after), std::set<std::int64_t>(numbers.begin() + 5, numbers.end()));
    EXPECT_LT(since.size(), all.size());
    EXPECT_FALSE(since.empty());
    for (const JsonValue& row : since) {
        EXPECT_GE(parse_iso(*row["at"].text()).value(), moment);
    }
}

TEST(Audit, NamesWhoDidWhatToTheAccountAndToStrategies) {
    StoreHome home;
    write_everything(home.disk);
    const auto projection = home.level();

    const auto audit = audit_in(projection.database(), {.last = 100}).value();
    const auto newest = audit_in(projection.database(), {.last = 2}).value();

    std::set<std::string> acts;
    for (const JsonValue& row : audit) {
        acts.insert(*row["act"].text());
        EXPECT_NE(at(row, "by"), "\"campaign 1a2b3c\"");
        if (at(row, "act") == "\"retire\"") {
            EXPECT_THAT(at(row, "subject"), HasSubstr("momentum_syn_perp_1h"));
        }
    }
    EXPECT_THAT(
        acts,
        testing::ElementsAre("approve", "panic", "pause", "reject", "resume", "retire", "stop"));
    ASSERT_EQ(newest.size(), 2U);
    EXPECT_EQ(at(newest.at(0), "act"), "\"approve\"");
    EXPECT_EQ(at(newest.at(0), "by"), "\"user 1000\"");
    EXPECT_EQ(at(newest.at(0), "subject"), "\"good\"");
    EXPECT_EQ(at(newest.at(1), "act"), "\"reject\"");
    EXPECT_EQ(at(newest.at(1), "why"), "\"rejected: one trade made it all\"");
}

TEST(Audit, TellsWhoWasRetiredBeforeItWasApprovedFromWhoWasRejected) {
    StoreHome home;
    Lifecycle lives(home.disk, "/state/lifecycle");
    std::vector<StageEdge> edges;
    for (int stage = 0; stage < static_cast<int>(LifeStage::awaiting_approval); ++stage) {
        edges.push_back(
            step("tired", static_cast<LifeStage>(stage), static_cast<LifeStage>(stage + 1)));
    }
    ASSERT_TRUE(lives.add(edges, day(1)));
    ASSERT_TRUE(decide(lives,
                       {.word = HumanWord::retire,
                        .strategy = "tired",
                        .by = "user 1000",
                        .why = "no more of this",
                        .now = day(2)}));
    const auto projection = home.level();

    const auto audit = audit_in(projection.database(), {.last = 9}).value();

    ASSERT_EQ(audit.size(), 1U);
    EXPECT_EQ(at(audit.at(0), "act"), "\"retire\"");
}

// Nobody typed it, and it changes what a person has said.
TEST(Audit, TellsOfAnApprovalThatWasCarriedOverAndOfOneThatIsVoid) {
    StoreHome home;
    Lifecycle lives(home.disk, "/state/lifecycle");
    std::vector<StageEdge> edges;
    for (int stage = 0; stage < static_cast<int>(LifeStage::approved); ++stage) {
        edges.push_back(
            step("good", static_cast<LifeStage>(stage), static_cast<LifeStage>(stage + 1)));
    }
    ASSERT_TRUE(lives.add(edges, day(1)));
    const std::string result = sha256_hex("result");
    const StageEdge carried = carried_over(lives.find("good").value(),
                                           {.limits = parse_risk(shipped_limits, "").value().limits,
                                            .engine = "tl.engine/9",
                                            .fill_model = "pessimistic/1",
                                            .read_limits = nullptr},
                                           {.recorded = result, .replayed = result});
    ASSERT_TRUE(lives.add(std::vector{carried}, day(2)));
    const StageEdge over = voided(lives.find("good").value(),
                                  {.state = ApprovalState::loosened, .why = "a limit is looser"});
    ASSERT_TRUE(lives.add(std::vector{over}, day(3)));
    const auto projection = home.level();

    const auto audit = audit_in(projection.database(), {.last = 9}).value();

    ASSERT_EQ(audit.size(), 3U);
    EXPECT_EQ(at(audit.at(0), "act"), "\"approve\"");
    EXPECT_EQ(at(audit.at(1), "act"), "\"carry_over\"");
    EXPECT_EQ(at(audit.at(1), "by"), "\"a replay of its evidence\"");
    EXPECT_EQ(at(audit.at(1), "subject"), "\"good\"");
    EXPECT_EQ(at(audit.at(2), "act"), "\"void\"");
    EXPECT_EQ(at(audit.at(2), "by"), "\"the binding of an approval\"");
    EXPECT_THAT(at(audit.at(2), "why"), HasSubstr("a limit is looser"));
}

}  // namespace
}  // namespace tradelab::store_test
