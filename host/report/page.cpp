#include "report/page.hpp"

#include "report/html.hpp"
#include "report/tear_sheet.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace tradelab {

std::string html_of(const Page& page) {
    std::string out = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n";
    out +=
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
        "style-src 'unsafe-inline'\"/>\n";
    out += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n";
    out += "<title>" + std::string(page.origin == DataOrigin::synthetic ? "SYNTHETIC: " : "") +
           escaped(page.title) + "</title>\n";
    // A comment around the style keeps its signs out of an XML parser's way.
    out += "<style>/*<![CDATA[*/" + std::string(tear_sheet_style()) + "/*]]>*/</style>\n</head>\n";
    out += "<body>\n<main>\n" + page.body;
    out += "<footer>" + page.foot + "</footer>\n";
    return out + "</main>\n</body>\n</html>\n";
}

std::string synthetic_banner(DataOrigin origin) {
    return origin == DataOrigin::synthetic
               ? "<p class=\"synthetic\">SYNTHETIC DATA &#183; NO EVIDENCE FOR LIVE TRADING</p>\n"
               : "";
}

std::string heading(std::string_view id, std::string_view words) {
    return fmt::format("<h2 id=\"{}\">{}</h2>\n", id, escaped(words));
}

std::string pair_of(const std::string& left, const std::string& right) {
    if (left.empty() || right.empty()) {
        return left + right;
    }
    return "<div class=\"pair\">\n<div>" + left + "</div>\n<div>" + right + "</div>\n</div>\n";
}

std::string card(const std::string& name, const std::string& value, const std::string& beneath) {
    std::string out = "<div><dt>" + escaped(name) + "</dt><dd>" + escaped(value);
    if (!beneath.empty()) {
        out += "<small>" + escaped(beneath) + "</small>";
    }
    return out + "</dd></div>\n";
}

// Four steps each way; the ends of the colours are where a month is extraordinary.
std::string_view heat_of(double share) {
    constexpr std::array<std::string_view, 4> gains = {"g1", "g2", "g3", "g4"};
    constexpr std::array<std::string_view, 4> losses = {"l1", "l2", "l3", "l4"};
    constexpr std::array<double, 3> steps = {0.02, 0.06, 0.15};
    if (std::abs(share) < 0.00005) {
        return "";
    }
    const auto step = static_cast<std::size_t>(
        std::ranges::count_if(steps, [&](double at) { return std::abs(share) >= at; }));
    return share > 0 ? gains.at(step) : losses.at(step);
}

}  // namespace tradelab
