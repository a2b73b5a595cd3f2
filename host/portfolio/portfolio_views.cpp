#include "core/check.hpp"
#include "portfolio/portfolio.hpp"

namespace tradelab {
namespace {

Statement sum_of(const Statement& a, const Statement& b) {
    return {.cash = a.cash + b.cash,
            .margin = a.margin + b.margin,
            .holdings = a.holdings + b.holdings,
            .unrealised = a.unrealised + b.unrealised,
            .realised = a.realised + b.realised,
            .fees = a.fees + b.fees,
            .funding = a.funding + b.funding,
            .insurance = a.insurance + b.insurance,
            .opening = a.opening + b.opening,
            .equity = a.equity + b.equity};
}

Status agrees(Cash said, Cash is, const std::string& what) {
    if (said == is) {
        return {};
    }
    return fail(ErrorCode::internal,
                what + ": the books say " + std::to_string(said.mantissa()) +
                    "e-8, the positions " + std::to_string(is.mantissa()) + "e-8",
                "the run ends: its accounts can no longer be trusted; report this");
}

}  // namespace

Position Portfolio::view(std::size_t rank, const Slot& slot) const {
    const Net& net = nets_[rank];
    const auto value = net.at_mark.value(net.mark.mantissa(), slot.units, as_receiver);
    Position position{.quantity = quantity_of(rank, slot.units),
                      .cost = slot.cost,
                      .unrealised = value ? *value - slot.cost : Cash(),
                      .realised = slot.realised,
                      .fees = slot.fees,
                      .funding = slot.funding,
                      .dust = slot.dust};
    if (slot.units != 0) {
        // cost / units in the places of the price: cost = price x units x up / down.
        const Int128 numerator = Int128{slot.cost.mantissa()} * net.at_price.down();
        const Int128 denominator = Int128{slot.units} * net.at_price.up();
        const Int128 sign = denominator < 0 ? -1 : 1;
        const auto average =
            narrow_to_cash(divide(sign * numerator, sign * denominator, Rounding::half_even));
        position.average = average ? std::optional(Price(average->mantissa())) : std::nullopt;
    }
    return position;
}

Position Portfolio::position(InstanceId instance, InstrumentId instrument) const {
    const std::size_t rank = rank_of(instrument);
    return view(rank, slot(rank, place_of(instance)));
}

Position Portfolio::position(InstrumentId instrument) const {
    const std::size_t rank = rank_of(instrument);
    Slot sum;
    for (std::size_t place = 0; place < instances_.size(); ++place) {
        const Slot& part = slot(rank, place);
        sum.units += part.units;
        sum.cost += part.cost;
        sum.dust += part.dust;
        sum.realised += part.realised;
        sum.fees += part.fees;
        sum.funding += part.funding;
    }
    return view(rank, sum);
}

Cash Portfolio::funding_paid(InstanceId instance, InstrumentId instrument) const {
    return slot(rank_of(instrument), place_of(instance)).funding;
}

std::optional<Price> Portfolio::mark_of(InstrumentId instrument) const {
    const Price mark = nets_[rank_of(instrument)].mark;
    return mark == Price() ? std::nullopt : std::optional(mark);
}

std::optional<Cash> Portfolio::value_at(InstrumentId instrument, Price price) const {
    const Net& net = nets_[rank_of(instrument)];
    return net.at_price.value(price.mantissa(), net.units, Rounding::away_from_zero);
}

Cash Portfolio::budget(InstanceId instance) const {
    return instances_[place_of(instance)].budget;
}

Cash Portfolio::equity(InstanceId instance) const {
    const std::size_t place = place_of(instance);
    Cash equity = instances_[place].budget;
    for (std::size_t rank = 0; rank < nets_.size(); ++rank) {
        const Slot& held = slot(rank, place);
        const Net& net = nets_[rank];
        const auto value = net.at_mark.value(net.mark.mantissa(), held.units, as_receiver);
        const Cash unrealised = value ? *value - held.cost : Cash();
        equity += held.realised + unrealised - held.fees - held.funding;
    }
    return equity;
}

Statement Portfolio::statement(Wallet wallet) const {
    Statement out{.cash = balance(wallet, Book::cash),
                  .margin = balance(wallet, Book::margin),
                  .realised = -balance(wallet, Book::realised),
                  .fees = balance(wallet, Book::fees),
                  .funding = balance(wallet, Book::funding),
                  .insurance = -balance(wallet, Book::insurance),
                  .opening = -balance(wallet, Book::opening)};
    const bool spot = wallet == Wallet::spot;
    out.holdings = spot ? balance(wallet, Book::cost) : Cash();
    for (std::size_t rank = 0; rank < nets_.size(); ++rank) {
        out.unrealised += is_spot(rank) == spot ? unrealised(rank) : Cash();
    }
    out.equity = out.cash + out.margin + out.holdings + out.unrealised;
    return out;
}

Statement Portfolio::statement() const {
    return sum_of(statement(Wallet::spot), statement(Wallet::futures));
}

Status Portfolio::check() const {
    if (auto balanced = ledger_.check(); !balanced) {
        return balanced;
    }
    Statement sum;  // of slots: cost of spot in `holdings`, of perpetuals in `cash`
    std::vector<Cash> base(ledger_.assets().size());
    for (std::size_t rank = 0; rank < nets_.size(); ++rank) {
        const Net& net = nets_[rank];
        Slot all;
        for (std::size_t place = 0; place < instances_.size(); ++place) {
            const Slot& part = slot(rank, place);
            all.units += part.units;
            all.cost += part.cost;
            all.dust += part.dust;
            sum.realised += part.realised;
            sum.fees += part.fees;
            sum.funding += part.funding;
        }
        if (auto units = agrees(Cash(net.units), Cash(all.units), listings_[rank].name.text());
            !units) {
            return units;
        }
        if (auto cost = agrees(net.cost, all.cost, listings_[rank].name.text() + " cost"); !cost) {
            return cost;
        }
        sum.margin += net.margin;
        (is_spot(rank) ? sum.holdings : sum.cash) += all.cost;
        if (is_spot(rank)) {
            base[std::size_t{net.base.value()} - 1] += Cash(all.units);
        }
    }
    for (std::size_t i = 0; i < base.size(); ++i) {
        const AssetId asset(static_cast<std::uint16_t>(i + 1));
        if (asset == asset_) {
            continue;
        }
        const Cash held = ledger_.balance({Wallet::spot, Book::cash, asset}) +
                          ledger_.balance({Wallet::spot, Book::dust, asset});
        if (auto units = agrees(held, base[i], ledger_.assets()[i]); !units) {
            return units;
        }
    }
    const Statement books = statement();
    for (const Status& proof :
         {agrees(books.holdings, sum.holdings, "cost of spot"),
          agrees(balance(Wallet::futures, Book::cost), sum.cash, "cost of perpetuals"),
          agrees(books.margin, sum.margin, "isolated margin"),
          agrees(books.realised, sum.realised, "realised profit"),
          agrees(books.fees, sum.fees, "fees"),
          agrees(books.funding, sum.funding, "funding"),
          agrees(books.equity, equity_, "equity")}) {
        if (!proof) {
            return proof;
        }
    }
    return {};
}

}  // namespace tradelab
