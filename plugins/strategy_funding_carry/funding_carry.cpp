#include "funding_carry.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace funding_carry {
namespace {

constexpr std::int64_t hour_ns = 3'600'000'000'000;
constexpr std::int64_t week_ns = 7 * 24 * hour_ns;
constexpr std::int64_t settlement_hours = 8;  // Binance, as recorded throughout
constexpr double basis_max = 0.5;             // further apart they are not one asset's prices
constexpr double ppb_per_bp = 1e5;

// The least pair that is opened, or kept when it shrinks, of the one that full wallets would carry.
// It earns a tenth as well, and with budgets from 210 both of its legs are still above the 10 USDT
// below which Binance takes no order: smaller, and one more rise leaves what cannot be sold.
constexpr double least_share = 0.1;

double money(std::int64_t e8) {
    return static_cast<double>(e8) / 1e8;
}

}  // namespace

std::uint32_t FundingCarry::warmup() const {
    const std::int64_t settling = count("settlements") * settlement_hours * hour_ns;
    const std::int64_t bars = bar_interval().count() > 0 ? settling / bar_interval().count() : 0;
    return static_cast<std::uint32_t>(
        std::clamp<std::int64_t>(bars, static_cast<std::int64_t>(norm_.warmup()), 20'000));
}

// ---- what is heard ------------------------------------------------------------------------------

void FundingCarry::on_bar(const tradelab::Bar& bar) {
    basis_.reset();
    Quote& quote = quotes_[bar.role];
    const tl_time at = bar.raw.h.ts_event;
    // Told twice, of the past, without a price, or from a time that has not come.
    if (at <= quote.at || !(bar.close() > 0) || at > now() + hour_ns) {
        return;
    }
    quote = {.price = bar.close(), .at = at};
    if (bar.raw.interval_ns > 0 && bar.raw.interval_ns <= week_ns) {
        bar_ns_ = bar.raw.interval_ns;
    }
    const tl_time other_at = quotes_[bar.role == spot ? perp : spot].at;
    if (other_at == at) {
        observe_basis();
        decide();
    } else if (bar.role == perp && other_at != TL_NONE && at - other_at > bar_ns_) {
        decide();  // spot is missing: the short must be watched all the same
    }
    basis_.reset();
}

void FundingCarry::on_funding(const tl_ev_funding& funding) {
    if (funding.h.inst != instrument("perp").id) {
        return;
    }
    funding_.settle(funding.h.ts_event, funding.rate_e12, funding.interval_ns);
    const double price = funding.mark_e8 > 0 ? money(funding.mark_e8) : mark();
    const double rate = static_cast<double>(funding.rate_e12) / 1e12;
    if (std::abs(rate) < 1) {
        margin_.receive(rate * grid_.base(holdings().sold) * price);
    }
}

void FundingCarry::on_mark(const tl_ev_mark& mark) {
    if (mark.h.inst == instrument("perp").id && mark.mark_e8 > 0 && mark.h.ts_event >= mark_.at) {
        mark_ = {.price = money(mark.mark_e8), .at = mark.h.ts_event};
    }
}

void FundingCarry::on_gap(const tl_ev_gap&) {
    norm_.reset();
}

void FundingCarry::on_account(const tl_ev_account& account) {
    const bool is_perp = account.h.inst == instrument("perp").id;
    remainder_.observe(holdings().held);
    flights_[is_perp ? perp : spot].hear_account();
    if (is_perp) {
        const double share = margin_share_ * money(account.budget_e8);
        if (account.position == 0) {
            margin_.open(std::min(share, money(account.free_margin_e8)));
        } else if (account.position != margin_.position()) {
            const double scale = scale_of(instrument("perp").price_dp);
            const double average = account.average_price == TL_NONE
                                       ? mark()
                                       : static_cast<double>(account.average_price) / scale;
            const double size = grid_.base(grid_.units(perp, account.position));
            margin_.adopt(share,
                          {.mantissa = account.position, .short_size = -size, .average = average});
        }
    }
    watch_evenness();
}

// ---- what is known ------------------------------------------------------------------------------

void FundingCarry::observe_basis() {
    const double basis = quotes_[perp].price / quotes_[spot].price - 1;
    if (!(std::abs(basis) <= basis_max)) {
        return;
    }
    const double ppb = std::floor(basis * 1e9 + 0.5);
    norm_.update(ppb);
    basis_ = ppb / ppb_per_bp;
}

Holdings FundingCarry::holdings() const {
    const std::int64_t held = grid_.units(spot, account("spot").position);
    const std::int64_t sold = grid_.units(perp, account("perp").position);
    return {.held = std::max<std::int64_t>(0, held), .sold = std::max<std::int64_t>(0, -sold)};
}

// The funding of the horizon, less the fees of both legs in and out, less what the basis costs on
// its way back to its norm: a perpetual sold below the norm is bought back dearer.
std::optional<double> FundingCarry::net_carry() const {
    const std::optional<double> yearly = funding_.yearly(now());
    if (!yearly || !basis_ || !norm_.ready()) {
        return std::nullopt;
    }
    const double cost = round_trip_bps_ + norm_.value() / ppb_per_bp - *basis_;
    return *yearly * 1e4 - cost * 365 / horizon_days_;
}

// The mark where it is told, and before the first close; else the last close.
double FundingCarry::mark() const {
    if (quotes_[perp].at == TL_NONE) {
        return mark_.price;
    }
    const bool fresh = mark_.at != TL_NONE && quotes_[perp].at - mark_.at <= 2 * bar_ns_;
    return fresh ? mark_.price : quotes_[perp].price;
}

double FundingCarry::margin_in_hand() const {
    return margin_.balance(grid_.base(holdings().sold), mark());
}

// What both wallets can carry, less the reserve.
std::int64_t FundingCarry::pair_size() const {
    const double budget = money(account("spot").budget_e8);
    const double margin = margin_in_hand();
    const double notional = std::min(
        {budget * (1 - margin_share_), money(account("spot").free_margin_e8), margin * leverage()});
    const double price = std::max(quotes_[spot].price, quotes_[perp].price);
    return grid_.pair_of(notional / (1 + reserve_), price);
}

double FundingCarry::leverage() const {
    return std::min((1 - margin_share_) / margin_share_, 1 / margin_target_);
}

// Of the pair that both wallets carry with nothing lost yet.
double FundingCarry::full_notional() const {
    return money(account("spot").budget_e8) * margin_share_ * leverage() / (1 + reserve_);
}

// ---- what is decided ----------------------------------------------------------------------------

void FundingCarry::decide() {
    if (replaying() || is_waiting()) {
        return;
    }
    if (funding_.yearly(now())) {
        known_at_ = now();
    }
    const Holdings now_held = holdings();
    if (is_flat(now_held)) {
        end_trade();
        enter();
        return;
    }
    adopt();
    if (phase_ == Phase::leaving) {
        leave(now_held, why_);
    } else if (const auto reason = must_leave()) {
        leave(now_held, *reason);
    } else if (!shrink(now_held) && !even_out(now_held) && phase_ == Phase::entering) {
        grow(now_held);
    }
}

// A position that was there before the strategy was, or after a start without its state.
void FundingCarry::adopt() {
    phase_ = phase_ == Phase::flat ? Phase::holding : phase_;
    known_at_ = known_at_ == TL_NONE ? now() : known_at_;
    if (!knows_entry_ && basis_) {
        entry_basis_ = *basis_;
        knows_entry_ = true;
    }
}

void FundingCarry::end_trade() {
    const bool as_planned = phase_ == Phase::leaving && why_.at != Reason("basis_stop").at;
    if (phase_ != Phase::flat && !as_planned) {
        wait_until_ = now() + pause_ns_;
    }
    phase_ = Phase::flat;
    knows_entry_ = false;
    uneven_since_ = TL_NONE;
}

void FundingCarry::enter() {
    const std::optional<double> carry = net_carry();
    if (warming() || now() < wait_until_ || !carry || *carry < enter_bps_) {
        return;
    }
    goal_ = pair_size();
    const double worth = grid_.base(goal_) * quotes_[perp].price;
    if (goal_ == 0 || worth < least_share * full_notional()) {
        return;
    }
    sent_ = 0;
    phase_ = Phase::entering;
    entry_basis_ = *basis_;
    knows_entry_ = true;
    grow(holdings());
    if (phase_ == Phase::entering) {
        note("expected_carry", *carry);
        note("expected_basis", *basis_);
    }
}

// The next clip, while the carry still pays for it.
void FundingCarry::grow(const Holdings& now_held) {
    if (sent_ >= goal_) {
        phase_ = Phase::holding;
        return;
    }
    const std::optional<double> carry = net_carry();
    if (warming() || !carry || *carry < enter_bps_) {
        return;
    }
    const std::int64_t total = std::min(goal_, sent_ + grid_.part_of(goal_, clip_));
    const std::int64_t bought =
        grid_.before_fee(std::max<std::int64_t>(0, total - now_held.held), ticks("spot_fee"));
    const double cost = grid_.base(bought) * quotes_[spot].price * (1 + reserve_ / 2);
    const bool paid = cost <= money(account("spot").free_margin_e8);
    const bool secured = margin_in_hand() >= margin_target_ * grid_.base(total) * mark();
    if (!paid || !secured) {
        phase_ = is_flat(now_held) ? Phase::flat : Phase::holding;
        return;
    }
    hedged_ = completed_ = false;
    sent_ = total;
    send({.side = tradelab::Side::buy, .units = bought, .act = Act::opens},
         {.side = tradelab::Side::sell, .units = total - now_held.sold, .act = Act::opens},
         "enter");
}

std::optional<FundingCarry::Reason> FundingCarry::must_leave() const {
    if (basis_ && *basis_ - entry_basis_ >= basis_stop_bps_) {
        return Reason("basis_stop");
    }
    const std::optional<double> yearly = funding_.yearly(now());
    if (yearly && *yearly * 1e4 < leave_bps_) {
        return Reason("carry_gone");
    }
    const double unknown_days = static_cast<double>(now() - known_at_) / (24.0 * hour_ns);
    return !yearly && unknown_days > horizon_days_ ? std::optional(Reason("carry_unknown"))
                                                   : std::nullopt;
}

// Without what lies below the least pair: such a short would only be bought back bit by bit, until
// the spot that stands against it is too small to be sold.
bool FundingCarry::shrink(const Holdings& now_held) {
    const double price = mark();
    const double margin = margin_in_hand();
    if (now_held.sold == 0 || margin > margin_floor_ * grid_.base(now_held.sold) * price) {
        return false;
    }
    const std::int64_t kept =
        std::min(now_held.sold, grid_.pair_of(margin / margin_target_, price));
    if (grid_.base(kept) * price < least_share * full_notional()) {
        leave(now_held, "margin_floor");
        return true;
    }
    phase_ = Phase::holding;
    send({.side = tradelab::Side::sell, .units = now_held.held - kept},
         {.side = tradelab::Side::buy, .units = now_held.sold - kept},
         "margin_floor");
    return true;
}

// A pair that was never whole is completed once, in time, or undone; one that has been is brought
// back to its hedge.
bool FundingCarry::even_out(const Holdings& now_held) {
    const std::int64_t apart = std::abs(now_held.held - now_held.sold);
    if (!has_drifted(now_held)) {
        const bool by_a_lot = phase_ == Phase::entering && !hedged_ && apart >= grid_.lot(perp);
        if (by_a_lot) {
            hedged_ = true;
            adjust(now_held, "hedge");
        }
        return by_a_lot;
    }
    watch_evenness();
    const bool in_time = now() - uneven_since_ < unhedged_ns();
    if (phase_ == Phase::entering && in_time && !completed_ && !warming()) {
        completed_ = true;
        complete(now_held);
    } else if (phase_ == Phase::entering || now_held.held == 0 || now_held.sold == 0) {
        unwind(now_held);
    } else {
        adjust(now_held, "rebalance");
    }
    return true;
}

}  // namespace funding_carry
