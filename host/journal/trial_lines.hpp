#pragma once

#include <charconv>
#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace tradelab {

// Reads "key value" lines in the order in which they are asked for; the first that is not there, or
// not as it must be, ends it: every later answer is empty.
class TrialLines {
public:
    explicit TrialLines(std::string_view text) : rest_(text) {}

    // Whether the next line has this key.
    [[nodiscard]] bool next_is(std::string_view key) const {
        return rest_.starts_with(key) && rest_.substr(key.size()).starts_with(' ') &&
               rest_.find('\n') != std::string_view::npos;
    }
    [[nodiscard]] std::string_view text(std::string_view key) {
        if (!wrong_.empty() || !next_is(key)) {
            refuse(key);
            return {};
        }
        const auto end = rest_.find('\n');
        const auto value = rest_.substr(key.size() + 1, end - key.size() - 1);
        rest_.remove_prefix(end + 1);
        return value;
    }
    // Empty where the line is not there.
    [[nodiscard]] std::string_view text_if_there(std::string_view key) {
        return next_is(key) ? text(key) : std::string_view{};
    }
    // One number, one spelling: "007" or "+7" would make two texts of one trial.
    template <std::integral T>
    [[nodiscard]] T number(std::string_view key) {
        const auto value = text(key);
        T number{};
        const auto [end, error] =
            std::from_chars(value.data(), value.data() + value.size(), number);
        if (error != std::errc{} || std::to_string(number) != value) {
            refuse(key);
        }
        return number;
    }
    template <std::integral T>
    [[nodiscard]] std::optional<T> number_if_there(std::string_view key) {
        return next_is(key) ? std::optional(number<T>(key)) : std::nullopt;
    }
    template <class Enum>
    [[nodiscard]] Enum choice(std::string_view key,
                              std::string_view first,
                              std::string_view second) {
        const auto value = text(key);
        if (value != first && value != second) {
            refuse(key);
        }
        return value == first ? Enum{} : Enum{1};
    }

    // The key of the first line that was wrong; empty: none so far.
    [[nodiscard]] std::string_view wrong() const { return wrong_; }
    [[nodiscard]] bool at_end() const { return rest_.empty(); }

private:
    void refuse(std::string_view key) { wrong_ = wrong_.empty() ? key : wrong_; }

    std::string_view rest_;
    std::string_view wrong_ = {};
};

}  // namespace tradelab
