#include "portfolio/portfolio.hpp"

#include "core/check.hpp"
#include "core/limits.hpp"

#include <algorithm>
#include <utility>

namespace tradelab {
namespace {

std::vector<std::string> assets_of(const PortfolioOptions& options) {
    std::vector<std::string> assets = {options.asset};
    for (const Listing& listing : options.listings) {
        if (listing.kind == InstrumentKind::spot) {
            assets.push_back(listing.base);
        }
    }
    std::ranges::sort(assets);
    const auto repeated = std::ranges::unique(assets);
    assets.erase(repeated.begin(), repeated.end());
    return assets;
}

}  // namespace

Result<Portfolio> Portfolio::make(PortfolioOptions options) {
    if (auto good = check_options(options); !good) {
        return fail(std::move(good).error());
    }
    std::ranges::sort(options.listings, {}, &Listing::name);
    std::ranges::sort(options.instances, {}, &Allotment::instance);

    auto assets = assets_of(options);
    Portfolio portfolio(options, std::move(assets));
    if (auto opened = portfolio.open(options); !opened) {
        return fail(std::move(opened).error());
    }
    return portfolio;
}

Portfolio::Portfolio(PortfolioOptions options, std::vector<std::string> assets)
    : listings_(std::move(options.listings)),
      instances_(std::move(options.instances)),
      nets_(listings_.size()),
      slots_(listings_.size() * instances_.size()),
      ledger_(std::move(assets), options.rows),
      asset_(ledger_.asset(options.asset)) {
    std::uint32_t id_max = 0;
    for (const Listing& listing : listings_) {
        id_max = std::max(id_max, listing.id.value());
    }
    TL_CHECK_MSG(id_max <= limits::instruments_max, "instrument ids are dense");
    rank_of_.resize(std::size_t{id_max} + 1);
    for (std::size_t rank = 0; rank < listings_.size(); ++rank) {
        const Listing& listing = listings_[rank];
        Net& net = nets_[rank];
        rank_of_[listing.id.value()] = static_cast<std::uint32_t>(rank + 1);
        DecimalPlaces unit_places = listing.places.quantity;
        if (listing.kind == InstrumentKind::spot) {
            net.base = ledger_.asset(listing.base);
            unit_places = cash_places;
        }
        net.units_per_quantity =
            DecimalPlaces(unit_places.count() - listing.places.quantity.count()).one();
        net.lot_units = listing.lot.mantissa() * net.units_per_quantity;
        net.mark_per_price =
            DecimalPlaces(mark_places.count() - listing.places.price.count()).one();
        net.at_price = ValueScale(listing.places.price, unit_places);
        net.at_mark = ValueScale(mark_places, unit_places);
    }
}

Status Portfolio::open(const PortfolioOptions& options) {
    const auto deposit = [&](Wallet wallet, Cash amount) -> Status {
        Posting posting;
        posting.add(account(wallet, Book::cash), amount);
        posting.add(account(wallet, Book::opening), -amount);
        return ledger_.post({.time = options.opened_at, .kind = RowKind::opening}, 0, posting);
    };
    if (auto spot = deposit(Wallet::spot, options.spot_cash); !spot) {
        return spot;
    }
    if (auto futures = deposit(Wallet::futures, options.futures_cash); !futures) {
        return futures;
    }
    return refresh();
}

std::size_t Portfolio::search_place(InstanceId instance) const {
    const auto at = std::ranges::lower_bound(instances_, instance, {}, &Allotment::instance);
    const bool is_there = at != instances_.end() && at->instance == instance;
    return is_there ? static_cast<std::size_t>(at - instances_.begin()) : instances_.size();
}

Status Portfolio::mark(InstrumentId instrument, Price mark_e8) {
    const std::size_t rank = rank_of(instrument);
    const Net& net = nets_[rank];
    return take_mark(rank, mark_e8, net.at_mark.value(mark_e8.mantissa(), net.units, as_receiver));
}

Status Portfolio::mark_at_last(InstrumentId instrument, Price last) {
    const std::size_t rank = rank_of(instrument);
    const Net& net = nets_[rank];
    const auto mark = checked_mul(last, net.mark_per_price);
    return take_mark(
        rank, mark.value_or(Price()), net.at_price.value(last.mantissa(), net.units, as_receiver));
}

Status Portfolio::take_mark(std::size_t rank, Price mark_e8, std::optional<Cash> value) {
    Net& net = nets_[rank];
    if (mark_e8 <= Price()) {
        return fail(ErrorCode::invalid_argument,
                    listings_[rank].name.text() + ": a mark of " +
                        std::to_string(mark_e8.mantissa()) + "e-8",
                    "a mark is above 0 and fits into 64 bits with 8 decimal places");
    }
    const auto change = value ? checked_sub(*value, net.value) : std::nullopt;
    const auto equity = change ? checked_add(equity_, *change) : std::nullopt;
    if (!equity) {
        return fail(ErrorCode::overflow,
                    listings_[rank].name.text() + ": its value does not fit into 64 bits",
                    "use amounts below 92 billion of an asset");
    }
    net.mark = mark_e8;
    net.value = *value;
    equity_ = *equity;
    return {};
}

Status Portfolio::refresh() {
    Int128 equity = 0;
    for (const Wallet wallet : {Wallet::spot, Wallet::futures}) {
        equity += balance(wallet, Book::cash).mantissa();
        equity += balance(wallet, Book::margin).mantissa();
    }
    for (std::size_t rank = 0; rank < nets_.size(); ++rank) {
        const Net& net = nets_[rank];
        equity += net.value.mantissa();
        equity -= is_spot(rank) ? 0 : net.cost.mantissa();
    }
    const auto narrow = narrow_to_cash(equity);
    if (!narrow) {
        return fail(ErrorCode::overflow, "the equity does not fit into 64 bits");
    }
    equity_ = *narrow;
    fees_paid_ = balance(Wallet::spot, Book::fees) + balance(Wallet::futures, Book::fees);
    return {};
}

Status Portfolio::post_valuation(UnixNanos time) {
    for (std::size_t rank = 0; rank < nets_.size(); ++rank) {
        Net& net = nets_[rank];
        const auto change = checked_sub(unrealised(rank), net.valued);
        if (!change) {
            return fail(ErrorCode::overflow, listings_[rank].name.text() + ": its valuation");
        }
        if (*change == Cash()) {
            continue;
        }
        const Wallet wallet = is_spot(rank) ? Wallet::spot : Wallet::futures;
        Posting posting;
        posting.add(account(wallet, Book::valuation), *change);
        posting.add(account(wallet, Book::unrealised), -*change);
        const Cause cause{
            .time = time, .kind = RowKind::valuation, .instrument = listings_[rank].id};
        if (auto posted = ledger_.post(cause, static_cast<std::uint32_t>(rank + 1), posting);
            !posted) {
            return posted;
        }
        net.valued = unrealised(rank);
    }
    return {};
}

Exposure Portfolio::exposure(InstrumentId instrument) const {
    const Net& net = nets_[rank_of(instrument)];
    const Int128 rest = Int128{equity_.mantissa()} - net.value.mantissa();
    Int128 factor = Int128{net.units} * net.at_price.up();
    std::int64_t down = net.at_price.down();
    // Whole lots need fewer places than the unit has: a smaller line fits more prices.
    while (down > 1 && factor % 10 == 0) {
        factor /= 10;
        down /= 10;
    }
    return {rest * down, factor, down};
}

}  // namespace tradelab
