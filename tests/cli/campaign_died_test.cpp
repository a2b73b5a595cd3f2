#include "cli/campaign_case.hpp"
#include "document/sha256.hpp"
#include "gate/lifetime.hpp"
#include "lifecycle/lifecycle.hpp"
#include "os/companion.hpp"
#include "os/real_disk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace tradelab {
namespace {

using testing::HasSubstr;
using testing::Not;

class CampaignThatDied : public CampaignCase {
public:
    [[nodiscard]] nlohmann::json json_of(std::vector<std::string> words) const {
        return nlohmann::json::parse(json_text(std::move(words)));
    }
};

TEST_F(CampaignThatDied, BetweenItsVerdictAndWhatFollowsFromItIsMendedByTheNext) {
    make_market_with_edge();
    const auto first = search({"--json", "--to", "2022-06-01"});
    ASSERT_EQ(first.exit_code, 0) << first.errors.bytes;
    ASSERT_EQ(nlohmann::json::parse(first.output.bytes).at("proven"), 1);
    RealDisk disk;
    const auto whole = Lifecycle(disk, state() / "lifecycle").lives().value();
    for (const char* file : {"lifecycle", "lifecycle.mark"}) {
        std::filesystem::remove(state() / file);
    }
    std::vector<StageEdge> until_then;
    for (const StrategyLife& life : whole) {
        for (const StageStep& step : life.steps) {
            if (step.edge.to <= LifeStage::selected) {
                until_then.push_back(step.edge);
            }
        }
    }
    ASSERT_TRUE(Lifecycle(disk, state() / "lifecycle").add(until_then, UnixNanos(1)));

    EXPECT_EQ(search({"--to", "2022-06-01"}).exit_code, 5);

    const auto mended = Lifecycle(disk, state() / "lifecycle").lives().value();
    ASSERT_EQ(mended.size(), whole.size());
    for (std::size_t at = 0; at < whole.size(); ++at) {
        EXPECT_EQ(mended[at].stage, whole[at].stage) << whole[at].name;
        EXPECT_EQ(mended[at].steps.back().edge, whole[at].steps.back().edge) << whole[at].name;
    }
}

TEST_F(CampaignThatDied, BetweenItsVerdictAndItsDossierWritesItByteForByteTheNextTime) {
    make_market_with_edge();
    const auto first = nlohmann::json::parse(search({"--json"}).output.bytes);
    const std::filesystem::path page = first.at("dossier").get<std::string>();
    const std::string whole = read_text(page);
    const auto lives_of = [&] { return json_of({"lab", "hypotheses", "--all"}).at("strategies"); };
    const auto lives = lives_of();
    const auto budget = json_of({"gate", "budget", "--synthetic"});
    const auto counted = trials();
    std::filesystem::remove_all(page.parent_path());
    std::filesystem::remove_all(state() / "found");

    const auto again = search({"--json"});

    ASSERT_EQ(again.exit_code, 0) << again.errors.bytes;
    EXPECT_EQ(read_text(page), whole);
    EXPECT_EQ(nlohmann::json::parse(again.output.bytes), first);
    EXPECT_TRUE(std::filesystem::exists(first.at("files")[0].get<std::string>()));
    EXPECT_EQ(lives_of(), lives);
    EXPECT_EQ(json_of({"gate", "budget", "--synthetic"}), budget);
    EXPECT_EQ(trials(), counted);
    EXPECT_EQ(search({}).exit_code, 5) << "it is told only once";
}

// Ctrl-C once the trials are run again, one in a hundred moments of the processor at a time.
CompanionEnd interrupted_while_it_tells_again(const CampaignCase& campaign,
                                              std::vector<std::string> words) {
    const auto file = campaign.tradelab.home.path() / "again.json";
    words.insert(words.end(),
                 {"--threads", "1", "--cpu-percent", "1", "--progress", file.string()});
    Command command{.program = program_path, .arguments = std::move(words)};
    command.variables = {{"HOME", campaign.tradelab.home.path().string()}};
    command.directory = campaign.tradelab.home.path();
    auto companion = RealCompanions().start(command, 4096).value();
    // The first thing that it writes comes before it holds Ctrl-C, any other after.
    std::string first;
    while (companion->wait(std::chrono::milliseconds(20)) != Companion::Heard::ended) {
        const std::string now = read_text(file);
        first = first.empty() ? now : first;
        if (now != first) {
            companion->interrupt();
            break;
        }
    }
    while (companion->wait(std::chrono::seconds(1)) != Companion::Heard::ended) {
    }
    return companion->end();
}

TEST_F(CampaignThatDied, BetweenItsVerdictAndItsDossierDoesNotSayThatNoVaultWasOpened) {
    make_market_with_edge();
    const auto first = nlohmann::json::parse(search({"--json"}).output.bytes);
    ASSERT_FALSE(first.at("verdict").at("binding").get<std::string>().empty());
    std::filesystem::remove_all(
        std::filesystem::path(first.at("dossier").get<std::string>()).parent_path());

    const auto end = interrupted_while_it_tells_again(*this,
                                                      {"lab",
                                                       "campaign",
                                                       strategy("momentum_syn_perp_1h"),
                                                       strategy("mean_reversion_syn_perp_1h"),
                                                       "--trials",
                                                       "24"});

    EXPECT_EQ(end.exit_code, 130) << end.errors;
    EXPECT_THAT(end.errors, HasSubstr("it was judged before, and nothing is judged anew"));
    EXPECT_THAT(end.errors, HasSubstr("it runs the 24 trials of the ledger again"));
    EXPECT_THAT(end.errors, Not(HasSubstr("no vault was opened")));
}

VaultBinding binding() {
    VaultBinding made{.engine = "tl.engine/1",
                      .fill_model = "pessimistic/1",
                      .vault_from = UnixNanos(1),
                      .vault_to = UnixNanos(2)};
    for (std::string* hash : {&made.parameters,
                              &made.plugin,
                              &made.data,
                              &made.limits,
                              &made.venue,
                              &made.epochs,
                              &made.rules}) {
        *hash = sha256_hex("some");
    }
    return made;
}

TEST_F(CampaignThatDied, WithItsVaultOpenCountsAsAFailure) {
    make_market();
    const auto id = json_of({"lab",
                             "campaign",
                             strategy("momentum_syn_perp_1h"),
                             strategy("mean_reversion_syn_perp_1h"),
                             "--trials",
                             "24"})
                        .at("campaign")
                        .get<std::string>();
    RealDisk disk;
    Lifetime lifetime(disk, state() / "vault-synthetic");
    const auto grant = lifetime.grant(id, UnixNanos(1));
    ASSERT_TRUE(grant);

    const auto shut = search({});
    ASSERT_TRUE(lifetime.open_vault(*grant, binding(), 500, UnixNanos(2)));
    const auto opened = search({"--json"});
    const auto another = search({"--seed", "2"});

    EXPECT_EQ(shut.exit_code, 0) << shut.errors.bytes;
    EXPECT_THAT(shut.errors.bytes, HasSubstr("goes on at the same level"));
    EXPECT_EQ(opened.exit_code, 5);
    EXPECT_THAT(opened.errors.bytes, HasSubstr("it counts as a failure"));
    EXPECT_THAT(opened.errors.bytes, HasSubstr("another seed"));
    const auto refused = nlohmann::json::parse(opened.output.bytes);
    EXPECT_TRUE(refused.at("verdict").is_null());
    EXPECT_FALSE(refused.at("opened_at").is_null());
    EXPECT_EQ(another.exit_code, 0) << another.errors.bytes;
}

}  // namespace
}  // namespace tradelab
