#pragma once

#include "core/instrument.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "lab/backtest_run.hpp"
#include "lab/candidate.hpp"
#include "os/companion.hpp"
#include "plugin/cell.hpp"

#include <tradelab/abi/strategy.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace tradelab {

// Who answers for a strategy: an instance in this process, or one in a cell.  Two places, one
// behaviour: which of them it is changes no decision.
class Player {
public:
    virtual ~Player() = default;
    Player(const Player&) = delete;
    Player& operator=(const Player&) = delete;
    Player(Player&&) = delete;
    Player& operator=(Player&&) = delete;

    // tl.strategy/1, held to its contract: whatever does not keep it is an error.
    [[nodiscard]] virtual tl_status process(tl_batch& batch) = 0;
    // What it saw and answered in another life: it must come to where that left it.  Where it does
    // not, the next process() fails and says so.
    virtual void see_again(const CellEvents& events, std::span<const tl_intent> intents) = 0;
    [[nodiscard]] virtual std::uint32_t warmup_bars(std::uint32_t role) const = 0;
    [[nodiscard]] virtual std::uint32_t intents_max() const = 0;
    // Why process() failed last.
    [[nodiscard]] virtual std::string last_error() const = 0;

protected:
    Player() = default;
};

// How strategies get a process each.
struct PaperCells {
    Companions& companions;         // outlives the session
    std::filesystem::path program;  // absolute; with the arguments it comes to serve_cell
    std::vector<std::string> arguments = {};
    std::vector<EnvironmentVariable> variables = {};  // besides those of every cell
    CellPatience patience = {};
    RestartPolicy restarts = {};
    std::function<void(const CellIncident&)> tell = [](const CellIncident&) {};
};

// Started, with the venue's rules of that time, having seen nothing.  Without cells it lives in
// this process, and its plugin reads the names in `instruments`, which then outlive it.
[[nodiscard]] Result<std::unique_ptr<Player>> start_player(
    const Candidate& candidate,
    const std::vector<Instrument>& instruments,
    UnixNanos at,
    const PaperCells* cells);

// What prepare() asks, of players as they will be.
[[nodiscard]] Result<Prepared> prepare_players(std::span<const Candidate> candidates,
                                               const VenueBook& venues,
                                               const PaperCells* cells);

}  // namespace tradelab
