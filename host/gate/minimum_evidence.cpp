#include "gate/minimum_evidence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace tradelab {

namespace {

struct Count {
    std::string_view name;
    std::string_view noun;
    std::optional<double> have = 0.0;  // absent: nobody counted, so nothing is demanded
    double want = 0;
    double days = 0;  // in which they came together
};

Figure figure_of(const Count& count, std::string_view formula) {
    return {.name = std::string(count.name),
            .value = count.have,
            .unit = std::string(count.noun),
            .role = FigureRole::decides,
            .demand = fmt::format(">= {:.0f}", count.want),
            .demanded = count.want,
            .formula = std::string(formula),
            .source = "gate rules: less is no evidence, whatever it says"};
}

// At the rate so far; where there was none at all nobody can say.
double days_missing(const Count& count) {
    if (!count.have || *count.have >= count.want) {
        return 0;
    }
    return *count.have > 0 ? std::ceil((count.want - *count.have) * count.days / *count.have)
                           : std::numeric_limits<double>::infinity();
}

Shortage shortage_of(const Count& count) {
    constexpr double days_max = 1e6;  // "never", in a number that a document can hold
    const double days = days_missing(count);
    const bool has_rate = days <= days_max;
    const auto missing = static_cast<std::uint32_t>(count.want - *count.have);
    return {.sentence = fmt::format("{:.0f} {}, {:.0f} are needed: {} more{}",
                                    *count.have,
                                    count.noun,
                                    count.want,
                                    missing,
                                    has_rate ? fmt::format(", {:.0f} days at the rate so far", days)
                                             : std::string(", and there were none so far")),
            .more = {.days = static_cast<std::uint32_t>(std::min(days, days_max)),
                     .trades = count.noun.starts_with("days") ? 0U : missing},
            .is_curable = has_rate};
}

std::vector<Count> trading_counts(const Finalist& finalist, const MinimumEvidence& minimum) {
    const Activity& explore = finalist.explore.activity;
    const Activity& clean = finalist.walk_forward.activity;
    const auto clean_days = static_cast<double>(finalist.walk_forward.returns.size());
    const double days = static_cast<double>(finalist.explore.returns.size()) + clean_days;
    return {{.name = "minimum.trades",
             .noun = "trades on explore and walk-forward",
             .have = static_cast<double>(explore.trades) + clean.trades,
             .want = static_cast<double>(minimum.trades_total),
             .days = days},
            {.name = "minimum.trades_walk_forward",
             .noun = "trades on walk-forward",
             .have = static_cast<double>(clean.trades),
             .want = static_cast<double>(minimum.trades_walk_forward),
             .days = clean_days},
            {.name = "minimum.losing_trades",
             .noun = "losing trades on walk-forward",
             .have = clean.losing_trades,
             .want = static_cast<double>(minimum.losing_trades_walk_forward),
             .days = clean_days},
            {.name = "minimum.weeks",
             .noun = "weeks with a position",
             .have = static_cast<double>(explore.active_weeks) + clean.active_weeks,
             .want = static_cast<double>(minimum.weeks_total),
             .days = days}};
}

std::vector<Count> carry_counts(const Finalist& finalist, const MinimumEvidence& minimum) {
    const Activity& explore = finalist.explore.activity;
    const Activity& clean = finalist.walk_forward.activity;
    const auto clean_days = static_cast<double>(finalist.walk_forward.returns.size());
    const double days = static_cast<double>(finalist.explore.returns.size()) + clean_days;
    return {{.name = "minimum.intervals",
             .noun = "settled funding intervals",
             .have = static_cast<double>(explore.funding_intervals) + clean.funding_intervals,
             .want = static_cast<double>(minimum.intervals_total),
             .days = days},
            {.name = "minimum.intervals_walk_forward",
             .noun = "settled funding intervals on walk-forward",
             .have = static_cast<double>(clean.funding_intervals),
             .want = static_cast<double>(minimum.intervals_walk_forward),
             .days = clean_days}};
}

void judge_hedge(MinimumJudgement& judgement,
                 const Finalist& finalist,
                 const MinimumEvidence& minimum) {
    const double bound = minimum.hedge_error_permille_max / 1000.0;
    const auto error = finalist.walk_forward.activity.hedge_error;
    judgement.figures.push_back({.name = "minimum.hedge_error",
                                 .value = error,
                                 .unit = "of both legs",
                                 .role = FigureRole::decides,
                                 .demand = fmt::format("<= {}", bound),
                                 .demanded = bound,
                                 .formula = "sqrt(mean((spot + perpetual)^2) / mean((|spot| + "
                                            "|perpetual|)^2)), over the time held",
                                 .source = "gate rules: a carry is paid for being hedged"});
    if (!error || !(*error <= bound)) {
        judgement.shortage = {
            .sentence =
                error ? fmt::format(
                            "a hedge error of {:.3f}, at most {:.3f} is a carry", *error, bound)
                      : std::string("no hedge was measured, so it is no carry"),
            .more = {},
            .is_curable = false};
    }
}

}  // namespace

MinimumJudgement judge_minimum(const Finalist& finalist, const MinimumEvidence& minimum) {
    const bool is_carry = finalist.evidence_class == EvidenceClass::carry;
    auto counts = is_carry ? carry_counts(finalist, minimum) : trading_counts(finalist, minimum);
    const auto clean_days = static_cast<double>(finalist.walk_forward.returns.size());
    counts.push_back({.name = "minimum.days_walk_forward",
                      .noun = "days of walk-forward",
                      .have = clean_days,
                      .want = static_cast<double>(minimum.days_walk_forward),
                      .days = clean_days});
    MinimumJudgement judgement;
    for (const Count& count : counts) {
        judgement.figures.push_back(figure_of(count, "counted"));
    }
    const auto worst = std::ranges::max_element(counts, {}, days_missing);
    if (days_missing(*worst) > 0) {
        judgement.shortage = shortage_of(*worst);
    }
    if (is_carry) {
        judge_hedge(judgement, finalist, minimum);
    }
    return judgement;
}

}  // namespace tradelab
