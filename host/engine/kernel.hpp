#pragma once

#include "core/id.hpp"
#include "core/money.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "engine/event_source.hpp"
#include "engine/kernel_options.hpp"
#include "engine/run_record.hpp"

#include <tradelab/abi/strategy.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tradelab {

// Market events of one source, next to each other.
struct MarketWindow {
    tl_ev* first = nullptr;  // the kernel writes `seq` and `flags`
    std::uint32_t count = 0;
    std::uint32_t event_bytes = 0;
    InstrumentId instrument;
    SourceKind kind = SourceKind::bars;
};

// The one kernel of backtest, paper and live: events in, decisions out.
//
// It feeds strategies, turns their intents into orders, has the gate approve each of them, hands
// them to the venue, books what the venue reports, and tells the strategies.  Time is that of the
// events.  Whoever drives it (engine/replay.hpp) decides what happens when, by calling the verbs
// below in the order of the classes of one instant.
//
// One thread.  Allocates in make(), to let records grow, and to word an Error.  Any Err ends the
// run; the failure of an instance is none where its OnFailure says so.
class Kernel {
public:
    // Instances are running and have seen nothing yet.
    [[nodiscard]] static Result<Kernel> make(KernelOptions options);
    Kernel(Kernel&&) noexcept;
    Kernel& operator=(Kernel&&) noexcept;
    Kernel(const Kernel&) = delete;
    Kernel& operator=(const Kernel&) = delete;
    ~Kernel();

    // One instance alone, without an open pair, may be fed more than one event at a time.
    [[nodiscard]] bool is_alone() const;

    // The account events that come before all others.
    [[nodiscard]] Status begin(UnixNanos first);

    // ---- class 0: state of the venue ----
    // A recorded mark.  From the first on, the instrument is valued at marks, before at last
    // prices.
    [[nodiscard]] Status mark(InstrumentId instrument, Price mark_e8, UnixNanos at);
    // A settlement, on what is held now.  Without a mark it settles on the last mark or price, and
    // counts that.
    [[nodiscard]] Status fund(const tl_ev_funding& funding);

    // ---- class 1: market at the exchange (the venue's reports come by VenueListener) ----
    // The last price of an instrument, at the end of a bar that it trades in.
    [[nodiscard]] Status close(const tl_ev_bar& bar);
    // All closes and marks of this instant are told: equity, the curve, the gate's peak and day.
    [[nodiscard]] Status value(UnixNanos now);

    // ---- class 3: reports ----
    // Tells the instances what the venue reported, and carries out what they want because of it.
    [[nodiscard]] Status report(UnixNanos now);

    // ---- class 4: market ----
    // Feeds the window to whoever wants it, up to and including the first event that causes
    // intents, and carries these out.  How many events were consumed.  count is 1 unless
    // is_alone().
    [[nodiscard]] Result<std::uint32_t> step(const MarketWindow& window);
    // The same for the bars of an account that nothing else moves: closes and values each bar, too.
    [[nodiscard]] Result<std::uint32_t> step_and_value(const MarketWindow& bars);
    // (from, to] is missing of these bars.
    [[nodiscard]] Status gap(InstrumentId instrument,
                             Duration interval,
                             UnixNanos from,
                             UnixNanos to);

    // ---- class 5: timers ----
    // The next timer, or the end of the time that a leg may stand alone.
    [[nodiscard]] std::optional<UnixNanos> next_time() const;
    [[nodiscard]] Status advance(UnixNanos now);

    // ---- what a person asks for, between two instants ----
    // Nothing that increases exposure is approved any more, and what works toward it is cancelled.
    // Protections stay, and whatever closes.
    [[nodiscard]] Status stop(UnixNanos now);
    void resume();
    // Nothing of this instance but what closes its own positions, or protects them more tightly,
    // until it is released.
    [[nodiscard]] Status hold(InstanceId instance, UnixNanos now);
    void release(InstanceId instance);
    // Closes at market all that an instance holds (OrderPurpose::command), then cancels its other
    // orders.  What is already on its way is not asked for twice: call it until nothing is held.
    [[nodiscard]] Status flatten(InstanceId instance, UnixNanos now);
    // It is fed no more.  What it holds and what works for it is left as it is.
    void retire(InstanceId instance);

    // ---- how it stands ----
    // So far.  The curve may lag behind.
    [[nodiscard]] const RunRecord& record() const;
    // What of a position an order could close now: less than the venue takes is nothing.
    [[nodiscard]] Quantity closable(InstanceId instance, InstrumentId instrument) const;
    // Stops and targets of positions that are held, and of those that orders on their way will
    // open.
    [[nodiscard]] std::vector<ProtectiveTerms> protections() const;

    // ---- at any instant ----
    // Takes an instance out of the game: it sees nothing more and wishes for nothing more, its
    // timers are off, what works of its entries is cancelled.  What it holds stays, under the
    // protection that it has; an exit that works goes on working, a pair is still held to its
    // bounds.  For ever; once is enough, more changes nothing.  Whoever replays a run that was
    // recorded calls this where its record has an isolation, for a deadline is no event.
    [[nodiscard]] Status isolate(InstanceId instance, const Error& why);

    // ---- the end ----
    // Orders that close all positions (OrderPurpose::end).
    [[nodiscard]] Status close_all(UnixNanos now);
    // The last price of an instrument, nothing before its first bar.
    [[nodiscard]] std::optional<Price> last_of(InstrumentId instrument) const;
    // Posts what is unrealised and proves the account: the ledger sums to zero, every position
    // agrees with its books.
    [[nodiscard]] Status finish(UnixNanos now);
    // Moves out what was recorded.  Counts of the market are the driver's to add.
    [[nodiscard]] RunRecord take_record();
    [[nodiscard]] const Portfolio& portfolio() const;
    // How much of what is open now something protects, at the marks.
    [[nodiscard]] Coverage coverage() const;
    // Over every intent: instance, cause, time and all of its fields.
    [[nodiscard]] std::string decision_hash() const;

private:
    struct State;
    explicit Kernel(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

}  // namespace tradelab
