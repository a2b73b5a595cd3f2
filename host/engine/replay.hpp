#pragma once

#include "core/result.hpp"
#include "core/time.hpp"
#include "engine/event_source.hpp"
#include "engine/kernel.hpp"
#include "engine/run_record.hpp"
#include "engine/venue.hpp"
#include "portfolio/portfolio.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tradelab {

// What becomes of positions that are open when the data ends.
enum class AtEnd : std::uint8_t {
    value,  // they stay open and count at their last marks
    close,  // they are closed at the last close, with costs (OrderPurpose::end)
};

struct ReplayOptions {
    Kernel* kernel = nullptr;         // these two outlive the replay
    BarMarket* market = nullptr;      // the venue that the kernel was made with
    std::vector<SourceSpec> sources;  // in any order: they are ranked by name, kind, interval
    AtEnd at_end = AtEnd::value;
    // Asked now and then; true ends the run with ErrorCode::interrupted.  nullptr: never.
    bool (*is_interrupted)() = nullptr;
};

struct RunOutcome {
    RunRecord record;
    Statement statement;                     // of the account at the end
    std::string decision_hash;               // 32 hexadecimal digits: what the strategies asked for
    std::string result_hash = {};            // 64: all that the record says, equity and warnings
    std::vector<std::string> warnings = {};  // sentences
    std::optional<UnixNanos> first = {}, last = {};  // of the events that were handled
};

// Merges sources into one stream and drives kernel and market through it.
//
// The order of everything is total and does not depend on the order of registration: by time, then
// class (0 state of the venue: mark, funding, liquidation; 1 market at the exchange; 2 orders that
// reach it; 3 reports that reach us; 4 market that reaches us; 5 timers), then the source's rank by
// canonical name, then its place in the source.  Execution happens on the shortest bars that an
// instrument has; see BarMarket for where in time a bar is.
//
// A hole between two bars of one source is told to strategies as TL_EV_GAP at its end, before the
// bar that follows.  Err: a source out of order, money that does not add up, a plugin that fails.
class Replay {
public:
    [[nodiscard]] static Result<Replay> make(ReplayOptions options);
    Replay(Replay&&) noexcept;
    Replay& operator=(Replay&&) noexcept;
    Replay(const Replay&) = delete;
    Replay& operator=(const Replay&) = delete;
    ~Replay();

    // Once.
    [[nodiscard]] Result<RunOutcome> run();

private:
    struct State;
    explicit Replay(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

}  // namespace tradelab
