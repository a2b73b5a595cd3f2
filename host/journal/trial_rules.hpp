#pragma once

#include <cstddef>
#include <string_view>

// What the fields of a trial may be made of.
namespace tradelab {

[[nodiscard]] bool is_trial_hex(std::string_view text, std::size_t digits);
[[nodiscard]] inline bool is_trial_sha256(std::string_view text) {
    return is_trial_hex(text, 64);
}

// "tl.engine/1": letters, digits and ._:/+- , at most 127.
[[nodiscard]] bool is_trial_word(std::string_view text);

// Words with one blank between them.
[[nodiscard]] bool are_trial_words(std::string_view text);

// "-12.50", "1e-07" or "undefined".
[[nodiscard]] bool is_trial_figure(std::string_view text);

}  // namespace tradelab
