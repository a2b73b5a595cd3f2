#pragma once

#include "core/event.hpp"
#include "strategy/runner.hpp"

#include <tradelab/abi/strategy.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace tradelab {

// A small closed loop for a strategy of two legs: hours go by, orders fill at the next open, fees
// of spot come out of the base asset, and every act of the venue can be bent.  Instrument 1 is spot
// (quantity to 5 places), 2 the perpetual (3 places); prices to 2 places.
class PairDesk {
public:
    using Ticks = std::vector<std::pair<std::string_view, std::int64_t>>;
    static constexpr std::int64_t hour_ns = 3'600'000'000'000;

    struct Options {
        Ticks ticks = {};
        double cash = 5'000;  // in each wallet; the budget is both together
        double spot_fee = 0.001;
        double spot_minimum = 0;  // worth less, an order of spot is refused by its filter
    };
    // What a leg's orders meet.
    enum class Venue { fills, refuses, refuses_late, never_fills, never_answers };
    struct Leg {
        Venue opens = Venue::fills;
        tl_fixed cap = INT64_MAX;  // the most that fills in one hour
    };
    struct Hour {
        double spot = 20'000;  // closes; the open is the close before
        double perp = 20'000;
        std::optional<double> rate = {};
        std::optional<double> mark = {};
        bool has_spot = true;
        bool has_perp = true;
        std::uint16_t flags = 0;
    };

    explicit PairDesk(const Options& options);
    ~PairDesk();
    PairDesk(const PairDesk&) = delete;
    PairDesk& operator=(const PairDesk&) = delete;

    // One hour; returns what was asked for in it, orders and cancels only.
    std::vector<tl_intent> hour(const Hour& hour);
    // The same hour again and again, with this rate at each eighth hour of the day.
    std::vector<tl_intent> hours(std::int64_t count, double rate, Hour hour);
    std::vector<tl_intent> hours(std::int64_t count, double rate) {
        return hours(count, rate, Hour());
    }
    // Time passes, and only timers speak.
    std::vector<tl_intent> silence(std::int64_t hours);
    std::vector<tl_intent> gap(tl_inst inst);
    // Somebody else changed what is held.
    std::vector<tl_intent> hold(tl_inst inst, tl_fixed position);
    // Somebody pays into the wallet of this instrument.
    std::vector<tl_intent> pay_in(tl_inst inst, double cash);

    Leg spot_leg, perp_leg;
    std::vector<tl_intent> notes;

    [[nodiscard]] tl_fixed spot() const { return position(1); }
    [[nodiscard]] tl_fixed perp() const { return perp_position_; }
    [[nodiscard]] std::int64_t warmup_bars() const { return strategy_->warmup_bars(instance_, 0); }
    [[nodiscard]] std::int64_t hours_gone() const { return hour_; }
    [[nodiscard]] const EventBuffer& events() const { return events_; }
    [[nodiscard]] static std::string_view reason(const tl_intent& intent) {
        return tl_plugin_entry_v1()->describe(0)->reasons[intent.reason];
    }

    // Without the venue: an event as it is, and what is asked for because of it, notes and timers
    // included.
    std::vector<tl_intent> replay(const tl_ev& event);
    std::vector<tl_intent> replay(const EventBuffer& events, std::uint32_t batch);
    [[nodiscard]] std::vector<char> saved() const;
    tl_status load(const std::vector<char>& bytes);

private:
    struct Order {
        tl_intent intent;
        tl_fixed left;
        std::uint32_t refused = TL_REFUSED_VENUE;  // why, where it is
    };

    [[nodiscard]] tl_fixed position(tl_inst inst) const {
        return inst == 1 ? spot_units_ / 1'000 : perp_position_;
    }
    [[nodiscard]] Leg& leg(tl_inst inst) { return inst == 1 ? spot_leg : perp_leg; }
    [[nodiscard]] const tl_ext_state* keeper() const {
        return static_cast<const tl_ext_state*>(instance_->get(instance_, TL_EXT_STATE));
    }
    template <class Event>
    void tell(Event event, std::uint16_t type, tl_inst inst);
    void tell_account(tl_inst inst);
    void tell_order(const Order& order, std::uint32_t state);
    void obey(const tl_intent& intent);
    void fill_at_open();
    void fill(Order& order, tl_fixed quantity);
    void tell_timers();

    tl_host host_{};
    tl_instance* instance_ = nullptr;
    const tl_strategy* strategy_ = nullptr;
    EventBuffer events_;
    std::vector<Order> orders_;
    std::vector<Order> refused_;  // told when all that was asked at once has been heard
    std::vector<tl_intent> asked_;
    std::map<std::uint32_t, tl_time> timers_;
    std::uint64_t seq_ = 0;
    std::uint64_t next_order_ = 1;
    std::int64_t hour_ = 0;
    tl_time now_ = 0;
    std::uint16_t flags_ = 0;
    double budget_;
    double spot_fee_;
    double spot_minimum_;
    double spot_cash_, perp_cash_;
    double spot_price_ = 20'000, perp_price_ = 20'000;
    std::int64_t spot_units_ = 0;  // 1e-8 of the base asset
    tl_fixed perp_position_ = 0;
    double perp_average_ = 0;
};

}  // namespace tradelab
