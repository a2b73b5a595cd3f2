#pragma once

#include "core/id.hpp"
#include "core/instrument.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "engine/venue.hpp"
#include "portfolio/fees.hpp"
#include "portfolio/portfolio.hpp"
#include "sim/fill_model.hpp"

#include <tradelab/abi/strategy.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace tradelab {

// Finer bars of an instrument, to look inside a bar whose order of prices matters.
class FinerBars {
public:
    virtual ~FinerBars() = default;
    FinerBars(const FinerBars&) = delete;
    FinerBars& operator=(const FinerBars&) = delete;
    FinerBars(FinerBars&&) = delete;
    FinerBars& operator=(FinerBars&&) = delete;

    // The bars whose closes lie in (from, to], ascending; valid until the next call; none where
    // there are none.  Asked in ascending order of time for each instrument.
    [[nodiscard]] virtual Result<std::span<const tl_ev_bar>> within(InstrumentId instrument,
                                                                    UnixNanos from,
                                                                    UnixNanos to) = 0;

protected:
    FinerBars() = default;
};

struct SimInstrument {
    Instrument instrument;  // its filters give the tick of the day
    FeeHistory fees;
};

struct SimOptions {
    const Portfolio* portfolio = nullptr;    // the account's truth about cash; outlives the venue
    std::vector<SimInstrument> instruments;  // in any order
    FillModel model;
    // Scales fees, half spread, impact and slippage; a rebate stays.  1000 is as it was.
    std::uint32_t cost_stress_permille = 1000;
    // From the decision to the venue: orders, cancels and protective prices alike.
    Duration latency{0};
    std::uint32_t latency_bars = 0;  // opens that each of them lets pass on top of that
    FinerBars* finer = nullptr;      // outlives the venue
};

// A market made of bars, and the account's venue in it.  Spot cash and free margin are checked when
// an order fills: an order that cannot be paid is rejected.  A reduce-only order never does more
// than close what its instance holds.
//
// Inside one bar the worse is assumed: a stop before a limit before a target, the bar of the entry
// included.  A bar that sets something off above and below its open is ambiguous; finer bars
// resolve it where they cover it without a hole.
class SimVenue final : public Venue, public BarMarket {
public:
    // Refuses: no instruments, one the portfolio does not list, no filters, no fees, a model or a
    // stress out of range (stress at most 100,000, latency at most a day).
    [[nodiscard]] static Result<std::unique_ptr<SimVenue>> make(SimOptions options);
    ~SimVenue() override;
    SimVenue(const SimVenue&) = delete;
    SimVenue& operator=(const SimVenue&) = delete;

    void listen(VenueListener& listener) override;
    [[nodiscard]] Status place(const Approved<Order>& order, const PlaceTerms& terms) override;
    [[nodiscard]] Status cancel(OrderId order, UnixNanos decided_at) override;
    void protect(const ProtectiveTerms& terms, UnixNanos decided_at) override;
    [[nodiscard]] Result<Rate> taker_rate(InstrumentId instrument, UnixNanos time) const override;

    [[nodiscard]] std::optional<UnixNanos> waits_for_open(InstrumentId instrument) const override;
    [[nodiscard]] Watch watch(InstrumentId instrument) const override;
    [[nodiscard]] Status open(const tl_ev_bar& bar) override;
    [[nodiscard]] Status trade(const tl_ev_bar& bar, std::optional<MarkRange> marks) override;
    [[nodiscard]] Status fill_at_close(InstrumentId instrument, Price last, UnixNanos at) override;
    [[nodiscard]] Result<bool> survives(InstrumentId instrument,
                                        const MarkRange& marks,
                                        UnixNanos at) const override;
    [[nodiscard]] Status liquidate(InstrumentId instrument,
                                   const MarkRange& marks,
                                   UnixNanos at) override;
    [[nodiscard]] std::optional<UnixNanos> next_time() const override;
    [[nodiscard]] Status advance(UnixNanos now) override;
    [[nodiscard]] const MarketCounts& counts() const override;

private:
    struct State;
    explicit SimVenue(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

}  // namespace tradelab
