#pragma once

#include "report/axis.hpp"
#include "report/html.hpp"

#include <span>
#include <string>
#include <vector>

namespace tradelab {

// A place in a plot: 0 to 1 from left to right and from bottom to top.
struct PlotPoint {
    double x = 0;
    double y = 0;
};

// Colours by meaning, so that the style sheet can choose them for light, dark and paper.
enum class Ink { strategy, benchmark, gain, loss, faint, mark };

// Told apart by shape as well as by colour.
enum class Dot { round, square };

enum class PlotHeight { low, middle, tall };

struct Legend {
    Ink ink = Ink::strategy;
    std::string text;
};

struct PlotFrame {
    std::string id;  // unique in the page
    std::string title;
    std::string unit;         // of the upright axis: "USDT, log scale"
    std::string description;  // what a person who cannot see it should know
    PlotHeight height = PlotHeight::middle;
    std::vector<Tick> across;
    std::vector<Tick> up;
    std::vector<Legend> legend = {};
    std::string note = {};  // a sentence beneath; empty: none
};

// A chart as inline SVG that stretches with the page, while its letters, which stand beside the SVG
// as text of the page, keep their size: readable on a telephone and on a wall.
class Plot {
public:
    explicit Plot(PlotFrame frame) : frame_(std::move(frame)) {}

    void line(std::span<const PlotPoint> points, Ink ink);
    // Between the points and a height.
    void area(std::span<const PlotPoint> points, double base, Ink ink);
    // Between two heights for each x: `upper` and `lower` have one length.
    void band(std::span<const PlotPoint> upper, std::span<const PlotPoint> lower, Ink ink);
    void dots(std::span<const PlotPoint> points, Dot dot, Ink ink);
    // A box between two corners, which says what it is when pointed at.
    void bar(PlotPoint from, PlotPoint to, Ink ink, const std::string& says);
    void across_at(double y, Ink ink);
    void upright_at(double x, Ink ink);

    [[nodiscard]] std::string html(DataOrigin origin) const;

private:
    PlotFrame frame_;
    std::string shapes_;
};

}  // namespace tradelab
