#include "cli/program.hpp"
#include "document/json_parse.hpp"
#include "document/sha256.hpp"
#include "gate/lifetime.hpp"
#include "gate/verdict_document.hpp"
#include "os/real_disk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <string>

namespace tradelab {
namespace {

using testing::HasSubstr;
using testing::Not;

JsonValue document_of(const Outcome& outcome) {
    auto document = parse_json(outcome.output.bytes, {.bytes_max = 1U << 20U, .depth_max = 16});
    EXPECT_TRUE(document) << outcome.output.bytes << outcome.errors.bytes;
    return document ? std::move(*document) : JsonValue();
}

std::filesystem::path state_of(const Program& tradelab) {
    return tradelab.home.path() / ".local/state/tradelab";
}

VerdictDocument document() {
    VerdictDocument made{.campaign = sha256_hex("campaign"),
                         .strategy = "momentum on BTC",
                         .basis = VerdictBasis::synthetic,
                         .judged_at = parse_iso("2026-01-01T12:00:00Z").value(),
                         .test = 1};
    made.verdict.outcome = GateOutcome::fail;
    made.verdict.reason = GateReason::correction;
    made.verdict.candidate = sha256_hex("candidate");
    made.verdict.sentence = "p = 0.3 for the best of 5 on walk-forward, 0.04 is demanded";
    made.verdict.figures = {
        {.name = "walk_forward.p",
         .value = 0.3,
         .role = FigureRole::decides,
         .demand = "<= 0.04",
         .demanded = 0.04,
         .formula = "share of draws that reach it",
         .source = "Hansen 2005"},
        {.name = "plateau.share", .formula = "share of neighbours above 0", .source = "gate"}};
    return made;
}

std::string put(const Program& tradelab) {
    RealDisk disk;
    return VerdictStore(disk, state_of(tradelab) / "verdicts").put(document()).value();
}

TEST(Verdicts, WithoutOneThereAreNone) {
    const Program tradelab;

    const auto list = tradelab({"gate", "list"});

    EXPECT_EQ(list.exit_code, 0);
    EXPECT_THAT(list.errors.bytes, HasSubstr("No verdict was given so far."));
    EXPECT_EQ(tradelab({"gate", "explain", "abc"}).exit_code, 1);
}

TEST(Verdicts, AreListedAndExplainedWithEveryFormula) {
    const Program tradelab;
    const auto id = put(tradelab);

    const auto list = tradelab({"gate", "list"});
    const auto explained = tradelab({"gate", "explain", id.substr(0, 8)});
    const JsonValue json = document_of(tradelab({"gate", "explain", id, "--json"}));

    EXPECT_THAT(list.output.bytes, HasSubstr("SYNTHETIC"));
    EXPECT_THAT(list.output.bytes, HasSubstr("correction"));
    for (const char* word : {"walk_forward.p",
                             "<= 0.04",
                             "Hansen 2005",
                             "share of neighbours above 0",
                             "undefined",
                             "SYNTHETIC",
                             "the best of 5"}) {
        EXPECT_THAT(explained.output.bytes, HasSubstr(word));
    }
    EXPECT_EQ(json["schema"], "tradelab.verdict/1");
    EXPECT_EQ(json["figures"].array()->size(), 2U);
    EXPECT_TRUE(json["rank"]["value"].is_null());
    EXPECT_EQ(json["rank"]["why"], "only what passes is promised anything");
}

TEST(Verdicts, AreExplainedWholeOnATerminalOfAnyWidth) {
    const Program tradelab;
    const auto id = put(tradelab);

    for (const int columns : {80, 120, 400}) {
        const std::string said = std::regex_replace(
            tradelab.on_terminal(columns, {"gate", "explain", id}), std::regex("\\s+"), " ");
        for (const char* word : {"<= 0.04", "share of draws that reach it", "Hansen 2005"}) {
            EXPECT_THAT(said, HasSubstr(word)) << columns;
        }
    }
}

TEST(Verdicts, AnEditedOneIsRefused) {
    const Program tradelab;
    const auto id = put(tradelab);
    replace_in(state_of(tradelab) / "verdicts" / (id + ".json"), "\"fail\"", "\"pass\"");

    const auto explained = tradelab({"gate", "explain", id});

    EXPECT_NE(explained.exit_code, 0);
    EXPECT_THAT(explained.errors.bytes, HasSubstr("not what was stored"));
    EXPECT_THAT(explained.output.bytes, Not(HasSubstr("pass")));
}

TEST(Budget, ShowsWhatWasSpentAndOpened) {
    const Program tradelab;
    RealDisk disk;
    Lifetime lifetime(disk, state_of(tradelab) / "vault");
    const auto now = parse_iso("2026-02-03").value();
    ASSERT_TRUE(lifetime.grant(sha256_hex("one"), now));

    const auto shown = tradelab({"gate", "budget"});
    const JsonValue json = document_of(tradelab({"gate", "budget", "--json"}));
    const auto verified = tradelab({"journal", "verify"});

    EXPECT_THAT(shown.output.bytes, HasSubstr("2026-02-03"));
    EXPECT_THAT(shown.output.bytes, HasSubstr("the next hypothesis gets a joint level"));
    EXPECT_EQ(json["tests"].array()->size(), 1U);
    EXPECT_THAT(verified.output.bytes, HasSubstr("vault"));
    EXPECT_EQ(verified.exit_code, 0);
}

TEST(Budget, SaysOfTheOtherKindOfMarketThatItHasOneAndWhatWasSpent) {
    const Program tradelab;
    RealDisk disk;
    Lifetime lifetime(disk, state_of(tradelab) / "vault-synthetic");
    ASSERT_TRUE(lifetime.grant(sha256_hex("one"), parse_iso("2026-02-03").value()));

    const auto shown = tradelab({"gate", "budget"});
    const JsonValue json = document_of(tradelab({"gate", "budget", "--json"}));

    EXPECT_THAT(shown.output.bytes, HasSubstr("SYNTHETIC data spend a budget apart: 1 test of it"));
    EXPECT_EQ(json["tests"].array()->size(), 0U);
    EXPECT_EQ(*json["other"]["tests"].integer(), 1);
}

TEST(Budget, ADamagedRecordOfOneKindOfMarketDoesNotHideTheOther) {
    for (const bool is_synthetic : {false, true}) {
        const Program tradelab;
        RealDisk disk;
        const auto good = state_of(tradelab) / (is_synthetic ? "vault" : "vault-synthetic");
        const auto bad = state_of(tradelab) / (is_synthetic ? "vault-synthetic" : "vault");
        ASSERT_TRUE(Lifetime(disk, good).grant(sha256_hex("one"), parse_iso("2026-02-03").value()));
        write_text(bad, "no record");

        const auto recorded = tradelab({"gate", "budget"});
        const auto synthetic = tradelab({"gate", "budget", "--synthetic"});
        const auto answer = tradelab({"gate", "budget", "--json"});
        const JsonValue json = document_of(answer);

        EXPECT_EQ(recorded.exit_code, is_synthetic ? 7 : 1);
        EXPECT_EQ(synthetic.exit_code, is_synthetic ? 1 : 7);
        for (const auto& shown : {recorded, synthetic}) {
            EXPECT_THAT(shown.output.bytes, HasSubstr("2026-02-03"));
            EXPECT_THAT(shown.errors.bytes, HasSubstr(bad.string()));
            EXPECT_THAT(shown.errors.bytes, HasSubstr("restore the mark from a backup"));
        }
        EXPECT_EQ(answer.exit_code, is_synthetic ? 7 : 1);
        EXPECT_EQ(json["basis"], is_synthetic ? "recorded" : "synthetic");
        EXPECT_EQ(json["tests"].array()->size(), 1U);
        EXPECT_THAT(*json["other"]["error"]["message"].text(), HasSubstr(bad.string()));
    }
}

TEST(Budget, TwoDamagedRecordsAreBothNamed) {
    const Program tradelab;
    write_text(state_of(tradelab) / "vault", "no record");
    write_text(state_of(tradelab) / "vault-synthetic", "no record");

    const auto shown = tradelab({"gate", "budget"});

    EXPECT_EQ(shown.exit_code, 5) << "without their marks they are refused";
    EXPECT_THAT(shown.errors.bytes, HasSubstr("/vault'"));
    EXPECT_THAT(shown.errors.bytes, HasSubstr("/vault-synthetic'"));
}

TEST(Power, AnswersHowMuchHistoryAnEdgeNeedsAndTheReverse) {
    const Program tradelab;

    const auto asked = tradelab({"power", "--sharpe", "2"});
    const JsonValue years = document_of(tradelab({"power", "--sharpe", "2", "--json"}));
    const JsonValue chances =
        document_of(tradelab({"power", "--sharpe", "2", "--years", "5", "--json"}));
    const JsonValue pooled = document_of(
        tradelab({"power", "--sharpe", "2", "--years", "5", "--symbols", "5", "--json"}));

    EXPECT_THAT(asked.output.bytes, HasSubstr("years of history"));
    EXPECT_EQ(years["schema"], "tradelab.power/1");
    EXPECT_EQ(years["years_for"].array()->size(), 3U);
    ASSERT_NE(chances["power"].decimal(), nullptr);
    ASSERT_NE(pooled["power"].decimal(), nullptr);
    // As numbers: "9e-05" comes after "0.5" as a text.
    EXPECT_LT(std::stod(chances["power"].decimal()->text),
              std::stod(pooled["power"].decimal()->text));
    EXPECT_EQ(tradelab({"power", "--sharpe", "nan"}).exit_code, 2);
    EXPECT_EQ(tradelab({"power", "--sharpe", "-1"}).exit_code, 2);
    EXPECT_EQ(tradelab({"power", "--symbols", "0"}).exit_code, 2);
}

}  // namespace
}  // namespace tradelab
