#pragma once

#include "core/money.hpp"
#include "core/time.hpp"
#include "terminal/sparkline.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Numbers as people read them: rounded for the eye, always with their sign convention and unit,
// never through a locale.  Exact amounts go into the files beside the report.
namespace tradelab {

// What stands where a figure is undefined: it must not look like a zero.
[[nodiscard]] std::string_view undefined_text(Look look);

// "12.34 %" of 0.1234.  More than 10,000 % is written as a multiple: "x 312.4".
[[nodiscard]] std::string percent_text(std::optional<double> share, int digits = 2);
// 0.5 of the exact share; nothing stays nothing.
[[nodiscard]] std::optional<double> share_of_one(std::optional<Rate> share);
// With a plus sign where it is positive: for what may go either way.
[[nodiscard]] std::string signed_percent_text(std::optional<double> share, int digits = 2);
// "1.23"; "1.2e+12" beyond what can be read.
[[nodiscard]] std::string ratio_text(std::optional<double> value, int digits = 2);
// "12,345".
[[nodiscard]] std::string count_text(std::uint64_t count);
// "-12,345.68": two decimals, ties to even; smaller amounts keep as many as show two digits.
[[nodiscard]] std::string cash_text(Cash amount);
[[nodiscard]] std::string signed_cash_text(Cash amount);
// "12,345.67 USDT".
[[nodiscard]] std::string cash_text(Cash amount, std::string_view asset);
// Of amounts that are no entries of a ledger, as a mean is.
[[nodiscard]] std::string cash_text(std::optional<double> amount);
// A sum of rates, to a millionth: "12.3456 %".
[[nodiscard]] std::string rate_text(std::optional<Rate> rate);
// A number of a chart's axis or a table without money in it: "12.5k", "3.2M".
[[nodiscard]] std::string compact_text(double value);

// "2024-03-01", and "2024-03-01 14:00" UTC.
[[nodiscard]] std::string date_text(UnixNanos at);
[[nodiscard]] std::string minute_text(UnixNanos at);
// "812 d", "3.5 d", "14 h", "20 min", "30 s".
[[nodiscard]] std::string length_text(Duration length);

// The beginning of a hash, for people; the whole stands in the manifest.
[[nodiscard]] std::string short_hash(std::string_view hash, std::size_t shown = 12);

}  // namespace tradelab
