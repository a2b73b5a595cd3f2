#include "risk/protection_book.hpp"

#include "core/check.hpp"

#include <algorithm>

namespace tradelab {
namespace {

const Protection no_protection = NoProtection{};

// Protections at once: every pair of instance and instrument that a portfolio holds at most.
constexpr std::size_t rows_max = 4'096;

}  // namespace

std::optional<Rate> Coverage::share() const {
    if (open <= Cash()) {
        return std::nullopt;
    }
    const Int128 share =
        divide(Int128{guarded.mantissa()} * rate_one.mantissa(), open.mantissa(), Rounding::down);
    return Rate(static_cast<std::int64_t>(share));
}

ProtectionBook::ProtectionBook(const Portfolio& portfolio) : portfolio_(&portfolio) {
    rows_.reserve(rows_max);
}

const Protection& ProtectionBook::of(InstanceId instance, InstrumentId instrument) const {
    const Quantity held = portfolio_->quantity(instance, instrument);
    const Protection* found = &no_protection;
    for (const Row& row : rows_) {
        if (row.instance != instance || row.instrument != instrument) {
            continue;
        }
        const bool is_its_side = row.opened == Side::buy ? held > Quantity() : held < Quantity();
        const bool is_pair = kind_of(row.protection) == ProtectionKind::hedge_pair;
        if (is_its_side || is_pair) {
            return row.protection;
        }
        found = held == Quantity() ? &row.protection : found;
    }
    return *found;
}

void ProtectionBook::put(const Row& row) {
    const auto at = std::ranges::find_if(rows_, [&](const Row& one) {
        return one.instance == row.instance && one.instrument == row.instrument &&
               one.opened == row.opened;
    });
    if (at != rows_.end()) {
        *at = row;
        return;
    }
    TL_CHECK(rows_.size() < rows_max);
    rows_.push_back(row);
}

Status ProtectionBook::protect_alone(InstanceId instance,
                                     InstrumentId instrument,
                                     Side opened,
                                     Price reference,
                                     const Protection& protection) {
    if (kind_of(of(instance, instrument)) == ProtectionKind::hedge_pair) {
        return fail(ErrorCode::refused,
                    "a stop on " + portfolio_->listing(instrument).name.text() +
                        ", one leg of a hedge pair: it would close that leg alone, break the hedge "
                        "and leave the other leg bare",
                    "use the pair's basis stop and margin floor, which close or shrink both legs");
    }
    if (auto good = check_protection(protection, opened, reference); !good) {
        return fail(std::move(good).error(), portfolio_->listing(instrument).name.text());
    }
    put({.instance = instance,
         .instrument = instrument,
         .opened = opened,
         .protection = protection});
    return {};
}

Status ProtectionBook::protect(InstanceId instance,
                               InstrumentId instrument,
                               Side opened,
                               Price reference,
                               const StopProtection& protection) {
    return protect_alone(instance, instrument, opened, reference, protection);
}

Status ProtectionBook::protect(InstanceId instance,
                               InstrumentId instrument,
                               Side opened,
                               Price reference,
                               const StopAndTarget& protection) {
    return protect_alone(instance, instrument, opened, reference, protection);
}

Status ProtectionBook::protect(InstanceId instance, const HedgePair& pair) {
    if (auto good = check_protection(pair, Side::buy, Price(1)); !good) {
        return good;
    }
    for (const InstrumentId leg : {pair.long_leg, pair.short_leg}) {
        if (!portfolio_->is_listed(leg)) {
            return fail(ErrorCode::not_found, "a hedge pair with a leg that is not traded");
        }
        for (const Row& row : rows_) {
            const auto* other = std::get_if<HedgePair>(&row.protection);
            const bool same = other != nullptr && other->long_leg == pair.long_leg &&
                              other->short_leg == pair.short_leg;
            if (row.instance == instance && row.instrument == leg && !same) {
                return fail(ErrorCode::refused,
                            portfolio_->listing(leg).name.text() + ": already protected by a " +
                                std::string(protection_kind_text(kind_of(row.protection))),
                            "release it first: a position has one protection");
            }
        }
    }
    if (portfolio_->listing(pair.long_leg).base != portfolio_->listing(pair.short_leg).base) {
        return fail(ErrorCode::refused,
                    "a hedge pair of " + portfolio_->listing(pair.long_leg).name.text() + " and " +
                        portfolio_->listing(pair.short_leg).name.text(),
                    "both legs are of one base asset");
    }
    put({.instance = instance,
         .instrument = pair.long_leg,
         .opened = Side::buy,
         .protection = pair});
    put({.instance = instance,
         .instrument = pair.short_leg,
         .opened = Side::sell,
         .protection = pair});
    return {};
}

void ProtectionBook::release(InstanceId instance, InstrumentId instrument) {
    const Protection before = of(instance, instrument);
    std::erase_if(rows_, [&](const Row& row) {
        const auto* pair = std::get_if<HedgePair>(&before);
        const bool leg = pair != nullptr &&
                         (row.instrument == pair->long_leg || row.instrument == pair->short_leg);
        return row.instance == instance && (leg || row.instrument == instrument);
    });
}

void ProtectionBook::release(InstanceId instance, InstrumentId instrument, Side opened) {
    std::erase_if(rows_, [&](const Row& row) {
        return row.instance == instance && row.instrument == instrument && row.opened == opened &&
               kind_of(row.protection) != ProtectionKind::hedge_pair;
    });
}

Cash ProtectionBook::value_of(InstanceId instance, InstrumentId instrument) const {
    const Listing& listing = portfolio_->listing(instrument);
    const auto mark = portfolio_->mark_of(instrument);
    const Places places{.price = mark_places, .quantity = listing.places.quantity};
    const auto value = mark ? notional(*mark,
                                       portfolio_->quantity(instance, instrument),
                                       places,
                                       Rounding::away_from_zero)
                            : Cash();
    TL_CHECK_MSG(value.has_value(), "a position whose value fits");
    return *value;
}

Cash ProtectionBook::covered(InstanceId instance, InstrumentId instrument, Cash value) const {
    const Protection& protection = of(instance, instrument);
    if (kind_of(protection) == ProtectionKind::none) {
        return {};
    }
    const auto* pair = std::get_if<HedgePair>(&protection);
    if (pair == nullptr) {
        return magnitude(value);
    }
    const Cash longs = value_of(instance, pair->long_leg);
    const Cash shorts = value_of(instance, pair->short_leg);
    if (longs <= Cash() || shorts >= Cash()) {
        return {};
    }
    const Int128 apart = Int128{longs.mantissa()} + shorts.mantissa();
    const Int128 larger = std::max(longs, -shorts).mantissa();
    const Int128 band = larger * pair->delta_band.mantissa();
    const bool is_whole = (apart < 0 ? -apart : apart) * rate_one.mantissa() <= band;
    return is_whole ? magnitude(value) : std::min({longs, -shorts, magnitude(value)});
}

Coverage ProtectionBook::coverage_without(InstanceId instance, InstrumentId left_out) const {
    Coverage sum;
    for (const Listing& listing : portfolio_->listings()) {
        if (listing.id == left_out || portfolio_->quantity(instance, listing.id) == Quantity()) {
            continue;
        }
        const Cash value = value_of(instance, listing.id);
        const Cash guarded = covered(instance, listing.id, value);
        sum.open += magnitude(value);
        sum.guarded += guarded;
        sum.of[static_cast<std::size_t>(kind_of(of(instance, listing.id)))] += guarded;
        sum.of[static_cast<std::size_t>(ProtectionKind::none)] += magnitude(value) - guarded;
    }
    return sum;
}

void Coverage::add(const Coverage& other) {
    open += other.open;
    guarded += other.guarded;
    for (std::size_t kind = 0; kind < of.size(); ++kind) {
        of[kind] += other.of[kind];
    }
}

}  // namespace tradelab
