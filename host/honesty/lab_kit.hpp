#pragma once

#include "campaign/search_family.hpp"
#include "core/result.hpp"
#include "honesty/noise.hpp"
#include "lab/backtest_run.hpp"
#include "lab/candidate.hpp"
#include "lab/venue_book.hpp"
#include "os/disk.hpp"

#include <filesystem>
#include <vector>

namespace tradelab {

// Where the bundled plugins and the shipped configuration are.
struct LabPlaces {
    std::filesystem::path plugins;
    std::filesystem::path config;
};

// What all labs of the harness share and none changes: the bundled strategies, real fees and
// limits, and what noise is made of.
class LabKit {
public:
    // Main thread: loads plugins.
    [[nodiscard]] static Result<LabKit> make(const Disk& disk,
                                             const LabPlaces& places,
                                             NoiseBase base);

    // What a lab searches on these markets: momentum by crossing averages, momentum by breakouts,
    // mean reversion.  Sizes are fixed far below the mandatory limits, which would silence a
    // strategy after a bad year; filters that rarely trade are off.
    [[nodiscard]] Result<std::vector<SearchFamily>> families(
        const std::vector<const Market*>& markets) const;

    [[nodiscard]] const VenueBook& venues() const { return venues_; }
    [[nodiscard]] const BacktestOptions& options() const { return options_; }
    [[nodiscard]] const NoiseBase& base() const { return base_; }

private:
    LabKit(VenueBook venues, BacktestOptions options, NoiseBase base)
        : venues_(std::move(venues)), options_(std::move(options)), base_(std::move(base)) {}

    VenueBook venues_;
    BacktestOptions options_;
    NoiseBase base_;
    std::vector<Candidate> candidates_;  // momentum, mean reversion
};

}  // namespace tradelab
