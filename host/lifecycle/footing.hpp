#pragma once

#include "core/result.hpp"
#include "document/json_value.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace tradelab {

// A series and the sealed parts of it, by what they hold, in the order of their rows: the first 32
// digits of each SHA-256, so that a history of as many years as there are fits into a record.
struct FootingSeries {
    std::string series = {};  // "binance.usdm:BTC-USDT-PERP bars 1h"
    std::vector<std::string> parts = {};

    friend bool operator==(const FootingSeries&, const FootingSeries&) = default;
};

// What the evidence of one strategy stands on, whoever else was in the same search: a binding's
// hashes of plugins, data and venue are of the whole campaign, and one hash over many cannot be
// held against what one of them runs with.  Hashes are lower-case hexadecimal SHA-256.
struct Footing {
    std::string plugin = {};  // its library
    std::string venue = {};   // the files of the venues of its own instruments
    std::vector<FootingSeries> history = {};

    friend bool operator==(const Footing&, const Footing&) = default;
};

inline constexpr std::size_t part_digits = 32;
// 35 bytes each, and a record has 256 KiB: daily files of three series for five years.  Where there
// are more, the series are kept without parts, and the history cannot be compared.
inline constexpr std::size_t footing_parts_max = 6'000;
// Without its parts, where there are too many.
[[nodiscard]] Footing as_kept(Footing footing);

[[nodiscard]] JsonValue json_of(const Footing& footing);
// As JsonFields reads: the first thing wrong is kept in `problem`, with its place.
[[nodiscard]] Footing parse_footing(const JsonValue& value,
                                    std::string pointer,
                                    std::optional<Error>& problem);
[[nodiscard]] Status check(const Footing& footing);

}  // namespace tradelab
