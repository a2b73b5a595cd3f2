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

    // An earlier version kept no days.
    std::filesystem::remove(facts_of(id));
    const auto unknown = json_of({"gate", "list"}).at("verdicts").at(1).at("rank");
    EXPECT_TRUE(unknown.at("value").is_null()) << unknown;
    EXPECT_THAT(unknown.at("why").get<std::string>(), HasSubstr("no days were kept of " + name));
}

}  // namespace
}  // namespace tradelab
