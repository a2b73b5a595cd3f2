#include "paper/lines.hpp"

namespace tradelab {
namespace {

std::string_view take_line(std::string_view& rest) {
    const auto end = rest.find('\n');
    const auto line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    return line;
}

}  // namespace

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
