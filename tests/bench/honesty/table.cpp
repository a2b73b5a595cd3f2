#include "honesty/table.hpp"

#include <fmt/format.h>

#include <array>

namespace bench {

using namespace tradelab;

namespace {

std::string share_with_bounds(std::size_t hits, std::size_t count) {
    const Bounds bounds = clopper_pearson(hits, count);
    return fmt::format(
        "{} of {} ({:.1f} to {:.1f} %)", hits, count, 100 * bounds.low, 100 * bounds.high);
}

std::string percent(std::size_t hits, std::size_t count) {
    return fmt::format("{:.0f} %", 100.0 * static_cast<double>(hits) / static_cast<double>(count));
}

// Of those that came to the vault.
std::string confirmed(const CellResult& result) {
    return result.passed_first_look == 0 ? "–" : percent(result.promoted, result.passed_first_look);
}

std::string bias_text(const CellResult& result) {
    const auto bias = mean_median_of(result.biases);
    return bias ? fmt::format("{:+.2f}", *bias) : "–";
}

}  // namespace

std::string markdown_of(const std::vector<Row>& rows, const std::string& base) {
    std::string out = fmt::format(
        "Noise of recorded moves is made of: {}.\n\n"
        "| labs | seeds from | gate A | vault confirms | promoted (95 % bounds) | promised less "
        "true "
        "Sharpe, median | best Sharpe | best on validation | PSR only | any improvement |\n"
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n",
        base);
    for (const auto& [cell, result] : rows) {
        out += fmt::format("| {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |\n",
                           cell.name,
                           cell.first_seed,
                           percent(result.passed_first_look, result.labs),
                           confirmed(result),
                           share_with_bounds(result.promoted, result.labs),
                           bias_text(result),
                           percent(result.best_sharpe, result.labs),
                           percent(result.best_on_validation, result.labs),
                           percent(result.probabilistic, result.labs),
                           percent(result.any_improvement, result.labs));
    }
    return out;
}

std::string chart_of(const std::vector<Row>& rows) {
    struct Rule {
        const char* name;
        const char* colour;
        std::size_t CellResult::* hits;
    };
    constexpr std::array rules = {
        Rule{.name = "this lab", .colour = "#0b6e4f", .hits = &CellResult::promoted},
        Rule{.name = "best on validation",
             .colour = "#d98324",
             .hits = &CellResult::best_on_validation},
        Rule{.name = "PSR only", .colour = "#8c4a9e", .hits = &CellResult::probabilistic},
        Rule{.name = "any improvement", .colour = "#3b6fb6", .hits = &CellResult::any_improvement},
        Rule{.name = "best Sharpe", .colour = "#b3261e", .hits = &CellResult::best_sharpe}};
    constexpr int row_height = 24;
    constexpr int left = 330;
    constexpr int width = 400;
    const int height = 60 + row_height * static_cast<int>(rows.size());
    std::string out = fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" "
        "viewBox=\"0 0 {0} {1}\" font-family=\"sans-serif\" font-size=\"12\">\n"
        "<rect width=\"{0}\" height=\"{1}\" fill=\"white\"/>\n",
        left + width + 40,
        height);
    int at = left - 210;
    for (const Rule& rule : rules) {
        out += fmt::format(
            "<circle cx=\"{}\" cy=\"16\" r=\"5\" fill=\"{}\"/>"
            "<text x=\"{}\" y=\"20\">{}</text>\n",
            at,
            rule.colour,
            at + 9,
            rule.name);
        at += 34 + 7 * static_cast<int>(std::string_view(rule.name).size());
    }
    int y = 50;
    for (const auto& [cell, result] : rows) {
        out += fmt::format(
            "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>"
            "<line x1=\"{}\" x2=\"{}\" y1=\"{}\" y2=\"{}\" stroke=\"#ddd\"/>\n",
            left - 12,
            y + 4,
            cell.name,
            left,
            left + width,
            y,
            y);
        for (auto rule = rules.rbegin(); rule != rules.rend(); ++rule) {
            const double share =
                static_cast<double>(result.*(rule->hits)) / static_cast<double>(result.labs);
            out += fmt::format("<circle cx=\"{:.1f}\" cy=\"{}\" r=\"6\" fill=\"{}\"/>\n",
                               left + share * width,
                               y,
                               rule->colour);
        }
        y += row_height;
    }
    return out + fmt::format(
                     "<text x=\"{}\" y=\"{}\">0 % promoted</text><text x=\"{}\" y=\"{}\" "
                     "text-anchor=\"end\">100 %</text>\n</svg>\n",
                     left,
                     height - 6,
                     left + width,
                     height - 6);
}

}  // namespace bench
