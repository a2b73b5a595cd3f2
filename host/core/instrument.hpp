#pragma once

#include "core/filters.hpp"
#include "core/id.hpp"
#include "core/money.hpp"
#include "core/result.hpp"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tradelab {

// "binance.usdm:BTC-USDT-PERP": the identity of an instrument in everything that is stored.
//
// venue, a colon, symbol.  The venue is lower-case words with dots between ([a-z0-9]), the symbol
// upper-case words with dashes between ([A-Z0-9]); at most limits::instrument_name_length_max.
class InstrumentName {
public:
    [[nodiscard]] static Result<InstrumentName> make(std::string_view text);

    [[nodiscard]] const std::string& text() const { return text_; }
    [[nodiscard]] std::string_view venue() const;
    [[nodiscard]] std::string_view symbol() const;

    friend auto operator<=>(const InstrumentName&, const InstrumentName&) = default;

private:
    explicit InstrumentName(std::string text) : text_(std::move(text)) {}

    std::string text_;
};

// Numbers of the ABI (TL_INST_*).
enum class InstrumentKind : std::uint8_t { spot = 1, perp = 2, future = 3, option = 4 };

[[nodiscard]] std::string_view instrument_kind_text(InstrumentKind kind);
[[nodiscard]] std::optional<InstrumentKind> instrument_kind_of(std::int64_t abi_number);

// What the symbol says: a last word of PERP is a perpetual, C or P an option, a date (260925 or
// 20260925) a future; anything else is spot.
[[nodiscard]] InstrumentKind kind_of(const InstrumentName& name);

// What is traded, and by which rules at which time.
struct Instrument {
    InstrumentId id;
    InstrumentName name;
    InstrumentKind kind = InstrumentKind::spot;
    std::string base;    // "BTC": what a quantity counts
    std::string quote;   // "USDT": what a price counts
    std::string settle;  // what profit is paid in; of spot: the quote
    Places places;
    FilterHistory filters;
};

}  // namespace tradelab
