#include "portfolio/portfolio.hpp"
#include "portfolio/portfolio_errors.hpp"

#include <algorithm>
#include <utility>

namespace tradelab {

using detail::no_tiers;
using detail::overflow;

namespace {

// quantity x mark x rate, rounded once, against us.  Nothing when it does not fit.
std::optional<Cash> funding_payment(std::int64_t units, int unit_places, const FundingInstant& at) {
    Int128 product = Int128{units} * at.mark.mantissa();
    if (__builtin_mul_overflow(product, Int128{at.rate.mantissa()}, &product)) {
        return std::nullopt;
    }
    // units + mark + rate places, less those of cash: at most 8 + 8 + 12 - 8.
    const Int128 scale = Int128{DecimalPlaces(unit_places).one()} * rate_places.one();
    return narrow_to_cash(divide(product, scale, as_payer));
}

}  // namespace

Result<Cash> Portfolio::settle_funding(const FundingInstant& funding) {
    const std::size_t rank = rank_of(funding.instrument);
    const Listing& listing = listings_[rank];
    if (is_spot(rank) || funding.mark <= Price()) {
        return fail(ErrorCode::invalid_argument,
                    listing.name.text() + ": funding of spot, or at a mark that is not above 0",
                    "a missing mark at a funding instant is a hole: report it, do not settle");
    }
    const Book payer = listing.margin.mode == MarginMode::isolated ? Book::margin : Book::cash;
    Cash total;
    for (std::size_t place = 0; place < instances_.size(); ++place) {
        Slot& held = slot(rank, place);
        if (held.units == 0) {
            continue;
        }
        const auto payment = funding_payment(held.units, listing.places.quantity.count(), funding);
        const auto paid = payment ? checked_add(held.funding, *payment) : std::nullopt;
        const auto margin = payment ? checked_sub(nets_[rank].margin, *payment) : std::nullopt;
        const auto sum = payment ? checked_add(total, *payment) : std::nullopt;
        if (!paid || !margin || !sum) {
            return overflow(listing, "funding");
        }
        Posting posting;
        posting.add(account(Wallet::futures, payer), -*payment);
        posting.add(account(Wallet::futures, Book::funding), *payment);
        const Cause cause{.time = funding.boundary,
                          .kind = RowKind::funding,
                          .instance = instances_[place].instance,
                          .instrument = listing.id};
        if (auto posted = ledger_.post(cause, static_cast<std::uint32_t>(rank + 1), posting);
            !posted) {
            return fail(std::move(posted).error());
        }
        held.funding = *paid;
        total = *sum;
        nets_[rank].margin = payer == Book::margin ? *margin : nets_[rank].margin;
    }
    if (auto done = refresh(); !done) {
        return fail(std::move(done).error());
    }
    return total;
}

Status Portfolio::add_position(MarginCall& call,
                               std::size_t rank,
                               Price mark,
                               UnixNanos time) const {
    const Net& net = nets_[rank];
    const MaintenanceTable* tiers = listings_[rank].tiers.at(time);
    if (tiers == nullptr) {
        return no_tiers(listings_[rank], time);
    }
    const auto value = net.at_mark.value(mark.mantissa(), net.units, as_receiver);
    const auto profit = value ? checked_sub(*value, net.cost) : std::nullopt;
    const auto size = value ? checked_sub(Cash(), *value) : std::nullopt;
    if (!profit || !size) {
        return overflow(listings_[rank], "value");
    }
    const auto maintenance = tiers->maintenance(*value < Cash() ? *size : *value);
    const auto balance = checked_add(call.balance, *profit);
    const auto sum = maintenance ? checked_add(call.maintenance, *maintenance) : std::nullopt;
    if (!balance || !sum) {
        return overflow(listings_[rank], "margin");
    }
    call = {.balance = *balance, .maintenance = *sum};
    return {};
}

Result<MarginCall> Portfolio::isolated_call(std::size_t rank, Price mark, UnixNanos time) const {
    MarginCall call{.balance = nets_[rank].margin};
    if (auto added = add_position(call, rank, mark, time); !added) {
        return fail(std::move(added).error());
    }
    return call;
}

Result<MarginCall> Portfolio::cross_call(std::size_t rank, Price mark, UnixNanos time) const {
    MarginCall call{.balance = balance(Wallet::futures, Book::cash)};
    for (std::size_t other = 0; other < nets_.size(); ++other) {
        const bool counts = !is_spot(other) && nets_[other].units != 0 &&
                            listings_[other].margin.mode == MarginMode::cross;
        if (!counts) {
            continue;
        }
        const Price at = other == rank ? mark : nets_[other].mark;
        if (auto added = add_position(call, other, at, time); !added) {
            return fail(std::move(added).error());
        }
    }
    return call;
}

Result<std::optional<MarginCall>> Portfolio::margin_call(InstrumentId instrument,
                                                         Price mark_e8,
                                                         UnixNanos time) const {
    const std::size_t rank = rank_of(instrument);
    if (is_spot(rank) || nets_[rank].units == 0) {
        return std::optional<MarginCall>();
    }
    const bool isolated = listings_[rank].margin.mode == MarginMode::isolated;
    const auto call =
        isolated ? isolated_call(rank, mark_e8, time) : cross_call(rank, mark_e8, time);
    if (!call) {
        return fail(call.error());
    }
    return std::optional(*call);
}

bool Portfolio::outlives_any_mark(InstrumentId instrument, UnixNanos time) const {
    const std::size_t rank = rank_of(instrument);
    const Net& net = nets_[rank];
    if (is_spot(rank)) {
        return true;
    }
    if (net.units <= 0 || listings_[rank].tiers.at(time) == nullptr) {
        return false;
    }
    if (listings_[rank].margin.mode == MarginMode::isolated) {
        return net.margin > net.cost;
    }
    for (std::size_t other = 0; other < nets_.size(); ++other) {
        if (other != rank && nets_[other].units != 0 && !is_spot(other)) {
            return false;
        }
    }
    // balance = cash + value - cost > value >= maintenance: rates are at most 1.
    return balance(Wallet::futures, Book::cash) > net.cost;
}

Cash Portfolio::free_margin(Wallet wallet) const {
    const Cash cash = balance(wallet, Book::cash);
    if (wallet == Wallet::spot) {
        return cash;
    }
    Cash bound;
    Cash loss;
    for (std::size_t rank = 0; rank < nets_.size(); ++rank) {
        const Listing& listing = listings_[rank];
        if (is_spot(rank) || listing.margin.mode == MarginMode::isolated) {
            continue;
        }
        const Cash value = nets_[rank].value;
        bound += initial_margin(magnitude(value), listing.margin.leverage);
        loss += unrealised(rank);
    }
    return cash - bound + std::min(loss, Cash());
}

}  // namespace tradelab
