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

// Hears what of the market was handed to the kernel, and in which order: for a tape.
class FeedListener {
public:
    virtual ~FeedListener() = default;
    FeedListener(const FeedListener&) = delete;
    FeedListener& operator=(const FeedListener&) = delete;
    FeedListener(FeedListener&&) = delete;
    FeedListener& operator=(FeedListener&&) = delete;

    // The events are valid until it returns.  What the kernel wrote into them (`seq`, `flags`) is
    // of the last instance that was fed, or of nobody: it is no part of the feed.
    virtual void delivered(const SourceSpec& source, const MarketWindow& events) = 0;

protected:
    FeedListener() = default;
};

struct ReplayOptions {
    Kernel* kernel = nullptr;         // these two outlive the replay
    BarMarket* market = nullptr;      // the venue that the kernel was made with
    std::vector<SourceSpec> sources;  // in any order: they are ranked by name, kind, interval
    AtEnd at_end = AtEnd::value;
    // Asked now and then; true ends the run with ErrorCode::interrupted.  nullptr: never.
    bool (*is_interrupted)() = nullptr;
    FeedListener* listener = nullptr;  // outlives the replay; nullptr: nobody listens
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

    // To the end of the data and finish(), once: what backtests call.
    [[nodiscard]] Result<RunOutcome> run();

    // The same in steps: handles all instants up to and including `until`.  False: the data has
    // ended.  Where the steps are cut changes nothing; between them the kernel may be looked at and
    // given commands.
    [[nodiscard]] Result<bool> advance(UnixNanos until);
    // When something is to be done next; nothing at the end of the data, or before the first
    // advance().
    [[nodiscard]] std::optional<UnixNanos> next_instant() const;
    // The last instant that was handled; nothing before the first.
    [[nodiscard]] std::optional<UnixNanos> last_instant() const;
    // Ends the run where it stands, once.  Nothing may be called after it.
    [[nodiscard]] Result<RunOutcome> finish();

private:
    struct State;
    explicit Replay(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

}  // namespace tradelab
