#pragma once

#include "core/result.hpp"
#include "history/catalogue.hpp"
#include "lab/backtest.hpp"
#include "lab/candidate.hpp"
#include "lab/venue_book.hpp"
#include "os/real_disk.hpp"
#include "support/temporary_directory.hpp"
#include "synthetic/settings.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace tradelab {

// A store with history in it, and the shipped files to run on it.
class BacktestCase {
public:
    // A generated year of hourly bars, spot and perpetual with marks and funding.
    [[nodiscard]] static BacktestCase synthetic(const SyntheticSettings& settings = {.seed = 11});
    // The recorded hourly series of BTC and ETH, imported; nothing where they are absent.
    [[nodiscard]] static std::unique_ptr<BacktestCase> recorded();

    // A shipped parameter file ("momentum_btc_perp_1h") with the plugin of this build.
    [[nodiscard]] Candidate candidate(const std::string& name) const;

    // With the shipped limits, fees and rules.
    [[nodiscard]] Result<BacktestResult> run(std::vector<Candidate> candidates,
                                             BacktestOptions options,
                                             LookAheadChecks checks = LookAheadChecks::leave) const;
    [[nodiscard]] Result<BacktestResult> run(const std::string& name,
                                             BacktestOptions options) const {
        return run(std::vector<Candidate>{candidate(name)}, std::move(options));
    }

    // The shipped fees and rules, and the options of run(): the shipped limits.
    [[nodiscard]] VenueBook venues(const std::vector<Candidate>& candidates) const;
    [[nodiscard]] BacktestOptions options() const;

    [[nodiscard]] const Catalogue& catalogue() const { return *catalogue_; }

private:
    BacktestCase();

    std::unique_ptr<TemporaryDirectory> folder_;
    std::unique_ptr<RealDisk> disk_;
    std::unique_ptr<Catalogue> catalogue_;
};

}  // namespace tradelab
