#include "report/terminal_page.hpp"

#include "core/text.hpp"
#include "report/figures.hpp"

#include <algorithm>
#include <limits>

namespace tradelab {

namespace {

constexpr std::size_t width_min = 60;
constexpr std::string_view table_stamp = "  SYNTHETIC";

// In plain ASCII: signs of ours in letters, what strangers wrote in other letters as '?'.
std::string ascii_of(const std::string& text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte < 0x80U) {
            out += text[at];
        } else if (text.compare(at, 3, "–") == 0) {
            out += undefined_text(Look::plain);
        } else if ((byte & 0xC0U) == 0xC0U) {
            out += '?';
        }
    }
    return out;
}

}  // namespace

TerminalPage::TerminalPage(SummaryOptions options, DataOrigin origin)
    : look_(options.look),
      width_(std::max(options.width, width_min)),
      stamp_(origin == DataOrigin::synthetic ? table_stamp : "") {}

void TerminalPage::title(const std::string& text) {
    add(SummaryLine::Kind::title, text);
}

void TerminalPage::line(const std::string& text) {
    add(SummaryLine::Kind::text, text);
}

void TerminalPage::paragraph(const std::string& text, const std::string& lead) {
    std::string row = lead;
    std::size_t words = 0;
    for (std::size_t at = 0; at <= text.size();) {
        std::size_t end = std::min(text.find(' ', at), text.size());
        if (text.compare(end, 2, " %") == 0) {
            end = std::min(text.find(' ', end + 1), text.size());
        }
        const std::string word = text.substr(at, end - at);
        at = end + 1;
        if (words > 0 && width_of(row) + 1 + width_of(word) > width_) {
            line(row);
            row = std::string(lead.size(), ' ');
            words = 0;
        }
        row += (words++ > 0 ? " " : "") + word;
    }
    line(row);
}

void TerminalPage::table(const Table& table) {
    const std::string_view rule = look_ == Look::rich ? "─" : "-";
    const std::vector<std::string> rows = lines_of(table, rule);
    for (std::size_t at = 0; at < rows.size(); ++at) {
        if (at == 0) {
            title(cut_to(rows[at], width_));
        } else if (at == 1) {
            // Nothing is lost of a rule where the stamp takes its place.
            const std::size_t drawn = std::min(width_of(rows[at]), width_ - width_of(stamp_));
            line(repeated(rule, drawn) + std::string(stamp_));
        } else {
            line(cut_to(rows[at], width_));
        }
    }
    line();
}

void TerminalPage::curve(const std::string& name,
                         std::span<const std::int64_t> values,
                         const std::string& below) {
    constexpr std::size_t name_width = 10;
    const std::vector<SeriesMark> none(values.size(), SeriesMark::none);
    const std::size_t columns = std::min<std::size_t>(width_ - name_width - 2, 64);
    const Sparkline drawn = sparkline(values, none, columns, look_);
    line(name + std::string(name_width - std::min(name.size(), name_width), ' ') + drawn.values);
    line(std::string(name_width, ' ') + below);
    if (!stamp_.empty()) {
        line(std::string(name_width - 2, ' ') + std::string(stamp_));
    }
}

void TerminalPage::add(SummaryLine::Kind kind, const std::string& text) {
    const std::string safe = printable(text, std::numeric_limits<std::size_t>::max());
    lines_.push_back({.kind = kind, .text = look_ == Look::plain ? ascii_of(safe) : safe});
}

}  // namespace tradelab
