#pragma once

#include "core/result.hpp"
#include "document/json_value.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tradelab {

// A series and the sealed parts of it, by what they hold, in the order of their rows: the first 32
// digits of each SHA-256.
struct FootingSeries {
    std::string series = {};  // "binance.usdm:BTC-USDT-PERP bars 1h"
    std::vector<std::string> parts = {};

    friend bool operator==(const FootingSeries&, const FootingSeries&) = default;
};
using TestedHistory = std::vector<FootingSeries>;

// What the evidence of one strategy stands on, whoever else was in the same search: a binding's
// hashes of plugins, data and venue are of the whole campaign, and one hash over many cannot be
// held against what one of them runs with.  Hashes are lower-case hexadecimal SHA-256.
struct Footing {
    std::string plugin = {};  // its library
    std::string venue = {};   // the files of the venues of its own instruments
    TestedHistory history = {};

    friend bool operator==(const Footing&, const Footing&) = default;
};

// The same as the record of lives has it: years of daily files are hundreds of kilobytes, and all
// that one campaign selects was tested on the same ones, so the history lies in a file of its own
// (tested_histories.hpp) and the record names it.
struct KeptFooting {
    std::string plugin = {};
    std::string venue = {};
    std::string history = {};  // SHA-256 of its text; empty where the record itself has it
    // Of records from before it had a file: they are read for ever.
    std::optional<TestedHistory> inside = {};

    friend bool operator==(const KeptFooting&, const KeptFooting&) = default;
};

inline constexpr std::size_t part_digits = 32;
// 35 bytes each, and a kept text has a mebibyte: daily files of ten series for seven years.  Where
// there are more, the series are kept without parts, and the history cannot be compared.
inline constexpr std::size_t history_parts_max = 28'000;
// Without its parts, where there are too many.
[[nodiscard]] TestedHistory as_kept(TestedHistory history);
// What is wrong with one: too many parts, or one that is no hash.
[[nodiscard]] Status check(const TestedHistory& history);
// Canonical JSON.
[[nodiscard]] std::string text_of(const TestedHistory& history);
// Exactly what text_of writes; anything else is malformed.
[[nodiscard]] Result<TestedHistory> parse_history(std::string_view text);

[[nodiscard]] JsonValue json_of(const KeptFooting& footing);
// As JsonFields reads: the first thing wrong is kept in `problem`, with its place.
[[nodiscard]] KeptFooting parse_footing(const JsonValue& value,
                                        std::string pointer,
                                        std::optional<Error>& problem);
[[nodiscard]] Status check(const KeptFooting& footing);

}  // namespace tradelab
