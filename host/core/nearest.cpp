#include "core/nearest.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>

namespace tradelab {

namespace {

// Comparing is quadratic, and nobody types a name this long by hand.
constexpr std::size_t word_length_max = 128;

std::size_t slips_between(std::string_view left, std::string_view right) {
    const std::size_t width = right.size() + 1;
    std::vector<std::size_t> cell((left.size() + 1) * width);
    const auto at = [&](std::size_t i, std::size_t j) -> std::size_t& {
        return cell[i * width + j];
    };
    for (std::size_t i = 0; i <= left.size(); ++i) {
        at(i, 0) = i;
    }
    for (std::size_t j = 0; j <= right.size(); ++j) {
        at(0, j) = j;
    }
    for (std::size_t i = 1; i <= left.size(); ++i) {
        for (std::size_t j = 1; j <= right.size(); ++j) {
            const std::size_t other = left[i - 1] == right[j - 1] ? 0 : 1;
            at(i, j) = std::min({at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + other});
            const bool swapped =
                i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
            if (swapped) {
                at(i, j) = std::min(at(i, j), at(i - 2, j - 2) + 1);
            }
        }
    }
    return at(left.size(), right.size());
}

}  // namespace

std::optional<std::string> nearest(std::string_view word,
                                   std::span<const std::string_view> candidates) {
    if (word.empty() || word.size() > word_length_max) {
        return std::nullopt;
    }
    std::optional<std::string> best;
    std::size_t fewest = std::numeric_limits<std::size_t>::max();
    for (const std::string_view candidate : candidates) {
        if (candidate.size() > word_length_max) {
            continue;
        }
        const std::size_t slips = slips_between(word, candidate);
        // Beyond a third of the letters the word is another one.
        const std::size_t allowed =
            std::max<std::size_t>(1, std::max(word.size(), candidate.size()) / 3);
        if (slips < fewest && slips <= allowed) {
            best = candidate;
            fewest = slips;
        }
    }
    return best;
}

std::optional<std::string> nearest(std::string_view word,
                                   const std::vector<std::string>& candidates) {
    return nearest(word, std::vector<std::string_view>(candidates.begin(), candidates.end()));
}

}  // namespace tradelab
