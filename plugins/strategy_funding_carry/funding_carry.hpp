#pragma once

#include "flight.hpp"
#include "pair_grid.hpp"
#include "parameters.hpp"
#include "remainder.hpp"
#include "settled_funding.hpp"
#include "short_margin.hpp"

#include <tradelab/indicators.hpp>
#include <tradelab/strategy.hpp>

#include <cstdint>
#include <optional>

namespace funding_carry {

// Long spot against a short perpetual of the same base asset: what the price does to one leg it
// undoes in the other, and the short receives the funding that longs pay.
//
// It decides when the bars of both legs have closed for the same instant, sends whole lots at
// market, and judges what it holds by account events alone.  Nothing is sent while an order is in
// flight.  The order of gravity: what must be left is left before it shrinks, and shrinks before it
// is evened out.  What would shrink to almost nothing is left too, while it can still be sold.
//
// A gap takes nothing away: the legs hedge each other through it.  The norm of the basis is learned
// anew, and a hole in the settlements makes the carry unknown; without either nothing is entered.
class FundingCarry : public tradelab::Strategy<FundingCarry> {
public:
    static constexpr tradelab::About about = {
        .id = "org.tradelab.funding-carry",
        .version = "1.1.0",
        .summary = "Earns funding: long spot, short perpetual, while the carry pays for its fees."};
    static constexpr const auto& params = parameters;
    static constexpr const auto& constraints = bounds;
    static constexpr const auto& roles = legs;
    static constexpr const auto& reasons = reason_names;
    static constexpr std::uint32_t intents_max = 8;

    // Bars until the norm of the basis and, at three settlements a day, the funding are known.
    [[nodiscard]] std::uint32_t warmup() const;

    void on_bar(const tradelab::Bar& bar);
    void on_funding(const tl_ev_funding& funding);
    void on_mark(const tl_ev_mark& mark);
    void on_gap(const tl_ev_gap& gap);
    void on_timer(const tl_ev_timer& timer);
    void on_fill(const tl_ev_fill& fill);
    void on_order(const tl_ev_order& order);
    void on_account(const tl_ev_account& account);

    template <class Archive>
    void state(Archive& archive) {
        archive(funding_, norm_, margin_, flights_[spot], flights_[perp], remainder_);
        archive(quotes_[spot], quotes_[perp], mark_, known_at_, phase_, why_.at, goal_, sent_);
        archive(entry_basis_, knows_entry_, hedged_, completed_, called_back_);
        archive(deadline_, uneven_since_, wait_until_, bar_ns_, next_tag_);
        why_.at = why_.at < std::size(reason_names) ? why_.at : 0;
    }

private:
    using Reason = tradelab::ReasonName<FundingCarry>;

    enum class Phase : std::uint8_t { flat, entering, holding, leaving };
    enum class Act : std::uint8_t { opens, reduces };

    struct Quote {
        double price = 0;
        tl_time at = TL_NONE;

        template <class Archive>
        void state(Archive& archive) {
            archive(price, at);
        }
    };

    // One leg's part of what is sent; nothing where `units` is 0.
    struct Part {
        tradelab::Side side = tradelab::Side::buy;
        std::int64_t units = 0;
        Act act = Act::reduces;
    };

    // ---- deciding (funding_carry.cpp)
    void decide();
    void adopt();
    void enter();
    void grow(const Holdings& now_held);
    [[nodiscard]] std::optional<Reason> must_leave() const;
    [[nodiscard]] bool shrink(const Holdings& now_held);
    [[nodiscard]] bool even_out(const Holdings& now_held);
    void end_trade();

    // ---- knowing
    void observe_basis();
    [[nodiscard]] Holdings holdings() const;
    [[nodiscard]] std::optional<double> net_carry() const;  // a year, in bps of one leg
    [[nodiscard]] double mark() const;
    [[nodiscard]] double margin_in_hand() const;
    [[nodiscard]] std::int64_t pair_size() const;
    [[nodiscard]] double leverage() const;
    [[nodiscard]] double full_notional() const;
    [[nodiscard]] bool is_flat(const Holdings& now_held) const;
    [[nodiscard]] bool is_dust(std::int64_t held) const;
    [[nodiscard]] bool has_drifted(const Holdings& now_held) const;
    [[nodiscard]] std::int64_t unhedged_ns() const;

    // ---- sending (orders.cpp)
    void send(const Part& of_spot, const Part& of_perp, Reason reason);
    void leave(const Holdings& now_held, Reason reason);
    void complete(const Holdings& now_held);
    void unwind(const Holdings& now_held);
    void adjust(const Holdings& now_held, Reason reason);
    [[nodiscard]] bool is_flying() const;
    [[nodiscard]] bool is_waiting();
    void call_back();
    void tend();
    void watch_evenness();

    const double horizon_days_ = value("horizon");
    const double enter_bps_ = value("enter");
    const double leave_bps_ = value("leave");
    const double round_trip_bps_ = 2 * (value("spot_fee") + value("perp_fee"));
    const double margin_share_ = value("margin_share") / 100;
    const double reserve_ = value("reserve") / 100;
    const double clip_ = value("clip") / 100;
    const double band_ = value("band") / 10'000;
    const double margin_floor_ = value("margin_floor") / 100;
    const double margin_target_ = value("margin_target") / 100;
    const double basis_stop_bps_ = value("basis_stop");
    const std::int64_t pause_ns_ = count("pause") * 3'600'000'000'000;
    const PairGrid grid_{instrument("spot"), instrument("perp")};

    SettledFunding funding_{ticks("settlements")};
    tradelab::Sma norm_{ticks("norm")};  // of the basis, in whole 1e-9: its sums are exact
    ShortMargin margin_;
    Flight flights_[2];
    Remainder remainder_;
    Quote quotes_[2];  // last close
    Quote mark_;
    tl_time known_at_ = TL_NONE;  // when the carry was last known

    Phase phase_ = Phase::flat;
    Reason why_;              // it leaves
    std::int64_t goal_ = 0;   // of a pair that is being entered, in units
    std::int64_t sent_ = 0;   // of it, by the clips so far
    double entry_basis_ = 0;  // bps
    bool knows_entry_ = false;
    bool hedged_ = false;             // the last clip has been evened out to the lot
    bool completed_ = false;          // one attempt to complete the last clip has been made
    bool called_back_ = false;        // cancelling has been asked for what is in flight
    tl_time deadline_ = TL_NONE;      // of what is in flight
    tl_time uneven_since_ = TL_NONE;  // how long one leg has stood alone
    tl_time wait_until_ = TL_NONE;    // no entry before
    std::int64_t bar_ns_ = bar_interval().count();
    std::uint64_t next_tag_ = 1;

    // Of the bars in hand, in bps of spot; nothing while one leg is missing.  Lives for one event.
    std::optional<double> basis_;
};

}  // namespace funding_carry
