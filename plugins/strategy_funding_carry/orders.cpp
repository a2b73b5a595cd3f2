#include "funding_carry.hpp"

#include <algorithm>
#include <cstdlib>

// How what was decided is sent, and what becomes of it.
namespace funding_carry {
namespace {

constexpr std::uint32_t deadline_timer = 1;

// What is refused and worth less than this, of the pair that full wallets would carry, is dust:
// half of the least pair, so that the next entry uses it up.
constexpr double dust_share = 0.05;

}  // namespace

// ---- what is heard ------------------------------------------------------------------------------

void FundingCarry::on_timer(const tl_ev_timer& timer) {
    if (timer.timer == deadline_timer) {
        tend();
    }
}

void FundingCarry::on_fill(const tl_ev_fill& fill) {
    flights_[spot].fill(fill);
    flights_[perp].fill(fill);
    const tradelab::RoleInstrument sold = instrument("perp");
    if (fill.h.inst == sold.id) {
        margin_.fill({.side = fill.side,
                      .mantissa = fill.qty,
                      .size = grid_.base(grid_.units(perp, fill.qty)),
                      .price = static_cast<double>(fill.price) / scale_of(sold.price_dp),
                      .fee = static_cast<double>(fill.fee_e8) / 1e8});
    }
}

// Where one leg of an entry has failed, the other must not go on filling.
void FundingCarry::on_order(const tl_ev_order& order) {
    remainder_.hear(order);
    const bool failed = flights_[spot].hear(order) || flights_[perp].hear(order);
    if (failed && phase_ == Phase::entering && is_flying() && !called_back_ && !replaying()) {
        call_back();
    }
}

// ---- what is sent -------------------------------------------------------------------------------

void FundingCarry::send(const Part& of_spot, const Part& of_perp, Reason reason) {
    const auto order_of = [&](PairLeg leg, const Part& part) {
        const tl_fixed quantity = grid_.lots_down(leg, part.units);
        if (quantity > 0) {
            flights_[leg].take_off(next_tag_, quantity);
        }
        return tradelab::OrderRequest<FundingCarry>{
            .side = part.side,
            .quantity = tradelab::OrderSize::exact(quantity),
            .reason = reason,
            .exposure = part.act == Act::reduces ? tradelab::Exposure::reduce_only
                                                 : tradelab::Exposure::any,
            .tag = next_tag_++};
    };
    const auto spot_order = order_of(spot, of_spot);
    if (of_spot.act == Act::reduces && flights_[spot].is_flying() && holdings().sold == 0) {
        remainder_.offer(spot_order.tag, holdings().held);
    }
    const auto perp_order = order_of(perp, of_perp);
    if (flights_[spot].is_flying() && flights_[perp].is_flying()) {
        pair_orders(
            {"spot", spot_order}, {"perp", perp_order}, std::chrono::nanoseconds(unhedged_ns()));
    } else if (flights_[spot].is_flying()) {
        order("spot", spot_order);
    } else if (flights_[perp].is_flying()) {
        order("perp", perp_order);
    } else {
        return;
    }
    called_back_ = false;
    deadline_ = now() + unhedged_ns();
    const bool opens = of_spot.act == Act::opens || of_perp.act == Act::opens;
    // A term that has passed would call the order back before it could fill, at every bar anew.
    if (opens && uneven_since_ != TL_NONE && uneven_since_ + unhedged_ns() > now()) {
        deadline_ = uneven_since_ + unhedged_ns();
    }
    timer(deadline_timer, deadline_);
}

void FundingCarry::leave(const Holdings& now_held, Reason reason) {
    phase_ = Phase::leaving;
    why_ = reason;
    const bool lone = now_held.held == 0 || now_held.sold == 0;
    send({.side = tradelab::Side::sell, .units = now_held.held},
         {.side = tradelab::Side::buy, .units = now_held.sold},
         lone ? Reason("half_pair_unwind") : reason);
}

void FundingCarry::complete(const Holdings& now_held) {
    const std::int64_t missing = now_held.held - now_held.sold;
    if (missing > 0) {
        send({},
             {.side = tradelab::Side::sell, .units = missing, .act = Act::opens},
             "half_pair_complete");
    } else {
        send({.side = tradelab::Side::buy,
              .units = grid_.before_fee(-missing, ticks("spot_fee")),
              .act = Act::opens},
             {},
             "half_pair_complete");
    }
}

// Back to what both legs have in common.
void FundingCarry::unwind(const Holdings& now_held) {
    if (now_held.held != 0 && now_held.sold != 0) {
        phase_ = Phase::holding;
    }
    send({.side = tradelab::Side::sell, .units = now_held.held - now_held.sold},
         {.side = tradelab::Side::buy, .units = now_held.sold - now_held.held},
         "half_pair_unwind");
}

// The short follows what is held, which the fee has taken from; where its margin does not reach for
// more, what is held follows the short.
void FundingCarry::adjust(const Holdings& now_held, Reason reason) {
    const std::int64_t missing = now_held.held - now_held.sold;
    if (missing < 0) {
        send({}, {.side = tradelab::Side::buy, .units = -missing}, reason);
        return;
    }
    const double margin = margin_in_hand();
    const bool secured = margin >= margin_target_ * grid_.base(now_held.held) * mark();
    if (secured && !warming()) {
        send({}, {.side = tradelab::Side::sell, .units = missing, .act = Act::opens}, reason);
    } else {
        send({.side = tradelab::Side::sell, .units = missing}, {}, reason);
    }
}

// ---- what is in flight --------------------------------------------------------------------------

// What does not come down in time is called back.  What nobody has answered for a second term is
// given up for lost, and the account events say what is held; what may still fill is waited for.
bool FundingCarry::is_waiting() {
    if (!is_flying() || now() < deadline_) {
        return is_flying();
    }
    if (called_back_) {
        for (Flight& flight : flights_) {
            if (!flight.is_unknown()) {
                flight.forget();
            }
        }
    }
    if (is_flying()) {
        call_back();
    }
    return is_flying();
}

void FundingCarry::call_back() {
    if (flights_[spot].is_flying()) {
        cancel_all("spot");
    }
    if (flights_[perp].is_flying()) {
        cancel_all("perp");
    }
    called_back_ = true;
    deadline_ = now() + unhedged_ns();
    timer(deadline_timer, deadline_);
}

// At the deadline, should no bar come: the pair does not wait for the market to speak.
void FundingCarry::tend() {
    if (replaying() || is_waiting()) {
        return;
    }
    const Holdings now_held = holdings();
    if (is_flat(now_held)) {
        return;
    }
    if (phase_ == Phase::leaving) {
        leave(now_held, why_);
    } else if (has_drifted(now_held) && uneven_since_ != TL_NONE) {
        if (now() - uneven_since_ >= unhedged_ns()) {
            unwind(now_held);
        } else {
            timer(deadline_timer, uneven_since_ + unhedged_ns());
        }
    }
}

bool FundingCarry::is_flying() const {
    return flights_[spot].is_flying() || flights_[perp].is_flying();
}

bool FundingCarry::is_flat(const Holdings& now_held) const {
    return now_held.sold == 0 && is_dust(now_held.held);
}

// Less than one lot of a pair, or so little that nobody takes it: the next entry uses it up.
bool FundingCarry::is_dust(std::int64_t held) const {
    const double worth = grid_.base(held) * quotes_[spot].price;
    return held < grid_.pair_lot() ||
           (remainder_.is_given_up() && worth < dust_share * full_notional());
}

bool FundingCarry::has_drifted(const Holdings& now_held) const {
    if (is_flat(now_held)) {
        return false;
    }
    const std::int64_t apart = std::abs(now_held.held - now_held.sold);
    const auto larger = static_cast<double>(std::max(now_held.held, now_held.sold));
    return apart >= grid_.lot(perp) && static_cast<double>(apart) > band_ * larger;
}

void FundingCarry::watch_evenness() {
    if (!has_drifted(holdings())) {
        uneven_since_ = TL_NONE;
    } else if (uneven_since_ == TL_NONE) {
        uneven_since_ = now();
    }
}

std::int64_t FundingCarry::unhedged_ns() const {
    return count("unhedged") * std::max<std::int64_t>(bar_ns_, 1'000'000'000);
}

}  // namespace funding_carry
