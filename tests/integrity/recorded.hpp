#pragma once

#include "integrity/cross_check.hpp"
#include "integrity/judge.hpp"

#include <string>
#include <string_view>

// The recorded files beside the project, read in the plainest way: every decimal as it stands, what
// is 0 in a column that the source may not have kept is unknown.
namespace tradelab {

struct Recorded {
    Series series;
    Places places = {};
    Columns columns = {};

    [[nodiscard]] SeriesRows rows() const {
        return {.series = series, .places = places, .rows = view_of(columns)};
    }
    [[nodiscard]] DataJudgement judged() const { return examine(series, places, view_of(columns)); }
};

inline constexpr std::string_view no_recorded_data =
    "the recorded data are not beside the project (TRADELAB_SHARED, default ../shared)";

// By its path below the folder of the data: "um/BTCUSDT-1h.csv.gz".  nullptr where the file is
// absent; one that cannot be read throws.  Read once, and kept for as long as the program runs.
[[nodiscard]] const Recorded* recorded(std::string_view file);

}  // namespace tradelab
