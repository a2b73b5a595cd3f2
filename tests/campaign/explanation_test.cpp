#include "campaign/explanation.hpp"

#include "campaign/campaign_case.hpp"
#include "campaign/known_states.hpp"
#include "campaign/neighbours.hpp"
#include "document/sha256.hpp"
#include "gate/look_figures.hpp"
#include "lab/day.hpp"
#include "lab/random_twins.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace tradelab {
namespace {

class ExplanationTest : public CampaignTest {
protected:
    ExplanationTest() {
        options_.explore = stretch_of(epochs_, Epoch::explore);
        explained_.twins = 100;
    }

    void search() {
        result_ = made(run());
        ASSERT_FALSE(result_.finalists.empty());
        ensembles_ = singles(result_);
    }

    EvidenceRequest request() const {
        return {.families = families_,
                .venues = venues_,
                .run = options_.run,
                .result = result_,
                .epochs = epochs_,
                .ensembles = ensembles_};
    }

    // As the command line does it: with a parameter file, so that the ledger can keep trials.
    void keep_trials() {
        families_[0].file = made(parse_parameter_file(
            made(disk_.read_file(source / "strategies/momentum_syn_perp_1h.json",
                                 {.size_max = parameter_file_bytes_max})),
            "momentum_syn_perp_1h.json"));
        families_[0].candidate.origin = "human";
        options_.run.risk_sha256 = sha256_hex("limits");
        explained_.campaign = std::string(64, 'c');
        explained_.keep = [this](std::span<const Trial> trials) -> Status {
            for (const Trial& one : trials) {
                if (auto checked = check_trial(one); !checked) {
                    return checked;
                }
                EXPECT_EQ(one.proposal.arm, plateau_arm);
                kept_.push_back(encode_trial(one));
            }
            return {};
        };
    }

    const CampaignTrial& first() const { return result_.trials[result_.finalists[0].trial]; }

    const Epochs epochs_ = made(Epochs::make(
        {.from = market_.plan().from, .to = market_.plan().to, .embargo = {}, .shares = {}}));
    CampaignResult result_;
    std::vector<Ensemble> ensembles_;
    ExplanationOptions explained_;
    std::vector<std::string> kept_;  // the ledger
};

TEST_F(ExplanationTest, NeighboursAreOneAndTwoTicksAwayInWhatIsNoChoice) {
    search();
    const auto& space = families_[0].space;

    const auto neighbours = neighbours_of(space, first().ticks);

    ASSERT_FALSE(neighbours.empty());
    for (const Neighbour& one : neighbours) {
        EXPECT_NE(space.parameters[one.parameter].unit, "choice");
        EXPECT_TRUE(one.ticks == -2 || one.ticks == -1 || one.ticks == 1 || one.ticks == 2);
        brain::Ticks back = one.at;
        back[one.parameter] -= one.ticks;
        EXPECT_EQ(back, first().ticks);
        EXPECT_EQ(space.parameters[one.parameter].flags & TL_PARAM_FIXED, 0U);
    }
}

TEST_F(ExplanationTest, AStrongEdgeStandsOnAPlateauAndBeatsItsTwins) {
    search();

    const auto told = explanation_of(request(), 0, explained_);

    ASSERT_TRUE(told) << describe(told.error());
    ASSERT_TRUE(told->sharpe);
    EXPECT_DOUBLE_EQ(*told->sharpe, first().appraisal.annual_sharpe.value_or(0));
    const auto figures = explanation_figures(*told);
    const auto value = [&](std::string_view name) {
        return std::ranges::find(figures, name, &Figure::name)->value.value_or(-1);
    };
    EXPECT_GT(value("plateau.share"), 0.9);
    EXPECT_GT(value("plateau.median"), 0.5);
    EXPECT_GT(value("twins.explore.beaten"), 0.9);
    EXPECT_GT(value("twins.walk_forward.beaten"), 0.9);
    EXPECT_LT(value("twins.walk_forward.median"), *told->sharpe / 2);
    for (const Figure& figure : figures) {
        EXPECT_EQ(figure.role, FigureRole::explains);
        EXPECT_FALSE(figure.formula.empty()) << figure.name;
    }
}

TEST_F(ExplanationTest, WhatTheSearchHasTriedIsNotRunAgain) {
    search();
    const auto neighbours = neighbours_of(families_[0].space, first().ticks);
    const auto before = explanation_of(request(), 0, explained_);
    ASSERT_TRUE(before) << describe(before.error());
    CampaignTrial known = first();
    known.ticks = neighbours.front().at;
    known.result_hash = sha256_hex("another");
    known.appraisal.annual_sharpe = 0.125;
    result_.trials.push_back(known);

    const auto after = explanation_of(request(), 0, explained_);

    ASSERT_TRUE(after) << describe(after.error());
    EXPECT_EQ(after->neighbours_run + 1, before->neighbours_run);
    EXPECT_EQ(after->neighbours.front().sharpe, 0.125);
}

// One that failed has measured nothing, and is no trial.
TEST_F(ExplanationTest, ANeighbourThatCannotBeRunIsToldApartAndNotCounted) {
    search();
    keep_trials();
    CampaignTrial& chosen = result_.trials[result_.finalists[0].trial];
    Parameter& fast = families_[0].space.parameters[fast_];
    chosen.ticks[fast_] = fast.min;
    fast.min -= 1;  // of which the plugin knows nothing

    const auto told = explanation_of(request(), 0, explained_);

    ASSERT_TRUE(told) << describe(told.error());
    std::size_t failed = 0;
    for (const NeighbourEvidence& one : told->neighbours) {
        const bool is_beyond = one.parameter == fast.name && one.ticks < 0;
        EXPECT_EQ(!one.why_failed.empty(), is_beyond) << one.parameter << " " << one.ticks;
        EXPECT_TRUE(one.sharpe || is_beyond) << one.parameter << " " << one.ticks;
        failed += one.why_failed.empty() ? 0U : 1U;
    }
    EXPECT_EQ(failed, 1U);
    EXPECT_GT(kept_.size(), 2U);
    EXPECT_EQ(told->neighbours_run, kept_.size());
}

TEST_F(ExplanationTest, WhatRanBeforeAnInterruptionIsKeptAndTheSameWhenItGoesOn) {
    search();
    keep_trials();
    explained_.is_interrupted = [this] { return kept_.size() == 3; };

    const auto shut = explanation_of(request(), 0, explained_);
    const auto before = std::exchange(kept_, {});
    explained_.is_interrupted = nullptr;
    const auto told = explanation_of(request(), 0, explained_);

    ASSERT_FALSE(shut);
    EXPECT_EQ(shut.error().code, ErrorCode::interrupted);
    ASSERT_EQ(before.size(), 3U);
    ASSERT_TRUE(told) << describe(told.error());
    ASSERT_EQ(kept_.size(), told->neighbours_run);
    EXPECT_TRUE(std::ranges::equal(before, std::span(kept_).first(3))) << "or they count twice";
}

TEST_F(ExplanationTest, ALedgerThatKeepsNothingEndsIt) {
    search();
    keep_trials();
    explained_.keep = [](std::span<const Trial>) -> Status {
        return fail(ErrorCode::disk_full, "the disk is full", "");
    };

    const auto told = explanation_of(request(), 0, explained_);

    ASSERT_FALSE(told);
    EXPECT_EQ(told.error().code, ErrorCode::disk_full);
}

TEST_F(ExplanationTest, EveryDayHasOneLabelOfEachKindAndAllThatWasEarnedIsInThem) {
    search();

    const auto told = explanation_of(request(), 0, explained_);

    ASSERT_TRUE(told) << describe(told.error());
    std::size_t days = 0;
    double earned = 0;
    std::uint64_t trades = 0;
    Candidate candidate = families_[0].candidate;
    candidate.ticks = first().ticks;
    for (const Epoch epoch : {Epoch::explore, Epoch::walk_forward}) {
        const auto traced = run_traced_trial({.market = market_,
                                              .venues = venues_,
                                              .candidate = candidate,
                                              .options = options_.run,
                                              .stretch = stretch_of(epochs_, epoch)});
        ASSERT_TRUE(traced) << describe(traced.error());
        const auto& returns = traced->run.returns.values;
        days += returns.size();
        earned += std::accumulate(returns.begin(), returns.end(), 0.0);
        // Labels count what was opened, conduct what was closed, too.
        trades += traced->run.conduct.trades;
        trades += static_cast<std::uint64_t>(std::ranges::count_if(
            traced->trips, [](const RoundTrip& one) { return !one.closed_at; }));
    }
    ASSERT_GT(trades, 30U);
    for (const std::string kind : {"grid.", "hidden."}) {
        RegimeEvidence sum;
        for (const RegimeEvidence& one : told->regimes) {
            if (one.name.starts_with(kind)) {
                sum.days += one.days;
                sum.earned += one.earned;
                sum.trades += one.trades;
            }
        }
        EXPECT_EQ(sum.days, days) << kind;
        EXPECT_NEAR(sum.earned, earned, 1e-12) << kind;
        EXPECT_EQ(sum.trades, trades) << kind;
    }
}

TEST_F(ExplanationTest, SaysInWhatMarketItWouldStartAndSinceWhen) {
    search();
    auto closes = market_.daily_closes();
    const std::int64_t end = day_of_close(epochs_.span(Epoch::walk_forward).to.ns());
    ASSERT_GT(closes.back().day, end) << "the vault is behind it";
    std::erase_if(closes, [&](const Market::DayClose& one) { return one.day > end; });

    const auto told = explanation_of(request(), 0, explained_);

    ASSERT_TRUE(told && told->outset);
    const auto states = known_states(closes);
    const KnownState now = state_on(end + 1, states);
    std::uint32_t lasted = 0;
    for (std::int64_t day = end + 1; state_on(day, states).regime == now.regime; --day) {
        ++lasted;
    }
    EXPECT_EQ(told->outset->grid, name_of(now.regime));
    EXPECT_EQ(told->outset->hidden, name_of(now.state));
    EXPECT_EQ(told->outset->grid_days, lasted);
    EXPECT_EQ(told->outset->stretch_days, market_stretch_of(closes)->days);
    const auto figures = explanation_figures(*told);
    const auto value_of = [&](const std::string& name) {
        const auto found = std::ranges::find(figures, name, &Figure::name);
        return found == figures.end() ? std::nullopt : found->value;
    };
    EXPECT_EQ(value_of("change_point.days"), told->outset->stretch_days);
    EXPECT_EQ(value_of("change_point.recent"), told->outset->is_recent);
    EXPECT_EQ(value_of("outset." + told->outset->grid + ".days"), told->outset->grid_days);
}

// Twins are compared with the run itself, so their arithmetic must come to what the run came to.
TEST_F(ExplanationTest, TheArithmeticOfTwinsComesToTheRunsOwnSharpe) {
    search();
    Candidate candidate = families_[0].candidate;
    candidate.ticks = first().ticks;
    const TrialSetting setting{.market = market_,
                               .venues = venues_,
                               .candidate = candidate,
                               .options = options_.run,
                               .stretch = stretch_of(epochs_, Epoch::walk_forward)};
    const auto traced = run_traced_trial(setting);
    ASSERT_TRUE(traced) << describe(traced.error());

    const auto path = held_path(traced->record, setting);
    const auto days = replayed(path);

    ASSERT_EQ(days.size(), traced->run.returns.values.size());
    EXPECT_GT(stays_of(path).size(), 30U);
    EXPECT_NEAR(*annual_sharpe(days), *annual_sharpe(traced->run.returns.values), 0.1);
    for (std::size_t day = 0; day < days.size(); ++day) {
        EXPECT_NEAR(days[day], traced->run.returns.values[day], 0.004) << day;
    }
}

TEST_F(ExplanationTest, AnInterruptionIsHeard) {
    search();
    explained_.is_interrupted = [] { return true; };

    const auto told = explanation_of(request(), 0, explained_);

    ASSERT_FALSE(told);
    EXPECT_EQ(told.error().code, ErrorCode::interrupted);
}

std::vector<Market::DayClose> drawn_closes(unsigned seed) {
    std::mt19937 draw(seed);
    std::vector<Market::DayClose> closes;
    double close = 30'000;
    for (std::int64_t day = 0; day < 700; ++day) {
        close *= 1 + (static_cast<double>(draw() % 2001) - 1000) / 25'000;
        closes.push_back({.day = 18'000 + day, .close = close});
    }
    return closes;
}

TEST(KnownStates, ADayWithoutACloseLeavesTheNextOneWithWhatWasKnownBefore) {
    const unsigned seed = 17;
    SCOPED_TRACE("seed " + std::to_string(seed));
    auto closes = drawn_closes(seed);
    closes.erase(closes.begin() + 500);  // of day 18'500

    const auto states = known_states(closes);

    const KnownState before = state_on(18'500, states);
    const KnownState after = state_on(18'501, states);
    EXPECT_NE(name_of(after.regime), "grid.early");
    EXPECT_NE(name_of(after.state), "hidden.early");
    EXPECT_EQ(name_of(after.regime), name_of(before.regime));
    EXPECT_EQ(name_of(after.state), name_of(before.state));
    EXPECT_EQ(name_of(state_on(18'000, states).regime), "grid.early");
}

TEST(KnownStates, WhatFollowsChangesNothingBefore) {
    const unsigned seed = 91;
    SCOPED_TRACE("seed " + std::to_string(seed));
    const auto closes = drawn_closes(seed);
    const auto whole = known_states(closes);

    std::set<std::string> names;
    for (const std::size_t cut : {std::size_t{90}, std::size_t{333}, std::size_t{699}}) {
        const auto part = known_states(std::span(closes).first(cut));
        for (const auto& [day, known] : part) {
            EXPECT_EQ(name_of(known.regime), name_of(whole.at(day).regime)) << day;
            EXPECT_EQ(name_of(known.state), name_of(whole.at(day).state)) << day;
            names.insert(name_of(known.regime));
            names.insert(name_of(known.state));
        }
    }
    EXPECT_GT(names.size(), 8U) << "or nothing was compared";
}

}  // namespace
}  // namespace tradelab
