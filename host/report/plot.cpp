#include "report/plot.hpp"

#include "core/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace tradelab {

namespace {

std::string_view class_of(Ink ink) {
    switch (ink) {
        case Ink::strategy:
            return "s";
        case Ink::benchmark:
            return "b";
        case Ink::gain:
            return "g";
        case Ink::loss:
            return "l";
        case Ink::faint:
            return "f";
        case Ink::mark:
            return "m";
    }
    return "f";
}

std::string_view class_of(PlotHeight height) {
    switch (height) {
        case PlotHeight::low:
            return "low";
        case PlotHeight::middle:
            return "mid";
        case PlotHeight::tall:
            return "tall";
    }
    return "mid";
}

// A thousandth of the width is a pixel at most; a tenth of it keeps lines smooth.
std::string x_text(double x) {
    return fmt::format("{:.6g}", std::round(x * 10'000) / 10);
}

std::string y_text(double y) {
    return fmt::format("{:.6g}", std::round((1 - y) * 10'000) / 10);
}

std::string points_text(std::span<const PlotPoint> points) {
    std::string out;
    for (const PlotPoint& point : points) {
        out += out.empty() ? "" : " ";
        out += x_text(point.x) + "," + y_text(point.y);
    }
    return out;
}

std::string percent_of(double part) {
    return fmt::format("{:.2f}%", part * 100);
}

std::string_view edge_class(double at) {
    return at < 0.03 ? "first" : at > 0.97 ? "last" : "";
}

// A time at an end is written inwards from there, over one that stands close: of the two it goes.
std::vector<Tick> apart(std::vector<Tick> ticks) {
    constexpr double room = 0.17;  // of the width: one and a half labels of half a page's plot
    if (ticks.size() > 1 && edge_class(ticks[0].at) == "first" &&
        ticks[1].at - ticks[0].at < room) {
        ticks.erase(ticks.begin());
    }
    if (ticks.size() > 1 && edge_class(ticks.back().at) == "last" &&
        ticks.back().at - ticks[ticks.size() - 2].at < room) {
        ticks.pop_back();
    }
    return ticks;
}

std::string labels(std::string_view axis, std::string_view side, const std::vector<Tick>& ticks) {
    std::string out = fmt::format("<div class=\"{}\" aria-hidden=\"true\">", axis);
    for (const Tick& tick : ticks) {
        const std::string_view weight = tick.weight == Tick::Weight::minor ? "minor" : "";
        out += fmt::format("<span class=\"{} {}\" style=\"{}:{}\">{}</span>",
                           weight,
                           edge_class(tick.at),
                           side,
                           percent_of(tick.at),
                           escaped(tick.label));
    }
    return out + "</div>\n";
}

std::string grid(const PlotFrame& frame) {
    std::string path;
    for (const Tick& tick : frame.up) {
        path += "M0," + y_text(tick.at) + "H1000";
    }
    for (const Tick& tick : frame.across) {
        path += "M" + x_text(tick.at) + ",0V1000";
    }
    return path.empty() ? "" : "<path class=\"grid\" d=\"" + path + "\"/>\n";
}

std::string caption_of(const PlotFrame& frame) {
    std::string out = "<figcaption><strong>" + escaped(frame.title) + "</strong>";
    if (!frame.unit.empty()) {
        out += " <span class=\"unit\">" + escaped(frame.unit) + "</span>";
    }
    for (const Legend& entry : frame.legend) {
        out += fmt::format(" <span class=\"key\"><i class=\"{}\"></i>{}</span>",
                           class_of(entry.ink),
                           escaped(entry.text));
    }
    return out + "</figcaption>\n";
}

}  // namespace

void Plot::line(std::span<const PlotPoint> points, Ink ink) {
    if (points.size() > 1) {
        shapes_ += fmt::format(
            "<polyline class=\"line {}\" points=\"{}\"/>\n", class_of(ink), points_text(points));
    } else {
        dots(points, Dot::round, ink);
    }
}

void Plot::area(std::span<const PlotPoint> points, double base, Ink ink) {
    if (points.empty()) {
        return;
    }
    shapes_ += fmt::format("<path class=\"area {}\" d=\"M{},{}L{}V{}Z\"/>\n",
                           class_of(ink),
                           x_text(points.front().x),
                           y_text(base),
                           points_text(points),
                           y_text(base));
}

void Plot::band(std::span<const PlotPoint> upper, std::span<const PlotPoint> lower, Ink ink) {
    TL_CHECK(upper.size() == lower.size());
    if (upper.size() < 2) {
        return;
    }
    std::vector<PlotPoint> around(upper.begin(), upper.end());
    std::ranges::reverse_copy(lower, std::back_inserter(around));
    shapes_ +=
        fmt::format("<path class=\"area {}\" d=\"M{}Z\"/>\n", class_of(ink), points_text(around));
}

void Plot::dots(std::span<const PlotPoint> points, Dot dot, Ink ink) {
    if (points.empty()) {
        return;
    }
    // Strokes without length: their caps keep their shape however the plot is stretched.
    std::string path;
    for (const PlotPoint& point : points) {
        path += "M" + x_text(point.x) + "," + y_text(point.y) + "h0";
    }
    shapes_ += fmt::format("<path class=\"dot {} {}\" d=\"{}\"/>\n",
                           dot == Dot::round ? "round" : "square",
                           class_of(ink),
                           path);
}

void Plot::bar(PlotPoint from, PlotPoint to, Ink ink, const std::string& says) {
    const auto [left, right] = std::minmax(from.x, to.x);
    const auto [low, high] = std::minmax(from.y, to.y);
    shapes_ += fmt::format(
        "<rect class=\"bar {}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"><title>{}</title>"
        "</rect>\n",
        class_of(ink),
        x_text(left),
        y_text(high),
        x_text(right - left),
        x_text(std::max(high - low, 0.002)),  // nothing is drawn as a hair, not as nothing
        escaped(says));
}

void Plot::across_at(double y, Ink ink) {
    shapes_ +=
        fmt::format("<path class=\"rule {}\" d=\"M0,{}H1000\"/>\n", class_of(ink), y_text(y));
}

void Plot::upright_at(double x, Ink ink) {
    shapes_ +=
        fmt::format("<path class=\"rule {}\" d=\"M{},0V1000\"/>\n", class_of(ink), x_text(x));
}

std::string Plot::html(DataOrigin origin) const {
    const std::string id = escaped(frame_.id);
    std::string out = "<figure id=\"" + id + "\">\n" + caption_of(frame_);
    out += fmt::format("<div class=\"plot {}\">\n", class_of(frame_.height));
    out += labels("up", "bottom", frame_.up);
    out += fmt::format(
        "<svg viewBox=\"0 0 1000 1000\" preserveAspectRatio=\"none\" role=\"img\" "
        "aria-labelledby=\"{0}-title {0}-says\">\n<title id=\"{0}-title\">{1}</title>"
        "<desc id=\"{0}-says\">{2}</desc>\n",
        id,
        escaped(frame_.title),
        escaped(frame_.description));
    out += grid(frame_) + shapes_ + "</svg>\n";
    if (origin == DataOrigin::synthetic) {
        out += "<span class=\"stamp\" aria-hidden=\"true\">SYNTHETIC</span>\n";
    }
    out += labels("across", "left", apart(frame_.across)) + "</div>\n";
    if (!frame_.note.empty()) {
        out += "<p class=\"note\">" + escaped(frame_.note) + "</p>\n";
    }
    return out + "</figure>\n";
}

}  // namespace tradelab
