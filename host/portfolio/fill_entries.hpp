#pragma once

#include "core/fill.hpp"
#include "core/money.hpp"
#include "core/result.hpp"
#include "portfolio/scale.hpp"

#include <cstdint>

// What one fill does to one position: arithmetic only, nothing is booked.
namespace tradelab {

// A position of one instance in one instrument.  Units are 1e-8 of the base asset for spot, because
// fees leave the grid of the instrument, and the instrument's quantity for perpetuals.
struct Slot {
    std::int64_t units = 0;
    Cash cost;           // exact total, sign of the units
    Cash dust;           // spot: part of the units below a whole lot
    Cash realised = {};  // positive is gain
    Cash fees;           // positive is paid
    Cash funding;        // positive is paid
};

enum class FeePaidIn : std::uint8_t { quote, base };

struct FillTerms {
    Side side = Side::buy;
    Price price;
    std::int64_t units = 0;  // positive
    Cash fee;
    FeePaidIn fee_paid_in = FeePaidIn::quote;
};

struct FillMath {
    Slot after = {};
    Cash value = {};     // what changed hands: positive is paid, rounded up
    Cash removed = {};   // of the cost, by the part that closed; its sign
    Cash added = {};     // to the cost, by the part that opened; its sign
    Cash realised = {};  // positive is gain
    Cash fee = {};       // in quote, or the worth of the base that was kept
};

// Average cost: a part that closes takes its share of the cost with it, rounded up, so that profit
// is rounded down; the last part takes all that is left, so that nothing at all costs exactly zero.
//
// Err: more sold than held (spot cannot be short), a fee in the base asset of a sale or above what
// was bought, an overflow.
[[nodiscard]] Result<FillMath> spot_fill(const Slot& before,
                                         const FillTerms& fill,
                                         const ValueScale& scale);

// Through zero it closes, then opens with the rest.  Err: an overflow.
[[nodiscard]] Result<FillMath> perp_fill(const Slot& before,
                                         const FillTerms& fill,
                                         const ValueScale& scale);

}  // namespace tradelab
