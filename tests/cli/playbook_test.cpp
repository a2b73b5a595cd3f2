#include "cli/campaign_case.hpp"
#include "os/real_disk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace tradelab {
namespace {

using testing::HasSubstr;

class PlaybookCommand : public CampaignCase {
public:
    [[nodiscard]] nlohmann::json json_of(std::vector<std::string> words) const {
        return nlohmann::json::parse(json_text(std::move(words)));
    }
};

TEST_F(PlaybookCommand, CardsOfThePlaybookAreTriedBesideTheFixedTenthOfCrazyIdeas) {
    make_market_with_edge();

    const auto answer =
        nlohmann::json::parse(searching({"--trials", "100", "--json"}).output.bytes);

    std::map<std::string, int> arms;
    int named = 0;
    const auto trials = json_of({"trials", "list", "--all"}).at("trials");
    for (const auto& trial : trials) {
        const std::string text = trial.dump();
        for (const std::string arm : {"playbook", "crazy", "coverage"}) {
            arms[arm] += text.find("by the arm " + arm) != std::string::npos ? 1 : 0;
        }
        named += text.find("Card time_series_momentum: ") != std::string::npos ? 1 : 0;
    }
    EXPECT_EQ(arms["crazy"], 10);
    EXPECT_GE(arms["playbook"], 5);
    EXPECT_GE(named, 1);
    const auto page =
        RealDisk().read_file(answer.at("dossier").get<std::string>(), {.size_max = 1 << 20});
    EXPECT_THAT(*page, HasSubstr("playbook"));
}

TEST_F(PlaybookCommand, ACardOfOnesOwnIsAnotherSearchAndABrokenOneIsNamed) {
    make_market();
    const auto before = nlohmann::json::parse(search({"--json"}).output.bytes);
    const auto own = tradelab.home.path() / ".local/share/tradelab/playbook/mine.json";
    std::filesystem::create_directories(own.parent_path());
    const auto shipped = read_text(source_tree() / "strategies/playbook/time_series_momentum.json");
    auto card = nlohmann::json::parse(shipped);
    card["name"] = "mine";
    write_text(own, card.dump());
    const auto after = nlohmann::json::parse(search({"--json"}).output.bytes);
    card["parameters"]["vol_target"] = {{"unit", "pct"}, {"least", 90}, {"most", 95}};
    write_text(own, card.dump());
    const auto unfit = search({"--json"});
    write_text(own, shipped);
    const auto twice = search({});
    write_text(own, "{\"schema\": 7}");
    const auto broken = search({});

    EXPECT_NE(after.at("campaign"), before.at("campaign"));
    EXPECT_EQ(nlohmann::json::parse(unfit.output.bytes).at("campaign"), before.at("campaign"));
    EXPECT_THAT(unfit.errors.bytes, HasSubstr("left out of this search: card \"mine\""));
    EXPECT_NE(twice.exit_code, 0);
    EXPECT_THAT(twice.errors.bytes, HasSubstr("a second card named time_series_momentum"));
    EXPECT_NE(broken.exit_code, 0);
    EXPECT_THAT(broken.errors.bytes, HasSubstr("mine.json"));
}

}  // namespace
}  // namespace tradelab
