#pragma once

#include <concepts>
#include <optional>
#include <string>
#include <string_view>

namespace tradelab {

// Text made of "key value" lines: what records of a session say, so that a person can read them and
// two of them can be compared.
class Lines {
public:
    Lines& add(std::string_view key, std::string_view value) {
        text_.append(key).append(" ").append(value).append("\n");
        return *this;
    }
    Lines& add(std::string_view key, std::integral auto number) {
        return add(key, std::string_view(std::to_string(number)));
    }

    [[nodiscard]] const std::string& text() const { return text_; }

private:
    std::string text_ = {};
};

// Control characters become spaces: what a stranger's code says of itself stays one line.
[[nodiscard]] std::string on_one_line(std::string_view text);

// What stands behind a key, wherever its line is; nothing where there is none.
[[nodiscard]] std::optional<std::string_view> value_of(std::string_view lines,
                                                       std::string_view key);

// The first line in which two such texts differ; empty where one of them has no such line.
struct LineDifference {
    std::string first;
    std::string second;
};

[[nodiscard]] LineDifference first_difference(std::string_view first, std::string_view second);

}  // namespace tradelab
