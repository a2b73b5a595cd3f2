#include "integrity/wording.hpp"

#include "core/decimal.hpp"
#include "core/time.hpp"

#include <algorithm>

namespace tradelab::wording {

std::string count(std::uint64_t number, std::string_view one, std::string_view many) {
    std::string digits = std::to_string(number);
    for (std::size_t at = digits.size(); at > 3;) {
        at -= 3;
        digits.insert(at, ",");
    }
    return digits + " " + std::string(number == 1 ? one : many);
}

std::string rows(std::uint64_t number) {
    return count(number, "row", "rows");
}

std::string time(std::int64_t ts) {
    return iso_text(UnixNanos(ts));
}

std::string bps(double value) {
    // No basis of a market comes near the bound; it keeps the conversion defined for any input.
    const double tenths = std::clamp(value * 10, -1e15, 1e15);
    const auto rounded = static_cast<std::int64_t>(tenths + (tenths < 0 ? -0.5 : 0.5));
    return decimal_text(rounded, DecimalPlaces(1));
}

std::string percent(double share) {
    return bps(share * 100) + " %";
}

std::string decimal(std::int64_t mantissa, DecimalPlaces places) {
    return short_decimal_text(mantissa, places);
}

}  // namespace tradelab::wording
