#include "lifecycle/decay_watch.hpp"

#include "statistics/bootstrap_interval.hpp"
#include "statistics/moments.hpp"
#include "statistics/stationary_bootstrap.hpp"

#include <algorithm>
#include <cmath>

namespace tradelab {
namespace {

constexpr double days_per_year = 365;
constexpr std::size_t year = 365;
constexpr double mean_block = 5;
// Days beyond so many deviations count as that many for the gambler: fat tails hardly bind.
constexpr double deviations_max = 8;
constexpr std::size_t runs = 400;

Failure refuse(std::string what, std::string hint) {
    return fail(ErrorCode::invalid_argument, std::move(what), std::move(hint));
}

}  // namespace

std::string_view alarm_text(DecayAlarm alarm) {
    constexpr std::array<std::string_view, 5> texts = {
        "none", "regime", "drawdown", "shortfall", "edge"};
    return texts.at(static_cast<std::size_t>(alarm));
}

Result<DecayWatch> DecayWatch::make(const DecayEvidence& evidence) {
    const auto& returns = evidence.returns;
    const auto deviation = deviation_of(returns);
    if (returns.size() < days_min) {
        return refuse(std::to_string(returns.size()) + " days of evidence",
                      "what is watched needs at least " + std::to_string(days_min));
    }
    if (!std::ranges::all_of(returns, [](double one) { return std::isfinite(one); }) ||
        !deviation || *deviation <= 0) {
        return refuse("evidence that is not finite or does not move", "give daily returns");
    }
    if (!(evidence.promised_sharpe > 0) || !std::isfinite(evidence.promised_sharpe)) {
        return refuse("a promise that is none", "a Sharpe ratio a year above 0");
    }
    if (!evidence.regimes.empty() && evidence.regimes.size() != returns.size()) {
        return refuse("regimes of other days than the returns", "one for each day, or none");
    }
    DecayWatch watch;
    const double promised = evidence.promised_sharpe / std::sqrt(days_per_year) * *deviation;
    watch.edge_.rules = {.against = BetAgainst::mean_at_least,
                         .mean = promised / 2,
                         .low = -deviations_max * *deviation,
                         .high = deviations_max * *deviation};
    CusumRules rules{.promised = promised, .scale = *deviation, .slack = promised / 2 / *deviation};
    const auto limit = cusum_limit(rules,
                                   returns,
                                   false_alarm_days,
                                   {.runs = runs, .values_max = 20'000, .seed = evidence.seed});
    if (!limit) {
        return refuse("no limit makes false alarms two years apart", "give other evidence");
    }
    rules.limit = *limit;
    watch.shortfall_.rules = rules;
    watch.drawdown_limit_ =
        bootstrap_drawdown(
            returns,
            {.bars = returns.size(), .mean_block = mean_block, .seed = evidence.seed},
            {.horizon = year})
            .value_or(1);
    watch.knows_regimes_ = !evidence.regimes.empty();
    for (const Regime regime : evidence.regimes) {
        ++watch.days_of_[static_cast<std::size_t>(regime)];
    }
    return watch;
}

DecayAlarm DecayWatch::add(double day_return, std::optional<Regime> regime) {
    if (std::isfinite(day_return)) {
        edge_.add(day_return);
        shortfall_.add(day_return);
        value_ *= 1 + day_return;
        peak_ = std::max(peak_, value_);
    }
    if (edge_.greatest >= wealth_limit) {
        return DecayAlarm::edge;
    }
    if (shortfall_.state() == ShortfallCusum::State::alarm) {
        return DecayAlarm::shortfall;
    }
    if (drawdown() > drawdown_limit_) {
        return DecayAlarm::drawdown;
    }
    const bool is_unseen =
        knows_regimes_ && regime && days_of_[static_cast<std::size_t>(*regime)] < regime_days_min;
    return is_unseen ? DecayAlarm::regime : DecayAlarm::none;
}

}  // namespace tradelab
