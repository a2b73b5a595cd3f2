#pragma once

#include "core/instrument.hpp"
#include "core/result.hpp"
#include "engine/kernel.hpp"
#include "engine/replay.hpp"
#include "lab/backtest_run.hpp"
#include "lab/open_series.hpp"
#include "plugin/instance.hpp"
#include "portfolio/portfolio.hpp"
#include "risk/gate.hpp"
#include "sim/sim_venue.hpp"

#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace tradelab {

// All that one run is made of, put together: fresh instances, account, gate, simulated venue,
// kernel and replay.  Backtests and paper sessions are assembled here and nowhere else, so that
// they cannot differ.
class Desk {
public:
    // The series, what they read from, and `setting.finer` outlive the desk.
    [[nodiscard]] static Result<std::unique_ptr<Desk>> open(const RunSetting& setting,
                                                            std::span<const OpenSeries> series,
                                                            FeedListener* listener = nullptr);
    Desk(const Desk&) = delete;
    Desk& operator=(const Desk&) = delete;
    Desk(Desk&&) = delete;
    Desk& operator=(Desk&&) = delete;
    ~Desk() = default;

    [[nodiscard]] Kernel& kernel() { return *kernel_; }
    [[nodiscard]] Replay& replay() { return *replay_; }
    [[nodiscard]] const RiskGate& gate() const { return *gate_; }
    // By canonical name; ids are places, from 1.
    [[nodiscard]] const std::vector<Instrument>& instruments() const { return instruments_; }

private:
    Desk() = default;
    [[nodiscard]] Status start_instances(const RunSetting& setting);
    [[nodiscard]] Status open_account(const RunSetting& setting);
    [[nodiscard]] Status open_venue(const RunSetting& setting);
    [[nodiscard]] Status start_kernel(const RunSetting& setting,
                                      std::span<const OpenSeries> series);
    [[nodiscard]] Status start_replay(const RunSetting& setting,
                                      std::span<const OpenSeries> series,
                                      FeedListener* listener);

    // In the order in which they have to go.
    std::vector<Instrument> instruments_;
    std::vector<Instance> instances_;  // none where somebody else holds them
    std::vector<SeatedStrategy> seats_;
    std::optional<Portfolio> portfolio_;
    std::optional<RiskGate> gate_;
    std::unique_ptr<SimVenue> venue_;
    std::optional<Kernel> kernel_;
    std::optional<Replay> replay_;
};

}  // namespace tradelab
