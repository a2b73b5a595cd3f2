#include "config/nearest_key.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <vector>

namespace tradelab {
namespace {

// Keys are short; a longer word is none of them.
constexpr std::size_t word_length_max = 64;

std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t changed = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({row[j] + 1, row[j + 1] + 1, changed});
        }
    }
    return row.back();
}

}  // namespace

std::optional<std::string_view> nearest_key(std::string_view word,
                                            std::span<const std::string_view> known) {
    std::optional<std::string_view> best;
    std::size_t fewest = 0;
    if (word.size() > word_length_max) {
        return best;
    }
    for (const std::string_view key : known) {
        const std::size_t slips = distance(word, key);
        if (slips * 3 <= key.size() && (!best || slips < fewest)) {
            best = key;
            fewest = slips;
        }
    }
    return best;
}

}  // namespace tradelab
