#include "paper/lines.hpp"

#include <algorithm>

namespace tradelab {
namespace {

std::string_view take_line(std::string_view& rest) {
    const auto end = rest.find('\n');
    const auto line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    return line;
}

}  // namespace

std::string on_one_line(std::string_view text) {
    std::string out(text);
    std::ranges::replace_if(
        out, [](char one) { return static_cast<unsigned char>(one) < 0x20 || one == 0x7f; }, ' ');
    return out;
}

std::optional<std::string_view> value_of(std::string_view lines, std::string_view key) {
    while (!lines.empty()) {
        const auto line = take_line(lines);
        if (line.starts_with(key) && line.substr(key.size()).starts_with(' ')) {
            return line.substr(key.size() + 1);
        }
    }
    return std::nullopt;
}

LineDifference first_difference(std::string_view first, std::string_view second) {
    while (!first.empty() || !second.empty()) {
        const auto one = take_line(first);
        const auto other = take_line(second);
        if (one != other) {
            return {.first = std::string(one), .second = std::string(other)};
        }
    }
    return {};
}

}  // namespace tradelab
