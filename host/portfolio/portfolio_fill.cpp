#include "core/check.hpp"
#include "portfolio/portfolio.hpp"

#include <utility>

namespace tradelab {

// A fill worked out and not yet booked.
struct Portfolio::Draft {
    std::size_t rank = 0;
    std::size_t place = 0;
    FillMath math = {};
    std::int64_t net_units = 0;
    Cash net_cost = {};
    Cash net_margin = {};
    Price mark = {};
    Cash value = {};  // of the net units at that mark
};

namespace {

std::int64_t magnitude(std::int64_t units) {
    return units < 0 ? -units : units;
}

// A quarter of what 64 bits hold, 23 billion of an asset: four such amounts can be added by plain
// operators, and no posting adds more.
bool is_bounded(Cash amount) {
    constexpr Cash most{std::int64_t{1} << 61U};
    return amount <= most && amount >= -most;
}

bool is_bounded(const FillMath& math) {
    const Slot& after = math.after;
    return is_bounded(math.value) && is_bounded(math.removed) && is_bounded(math.added) &&
           is_bounded(math.realised) && is_bounded(math.fee) && is_bounded(after.cost) &&
           is_bounded(after.realised) && is_bounded(after.fees) && is_bounded(Cash(after.units));
}

}  // namespace

Result<FillTerms> Portfolio::terms_of(const Fill& fill, std::size_t rank) const {
    const Listing& listing = listings_[rank];
    FillTerms terms{.side = fill.side, .price = fill.price, .fee = fill.fee};
    const bool positive = fill.quantity > Quantity() && fill.price > Price();
    if (!positive || __builtin_mul_overflow(
                         fill.quantity.mantissa(), nets_[rank].units_per_quantity, &terms.units)) {
        return fail(ErrorCode::malformed,
                    listing.name.text() + ": a fill of " +
                        std::to_string(fill.quantity.mantissa()) + " at " +
                        std::to_string(fill.price.mantissa()),
                    "quantity and price are above 0 and fit with 8 decimal places");
    }
    if (is_spot(rank) && fill.fee_asset == listing.base) {
        terms.fee_paid_in = FeePaidIn::base;
    } else if (fill.fee_asset != listing.quote && fill.fee != Cash()) {
        return fail(ErrorCode::unsupported,
                    listing.name.text() + ": a fee in " + fill.fee_asset,
                    "switch off fee discounts: fees are booked in " + listing.quote +
                        ", or of a spot buy in its base asset");
    }
    return terms;
}

Cash Portfolio::margin_after(std::size_t rank,
                             const FillTerms& fill,
                             std::int64_t units_after) const {
    const Net& net = nets_[rank];
    const MarginTerms& margin = listings_[rank].margin;
    if (is_spot(rank) || margin.mode == MarginMode::cross || units_after == 0) {
        return {};
    }
    const bool same_side = (net.units > 0) == (units_after > 0) && net.units != 0;
    const std::int64_t kept =
        same_side ? std::min(magnitude(net.units), magnitude(units_after)) : 0;
    const std::int64_t opened = magnitude(units_after) - kept;
    // Released rounded up, so that what stays is never more than its share; added rounded up.
    const Cash stays =
        kept == 0 ? Cash() : proportion(net.margin, kept, magnitude(net.units), Rounding::down);
    const auto notional = net.at_price.value(fill.price.mantissa(), opened, as_payer);
    TL_CHECK_MSG(notional.has_value(), "a part of a value that fits");
    return stays + initial_margin(*notional, margin.leverage);
}

Result<Portfolio::Draft> Portfolio::draft_of(std::size_t rank,
                                             std::size_t place,
                                             const FillTerms& fill) const {
    const Net& net = nets_[rank];
    auto math = is_spot(rank) ? spot_fill(slot(rank, place), fill, net.at_price)
                              : perp_fill(slot(rank, place), fill, net.at_price);
    if (!math) {
        return fail(std::move(math).error(), listings_[rank].name.text());
    }
    Draft draft{.rank = rank, .place = place, .math = *math, .mark = net.mark};
    const auto less = checked_sub(net.cost, math->removed);
    const auto cost = less ? checked_add(*less, math->added) : std::nullopt;
    const std::int64_t change = math->after.units - slot(rank, place).units;
    // The value must fit at the fill's price, too: margin and marks are worked out from it.
    const bool adds = cost && !__builtin_add_overflow(net.units, change, &draft.net_units);
    const auto value =
        adds ? net.at_price.value(fill.price.mantissa(), draft.net_units, as_payer) : std::nullopt;
    const bool fits = value && is_bounded(*value) && is_bounded(*cost) && is_bounded(draft.math) &&
                      is_bounded(fill.fee) && is_bounded(Cash(draft.net_units));
    if (!fits) {
        return fail(ErrorCode::overflow,
                    listings_[rank].name.text() + ": the position does not fit into 64 bits",
                    "use amounts below 23 billion of an asset");
    }
    draft.net_cost = *cost;
    draft.net_margin = margin_after(rank, fill, draft.net_units);
    if (draft.mark == Price()) {
        draft.mark =
            rescale(fill.price, listings_[rank].places.price, mark_places).value_or(Price());
    }
    const auto at_mark = net.at_mark.value(draft.mark.mantissa(), draft.net_units, as_receiver);
    if (draft.mark <= Price() || !at_mark || !is_bounded(*at_mark)) {
        return fail(ErrorCode::overflow,
                    listings_[rank].name.text() + ": the position's value at its mark");
    }
    draft.value = *at_mark;
    const std::int64_t off_grid =
        is_spot(rank) ? draft.math.after.units % net.lot_units : std::int64_t{0};
    draft.math.after.dust = Cash(off_grid);
    return draft;
}

void Portfolio::add_spot_entries(Posting& posting,
                                 const Draft& draft,
                                 const FillTerms& fill) const {
    const FillMath& math = draft.math;
    const bool in_base = fill.fee_paid_in == FeePaidIn::base;
    const Cash fee_in_quote = in_base ? Cash() : math.fee;
    posting.add(account(Wallet::spot, Book::cash), -math.value - fee_in_quote);
    posting.add(account(Wallet::spot, Book::cost), math.added - math.removed);
    posting.add(account(Wallet::spot, Book::realised), -math.realised);
    posting.add(account(Wallet::spot, Book::fees), math.fee);

    const auto base = [&](Book book) {
        return Account{.wallet = Wallet::spot, .book = book, .asset = nets_[draft.rank].base};
    };
    const Slot& before = slot(draft.rank, draft.place);
    const Cash moved(fill.side == Side::buy ? fill.units : -fill.units);
    const Cash fee_in_base = in_base ? fill.fee : Cash();
    const Cash dust = math.after.dust - before.dust;
    posting.add(base(Book::cash), moved - fee_in_base - dust);
    posting.add(base(Book::dust), dust);
    posting.add(base(Book::fees), fee_in_base);
    posting.add(base(Book::traded), -moved);
}

void Portfolio::add_perp_entries(Posting& posting, const Draft& draft) const {
    const FillMath& math = draft.math;
    const Cash cost = math.added - math.removed;
    const Cash aside = draft.net_margin - nets_[draft.rank].margin;
    posting.add(account(Wallet::futures, Book::cash), math.realised - math.fee - aside);
    posting.add(account(Wallet::futures, Book::margin), aside);
    posting.add(account(Wallet::futures, Book::cost), cost);
    posting.add(account(Wallet::futures, Book::contract), -cost);
    posting.add(account(Wallet::futures, Book::realised), -math.realised);
    posting.add(account(Wallet::futures, Book::fees), math.fee);
}

Status Portfolio::commit(const Draft& draft, const Cause& cause, const Posting& posting) {
    if (auto posted = ledger_.post(cause, static_cast<std::uint32_t>(draft.rank + 1), posting);
        !posted) {
        return posted;
    }
    Net& net = nets_[draft.rank];
    slot(draft.rank, draft.place) = draft.math.after;
    net.units = draft.net_units;
    net.cost = draft.net_cost;
    net.margin = draft.net_margin;
    net.mark = draft.mark;
    net.value = draft.value;
    return refresh();
}

Result<FillEffect> Portfolio::apply(const Fill& fill) {
    if (!is_listed(fill.instrument) || !is_known(fill.instance)) {
        return fail(ErrorCode::not_found,
                    "a fill of instrument " + std::to_string(fill.instrument.value()) +
                        " for instance " + std::to_string(fill.instance.value()),
                    "list both when the portfolio is made");
    }
    const std::size_t rank = rank_of(fill.instrument);
    const std::size_t place = place_of(fill.instance);
    const auto terms = terms_of(fill, rank);
    if (!terms) {
        return fail(terms.error());
    }
    auto draft = draft_of(rank, place, *terms);
    if (!draft) {
        return fail(std::move(draft).error());
    }

    // A spot wallet lends nothing.  Fees are part of what must be there.
    const Cash paid =
        draft->math.value + (terms->fee_paid_in == FeePaidIn::quote ? fill.fee : Cash());
    if (is_spot(rank) && paid > balance(Wallet::spot, Book::cash)) {
        return fail(ErrorCode::refused,
                    listings_[rank].name.text() + ": a buy for more than the spot wallet holds",
                    "there are no transfers: split the capital differently, or trade smaller");
    }

    Posting posting;
    if (is_spot(rank)) {
        add_spot_entries(posting, *draft, *terms);
    } else {
        add_perp_entries(posting, *draft);
    }
    const FillEffect effect{
        .realised = draft->math.realised,
        .fee = draft->math.fee,
        .position_before = quantity_of(rank, slot(rank, place).units),
        .position_after = quantity_of(rank, draft->math.after.units),
    };
    const Cause cause{.time = fill.at_venue,
                      .kind = RowKind::fill,
                      .order = fill.order,
                      .trade = fill.trade,
                      .instance = fill.instance,
                      .instrument = fill.instrument};
    if (auto done = commit(*draft, cause, posting); !done) {
        return fail(std::move(done).error());
    }
    return effect;
}

}  // namespace tradelab
