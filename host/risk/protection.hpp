#pragma once

#include "core/id.hpp"
#include "core/money.hpp"
#include "core/order.hpp"
#include "core/result.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

// What stands between a position and ruin, and what it asks for when the market moves.  Pure:
// prices in, a verdict out; who sends the orders is another's business.
namespace tradelab {

// Numbers of the ABI (TL_TRIGGER_*).
enum class Trigger : std::uint8_t { last = 0, mark = 1 };

struct NoProtection {};

struct StopProtection {
    Price stop;
    Trigger trigger = Trigger::last;
};

struct StopAndTarget {
    Price stop;
    Price target;
    Trigger trigger = Trigger::last;
};

// Two legs of one base asset in opposite directions: the long spot and the short perpetual of a
// carry.  A stop on one leg alone would break the hedge, so a pair has bounds of its own.
struct HedgePair {
    InstrumentId long_leg;
    InstrumentId short_leg;
    Rate margin_floor;  // margin balance / short notional: below it both legs shrink
    Rate basis_stop;    // (short - long) / long: above it both legs close
    Rate delta_band;    // |long - short| / larger leg: above it the legs are evened
};

using Protection = std::variant<NoProtection, StopProtection, StopAndTarget, HedgePair>;

enum class ProtectionKind : std::uint8_t { none, stop, stop_and_target, hedge_pair };
inline constexpr std::size_t protection_kind_count = 4;

[[nodiscard]] ProtectionKind kind_of(const Protection& protection);
// "stop_and_target"
[[nodiscard]] std::string_view protection_kind_text(ProtectionKind kind);

// A stop of a long lies below the reference price and its target above it; of a short the other way
// round.  A pair has two different legs and bounds above 0, the delta band below 1.
[[nodiscard]] Status check_protection(const Protection& protection, Side opened, Price reference);

enum class StopVerdict : std::uint8_t { holds, stop, target };

// Whether a price sets it off.  A price that reaches both is the stop: the worse is assumed.
// `low` and `high` of what was traded since the last question, the same for a single price.
[[nodiscard]] StopVerdict judge_stop(const Protection& protection,
                                     Side opened,
                                     Price low,
                                     Price high);

struct PairState {
    Cash long_notional;   // at its mark, positive
    Cash short_notional;  // at its mark, positive
    Cash margin_balance;  // of the short leg: margin or wallet, with unrealised profit
    Price long_price;     // both in 1e-8
    Price short_price;
};

enum class PairVerdict : std::uint8_t {
    holds,
    even_out,  // the delta left its band: complete or trim the smaller difference
    shrink,    // the margin is at its floor: reduce both legs
    close,     // the basis ran away: close both legs
};

// The gravest that applies: close before shrink before even_out.  A pair with one leg only is to be
// evened out, whatever its band.
[[nodiscard]] PairVerdict judge_pair(const HedgePair& pair, const PairState& state);

}  // namespace tradelab
