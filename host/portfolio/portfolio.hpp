#pragma once

#include "core/check.hpp"
#include "core/fill.hpp"
#include "core/money.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "portfolio/exposure.hpp"
#include "portfolio/fill_entries.hpp"
#include "portfolio/ledger.hpp"
#include "portfolio/listing.hpp"
#include "portfolio/margin.hpp"
#include "portfolio/scale.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tradelab {

// A position as strategies and reports see it.
struct Position {
    Quantity quantity =
        {};          // signed, in the instrument's places; spot: what is off its grid is left
    Cash cost = {};  // exact total cost, sign of the quantity
    std::optional<Price> average = {};  // nothing when flat; nearest, for people
    Cash unrealised = {};               // at the last mark, rounded down
    Cash realised = {};  // since the start, before fees and funding; positive is gain
    Cash fees = {};      // since the start; positive is paid
    Cash funding = {};   // since the start; positive is paid
    Cash dust = {};      // spot: 1e-8 of the base asset below a whole lot
};

struct FillEffect {
    Cash realised = {};  // of this fill, before its fee; positive is gain
    Cash fee = {};       // in the settlement asset, or the worth of what was kept of the base
    Quantity position_before = {};
    Quantity position_after = {};
};

// A settlement of funding: positive rate, longs pay shorts.
struct FundingInstant {
    InstrumentId instrument;
    UnixNanos boundary;  // the venue's, to which a late stamp has been snapped
    Price mark;          // 1e-8
    Rate rate;           // as recorded, for the recorded interval
};

// What must hold for a position not to be liquidated: balance > maintenance.
struct MarginCall {
    Cash balance = {};      // isolated margin, or the wallet, with unrealised profit
    Cash maintenance = {};  // of the position, or of all cross positions
    [[nodiscard]] bool is_liquidated() const { return balance <= maintenance; }
};

struct Liquidation {
    Cash realised = {};   // negative is loss
    Cash fee = {};        // insurance clearance fee
    Cash insurance = {};  // what was lost beyond the margin; the venue bears it
};

// One wallet, or both, with the signs that people expect.
//
// equity = cash + margin + holdings + unrealised, and
// equity = opening + realised + unrealised - fees - funding + insurance.
struct Statement {
    Cash cash = {};
    Cash margin = {};    // set aside for isolated positions
    Cash holdings = {};  // cost of spot positions
    Cash unrealised = {};
    Cash realised = {};   // positive is gain
    Cash fees = {};       // positive is paid
    Cash funding = {};    // positive is paid
    Cash insurance = {};  // positive is received
    Cash opening = {};
    Cash equity = {};
};

// The account: two wallets without transfers, positions per instance that sum to the account's, and
// the ledger in which every act is a posting.
//
// A fill or mark that fails has changed nothing.  Whatever act fails, the caller ends the run: a
// fill that cannot be booked has happened all the same, and a funding payment or liquidation of
// several instances may have been booked for some of them.
//
// Equity is that of the settlement asset; base assets count at their marks.  An instrument never
// marked counts at the price of its last fill.  Results do not depend on the order in which
// instruments and instances were listed.
//
// One thread.  Allocates in make() only, and to word an Error.
class Portfolio {
public:
    [[nodiscard]] static Result<Portfolio> make(PortfolioOptions options);

    // ---- acts ----

    // Books an execution.  fill.fee_asset is the settlement asset, or of a spot buy the base asset.
    // The caller removes duplicates by trade id.
    [[nodiscard]] Result<FillEffect> apply(const Fill& fill);

    // What all instances together paid (negative: received), each rounded up: quantity x mark x
    // rate, rounded once.  Isolated positions pay out of their margin, cross out of the wallet.
    [[nodiscard]] Result<Cash> settle_funding(const FundingInstant& funding);

    // The mark of an instrument, in 1e-8, or in the places of its prices.  Nothing is posted.
    [[nodiscard]] Status mark(InstrumentId instrument, Price mark_e8);
    [[nodiscard]] Status mark_at_last(InstrumentId instrument, Price last);

    // Posts unrealised profit as it stands, so that the ledger's balances say it: at the end of a
    // run, of a day, or whenever a report wants a line.
    [[nodiscard]] Status post_valuation(UnixNanos time);

    // Closes the position at this mark, takes the clearance fee, and lets the venue bear what is
    // lost beyond the margin.  In cross mode all cross positions go, the others at their last
    // marks: the worst case.  The caller has asked margin_call() before.
    [[nodiscard]] Result<Liquidation> liquidate(InstrumentId instrument,
                                                Price mark_e8,
                                                UnixNanos time);

    // ---- margin and liquidation ----

    // Balance and maintenance if the mark were this one, by the tiers of that time.  Nothing for
    // spot and without a position.  Err: no tiers in force, or an overflow.
    [[nodiscard]] Result<std::optional<MarginCall>> margin_call(InstrumentId instrument,
                                                                Price mark_e8,
                                                                UnixNanos time) const;

    // Spot, and a long that is paid for in full with nothing else at its margin's expense: no mark
    // liquidates it, because maintenance never asks for more than the position is worth.  False
    // says nothing.
    [[nodiscard]] bool outlives_any_mark(InstrumentId instrument, UnixNanos time) const;

    // The first mark that liquidates: the highest for a long, the lowest for a short, everything
    // else standing still.  A kernel asks once per change of position and then compares each bar's
    // worst mark with it.  Nothing when no positive mark does.
    [[nodiscard]] Result<std::optional<Price>> liquidation_mark(InstrumentId instrument,
                                                                UnixNanos time) const;

    // What can be spent.  Futures: cash, less unrealised losses and initial margin of cross
    // positions; profit not yet realised is not counted.
    [[nodiscard]] Cash free_margin(Wallet wallet) const;

    // ---- views ----

    // Of one instance, and of the account: zeros when never traded.  The instrument is listed.
    [[nodiscard]] Position position(InstanceId instance, InstrumentId instrument) const;
    [[nodiscard]] Position position(InstrumentId instrument) const;
    // The quantity alone, cheap: the gate asks for every order.
    [[nodiscard]] Quantity quantity(InstanceId instance, InstrumentId instrument) const {
        const std::size_t rank = rank_of(instrument);
        return quantity_of(rank, slot(rank, place_of(instance)).units);
    }
    [[nodiscard]] Quantity quantity(InstrumentId instrument) const {
        const std::size_t rank = rank_of(instrument);
        return quantity_of(rank, nets_[rank].units);
    }
    // Funding that the instance has paid in the instrument since the start; negative: received.
    [[nodiscard]] Cash funding_paid(InstanceId instance, InstrumentId instrument) const;
    // The mark in 1e-8; nothing before the first.
    [[nodiscard]] std::optional<Price> mark_of(InstrumentId instrument) const;
    // Net position x price in the instrument's places, rounded away from zero; sign of the
    // position. Nothing when it does not fit.
    [[nodiscard]] std::optional<Cash> value_at(InstrumentId instrument, Price price) const;

    [[nodiscard]] Cash equity() const { return equity_; }
    // Budget plus what the instance has made: realised + unrealised - fees - funding.
    [[nodiscard]] Cash equity(InstanceId instance) const;
    [[nodiscard]] Cash budget(InstanceId instance) const;
    [[nodiscard]] Cash fees_paid() const { return fees_paid_; }
    [[nodiscard]] Statement statement(Wallet wallet) const;
    [[nodiscard]] Statement statement() const;
    // See exposure.hpp.
    [[nodiscard]] Exposure exposure(InstrumentId instrument) const;

    // Sorted by name: the order in which everything is done.
    [[nodiscard]] std::span<const Listing> listings() const { return listings_; }
    [[nodiscard]] const Listing& listing(InstrumentId instrument) const {
        return listings_[rank_of(instrument)];
    }
    [[nodiscard]] bool is_listed(InstrumentId instrument) const {
        return instrument.value() < rank_of_.size() && rank_of_[instrument.value()] != 0;
    }
    // Sorted by id.
    [[nodiscard]] std::span<const Allotment> instances() const { return instances_; }
    [[nodiscard]] bool is_known(InstanceId instance) const {
        return find_place(instance) < instances_.size();
    }
    [[nodiscard]] const Ledger& ledger() const { return ledger_; }

    // Proves that the ledger sums to zero and that every position agrees with its books. Allocates:
    // for tests, for the end of a run and of a day.
    [[nodiscard]] Status check() const;

private:
    // The account's position in one instrument, and what never changes about it.
    struct Net {
        std::int64_t units = 0;
        Cash cost = {};
        Cash margin = {};  // set aside, isolated only
        Cash valued = {};  // unrealised profit as posted
        Price mark = {};   // 1e-8; zero before the first
        Cash value = {};   // units x mark, rounded down
        AssetId base = {};
        std::int64_t units_per_quantity = 1;
        std::int64_t lot_units = 1;
        std::int64_t mark_per_price = 1;  // a mark is a price times this
        ValueScale at_price = {};         // price in the instrument's places
        ValueScale at_mark = {};          // price in 1e-8
    };
    struct Draft;

    Portfolio(PortfolioOptions options, std::vector<std::string> assets);
    [[nodiscard]] Status open(const PortfolioOptions& options);

    // Inline, because every order asks a dozen times.
    [[nodiscard]] std::size_t rank_of(InstrumentId instrument) const {
        TL_CHECK_MSG(is_listed(instrument), "an instrument that the account does not trade");
        return std::size_t{rank_of_[instrument.value()]} - 1;
    }
    [[nodiscard]] std::size_t place_of(InstanceId instance) const {
        const std::size_t place = find_place(instance);
        TL_CHECK_MSG(place < instances_.size(), "an instance that the account does not know");
        return place;
    }
    // By id; the number of instances where there is none.  Most accounts have one.
    [[nodiscard]] std::size_t find_place(InstanceId instance) const {
        return instances_.front().instance == instance ? 0 : search_place(instance);
    }
    [[nodiscard]] std::size_t search_place(InstanceId instance) const;
    [[nodiscard]] const Slot& slot(std::size_t rank, std::size_t place) const {
        return slots_[rank * instances_.size() + place];
    }
    [[nodiscard]] Slot& slot(std::size_t rank, std::size_t place) {
        return slots_[rank * instances_.size() + place];
    }
    [[nodiscard]] bool is_spot(std::size_t rank) const {
        return listings_[rank].kind == InstrumentKind::spot;
    }
    [[nodiscard]] Account account(Wallet wallet, Book book) const {
        return {.wallet = wallet, .book = book, .asset = asset_};
    }
    [[nodiscard]] Cash balance(Wallet wallet, Book book) const {
        return ledger_.balance(account(wallet, book));
    }
    [[nodiscard]] Quantity quantity_of(std::size_t rank, std::int64_t units) const {
        const std::int64_t whole = nets_[rank].units_per_quantity;
        return Quantity(whole == 1 ? units : units / whole);
    }
    [[nodiscard]] Position view(std::size_t rank, const Slot& slot) const;
    [[nodiscard]] Cash unrealised(std::size_t rank) const {
        return nets_[rank].value - nets_[rank].cost;
    }

    [[nodiscard]] Result<FillTerms> terms_of(const Fill& fill, std::size_t rank) const;
    [[nodiscard]] Result<Draft> draft_of(std::size_t rank,
                                         std::size_t place,
                                         const FillTerms& fill) const;
    void add_spot_entries(Posting& posting, const Draft& draft, const FillTerms& fill) const;
    void add_perp_entries(Posting& posting, const Draft& draft) const;
    [[nodiscard]] Cash margin_after(std::size_t rank,
                                    const FillTerms& fill,
                                    std::int64_t units_after) const;
    [[nodiscard]] Status commit(const Draft& draft, const Cause& cause, const Posting& posting);

    [[nodiscard]] Result<MarginCall> isolated_call(std::size_t rank,
                                                   Price mark,
                                                   UnixNanos time) const;
    [[nodiscard]] Result<MarginCall> cross_call(std::size_t rank, Price mark, UnixNanos time) const;
    [[nodiscard]] Status add_position(MarginCall& call,
                                      std::size_t rank,
                                      Price mark,
                                      UnixNanos time) const;
    [[nodiscard]] Status close_at_mark(std::size_t rank, UnixNanos time, Liquidation& sum);
    [[nodiscard]] Status cover(std::size_t rank, UnixNanos time, Cash shortfall);
    // `value` is what the net position is worth at that mark, rounded down; nothing: does not fit.
    [[nodiscard]] Status take_mark(std::size_t rank, Price mark_e8, std::optional<Cash> value);
    // Sums the equity up again from the ledger and the values of the positions.
    [[nodiscard]] Status refresh();

    std::vector<Listing> listings_;       // by name
    std::vector<Allotment> instances_;    // by id
    std::vector<std::uint32_t> rank_of_;  // by instrument id: rank + 1, 0 is unlisted
    std::vector<Net> nets_;               // by rank
    std::vector<Slot> slots_;             // by rank, then instance
    Ledger ledger_;
    AssetId asset_;
    Cash equity_;
    Cash fees_paid_;
};

}  // namespace tradelab
