#include "cli/campaign_case.hpp"
#include "cli/lab_checks.hpp"
#include "document/sha256.hpp"
#include "journal/trials.hpp"
#include "lab/backtest.hpp"
#include "lifecycle/carry_over.hpp"
#include "lifecycle/expiry.hpp"
#include "lifecycle/standing_approval.hpp"
#include "lifecycle/tested_histories.hpp"
#include "os/clock.hpp"
#include "os/real_disk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <functional>
#include <string>
#include <vector>

// What a real campaign has found, approved under what it was tested with and under something else.
namespace tradelab {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const std::string older = "tl.engine/0";
const std::string engine(engine_version);

class ApprovalOfWhatWasFound : public CampaignCase {
public:
    RealDisk disk;

    // Its one strategy awaits approval.
    void find_one() {
        make_market_with_edge();
        ASSERT_EQ(search({"--to", "2022-06-01"}).exit_code, 0);
        bring_before_a_human();
    }
    void bring_before_a_human() {
        const StrategyLife proven = life();
        ASSERT_EQ(proven.stage, LifeStage::vaulted);
        for (const LifeStage to :
             {LifeStage::paper, LifeStage::consistent, LifeStage::awaiting_approval}) {
            const StageEdge edge{.strategy = proven.strategy,
                                 .name = proven.name,
                                 .basis = proven.basis,
                                 .from = static_cast<LifeStage>(static_cast<int>(to) - 1),
                                 .to = to,
                                 .by = "a test",
                                 .evidence = "none",
                                 .why = "It is to be approved."};
            const auto added = record().add(std::array{edge}, SystemClock().now());
            ASSERT_TRUE(added) << describe(added.error());
        }
    }
    [[nodiscard]] Lifecycle record() { return {disk, state() / "lifecycle"}; }
    // Of the one that the gate has passed.
    [[nodiscard]] StrategyLife life() {
        std::vector<StrategyLife> all = record().lives().value();
        for (StrategyLife& one : all) {
            if (bound_step(one) != nullptr) {
                return std::move(one);
            }
        }
        throw std::runtime_error("nothing was found");
    }
    [[nodiscard]] Outcome approve() {
        return tradelab({"approve", life().strategy, "--why", "read the dossier"});
    }
    void take_back() {
        const auto added =
            record().add(std::array{taken_back(life(), "a test", "is over")}, SystemClock().now());
        ASSERT_TRUE(added) << describe(added.error());
    }
    // As if all steps had been written otherwise.
    void rewrite(const std::function<void(StageEdge&)>& change) {
        std::vector<StageEdge> edges;
        const std::vector<StrategyLife> all = record().lives().value();
        for (const StrategyLife& one : all) {
            for (const StageStep& step : one.steps) {
                edges.push_back(step.edge);
                change(edges.back());
            }
        }
        remove("lifecycle");
        const auto added = record().add(edges, SystemClock().now());
        ASSERT_TRUE(added) << describe(added.error());
    }
    // With the histories that it names, and nothing else of the state directory: no search was
    // judged, no vault was opened.
    void keep_lives_alone() {
        std::vector<StageEdge> edges;
        rewrite([&](StageEdge& edge) { edges.push_back(edge); });
        const auto histories = tradelab.home.path() / "histories";
        std::filesystem::rename(state() / "histories", histories);
        std::filesystem::remove_all(state());
        std::filesystem::create_directories(state());
        std::filesystem::rename(histories, state() / "histories");
        const auto added = record().add(edges, SystemClock().now());
        ASSERT_TRUE(added) << describe(added.error());
    }
    // The same search finds the same strategy once more.
    void expect_proven_anew_from(const std::string& stage) {
        keep_lives_alone();
        const auto again = search({"--to", "2022-06-01"});
        ASSERT_EQ(again.exit_code, 0) << again.errors.bytes;
        const StrategyLife proven = life();
        EXPECT_EQ(proven.stage, LifeStage::vaulted);
        EXPECT_THAT(again.errors.bytes,
                    HasSubstr(proven.name + " was " + stage + ", which did not count ("));
        ASSERT_NE(footing_of(proven), nullptr);
        EXPECT_EQ(proven.steps.back().edge.binding->plugin, footing_of(proven)->plugin);
        bring_before_a_human();
        EXPECT_EQ(approve().exit_code, 0);
    }
    // As if an older engine had found it.
    void age(const std::function<void(Trial&)>& change) {
        rewrite([](StageEdge& edge) {
            if (edge.binding) {
                edge.binding->engine = older;
            }
        });
        std::vector<Trial> trials;
        const std::vector<RecordedTrial> all = read_trials(disk, state() / "trials").value();
        for (const RecordedTrial& one : all) {
            trials.push_back(one.trial);
            trials.back().engine = older;
            change(trials.back());
        }
        remove("trials");
        ASSERT_TRUE(append_trials(disk, state() / "trials", trials, UnixNanos(1)));
    }

private:
    void remove(const std::string& journal) {
        std::filesystem::remove(state() / journal);
        std::filesystem::remove(state() / (journal + ".mark"));
    }
};

TEST_F(ApprovalOfWhatWasFound, IsBoundToTheStrategysOwnPluginAndHistoryAndHeldAgainstThem) {
    find_one();
    const StrategyLife proven = life();
    const KeptFooting* then = footing_of(proven);
    ASSERT_NE(then, nullptr);
    const std::string library = then->plugin;
    EXPECT_EQ(life().steps.at(3).edge.binding->plugin, library);
    TestedHistories histories(disk, state() / "lifecycle");
    const auto history = histories.of(*then).value();
    ASSERT_FALSE(history->empty());
    EXPECT_FALSE(history->front().parts.empty());
    const std::string other = sha256_hex("another library");
    rewrite([&](StageEdge& edge) {
        if (edge.footing) {
            edge.footing->plugin = other;
        }
    });

    const auto refused = approve();

    EXPECT_EQ(refused.exit_code, 5);
    EXPECT_THAT(refused.errors.bytes,
                AllOf(HasSubstr("the plugin was " + other.substr(0, 12)),
                      HasSubstr("is " + library.substr(0, 12)),
                      HasSubstr("tradelab lab campaign")));
    rewrite([&](StageEdge& edge) {
        if (edge.footing) {
            edge.footing->plugin = library;
        }
    });
    EXPECT_EQ(approve().exit_code, 0);
    EXPECT_EQ(life().steps.back().edge.binding->plugin, library);
}

// Another campaign, with another build of the plugin, had come as far as its finalists and died.
TEST_F(ApprovalOfWhatWasFound, IsBoundToWhatTheGateRanThoughAnotherCampaignHadSelectedIt) {
    find_one();
    const std::string library = footing_of(life())->plugin;
    std::vector<StageEdge> edges;
    const std::vector<StrategyLife> all = record().lives().value();
    for (const StrategyLife& one : all) {
        for (std::size_t at = 0; at < 3; ++at) {
            edges.push_back(one.steps[at].edge);
            edges.back().by = "campaign 0123456789ab";
        }
        ASSERT_EQ(edges.back().to, LifeStage::selected);
        edges.back().footing->plugin = sha256_hex("another library");
    }
    std::filesystem::remove_all(state());
    ASSERT_TRUE(record().add(edges, UnixNanos(1)));

    ASSERT_EQ(search({"--to", "2022-06-01"}).exit_code, 0);

    const StrategyLife proven = life();
    EXPECT_EQ(proven.stage, LifeStage::vaulted);
    EXPECT_EQ(proven.steps.back().edge.binding->plugin, library);
    EXPECT_EQ(footing_of(proven)->plugin, library);
    const std::vector<StrategyLife> after = record().lives().value();
    for (const StrategyLife& one : after) {
        EXPECT_NE(one.stage, LifeStage::selected) << one.name;
        EXPECT_NE(one.steps.back().edge.by, "campaign 0123456789ab") << one.name;
    }
}

TEST_F(ApprovalOfWhatWasFound, OfWhatCannotBeComparedIsToBeHadOnceASearchHasProvenItAnew) {
    find_one();
    rewrite([](StageEdge& edge) { edge.footing.reset(); });
    const auto refused = approve();

    expect_proven_anew_from("awaiting_approval");

    EXPECT_EQ(refused.exit_code, 5);
    EXPECT_THAT(refused.errors.bytes, HasSubstr("search again: tradelab lab campaign"));
}

TEST_F(ApprovalOfWhatWasFound, ThatCannotBeComparedIsTakenBackWhereASearchHasProvenItAnew) {
    find_one();
    ASSERT_EQ(approve().exit_code, 0);
    rewrite([](StageEdge& edge) { edge.footing.reset(); });

    expect_proven_anew_from("approved");

    EXPECT_TRUE(std::ranges::any_of(life().steps, [](const StageStep& step) {
        return step.edge.by == binding_author && step.edge.from == LifeStage::approved;
    }));
}

TEST_F(ApprovalOfWhatWasFound, StaysWhatItIsWhereASearchFindsAgainWhatStands) {
    find_one();
    ASSERT_EQ(approve().exit_code, 0);
    const auto steps = life().steps.size();
    // Of another engine a replay decides, and nobody else.
    rewrite([](StageEdge& edge) {
        if (edge.binding) {
            edge.binding->engine = older;
        }
    });
    keep_lives_alone();

    const auto again = search({"--to", "2022-06-01"});

    ASSERT_EQ(again.exit_code, 0) << again.errors.bytes;
    EXPECT_THAT(again.errors.bytes, HasSubstr("passed the gate, and stays what it is: approved"));
    EXPECT_EQ(life().steps.size(), steps);
}

TEST_F(ApprovalOfWhatWasFound, IsHeldAgainstTheHistoryInTheStoreAndMoreOfItDoesNotMatter) {
    find_one();
    const auto store = tradelab.home.path() / ".local/share/tradelab/history";
    std::filesystem::rename(store, tradelab.home.path() / "away");
    const auto gone = approve();
    const auto named = tradelab({"approve",
                                 life().strategy,
                                 "--why",
                                 "read it",
                                 "--days",
                                 "1",
                                 "--store",
                                 (tradelab.home.path() / "away").string()});
    ASSERT_EQ(named.exit_code, 0) << named.errors.bytes;
    take_back();
    ASSERT_EQ(tradelab({"data", "synth", "--seed", "6", "--days", "1096", "--edge-sharpe", "6"})
                  .exit_code,
              0);
    const auto other = approve();
    const auto other_named =
        tradelab({"approve", life().strategy, "--why", "read it", "--store", store.string()});
    std::filesystem::remove_all(store);
    std::filesystem::rename(tradelab.home.path() / "away", store);
    ASSERT_EQ(
        tradelab({"data", "synth", "--seed", "5", "--days", "9", "--from", "2023-01-01"}).exit_code,
        0);

    const auto back = approve();

    EXPECT_EQ(gone.exit_code, 5);
    EXPECT_THAT(gone.errors.bytes, HasSubstr("is not in the store"));
    EXPECT_EQ(other.exit_code, 5);
    EXPECT_THAT(other.errors.bytes, HasSubstr("which it was tested on, is not in the store any"));
    EXPECT_EQ(other_named.exit_code, 5);
    EXPECT_THAT(other_named.errors.bytes,
                HasSubstr("which it was tested on, is not in the store any"));
    EXPECT_THAT(other_named.errors.bytes, HasSubstr("tradelab lab campaign --store"));
    EXPECT_EQ(back.exit_code, 0) << back.errors.bytes;
}

TEST_F(ApprovalOfWhatWasFound, IsCarriedOverToAnotherEngineThatComesToTheSameResult) {
    find_one();
    age([](Trial&) {});

    const auto run = approve();

    ASSERT_EQ(run.exit_code, 0) << run.errors.bytes;
    EXPECT_THAT(run.errors.bytes, HasSubstr("replaying the evidence of "));
    const std::vector<StageStep> steps = life().steps;
    EXPECT_EQ(life().stage, LifeStage::approved);
    const StageEdge& carried = steps.at(steps.size() - 2).edge;
    EXPECT_EQ(carried.by, carry_over_author);
    EXPECT_THAT(carried.evidence, AllOf(HasSubstr(older), HasSubstr(engine)));
    EXPECT_EQ(steps.back().edge.binding->engine, engine);

    // One that stands already is carried over by preflight, for as long as it would have counted.
    rewrite([](StageEdge& edge) {
        if (edge.binding) {
            edge.binding->engine = older;
        }
    });
    const auto until = life().steps.back().edge.expires_at;
    EXPECT_EQ(tradelab({"preflight"}).exit_code, 5) << "there is no exchange";
    EXPECT_EQ(life().stage, LifeStage::approved);
    EXPECT_EQ(life().steps.back().edge.by, carry_over_author);
    EXPECT_EQ(life().steps.back().edge.expires_at, until);
    const auto count = life().steps.size();
    EXPECT_THAT(tradelab({"preflight"}).errors.bytes, Not(HasSubstr("replaying")));
    EXPECT_EQ(life().steps.size(), count);
}

TEST_F(ApprovalOfWhatWasFound, IsVoidUnderAnotherEngineThatComesToAnotherResult) {
    find_one();
    ASSERT_EQ(approve().exit_code, 0);
    const std::string other = sha256_hex("another result");
    age([&](Trial& trial) {
        trial.result = trial.proposal.arm == evidence_arm ? other : trial.result;
    });

    (void)tradelab({"preflight"});

    EXPECT_EQ(life().stage, LifeStage::awaiting_approval);
    EXPECT_TRUE(was_voided(life()));
    const StageEdge last = life().steps.back().edge;
    EXPECT_THAT(last.why, HasSubstr("instead of " + other.substr(0, 12)));
    const auto refused = approve();
    EXPECT_EQ(refused.exit_code, 5);
    EXPECT_THAT(refused.errors.bytes, HasSubstr("instead of " + other.substr(0, 12)));
    EXPECT_EQ(life().steps.back().edge, last);
}

// The replay would begin with more behind it than the evidence did.
TEST_F(ApprovalOfWhatWasFound, IsNotTakenBackForOlderHistoryThatWarmsItsReplayUp) {
    find_one();
    ASSERT_EQ(approve().exit_code, 0);
    age([](Trial&) {});
    const auto count = life().steps.size();
    const auto more =
        tradelab({"data", "synth", "--seed", "5", "--days", "31", "--from", "2019-12-01"});
    ASSERT_EQ(more.exit_code, 0) << more.errors.bytes;

    const auto run = tradelab({"preflight"});

    EXPECT_THAT(run.errors.bytes, HasSubstr("replaying the evidence of "));
    EXPECT_EQ(life().stage, LifeStage::approved);
    EXPECT_EQ(life().steps.size(), count);
}

TEST_F(ApprovalOfWhatWasFound, StaysOpenWhereItsEvidenceCannotBeReplayed) {
    find_one();
    age([](Trial& trial) { trial.proposal.arm = "lost"; });

    const auto run = approve();

    EXPECT_EQ(run.exit_code, 5);
    EXPECT_THAT(run.errors.bytes, HasSubstr("the ledger has no run of the evidence of "));
    EXPECT_EQ(life().stage, LifeStage::awaiting_approval);
}

}  // namespace
}  // namespace tradelab
