#include "portfolio/portfolio.hpp"
#include "portfolio/portfolio_errors.hpp"

#include <utility>

namespace tradelab {

using detail::no_tiers;
using detail::overflow;

Result<std::optional<Price>> Portfolio::liquidation_mark(InstrumentId instrument,
                                                         UnixNanos time) const {
    const std::size_t rank = rank_of(instrument);
    const Net& net = nets_[rank];
    if (is_spot(rank) || net.units == 0) {
        return std::optional<Price>();
    }
    const auto liquidates = [&](std::int64_t mark) -> Result<bool> {
        const auto call = margin_call(instrument, Price(mark), time);
        if (!call) {
            return fail(call.error());
        }
        return (*call)->is_liquidated();
    };

    // A tier's rate is at most 1, so balance less maintenance only rises with the mark of a long
    // and only falls with that of a short: halve the interval.  `safe` and `gone` are the two
    // sides.
    const bool is_long = net.units > 0;
    std::int64_t safe = net.mark.mantissa();
    if (const auto now = liquidates(safe); !now) {
        return fail(now.error());
    } else if (*now) {
        return std::optional(net.mark);
    }
    std::int64_t gone = 0;
    if (!is_long) {
        // Doubling finds a mark that liquidates a short, if its value still fits.
        gone = safe;
        do {
            if (__builtin_mul_overflow(gone, 2, &gone)) {
                return std::optional<Price>();
            }
            const auto now = liquidates(gone);
            if (!now) {
                return std::optional<Price>();
            }
            if (*now) {
                break;
            }
            safe = gone;
        } while (true);
    } else if (const auto lowest = liquidates(1); !lowest) {
        return fail(lowest.error());
    } else if (!*lowest) {
        return std::optional<Price>();
    } else {
        gone = 1;
    }
    while (safe - gone > 1 || gone - safe > 1) {
        const std::int64_t middle = gone + (safe - gone) / 2;
        const auto now = liquidates(middle);
        if (!now) {
            return fail(now.error());
        }
        (*now ? gone : safe) = middle;
    }
    return std::optional(Price(gone));
}

Status Portfolio::close_at_mark(std::size_t rank, UnixNanos time, Liquidation& sum) {
    const Listing& listing = listings_[rank];
    const MaintenanceTable* tiers = listing.tiers.at(time);
    if (tiers == nullptr) {
        return no_tiers(listing, time);
    }
    for (std::size_t place = 0; place < instances_.size(); ++place) {
        Slot& held = slot(rank, place);
        if (held.units == 0) {
            continue;
        }
        const auto value =
            nets_[rank].at_mark.value(nets_[rank].mark.mantissa(), held.units, as_receiver);
        const auto gain = value ? checked_sub(*value, held.cost) : std::nullopt;
        const auto size = value ? checked_sub(Cash(), *value) : std::nullopt;
        const auto fee =
            size ? share_of(*value < Cash() ? *size : *value, tiers->liquidation_fee(), as_payer)
                 : std::nullopt;
        if (!gain || !fee) {
            return overflow(listing, "value");
        }
        Posting posting;
        posting.add(account(Wallet::futures, Book::cash), *gain - *fee);
        posting.add(account(Wallet::futures, Book::realised), -*gain);
        posting.add(account(Wallet::futures, Book::fees), *fee);
        posting.add(account(Wallet::futures, Book::cost), -held.cost);
        posting.add(account(Wallet::futures, Book::contract), held.cost);
        const Cause cause{.time = time,
                          .kind = RowKind::liquidation,
                          .instance = instances_[place].instance,
                          .instrument = listing.id};
        if (auto posted = ledger_.post(cause, static_cast<std::uint32_t>(rank + 1), posting);
            !posted) {
            return posted;
        }
        held.realised += *gain;
        held.fees += *fee;
        nets_[rank].units -= held.units;
        nets_[rank].cost -= held.cost;
        held.units = 0;
        held.cost = Cash();
        sum.realised += *gain;
        sum.fee += *fee;
    }
    nets_[rank].value = Cash();
    return {};
}

Status Portfolio::cover(std::size_t rank, UnixNanos time, Cash shortfall) {
    // What was set aside returns to cash with the loss already taken out of it; the venue bears
    // what is missing, so that a position never costs more than its margin.
    Net& net = nets_[rank];
    Posting posting;
    posting.add(account(Wallet::futures, Book::cash), net.margin + shortfall);
    posting.add(account(Wallet::futures, Book::margin), -net.margin);
    posting.add(account(Wallet::futures, Book::insurance), -shortfall);
    net.margin = Cash();
    return ledger_.post(
        {.time = time, .kind = RowKind::liquidation, .instrument = listings_[rank].id},
        static_cast<std::uint32_t>(rank + 1),
        posting);
}

Result<Liquidation> Portfolio::liquidate(InstrumentId instrument, Price mark_e8, UnixNanos time) {
    const std::size_t rank = rank_of(instrument);
    if (is_spot(rank) || nets_[rank].units == 0) {
        return fail(ErrorCode::invalid_argument,
                    listings_[rank].name.text() + ": nothing to liquidate",
                    "ask margin_call first");
    }
    if (auto marked = mark(instrument, mark_e8); !marked) {
        return fail(std::move(marked).error());
    }

    const bool isolated = listings_[rank].margin.mode == MarginMode::isolated;
    Liquidation sum;
    for (std::size_t other = 0; other < nets_.size(); ++other) {
        const bool goes =
            isolated ? other == rank
                     : !is_spot(other) && listings_[other].margin.mode == MarginMode::cross;
        if (!goes) {
            continue;
        }
        if (auto closed = close_at_mark(other, time, sum); !closed) {
            return fail(std::move(closed).error());
        }
    }
    const Cash left = isolated ? nets_[rank].margin + sum.realised - sum.fee
                               : balance(Wallet::futures, Book::cash);
    sum.insurance = left < Cash() ? -left : Cash();
    if (auto covered = cover(rank, time, sum.insurance); !covered) {
        return fail(std::move(covered).error());
    }
    if (auto done = refresh(); !done) {
        return fail(std::move(done).error());
    }
    return sum;
}

}  // namespace tradelab
