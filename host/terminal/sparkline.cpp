#include "terminal/sparkline.hpp"

#include "core/check.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace tradelab {

namespace {

constexpr std::array<std::string_view, 8> rich_steps = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
constexpr std::array<std::string_view, 8> plain_steps = {"_", ".", "-", "~", "=", "+", "*", "#"};

std::string_view sign_of(SeriesMark mark, Look look) {
    const bool rich = look == Look::rich;
    switch (mark) {
        case SeriesMark::long_side:
            return rich ? "▲" : "^";
        case SeriesMark::short_side:
            return rich ? "▼" : "v";
        case SeriesMark::flat:
            return rich ? "○" : "o";
        case SeriesMark::none:
            break;
    }
    return " ";
}

std::vector<std::int64_t> means_of(std::span<const std::int64_t> values, std::size_t columns) {
    std::vector<std::int64_t> means;
    for (std::size_t column = 0; column < columns; ++column) {
        const std::size_t begin = column * values.size() / columns;
        const std::size_t end = (column + 1) * values.size() / columns;
        const auto count = static_cast<std::int64_t>(end - begin);
        // Offsets from the first, so that a sum of prices cannot overflow.
        std::int64_t sum = 0;
        for (const std::int64_t value : values.subspan(begin, end - begin)) {
            sum += value - values[begin];
        }
        means.push_back(values[begin] + sum / count);
    }
    return means;
}

SeriesMark last_mark(std::span<const SeriesMark> marks) {
    const auto last = std::find_if(
        marks.rbegin(), marks.rend(), [](SeriesMark mark) { return mark != SeriesMark::none; });
    return last == marks.rend() ? SeriesMark::none : *last;
}

}  // namespace

Sparkline sparkline(std::span<const std::int64_t> values,
                    std::span<const SeriesMark> marks,
                    std::size_t width,
                    Look look) {
    TL_CHECK(marks.size() == values.size());
    const std::size_t columns = std::min(width, values.size());
    if (columns == 0) {
        return {};
    }
    const auto means = means_of(values, columns);
    const auto [low, high] = std::ranges::minmax(means);
    const double range = std::max(1.0, static_cast<double>(high) - static_cast<double>(low));
    const auto& steps = look == Look::rich ? rich_steps : plain_steps;

    Sparkline out;
    for (std::size_t column = 0; column < columns; ++column) {
        const double above = static_cast<double>(means[column]) - static_cast<double>(low);
        out.values += steps[std::min<std::size_t>(7, static_cast<std::size_t>(above / range * 8))];
        const std::size_t begin = column * values.size() / columns;
        const std::size_t end = (column + 1) * values.size() / columns;
        out.marks += sign_of(last_mark(marks.subspan(begin, end - begin)), look);
    }
    out.marks.erase(out.marks.find_last_not_of(' ') + 1);
    return out;
}

}  // namespace tradelab
