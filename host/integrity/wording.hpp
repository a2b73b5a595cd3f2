#pragma once

#include "core/money.hpp"

#include <cstdint>
#include <string>
#include <string_view>

// Numbers and times in the sentences of findings.
namespace tradelab::wording {

// "1 row", "68,996 rows".
[[nodiscard]] std::string count(std::uint64_t number, std::string_view one, std::string_view many);
[[nodiscard]] std::string rows(std::uint64_t number);

// "2018-02-08T01:00:00Z".
[[nodiscard]] std::string time(std::int64_t ts);

// "-257.3": basis points with one decimal.
[[nodiscard]] std::string bps(double value);

// "0.4 %" of a share.
[[nodiscard]] std::string percent(double share);

[[nodiscard]] std::string decimal(std::int64_t mantissa, DecimalPlaces places);

}  // namespace tradelab::wording
