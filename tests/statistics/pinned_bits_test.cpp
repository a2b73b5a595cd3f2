#include "core/hash.hpp"
#include "statistics/backtest_overfitting.hpp"
#include "statistics/betting.hpp"
#include "statistics/bivariate_normal.hpp"
#include "statistics/block_length.hpp"
#include "statistics/bootstrap_interval.hpp"
#include "statistics/kolmogorov_smirnov.hpp"
#include "statistics/lord_plus_plus.hpp"
#include "statistics/modified_tail.hpp"
#include "statistics/published.hpp"
#include "statistics/random_series.hpp"
#include "statistics/sharpe_inference.hpp"
#include "statistics/superior_ability.hpp"

#include <vector>

namespace tradelab {
namespace {

// A verdict must come out the same on every machine and with every compiler, so the bits of what it
// hangs on are pinned.  Who changes a formula on purpose changes them here.
class PinnedBits : public testing::Test {
protected:
    PinnedBits() {
        for (std::size_t k = 0; k < 19; ++k) {
            columns_.push_back(fat_tailed_series(141, k, 480));
        }
        for (double& value : columns_[3]) {
            value += 0.1;
        }
    }

    std::vector<std::vector<double>> columns_;
    DecisionHash hash_;
};

TEST_F(PinnedBits, OfTestsByResampling) {
    for (const double mean_block : {1.0, 5.5}) {
        const auto resamples =
            Resamples::stationary({.bars = 480, .mean_block = mean_block, .seed = 142}, 150);
        const auto spa = hansen_spa(spans_of(columns_), resamples);
        hash_.add(spa->statistic);
        hash_.add(spa->lower.reached);
        hash_.add(spa->consistent.reached);
        hash_.add(spa->upper.reached);
        for (const auto& adjusted : step_m(spans_of(columns_), resamples).adjusted) {
            hash_.add(adjusted->reached);
        }
    }
    const StationaryBootstrap bootstrap{.bars = 480, .mean_block = 3, .seed = 143};
    const auto interval = bootstrap_interval(columns_[3], bootstrap, {.resamples = 100});
    hash_.add(interval->low);
    hash_.add(interval->high);
    hash_.add(*median_block_length(spans_of(columns_)));

    EXPECT_EQ(hash_.text(), "52d758caa5683872b7ea7ba09271b133");
}

TEST_F(PinnedBits, OfFormulas) {
    const auto sample = *sharpe_sample(columns_[3]);
    hash_.add(*probabilistic_sharpe(sample, 0.01));
    hash_.add(deflated_sharpe(sample, 19)->probability);
    hash_.add(*min_track_record_length(sample, 0, 0.95));
    hash_.add(*min_backtest_length(19, 1.5));
    const auto overfitting = probability_of_backtest_overfitting(spans_of(columns_), {.blocks = 8});
    for (const double logit : overfitting->logits) {
        hash_.add(logit);
    }
    hash_.add(*bivariate_normal_upper(1.3, 2.1, 0.83));
    hash_.add(*bivariate_normal_upper(1.3, 2.1, -0.997));
    LordPlusPlus lord;
    lord.decide(1e-5);
    lord.decide(0.3);
    hash_.add(lord.next_level());
    hash_.add(*cornish_fisher_value_at_risk(columns_[3], 0.99));
    hash_.add(*modified_expected_shortfall(columns_[3], 0.99));
    hash_.add(kolmogorov_smirnov(columns_[3], columns_[4])->p);
    BettingProcess process{.rules = {.mean = 0.1, .low = -8, .high = 8}};
    for (const double value : columns_[5]) {
        process.add(value);
    }
    hash_.add(process.wealth);

    EXPECT_EQ(hash_.text(), "65a7ceedfe0284ba525f7853ad265e02");
}

}  // namespace
}  // namespace tradelab
