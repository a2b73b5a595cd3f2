#include "lab/round_trips.hpp"

#include "core/check.hpp"
#include "core/rounding.hpp"

#include <algorithm>
#include <cstddef>

namespace tradelab {
namespace {

// Prices weighted by quantity, for an average.
struct Weighted {
    Int128 value = 0;
    Int128 quantity = 0;

    void add(Price price, std::int64_t amount) {
        value += Int128{price.mantissa()} * amount;
        quantity += amount;
    }
    [[nodiscard]] std::optional<Price> average(Rounding rounding) const {
        if (quantity == 0) {
            return std::nullopt;
        }
        return Price(static_cast<std::int64_t>(divide(value, quantity, rounding)));
    }
};

std::int64_t size_of(Quantity quantity) {
    return quantity.mantissa() < 0 ? -quantity.mantissa() : quantity.mantissa();
}

// What one instance holds in one instrument, and the trade that this makes.
struct Holding {
    InstanceId instance;
    InstrumentId instrument;
    Quantity position = {};
    std::size_t trade = 0;  // place in the list, while something is held
    Weighted entries = {};
    Weighted exits = {};
};

// A part of a fill, with its share of what the fill cost.
struct Part {
    std::int64_t quantity = 0;
    Cash fee = {};
    Cash slippage = {};
};

Cash share(Cash amount, std::int64_t part, std::int64_t whole) {
    const Int128 product = Int128{amount.mantissa()} * part;
    return Cash(static_cast<std::int64_t>(divide(product, whole, Rounding::up)));
}

class Trips {
public:
    explicit Trips(std::span<const Quantity> lots) : lots_(lots) {}

    void take(const FillRecord& fill) {
        Holding& held = holding(fill.instance, fill.instrument);
        const std::int64_t before = held.position.mantissa();
        const Quantity left = without_dust(fill);
        const std::int64_t after = left.mantissa();
        const bool closes = before != 0 && (before > 0) != (fill.side == Side::buy);
        const bool flips = closes && after != 0 && (after > 0) != (before > 0);

        Part rest{.quantity = fill.quantity.mantissa(), .fee = fill.fee, .slippage = fill.slippage};
        if (closes) {
            const std::int64_t closed =
                flips ? std::min(size_of(held.position), rest.quantity) : rest.quantity;
            close(held, fill, cut(rest, closed));
            if (after == 0 || flips) {
                finish(held, fill);
            }
        }
        if (rest.quantity > 0) {
            if (before == 0 || flips) {
                begin(held, fill);
            }
            open(held, fill, rest);
        }
        held.position = left;
    }

    void take(const FundingRecord& funding) {
        const Holding& held = holding(funding.instance, funding.instrument);
        TL_CHECK_MSG(held.position != Quantity(), "funding was settled on a position that is not");
        trades_[held.trade].funding += funding.paid;
    }

    [[nodiscard]] std::vector<RoundTrip> done() {
        for (const Holding& held : holdings_) {
            if (held.position != Quantity()) {
                price(held);
            }
        }
        for (RoundTrip& trade : trades_) {
            trade.net = trade.gross - trade.fees - trade.funding;
        }
        return std::move(trades_);
    }

private:
    [[nodiscard]] Quantity without_dust(const FillRecord& fill) const {
        const std::size_t at = fill.instrument.value() - 1;
        const bool is_dust =
            at < lots_.size() && size_of(fill.position_after) < lots_[at].mantissa();
        return is_dust ? Quantity() : fill.position_after;
    }

    Holding& holding(InstanceId instance, InstrumentId instrument) {
        const auto at = std::ranges::find_if(holdings_, [&](const Holding& held) {
            return held.instance == instance && held.instrument == instrument;
        });
        if (at != holdings_.end()) {
            return *at;
        }
        return holdings_.emplace_back(Holding{.instance = instance, .instrument = instrument});
    }

    static Part cut(Part& whole, std::int64_t quantity) {
        const Part part{.quantity = quantity,
                        .fee = share(whole.fee, quantity, whole.quantity),
                        .slippage = share(whole.slippage, quantity, whole.quantity)};
        whole.quantity -= part.quantity;
        whole.fee -= part.fee;
        whole.slippage -= part.slippage;
        return part;
    }

    void begin(Holding& held, const FillRecord& fill) {
        held.trade = trades_.size();
        held.entries = {};
        held.exits = {};
        trades_.push_back({.instance = fill.instance,
                           .instrument = fill.instrument,
                           .side = fill.side,
                           .opened_at = fill.at,
                           .closed_at = {},
                           .entry = {},
                           .exit = {},
                           .quantity = {},
                           .entry_reason = fill.reason});
    }

    void open(Holding& held, const FillRecord& fill, const Part& part) {
        RoundTrip& trade = trades_[held.trade];
        held.entries.add(fill.price, part.quantity);
        trade.quantity = std::max(trade.quantity, Quantity(size_of(fill.position_after)));
        charge(trade, fill, part);
    }

    void close(Holding& held, const FillRecord& fill, const Part& part) {
        RoundTrip& trade = trades_[held.trade];
        held.exits.add(fill.price, part.quantity);
        trade.gross += fill.realised;
        trade.exit_reason = fill.reason;
        trade.exit_cause = fill.cause;
        charge(trade, fill, part);
    }

    static void charge(RoundTrip& trade, const FillRecord& fill, const Part& part) {
        trade.fees += part.fee;
        trade.slippage += part.slippage;
        trade.is_ambiguous = trade.is_ambiguous || fill.is_ambiguous;
    }

    void finish(const Holding& held, const FillRecord& fill) {
        trades_[held.trade].closed_at = fill.at;
        price(held);
    }

    void price(const Holding& held) {
        RoundTrip& trade = trades_[held.trade];
        const bool is_long = trade.side == Side::buy;
        trade.entry =
            held.entries.average(is_long ? Rounding::up : Rounding::down).value_or(Price());
        trade.exit = held.exits.average(is_long ? Rounding::down : Rounding::up);
    }

    std::span<const Quantity> lots_;
    std::vector<Holding> holdings_;
    std::vector<RoundTrip> trades_;
};

}  // namespace

std::vector<RoundTrip> round_trips(std::span<const FillRecord> fills,
                                   std::span<const FundingRecord> funding,
                                   std::span<const Quantity> lots) {
    Trips trips(lots);
    std::size_t next = 0;
    for (const FundingRecord& settlement : funding) {
        while (next < fills.size() && fills[next].at < settlement.boundary) {
            trips.take(fills[next++]);
        }
        trips.take(settlement);
    }
    for (; next < fills.size(); ++next) {
        trips.take(fills[next]);
    }
    return trips.done();
}

}  // namespace tradelab
