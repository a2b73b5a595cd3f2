#include "cli/campaign_case.hpp"
#include "core/exit_code.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

namespace tradelab {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// A home whose user has settings of his own, which name a folder for the daemon's state.
class StateOfTheSettings : public CampaignCase {
public:
    StateOfTheSettings() {
        std::filesystem::copy(
            source_tree() / "config", config(), std::filesystem::copy_options::recursive);
        replace_in(settings(), "directory = \"default\"", "directory = \"../kept\"");
        tradelab.variables.push_back({.name = "TRADELAB_CONFIG", .value = config().string()});
    }

    [[nodiscard]] std::filesystem::path config() const { return tradelab.home.path() / "config"; }
    [[nodiscard]] std::filesystem::path settings() const { return config() / "tradelabd.toml"; }
    [[nodiscard]] std::filesystem::path kept() const { return tradelab.home.path() / "kept"; }
};

TEST_F(StateOfTheSettings, HoldsWhatASearchByHandSpentAndFound) {
    make_market_with_edge();

    const auto run = search({});
    const auto again = search({"--state", "kept"});

    ASSERT_EQ(run.exit_code, 0) << run.errors.bytes;
    EXPECT_TRUE(std::filesystem::exists(kept() / "vault-synthetic"));
    EXPECT_FALSE(std::filesystem::exists(state()));
    EXPECT_GE(trials(), 24U);
    EXPECT_EQ(again.exit_code, number(ExitCode::refused)) << again.output.bytes;
    EXPECT_THAT(tradelab({"lab", "hypotheses"}).output.bytes, HasSubstr("vaulted"));
    EXPECT_THAT(tradelab({"gate", "list"}).output.bytes, HasSubstr("pass"));
    EXPECT_THAT(tradelab({"gate", "budget", "--synthetic"}).output.bytes, HasSubstr("yes"));
    EXPECT_THAT(tradelab({"journal", "verify"}).output.bytes, HasSubstr("vault-synthetic"));
}

TEST_F(StateOfTheSettings, GivesWayToTheOneThatIsNamed) {
    EXPECT_THAT(tradelab({"journal", "verify"}).errors.bytes, HasSubstr(kept().string() + "\n"));
    EXPECT_THAT(tradelab({"journal", "verify", "--state", "other"}).errors.bytes,
                HasSubstr((tradelab.home.path() / "other").string() + "\n"));
}

TEST_F(StateOfTheSettings, IsTheUsualOneWhereTheySayNothing) {
    std::filesystem::remove(settings());
    const auto none = tradelab({"journal", "verify"});
    std::filesystem::copy(source_tree() / "config/tradelabd.toml", settings());
    const auto silent = tradelab({"journal", "verify"});

    for (const auto& outcome : {none, silent}) {
        EXPECT_THAT(outcome.errors.bytes, HasSubstr(state().string() + "\n"));
        EXPECT_THAT(outcome.errors.bytes, Not(HasSubstr("going by")));
    }
}

TEST_F(StateOfTheSettings, IsAGuessWhereTheyCannotBeReadAndWhoLooksIsToldSo) {
    replace_in(settings(), "speed = 3600", "sped = 3600");

    const auto list = tradelab({"trials"});

    EXPECT_EQ(list.exit_code, 0);
    EXPECT_THAT(list.errors.bytes, HasSubstr("feed.sped"));
    EXPECT_THAT(list.errors.bytes, HasSubstr("going by " + state().string()));
    EXPECT_THAT(tradelab({"trials", "--state", "kept"}).errors.bytes, Not(HasSubstr("going by")));
    EXPECT_THAT(tradelab({"power"}).errors.bytes, IsEmpty());
}

TEST_F(StateOfTheSettings, IsNoPlaceToOpenAVaultByGuess) {
    replace_in(settings(), "speed = 3600", "sped = 3600");

    const auto guessed = search({});

    EXPECT_EQ(guessed.exit_code, number(ExitCode::failed)) << guessed.output.bytes;
    EXPECT_THAT(guessed.errors.bytes, HasSubstr("feed.sped"));
    EXPECT_THAT(guessed.errors.bytes, HasSubstr("--state DIR"));
    EXPECT_FALSE(std::filesystem::exists(state()));
}

}  // namespace
}  // namespace tradelab
