#pragma once

#include "core/filters.hpp"
#include "core/id.hpp"
#include "core/money.hpp"
#include "core/order.hpp"
#include "core/rounding.hpp"
#include "core/time.hpp"
#include "risk/protection_book.hpp"
#include "risk/refusal.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// What a run leaves behind: facts, in the order in which they happened, in integers only (but for
// what is said to people).  Reports, metrics and the result hash are made of these.
namespace tradelab {

// Who asked for an order.
enum class OrderPurpose : std::uint8_t {
    target = 1,       // to hold what a target asks for
    order = 2,        // an order intent
    stop = 3,         // a protective stop was set off
    take = 4,         // a take-profit was reached
    pair_unwind = 5,  // a leg that stood alone too long
    gap = 6,          // flat after a gap in the data
    end = 7,          // closed at the end of the run, where that was asked for
    pair_bound = 8,   // a hedge pair left its bounds: the host unwinds it or trims a leg
    command = 9,      // a person wanted it closed
};

// An order that was wished for, whatever became of it.
struct OrderRecord {
    OrderId order;  // 0 where it was refused before it had one
    InstanceId instance;
    OrderTerms terms;
    OrderPurpose purpose = OrderPurpose::order;
    std::uint32_t reason = 0;  // of the intent: place in the plugin's reasons
    EventSeq cause;
    UnixNanos decided_at;
    OrderState state = OrderState::intent;
    Quantity filled = {};
    std::uint32_t pair = 0;  // number of the group that it was sent with, from 1; 0: alone
    std::optional<Refusal> refused_by_risk = {};
    std::optional<FilterRefusal> refused_by_filter = {};
};

// Why a fill has the price it has.
enum class FillCause : std::uint8_t {
    next_open = 1,  // at market, at the open of the bar after the decision
    stop = 2,
    take = 3,
    limit = 4,
    liquidation = 5,
    close = 6,  // at the last close: only where the run's end closes positions
};

struct FillRecord {
    OrderId order;
    InstanceId instance;
    InstrumentId instrument;
    Side side = Side::buy;
    FillCause cause = FillCause::next_open;
    Price price;
    Quantity quantity;
    Cash fee = {};       // worth in the settlement asset; positive is paid
    Cash slippage = {};  // paid against the reference price (open, stop or limit); positive is lost
    Cash realised = {};  // of this fill, before its fee
    Quantity position_after = {};  // of the instance
    UnixNanos at;
    std::uint32_t reason = 0;   // of the intent behind it
    bool is_ambiguous = false;  // the bar could also have been read in our favour
};

// How the mark of a funding settlement was known.
enum class MarkSource : std::uint8_t { recorded = 1, last_price = 2 };

struct FundingRecord {
    InstanceId instance;
    InstrumentId instrument;
    UnixNanos boundary;
    Rate rate;
    Price mark;  // 1e-8
    MarkSource mark_source = MarkSource::recorded;
    Quantity position;
    Cash paid = {};  // negative: received
};

struct LiquidationRecord {
    InstrumentId instrument;
    UnixNanos at;
    Price mark;  // 1e-8
    Cash realised = {};
    Cash fee = {};
    Cash insurance = {};
};

struct NoteRecord {
    InstanceId instance;
    UnixNanos at;
    std::uint32_t reason = 0;
    double number = 0;
};

// An instance that failed, or was retired, and was taken out while the others went on.
struct IsolationRecord {
    InstanceId instance;
    UnixNanos at;
    std::string why;  // for people: no part of any hash
};

// Equity of the account after each bar of the run's clock: the shortest interval among the bars.
// Columns of one length.
struct EquityCurve {
    std::vector<std::int64_t> ts;      // close of the bar
    std::vector<std::int64_t> equity;  // Cash, 1e-8
    // Gross exposure at the close, Cash; 0 when flat.
    std::vector<std::int64_t> exposure;
};

struct RunCounts {
    std::uint64_t events = 0;  // delivered to strategies
    std::uint64_t bars = 0;
    std::uint64_t ambiguous_bars = 0;  // where the order of prices inside the bar mattered
    std::uint64_t resolved_bars = 0;   // of these, resolved by finer bars
    std::uint64_t partial_fills = 0;   // by the participation cap
    std::uint64_t gaps = 0;
    std::uint64_t funding_without_mark = 0;
    std::uint64_t malformed_intents = 0;
    std::uint64_t unknown_volume_fills = 0;  // in bars whose volume nobody counted
    std::uint64_t venue_rejections = 0;      // approved, and could not be paid or filled
    std::uint64_t pairs = 0;                 // groups of orders that were sent together
    std::uint64_t pair_unwinds = 0;          // orders that undid or completed a lone leg
    // Hedge pairs that left their bounds, so that the host unwound both legs or trimmed one.
    std::uint64_t margin_unwinds = 0;
    std::uint64_t basis_unwinds = 0;
    std::uint64_t delta_trims = 0;
};

// What stood between the open positions and ruin, at the end of each bar of the run's clock.
struct CoverageRecord {
    struct Kind {
        std::uint64_t bars = 0;  // with a position so protected
        Int128 exposure = 0;     // Cash, summed over these bars
    };
    std::uint64_t open_bars = 0;                           // with any position
    std::array<Kind, protection_kind_count> of_kind = {};  // by ProtectionKind; `none` is bare

    void add(const Coverage& coverage, std::uint64_t bars);
    // With a position that nothing protects, or not all of it.
    [[nodiscard]] std::uint64_t bare_bars() const {
        return of_kind[static_cast<std::size_t>(ProtectionKind::none)].bars;
    }
    [[nodiscard]] Int128 exposure() const;  // of all kinds
    // Bars in which all that was open was protected / bars in which anything was.  Nothing where
    // nothing ever was: undefined is not "fully covered".
    [[nodiscard]] std::optional<Rate> of_time() const;
    // Protected exposure / exposure, both summed over bars.
    [[nodiscard]] std::optional<Rate> of_exposure() const;
    [[nodiscard]] std::optional<Rate> of_exposure(ProtectionKind kind) const;
};

struct RunRecord {
    std::vector<OrderRecord> orders;  // by decision
    std::vector<FillRecord> fills;
    std::vector<FundingRecord> funding;
    std::vector<LiquidationRecord> liquidations;
    std::vector<NoteRecord> notes;
    std::vector<IsolationRecord> isolations;
    EquityCurve curve;
    RunCounts counts;
    CoverageRecord coverage;
    std::vector<std::uint64_t> refused_by_reason;  // index: RiskReason
};

}  // namespace tradelab
