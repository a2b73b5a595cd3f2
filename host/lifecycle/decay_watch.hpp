#pragma once

#include "core/result.hpp"
#include "lab/regimes.hpp"
#include "statistics/betting.hpp"
#include "statistics/shortfall_cusum.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace tradelab {

// What is watched after a promotion, from the mildest answer to the hardest.
enum class DecayAlarm : std::uint8_t {
    none,
    regime,     // a kind of market that the evidence has hardly seen: no entries while it lasts
    drawdown,   // a fall that 95 of 100 resampled years of the evidence keep: no entries
    shortfall,  // less than was promised for too long: back to paper
    edge,       // it is refuted that half of what was promised is there: retired
};
[[nodiscard]] std::string_view alarm_text(DecayAlarm alarm);

struct DecayEvidence {
    // Daily returns after costs that the promise rests on, and the regime of each day as it was
    // known the day before.  The last is optional: then no regime is out of support.
    std::span<const double> returns;
    std::span<const Regime> regimes = {};
    double promised_sharpe = 0;  // a year, above 0: corrected for having been chosen
    std::uint64_t seed = 0;      // of what is resampled
};

// Whether what was promised is still there.  Pure: a day's return in, an alarm out; the same days
// give the same alarms.
//
// - edge: a betting process against "the mean is at least half of what was promised": where it is,
//   the wealth of 20 that refutes it is reached by 5 % at most, however long one watches.
// - shortfall: a CUSUM whose slack is half of the promised mean, so it is tuned to an edge that is
//   gone, and whose limit makes false alarms two years apart on average.
// - drawdown: the bootstrap of a year, at 95 %.
// - regime: fewer than `regime_days_min` days of the evidence had it (lab/regimes.hpp).  Of a
//   market that stays as it was this sits out about one day in a hundred after two years of
//   evidence, and one in seven after a single year, which has not seen every kind of month.
class DecayWatch {
public:
    static constexpr std::size_t days_min = 120;
    static constexpr std::size_t regime_days_min = 10;
    static constexpr double wealth_limit = 20;
    static constexpr double false_alarm_days = 730;

    // Err: too few days, returns that are not finite or do not move, a promise that is none.
    [[nodiscard]] static Result<DecayWatch> make(const DecayEvidence& evidence);

    // The hardest alarm that holds after this day.  A return that is not finite counts as none.
    DecayAlarm add(double day_return, std::optional<Regime> regime = std::nullopt);

    [[nodiscard]] const BettingProcess& edge() const { return edge_; }
    [[nodiscard]] const ShortfallCusum& shortfall() const { return shortfall_; }
    [[nodiscard]] double drawdown() const { return 1 - value_ / peak_; }
    [[nodiscard]] double drawdown_limit() const { return drawdown_limit_; }

private:
    DecayWatch() = default;

    BettingProcess edge_ = {};
    ShortfallCusum shortfall_ = {};
    double drawdown_limit_ = 1;
    std::array<std::size_t, regime_count> days_of_ = {};
    bool knows_regimes_ = false;
    double value_ = 1;
    double peak_ = 1;
};

}  // namespace tradelab
