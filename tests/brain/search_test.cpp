#include "brain/campaign.hpp"
#include "brain/cma_search.hpp"
#include "brain/council.hpp"
#include "brain/coverage.hpp"
#include "brain/families.hpp"
#include "brain/map_elites.hpp"
#include "brain/mutation.hpp"
#include "brain/tpe.hpp"

#include <gtest/gtest.h>

namespace tradelab::brain {
namespace {

// The median over eleven seeds of how far below the top the best of 300 trials in six dimensions
// lies.
double median_gap(Proposer& proposer, const Market& market) {
    const std::vector<Family> families = {box("box", 6, {0, 100})};
    std::vector<double> gaps;
    for (std::uint64_t seed = 1; seed <= 11; ++seed) {
        gaps.push_back(-best_score(campaign(proposer, families, market, {.seed = seed})));
    }
    std::ranges::sort(gaps);
    return gaps[gaps.size() / 2];
}

class Learners : public testing::Test {
protected:
    void expect_gap_below(double share, const Market& market) {
        Coverage coverage;
        const double of_coverage = median_gap(coverage, market);
        ASSERT_GT(of_coverage, 0);
        Tpe tpe;
        CmaSearch cma_es;
        Mutation mutation;
        for (Proposer* learner : std::initializer_list<Proposer*>{&tpe, &cma_es, &mutation}) {
            const double gap = median_gap(*learner, market);
            EXPECT_LT(gap, share * of_coverage) << learner->name();
            RecordProperty(std::string(learner->name()), std::to_string(gap / of_coverage));
        }
    }
};

TEST_F(Learners, LeaveAQuarterOfTheGapOfCoverageOnASphere) {
    expect_gap_below(0.25, sphere);
}

TEST_F(Learners, LeaveFourFifthsOfTheGapOfCoverageAmongAMillionLocalTops) {
    expect_gap_below(0.8, rastrigin);
}

TEST_F(Learners, TogetherLeaveHalfOfTheGapOfCoverageOnASphere) {
    Coverage coverage;
    const auto council = make_council({});
    EXPECT_LT(median_gap(*council, sphere), 0.5 * median_gap(coverage, sphere));
}

TEST(CmaSearch, FindsTheTopOfASphereToTheTickAndStartsAnew) {
    const std::vector<Family> families = {box("box", 4, {0, 100})};
    CmaSearch search;

    const auto past = campaign(search, families, sphere, {.seed = 3, .trials = 800});

    EXPECT_EQ(best_score(past), 0);
    EXPECT_EQ(past.size(), 800U) << "a restart goes on elsewhere";
}

TEST(CmaSearch, ATrialWithoutAScoreIsWorseThanAnyOther) {
    const std::vector<Family> families = {box("box", 3, {0, 100})};
    CmaSearch search;
    const Market half_of_it_fails = [](std::size_t family, const Ticks& ticks) {
        return ticks[0] > 40 ? Trial{} : sphere(family, ticks);
    };

    const auto past = campaign(search, families, half_of_it_fails, {.seed = 1});

    EXPECT_GT(best_score(past), -0.1);
}

// Uniform ticks trade much alike here: what a trial does hangs on the means of many parameters.
Trial many_ways_to_trade(std::size_t family, const Ticks& ticks) {
    double first = 0;
    double second = 0;
    const std::size_t half = ticks.size() / 2;
    for (std::size_t i = 0; i < ticks.size(); ++i) {
        (i < half ? first : second) +=
            static_cast<double>(ticks[i]) / 100 / static_cast<double>(half);
    }
    return {.score = sphere(family, ticks).score,
            .behaviour = Behaviour{
                .median_holding_bars = std::pow(3, 8 * first) / 3,
                .turnover_a_year = std::pow(10, 0.5 + 2.5 * second),
                .bias = 2 * first - 1,
                .regime = first > second ? ProfitRegime::calm_rising : ProfitRegime::wild_falling}};
}

std::size_t cells_filled(const std::vector<Outcome>& past) {
    std::set<std::size_t> cells;
    for (const Outcome& outcome : past) {
        cells.insert(cell_of(*outcome.behaviour));
    }
    return cells.size();
}

TEST(MapElites, FindsASixthMoreWaysToTradeThanCoverage) {
    const std::vector<Family> families = {box("box", 12, {0, 100})};
    std::size_t found = 0;
    std::size_t covered = 0;
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        MapElites elites;
        Coverage coverage;
        const Budget budget{.seed = seed, .trials = 600};
        found += cells_filled(campaign(elites, families, many_ways_to_trade, budget));
        covered += cells_filled(campaign(coverage, families, many_ways_to_trade, budget));
    }
    EXPECT_GT(6 * found, 7 * covered) << found << " and " << covered;
    RecordProperty("cells", std::to_string(found) + " against " + std::to_string(covered));
}

TEST(Behaviour, EveryCellIsItsOwn) {
    std::set<std::size_t> cells;
    for (const double holding : {1.0, 3.0, 9.0, 27.0, 81.0, 243.0, 729.0, 1e9}) {
        for (const double turnover : {3.0, 10.0, 30.0, 100.0, 300.0, 1e9}) {
            for (const double bias : {-1.0, -0.3, 0.0, 0.5, 1.0}) {
                for (std::uint8_t regime = 0; regime < regime_bins; ++regime) {
                    cells.insert(cell_of({.median_holding_bars = holding,
                                          .turnover_a_year = turnover,
                                          .bias = bias,
                                          .regime = static_cast<ProfitRegime>(regime)}));
                }
            }
        }
    }
    EXPECT_EQ(cells.size(), behaviour_cells);
    EXPECT_EQ(*cells.rbegin(), behaviour_cells - 1);
}

}  // namespace
}  // namespace tradelab::brain
