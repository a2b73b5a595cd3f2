#include "cli/campaign_case.hpp"
#include "gate/verdict_document.hpp"
#include "lifecycle/lifecycle.hpp"
#include "os/clock.hpp"
#include "os/real_disk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace tradelab {
namespace {

using testing::HasSubstr;

class RankingCommand : public CampaignCase {
public:
    [[nodiscard]] nlohmann::json json_of(std::vector<std::string> words) const {
        return nlohmann::json::parse(json_text(std::move(words)));
    }
    [[nodiscard]] std::filesystem::path facts_of(const std::string& verdict) const {
        return state() / "dossiers" / (verdict + ".json");
    }
    // The same strategy under another name, with its days.
    [[nodiscard]] std::string twin_of(const std::string& verdict, const std::string& name) const {
        RealDisk disk;
        const VerdictStore verdicts(disk, state() / "verdicts");
        VerdictDocument document = verdicts.find(verdict).value();
        document.strategy = name;
        const std::string id = VerdictStore(disk, state() / "verdicts").put(document).value();
        auto dossier = nlohmann::ordered_json::parse(read_text(facts_of(verdict)));
        dossier["id"] = id;
        dossier["verdict"]["strategy"] = name;
        write_text(facts_of(id), dossier.dump());
        return id;
    }
};

TEST_F(RankingCommand, SurvivorsAreRankedByTheirPromiseLessWhatAlreadyRunsEarnsOfIt) {
    make_market_with_edge();
    const auto found = nlohmann::json::parse(search({"--json"}).output.bytes);
    const auto id = found.at("verdict_id").get<std::string>();
    const auto name = found.at("verdict").at("strategy").get<std::string>();
    const auto promised = found.at("verdict").at("promised_sharpe").at("median").get<double>();

    const auto alone = json_of({"gate", "list"}).at("verdicts").at(0).at("rank");
    EXPECT_EQ(alone.at("value"), promised);
    EXPECT_EQ(alone.at("why"), "nothing else runs");
    EXPECT_EQ(json_of({"lab", "hypotheses"}).at("strategies").at(0).at("rank"), alone);

    RealDisk disk;
    Lifecycle record(disk, state() / "lifecycle");
    const StrategyLife life = record.find(name).value();
    const StageEdge on_paper{.strategy = life.strategy,
                             .name = life.name,
                             .basis = life.basis,
                             .from = LifeStage::vaulted,
                             .to = LifeStage::paper,
                             .by = "a test",
                             .evidence = "account 1",
                             .why = "It trades on paper."};
    ASSERT_TRUE(record.add(std::vector{on_paper}, SystemClock().now()));
    const std::string twin = twin_of(id, "twin");

    const auto list = json_of({"gate", "list"});
    ASSERT_EQ(list.at("verdicts").size(), 2U);
    EXPECT_EQ(list.at("verdicts").at(0).at("id"), id) << "it is not held against itself";
    const auto beside = list.at("verdicts").at(1).at("rank");
    EXPECT_NEAR(beside.at("value").get<double>(), 0, 1e-9);
    EXPECT_NEAR(beside.at("correlation").get<double>(), 1, 1e-9);
    EXPECT_EQ(beside.at("with"), name);
    const auto explained = tradelab({"gate", "explain", twin});
    EXPECT_THAT(explained.output.bytes, HasSubstr("beside what runs now: rank"));
    EXPECT_THAT(explained.output.bytes, HasSubstr("correlation x promised Sharpe"));
    const auto table = tradelab({"gate", "list", "--plain"});
    EXPECT_THAT(table.output.bytes, HasSubstr("1.00 with " + name));

    EXPECT_EQ(json_of({"gate", "explain", twin}).at("rank"), beside);

    // An earlier version kept no days.
    std::filesystem::remove(facts_of(id));
    const auto unknown = json_of({"gate", "list"}).at("verdicts").at(1).at("rank");
    EXPECT_TRUE(unknown.at("value").is_null()) << unknown;
    EXPECT_THAT(unknown.at("why").get<std::string>(), HasSubstr("no days were kept of " + name));
}

TEST_F(RankingCommand, WhoWasRetiredOrTakenBackHasNoRankAndItsStateIsShown) {
    make_market_with_edge();
    const auto found = nlohmann::json::parse(search({"--json"}).output.bytes);
    const auto id = found.at("verdict_id").get<std::string>();
    const auto name = found.at("verdict").at("strategy").get<std::string>();
    RealDisk disk;
    Lifecycle record(disk, state() / "lifecycle");
    const auto goes_to = [&](LifeStage to, const std::string& by, const std::string& why) {
        const StrategyLife life = record.find(name).value();
        const StageEdge edge{.strategy = life.strategy,
                             .name = life.name,
                             .basis = life.basis,
                             .from = life.stage,
                             .to = to,
                             .by = by,
                             .evidence = "account 1",
                             .why = why};
        const auto added = record.add(std::vector{edge}, SystemClock().now());
        EXPECT_TRUE(added) << describe(added.error());
        return json_of({"gate", "list"}).at("verdicts").at(0);
    };
    EXPECT_EQ(json_of({"gate", "list"}).at("verdicts").at(0).at("state"), "vaulted");

    const auto on_paper = goes_to(LifeStage::paper, "a test", "It trades on paper.");
    const auto decayed =
        goes_to(LifeStage::paper, std::string(decay_author), "Its edge is not there any more.");
    const auto table = tradelab({"gate", "list", "--plain"}).output.bytes;
    const auto retired = goes_to(LifeStage::retired, "a test", "It is of no use.");

    EXPECT_TRUE(on_paper.at("rank").at("value").is_number()) << on_paper.at("rank");
    EXPECT_EQ(on_paper.at("state"), "paper");
    EXPECT_TRUE(decayed.at("rank").at("value").is_null()) << decayed.at("rank");
    EXPECT_EQ(decayed.at("state"), "paper, taken back");
    EXPECT_THAT(table, HasSubstr("paper, taken back"));
    EXPECT_TRUE(retired.at("rank").at("value").is_null()) << retired.at("rank");
    EXPECT_EQ(retired.at("state"), "retired");
    EXPECT_EQ(retired.at("rank").at("why"), "not ranked: it is retired: It is of no use.");
    const auto explained = json_of({"gate", "explain", id});
    EXPECT_EQ(explained.at("rank"), retired.at("rank"));
    EXPECT_EQ(explained.at("state"), "retired");
}

}  // namespace
}  // namespace tradelab
