#include "journal/trial_rules.hpp"

namespace tradelab {
namespace {

constexpr std::size_t word_length_max = 127;
constexpr std::string_view word_letters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:/+-";

bool are_digits(std::string_view text) {
    return !text.empty() && text.size() <= 40 &&
           text.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

bool is_trial_hex(std::string_view text, std::size_t length) {
    return text.size() == length &&
           text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool is_trial_word(std::string_view text) {
    return !text.empty() && text.size() <= word_length_max &&
           text.find_first_not_of(word_letters) == std::string_view::npos;
}

bool are_trial_words(std::string_view text) {
    while (true) {
        const auto blank = text.find(' ');
        if (!is_trial_word(text.substr(0, blank))) {
            return false;
        }
        if (blank == std::string_view::npos) {
            return true;
        }
        text.remove_prefix(blank + 1);
    }
}

bool is_trial_figure(std::string_view text) {
    if (text == "undefined") {
        return true;
    }
    text.remove_prefix(text.starts_with('-') ? 1 : 0);
    if (const auto power = text.find('e'); power != std::string_view::npos) {
        const auto exponent = text.substr(power + 1);
        const bool is_signed = exponent.starts_with('-') || exponent.starts_with('+');
        if (!is_signed || !are_digits(exponent.substr(1)) || exponent.size() < 3) {
            return false;
        }
        text = text.substr(0, power);
    }
    const auto point = text.find('.');
    return are_digits(text.substr(0, point)) &&
           (point == std::string_view::npos || are_digits(text.substr(point + 1)));
}

}  // namespace tradelab
