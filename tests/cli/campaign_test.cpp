#include "cli/campaign_case.hpp"
#include "cli/interrupt.hpp"
#include "document/sha256.hpp"
#include "gate/lifetime.hpp"
#include "os/real_disk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <csignal>
#include <string>
#include <utility>
#include <vector>

namespace tradelab {
namespace {

using testing::AnyOf;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;

class CampaignCommand : public CampaignCase {
public:
    [[nodiscard]] nlohmann::json json_of(std::vector<std::string> words) const {
        return nlohmann::json::parse(json_text(std::move(words)));
    }
};

TEST_F(CampaignCommand, ASearchIsCountedInTheLedgerAndEveryTrialHasOneFate) {
    make_market();

    const auto run = search({"--json"});

    ASSERT_EQ(run.exit_code, 0) << run.errors.bytes;
    const auto answer = nlohmann::json::parse(run.output.bytes);
    EXPECT_THAT(answer.at("campaign"), MatchesRegex("[0-9a-f]{64}"));
    EXPECT_EQ(answer.at("synthetic"), true);
    EXPECT_EQ(answer.at("tried"), 24);
    int fates = 0;
    for (const char* fate : {"failed",
                             "lost_before_costs",
                             "killed_by_costs",
                             "killed_by_correction",
                             "not_enough_data",
                             "proven"}) {
        fates += answer.at(fate).get<int>();
    }
    EXPECT_EQ(fates, 24);
    const auto trials =
        nlohmann::json::parse(tradelab({"trials", "list", "--all", "--json"}).output.bytes);
    EXPECT_EQ(trials.at("trials").size(), 24U + answer.at("neighbours").get<std::size_t>());
}

TEST_F(CampaignCommand, NeighboursOfTheJudgedOneAreTrialsOfTheLedgerAndCanBeRunAgain) {
    make_market_with_edge();

    const auto answer = nlohmann::json::parse(search({"--json"}).output.bytes);

    const auto count = answer.at("neighbours").get<std::size_t>();
    EXPECT_GT(count, 10U);
    EXPECT_EQ(answer.at("tried"), 24);
    const auto trials = json_of({"trials", "list", "--all"}).at("trials");
    ASSERT_EQ(trials.size(), 24 + count + 2);
    for (std::size_t at = 24; at + 2 < trials.size(); ++at) {
        EXPECT_THAT(trials[at].dump(), HasSubstr("to see whether it stands on a plateau"));
    }
    const auto again = tradelab({"reproduce", std::to_string(24 + count)});
    EXPECT_EQ(again.exit_code, 0) << again.errors.bytes;
    // Then the one that is judged, looked at for what it must not know.
    EXPECT_THAT(answer.at("checks").dump(), HasSubstr("look-ahead, one event a call: pass"));
    const auto& checked = trials.at(trials.size() - 2);
    EXPECT_EQ(checked.at("checks"), "passed");
    EXPECT_EQ(checked.at("result"), answer.at("finalists").at(0).at("result_hash"));
    // The last is all of its evidence, for the gate has passed it: an approval rests on it.
    EXPECT_EQ(answer.at("proven"), 1);
    EXPECT_EQ(tradelab({"reproduce", std::to_string(trials.size())}).exit_code, 0);
    const auto told = tradelab({"gate", "explain", answer.at("verdict_id").get<std::string>()});
    EXPECT_THAT(told.output.bytes, HasSubstr("plateau.share"));
    EXPECT_THAT(told.output.bytes, HasSubstr("twins.walk_forward.beaten"));
    EXPECT_THAT(told.output.bytes, HasSubstr("regime.grid."));
}

TEST_F(CampaignCommand, WhatItJudgesHasADossierThatIsTheSameForTheSameVerdict) {
    make_market_with_edge();

    const auto run = search({"--json"});

    ASSERT_EQ(run.exit_code, 0) << run.errors.bytes;
    const auto answer = nlohmann::json::parse(run.output.bytes);
    const std::filesystem::path page = answer.at("dossier").get<std::string>();
    EXPECT_EQ(page.stem(), answer.at("verdict_id").get<std::string>());
    const auto bytes = RealDisk().read_file(page, {.size_max = 1 << 20});
    ASSERT_TRUE(bytes) << describe(bytes.error());
    EXPECT_THAT(*bytes, HasSubstr("SYNTHETIC DATA"));
    EXPECT_THAT(*bytes, HasSubstr(answer.at("verdict").at("sentence").get<std::string>()));
    const bool is_opened = !answer.at("verdict").at("binding").get<std::string>().empty();
    for (const auto& file : answer.at("files")) {
        EXPECT_EQ(tradelab({"strategy", "check", file.get<std::string>()}).exit_code, 0);
    }
    EXPECT_EQ(answer.at("files").size(), 1U);
    const auto lives = json_of({"lab", "hypotheses", "--all"}).at("strategies");
    EXPECT_EQ(lives.size(), answer.at("finalists").size());
    std::size_t vaulted = 0;
    for (const auto& life : lives) {
        EXPECT_EQ(life.at("stage"), life.at("steps").back().at("to"));
        EXPECT_THAT(life.at("stage").get<std::string>(), AnyOf("vaulted", "retired"));
        vaulted += life.at("stage") == "vaulted" ? 1U : 0U;
    }
    EXPECT_EQ(vaulted, answer.at("proven").get<std::size_t>());
    EXPECT_EQ(bytes->find("<th scope=\"row\">vault</th>") != std::string::npos, is_opened);
}

TEST_F(CampaignCommand, WhatItJudgedIsShownOnATerminalFromWhatWasKept) {
    make_market_with_edge();
    const auto answer = nlohmann::json::parse(search({"--json"}).output.bytes);
    const auto id = answer.at("verdict_id").get<std::string>();
    const auto name = answer.at("verdict").at("strategy").get<std::string>();

    const auto by_verdict = tradelab({"lab", "dossier", id.substr(0, 8), "--plain"});
    const auto by_strategy = tradelab({"lab", "dossier", name, "--plain"});
    const auto told = json_of({"lab", "dossier", id});

    ASSERT_EQ(by_verdict.exit_code, 0) << by_verdict.errors.bytes;
    EXPECT_EQ(by_verdict.output.bytes, by_strategy.output.bytes) << by_strategy.errors.bytes;
    for (const char* part : {"SYNTHETIC DATA",
                             "equity",
                             "proposed by",
                             "What became of all trials",
                             "What decided:",
                             "Break-even of costs",
                             "USDT of 10,000.00 USDT",
                             "By regime"}) {
        EXPECT_THAT(by_verdict.output.bytes, HasSubstr(part)) << part;
    }
    EXPECT_THAT(by_verdict.output.bytes, HasSubstr(answer.at("dossier").get<std::string>()));
    EXPECT_EQ(told.at("schema"), "tradelab.dossier-shown/1");
    EXPECT_EQ(told.at("dossier").at("verdict"), answer.at("verdict"));
    // The file that its family began with is where it comes from.
    EXPECT_THAT(told.at("dossier").at("members").at(0).at("made_from").get<std::string>(),
                HasSubstr("the file " + name.substr(0, name.rfind('_')) + " ("));
    // An earlier version kept the page alone.
    std::filesystem::path facts = answer.at("dossier").get<std::string>();
    std::filesystem::remove(facts.replace_extension(".json"));
    const auto old = tradelab({"lab", "dossier", id});
    EXPECT_NE(old.exit_code, 0);
    EXPECT_THAT(old.errors.bytes, HasSubstr("as a page alone"));
    EXPECT_THAT(old.errors.bytes, HasSubstr(".html"));
}

TEST_F(CampaignCommand, ADossierOfAnotherVersionOrAnEditedOneIsRefusedWithARemedyThatHelps) {
    make_market_with_edge();
    const auto answer = nlohmann::json::parse(search({"--json"}).output.bytes);
    const auto id = answer.at("verdict_id").get<std::string>();
    const std::filesystem::path page = answer.at("dossier").get<std::string>();
    std::filesystem::path facts = page;
    facts.replace_extension(".json");
    const std::string whole = read_text(facts);
    const auto json = nlohmann::ordered_json::parse(whole);
    auto other_verdict = json;
    other_verdict["verdict"]["strategy"] = "somebody_else";
    auto better = json;
    better["verdict"]["promised_sharpe"]["median"] = 9.5;
    auto older = json;
    older.erase("neighbours");
    const std::string remedy = "remove " + page.string() +
                               " and give the `tradelab lab campaign` again that was campaign " +
                               answer.at("campaign").get<std::string>().substr(0, 12);

    for (const auto& [text, why] : std::vector<std::pair<std::string, std::string>>{
             {other_verdict.dump(), "says another verdict than the one on record"},
             {better.dump(), "says another verdict than the one on record"},
             {older.dump(), "neighbours"},
             {"", "as a page alone"}}) {
        write_text(facts, text);
        if (text.empty()) {
            std::filesystem::remove(facts);
        }

        const auto shown = tradelab({"lab", "dossier", id});

        EXPECT_EQ(shown.exit_code, 1) << shown.output.bytes;
        EXPECT_THAT(shown.errors.bytes, HasSubstr(why));
        EXPECT_THAT(shown.errors.bytes, HasSubstr(remedy));
        EXPECT_EQ(shown.output.bytes, "");
    }
    std::filesystem::remove(page);
    ASSERT_EQ(search({}).exit_code, 0);
    EXPECT_EQ(read_text(facts), whole);
    EXPECT_EQ(tradelab({"lab", "dossier", id}).exit_code, 0);
}

// Another word in a file makes other identities of all that is found from it, and the same trades.
TEST_F(CampaignCommand, TheSameStrategyInOtherWordsGetsNoSecondLookIntoTheVault) {
    make_market_with_edge();
    const auto first = nlohmann::json::parse(search({"--json"}).output.bytes);
    ASSERT_FALSE(first.at("verdict").at("binding").get<std::string>().empty());
    const auto retold = [&](const std::string& name) {
        auto file =
            nlohmann::json::parse(*RealDisk().read_file(strategy(name), {.size_max = 1 << 20}));
        file["rationale"] = file["rationale"].get<std::string>() + " Told anew.";
        const auto path = tradelab.home.path() / (name + ".json");
        RealDisk disk;
        EXPECT_TRUE(write_atomically(disk, path, file.dump()));
        return path.string();
    };

    const auto second = tradelab({"lab",
                                  "campaign",
                                  retold("momentum_syn_perp_1h"),
                                  retold("mean_reversion_syn_perp_1h"),
                                  "--trials",
                                  "24",
                                  "--progress",
                                  "p.json",
                                  "--json"});

    // A verdict: another look would be an error for ever, and nobody could get past it.
    ASSERT_EQ(second.exit_code, 0) << second.errors.bytes;
    const auto told = nlohmann::json::parse(second.output.bytes);
    EXPECT_EQ(told.at("verdict").at("outcome"), "fail");
    EXPECT_EQ(told.at("verdict").at("reason"), "looked at");
    EXPECT_THAT(told.at("verdict").at("sentence").get<std::string>(),
                HasSubstr("the vault was opened for this hypothesis"));
    EXPECT_EQ(told.at("verdict").at("binding"), "");
    EXPECT_EQ(phase_of("p.json"), "ended");
    const auto tests = json_of({"gate", "budget", "--synthetic"}).at("tests");
    ASSERT_EQ(tests.size(), 2U);
    EXPECT_EQ(tests[1].at("verdict"), told.at("verdict_id"));
}

TEST_F(CampaignCommand, OneSeedGivesOneResultWithAnyNumberOfThreads) {
    make_market_with_edge();

    const auto one = search({"--json", "--threads", "1", "--state", "one"});
    const auto three = search({"--json", "--threads", "3", "--state", "three"});

    ASSERT_EQ(one.exit_code, 0) << one.errors.bytes;
    ASSERT_EQ(three.exit_code, 0) << three.errors.bytes;
    const auto finalists = nlohmann::json::parse(one.output.bytes).at("finalists");
    EXPECT_FALSE(finalists.empty());
    EXPECT_EQ(finalists, nlohmann::json::parse(three.output.bytes).at("finalists"));
}

TEST_F(CampaignCommand, ASyntheticMarketSpendsABudgetOfItsOwn) {
    make_market_with_edge();

    const auto run = search({});
    const auto recorded = json_of({"gate", "budget"});
    const auto synthetic = json_of({"gate", "budget", "--synthetic"});
    const auto list = tradelab({"gate", "list"});

    ASSERT_EQ(run.exit_code, 0) << run.errors.bytes;
    EXPECT_EQ(recorded.at("basis"), "recorded");
    EXPECT_TRUE(recorded.at("tests").empty());
    EXPECT_NEAR(recorded.at("next_level").get<double>(), first_joint_level(), 1e-12);
    EXPECT_EQ(synthetic.at("basis"), "synthetic");
    ASSERT_EQ(synthetic.at("tests").size(), 1U);
    EXPECT_THAT(list.output.bytes, HasSubstr("SYNTHETIC"));
    EXPECT_FALSE(std::filesystem::exists(state() / "vault"));
    EXPECT_THAT(run.errors.bytes, HasSubstr("the vault is opened now"));
}

TEST_F(CampaignCommand, TheSameAgainIsRefusedWithItsVerdictBeforeATrialIsRun) {
    make_market_with_edge();
    const auto first = search({"--json"});
    ASSERT_EQ(first.exit_code, 0) << first.errors.bytes;
    const auto answer = nlohmann::json::parse(first.output.bytes);
    const auto id = answer.at("verdict_id").get<std::string>();
    const auto counted = trials();

    const auto text = search({"--progress", "p.json"});
    const auto json = search({"--json"});

    EXPECT_EQ(text.exit_code, 5);
    EXPECT_EQ(phase_of("p.json"), "ended");
    EXPECT_THAT(text.errors.bytes, HasSubstr("this campaign was judged on "));
    EXPECT_THAT(text.errors.bytes, HasSubstr("tradelab gate explain " + id.substr(0, 12)));
    EXPECT_THAT(text.errors.bytes, Not(HasSubstr("tried")));
    EXPECT_EQ(json.exit_code, 5);
    const auto refused = nlohmann::json::parse(json.output.bytes);
    EXPECT_EQ(refused.at("schema"), "tradelab.campaign-refused/1");
    EXPECT_EQ(refused.at("error").at("code"), "refused");
    EXPECT_EQ(refused.at("verdict_id"), id);
    EXPECT_EQ(refused.at("verdict"), answer.at("verdict"));
    EXPECT_EQ(trials(), counted);
}

// Nothing was searched: whoever runs one campaign after another must not go on to the next.
TEST_F(CampaignCommand, ARefusalThatIsNoHearingIsNotTheEndOfACampaign) {
    make_market();
    RealDisk disk;
    ASSERT_TRUE(Lifetime(disk, state() / "vault-synthetic").grant(sha256_hex("one"), UnixNanos(1)));
    std::filesystem::remove(state() / "vault-synthetic.mark");

    const auto run = search({"--progress", "p.json"});

    EXPECT_EQ(run.exit_code, 5);
    EXPECT_THAT(run.errors.bytes, HasSubstr("vault-synthetic.mark"));
    EXPECT_NE(phase_of("p.json"), "ended");
    EXPECT_EQ(trials(), 0U);
}

TEST_F(CampaignCommand, WhatWasJudgedIsRefusedUnderAnotherVenueAndSaysWhatChanged) {
    make_market_with_edge();
    const auto config = tradelab.home.path() / "config";
    std::filesystem::copy(
        source_tree() / "config", config, std::filesystem::copy_options::recursive);
    tradelab.variables = {{"TRADELAB_CONFIG", config.string()}};
    const auto first = search({"--json"});
    ASSERT_EQ(first.exit_code, 0) << first.errors.bytes;
    const auto answer = nlohmann::json::parse(first.output.bytes);
    const auto counted = trials();
    const auto venue = config / "venues/synthetic.toml";
    std::string text = read_text(venue);
    const std::string quantity = "quantity_max = \"1000\"";
    text.replace(text.find(quantity), quantity.size(), "quantity_max = \"1001\"");
    write_text(venue, text);

    const auto second = search({"--progress", "p.json"});
    const auto another_seed = search({"--seed", "2"});

    EXPECT_EQ(second.exit_code, 5);
    EXPECT_THAT(second.errors.bytes,
                HasSubstr("as campaign " + answer.at("campaign").get<std::string>().substr(0, 12)));
    EXPECT_THAT(second.errors.bytes, HasSubstr("since then the venue was "));
    EXPECT_EQ(phase_of("p.json"), "ended") << "or who runs seed after seed never gets past it";
    EXPECT_EQ(counted, answer.at("neighbours").get<std::size_t>() + 26);
    EXPECT_THAT(another_seed.errors.bytes, Not(HasSubstr("since then")));
}

TEST_F(CampaignCommand, WhatTheLedgerHoldsOfItIsNotCountedTwice) {
    make_market();
    ASSERT_EQ(search({}).exit_code, 0);

    const auto again = search({});

    EXPECT_EQ(again.exit_code, 0) << again.errors.bytes;
    EXPECT_EQ(trials(), 24U);
}

TEST(HeldInterrupt, KeepsTheFirstCtrlCForTheCommand) {
    const HeldInterrupt held;
    ASSERT_FALSE(HeldInterrupt::is_set());

    ASSERT_EQ(std::raise(SIGINT), 0);

    EXPECT_TRUE(HeldInterrupt::is_set());
    EXPECT_EXIT(std::raise(SIGINT), testing::ExitedWithCode(130), "interrupted");
}

TEST_F(CampaignCommand, ATrialOfASearchIsReproduced) {
    make_market();
    ASSERT_EQ(search({}).exit_code, 0);

    const auto again = tradelab({"reproduce", "7"});

    EXPECT_EQ(again.exit_code, 0) << again.output.bytes << again.errors.bytes;
}

TEST_F(CampaignCommand, TheTableSaysThatTheMarketIsSynthetic) {
    make_market();

    const auto run = search({"--plain"});

    ASSERT_EQ(run.exit_code, 0) << run.errors.bytes;
    EXPECT_THAT(run.output.bytes, HasSubstr("SYNTHETIC"));
    EXPECT_THAT(run.output.bytes, HasSubstr("killed by costs"));
}

TEST_F(CampaignCommand, WithoutHistoryItSaysWhatIsMissing) {
    const auto run = search({});

    EXPECT_EQ(run.exit_code, 6);
    EXPECT_THAT(run.errors.bytes, HasSubstr("the store has no history"));
}

}  // namespace
}  // namespace tradelab
