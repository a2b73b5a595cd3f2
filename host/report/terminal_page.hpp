#pragma once

#include "core/data_origin.hpp"
#include "terminal/sparkline.hpp"
#include "terminal/table.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tradelab {

struct SummaryLine {
    enum class Kind { title, text } kind = Kind::text;
    std::string text;
};

struct SummaryOptions {
    Look look = Look::rich;  // plain: nothing but ASCII
    std::size_t width = 80;  // columns; at least 60 are used
};

// What stands above and below all that comes from a market that never was.
inline constexpr std::string_view synthetic_stamp =
    "SYNTHETIC DATA: a market that never was; no evidence for live trading";

// Lines for a terminal of so many columns, each safe to print.  Of a synthetic market every table
// and every curve is stamped.
class TerminalPage {
public:
    TerminalPage(SummaryOptions options, DataOrigin origin);

    void title(const std::string& text);
    void line(const std::string& text = "");
    // Words on as many lines as they need, the first behind `lead`, the others as far in.  A number
    // keeps its unit beside it.
    void paragraph(const std::string& text, const std::string& lead = "");
    // Cut to the width, with an empty line below.
    void table(const Table& table);
    // A name, the values as blocks, and below them what is said of them.
    void curve(const std::string& name,
               std::span<const std::int64_t> values,
               const std::string& below);

    [[nodiscard]] Look look() const { return look_; }
    [[nodiscard]] std::size_t width() const { return width_; }
    [[nodiscard]] std::vector<SummaryLine> take() { return std::move(lines_); }

private:
    void add(SummaryLine::Kind kind, const std::string& text);

    Look look_;
    std::size_t width_;
    std::string_view stamp_;  // behind the rule of every table, and beneath every curve
    std::vector<SummaryLine> lines_;
};

}  // namespace tradelab
