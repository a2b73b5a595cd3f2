#pragma once

#include "core/id.hpp"
#include "core/instrument.hpp"
#include "core/limits.hpp"
#include "core/money.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "engine/run_record.hpp"
#include "engine/venue.hpp"
#include "portfolio/portfolio.hpp"
#include "risk/gate.hpp"

#include <tradelab/abi/strategy.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace tradelab {

// What a target is a fraction of.
enum class SizingBasis : std::uint8_t {
    budget,  // the instance's allotment, fixed: profits are not reinvested
    equity,  // budget plus what the instance has made: they are
};

// quantity = |target| x basis x (1 - reserve) / last close, in whole lots, rounded toward zero.
struct Sizing {
    SizingBasis basis = SizingBasis::budget;
    // Left untouched for fees and for an open above the last close, because a spot wallet that is
    // short of one cent refuses the whole order.  0 to below 1.
    Rate reserve{10'000'000'000};  // 1 %
};

// What plays one role of an instance.
struct RoleFeed {
    InstrumentId instrument;
    std::uint64_t events = 0;  // bit 1 << TL_EV_*: which market events the role wants
};

// What becomes of an instance that fails: its process is gone, it broke the contract, it answers
// its own reports without end.
enum class OnFailure : std::uint8_t {
    end_run,  // a backtest of half of the strategies is no backtest
    isolate,  // the others go on: see Kernel::isolate
};

// One running strategy.  Its budget is in the portfolio's options.
struct InstanceSpec {
    InstanceId id;
    tl_instance* plugin = nullptr;          // running; outlives the kernel
    const tl_strategy* strategy = nullptr;  // its tl.strategy/1 table
    std::vector<RoleFeed> roles;            // in the order declared
    Duration bar_interval{0};               // of the bars it is fed; 0: none
    std::size_t reasons = 1;                // that the plugin declared
    // Bars of each role that only warm up, however few the plugin needs: so that several instances
    // begin to trade at one time.
    std::uint32_t warmup_bars_min = 0;
    Sizing sizing = {};
    OnFailure on_failure = OnFailure::end_run;
    // What whoever runs the plugin knows of its last failure, for people; empty: nothing.
    std::function<std::string()> last_error = nullptr;
    // Told once, when the kernel takes the instance out of the game and asks it nothing more.
    std::function<void()> let_go = nullptr;
};

// The bounds of every hedged pair (risk/protection.hpp), held by the host as the last line behind
// the strategy's own: looser than a strategy's should be, and acted on by reduce-only orders.
// Margin or basis beyond its bound: both legs are closed.  Legs that differ by more than the band
// for longer than the pair may stand unhedged: the larger one is trimmed to the smaller.
struct PairBounds {
    // Of the short notional; where the leverage leaves less than twice of it at the entry, half of
    // that.
    Rate margin_floor{50'000'000'000};  // 5 %
    Rate basis_stop{50'000'000'000};    // 5 % above the long price
    Rate delta_band{100'000'000'000};   // 10 % of the larger leg
};

// Whether the equity of every bar is kept, or only worked out.
enum class CurveRecording : std::uint8_t { full, none };

struct KernelOptions {
    Portfolio* portfolio = nullptr;  // these three outlive the kernel
    RiskGate* gate = nullptr;
    Venue* venue = nullptr;
    // All that the portfolio lists, in any order, each with filters in force from the first event
    // on.
    std::vector<Instrument> instruments;
    std::vector<InstanceSpec> instances;  // in any order; ids are their order of precedence
    std::uint32_t batch = static_cast<std::uint32_t>(limits::batch_in_process);  // 1..4096
    CurveRecording curve = CurveRecording::full;
    PairBounds pair_bounds = {};
    std::size_t bars_expected = 0;  // room to reserve in the curve
    // The record of a run that is over and read, for its memory: whoever runs one backtest after
    // another spares the kernel most of what it would ask of the operating system.
    RunRecord room = {};
};

// Refuses: nothing to run, instances that the portfolio does not know, the same id twice, roles of
// instruments that are not listed, an instrument without filters, a reserve outside [0, 1).
[[nodiscard]] Status check_options(const KernelOptions& options);

}  // namespace tradelab
