#include "sim/sim_venue.hpp"

#include "core/check.hpp"
#include "sim/sim_state.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace tradelab {
namespace {

// Orders of one instrument: what the gate lets be open at once, and the rests of stops.
constexpr std::size_t orders_max = 8'192;

Status check_options(const SimOptions& options) {
    constexpr Rate one{1'000'000'000'000};
    const auto refuse = [](std::string what, std::string hint) {
        return fail(ErrorCode::invalid_argument, std::move(what), std::move(hint));
    };
    if (options.portfolio == nullptr || options.instruments.empty()) {
        return refuse("a venue without portfolio or instruments", "name both");
    }
    const FillModel& model = options.model;
    if (model.participation_cap <= Rate() || model.participation_cap > one) {
        return refuse("fill model " + model.name + ": a participation cap outside (0, 1]",
                      "0.05 is 5 % of a bar's volume");
    }
    for (const Rate rate : {model.half_spread, model.impact_at_cap, model.stop_slippage}) {
        if (rate < Rate() || rate >= one) {
            return refuse("fill model " + model.name + ": a cost outside [0, 1)",
                          "0.0001 is one basis point");
        }
    }
    if (options.cost_stress_permille > 100'000) {
        return refuse(
            "a cost stress of " + std::to_string(options.cost_stress_permille) + " permille",
            "1000 is as it was, 2000 doubles all costs, 100000 is the most");
    }
    if (options.latency < Duration(0) || options.latency > std::chrono::hours(24)) {
        return refuse("a latency of " + std::to_string(options.latency.count()) + " ns",
                      "0 to a day");
    }
    for (const SimInstrument& one_of : options.instruments) {
        const std::string& name = one_of.instrument.name.text();
        if (!options.portfolio->is_listed(one_of.instrument.id)) {
            return refuse(name + " is not listed", "list it in the portfolio's options");
        }
        if (one_of.instrument.filters.all().empty() || one_of.fees.all().empty()) {
            return fail(ErrorCode::data_missing,
                        name + " has no filters or no fees",
                        "state both with their source in the venue's file");
        }
    }
    return {};
}

}  // namespace

Status SimVenue::State::prepare() {
    if (auto good = check_options(options); !good) {
        return good;
    }
    costs = Costs::of(options.model, options.cost_stress_permille);
    std::ranges::sort(
        options.instruments, {}, [](const SimInstrument& one) { return one.instrument.name; });
    for (SimInstrument& one : options.instruments) {
        const std::uint32_t id = one.instrument.id.value();
        if (place_of_id.size() <= id) {
            place_of_id.resize(std::size_t{id} + 1);
        }
        place_of_id[id] = markets.size();
        const Listing& listing = options.portfolio->listing(one.instrument.id);
        markets.push_back({.instrument = std::move(one.instrument),
                           .fees = std::move(one.fees),
                           .listing = &listing});
        markets.back().orders.reserve(orders_max);
        markets.back().protections.reserve(64);
    }
    return {};
}

Result<std::unique_ptr<SimVenue>> SimVenue::make(SimOptions options) {
    auto state = std::make_unique<State>(std::move(options));
    if (auto ready = state->prepare(); !ready) {
        return fail(std::move(ready).error());
    }
    return std::unique_ptr<SimVenue>(new SimVenue(std::move(state)));
}

SimVenue::SimVenue(std::unique_ptr<State> state) : state_(std::move(state)) {}
SimVenue::~SimVenue() = default;

void SimVenue::listen(VenueListener& listener) {
    state_->listener = &listener;
}

Status SimVenue::State::find_rules(SimMarket& market, UnixNanos at) const {
    if (market.filters == nullptr || at >= market.filters_until ||
        at < market.filters->valid_from) {
        const auto found = market.instrument.filters.at(at);
        if (!found) {
            return fail(found.error(), market.instrument.name.text());
        }
        const auto& all = market.instrument.filters.all();
        const std::size_t next = static_cast<std::size_t>(*found - all.data()) + 1;
        market.filters = *found;
        market.filters_until = next < all.size() ? all[next].valid_from : UnixNanos(INT64_MAX);
    }
    if (market.fee_tier == nullptr || at >= market.fees_until || at < market.fee_tier->valid_from) {
        const FeeTier* found = market.fees.at(at);
        if (found == nullptr) {
            return fail(ErrorCode::data_missing,
                        market.instrument.name.text() + ": no fees are known at " + iso_text(at),
                        "state them with valid_from and source in the venue's file");
        }
        const auto& all = market.fees.all();
        const std::size_t next = static_cast<std::size_t>(found - all.data()) + 1;
        market.fee_tier = found;
        market.fees_until = next < all.size() ? all[next].valid_from : UnixNanos(INT64_MAX);
    }
    return {};
}

Result<Rate> SimVenue::taker_rate(InstrumentId instrument, UnixNanos time) const {
    SimMarket& market = state_->market_of(instrument);
    if (auto known = state_->rules_at(market, time); !known) {
        return fail(std::move(known).error());
    }
    return state_->costs.stressed(market.fee_tier->taker);
}

Status SimVenue::place(const Approved<Order>& order, const PlaceTerms& terms) {
    const OrderTerms& asked = order->terms();
    SimMarket& market = state_->market_of(asked.instrument);
    TL_CHECK_MSG(market.orders.size() < market.orders.capacity(), "more orders than can be open");
    const auto arrives = checked_add(terms.decided_at, state_->options.latency);
    TL_CHECK(arrives.has_value());
    market.orders.push_back({.id = order->ids().order,
                             .instance = order->ids().instance,
                             .side = asked.side,
                             .limit = asked.limit,
                             .left = asked.quantity,
                             .time_in_force = asked.time_in_force,
                             .reduce_only = asked.reduce_only,
                             .post_only = asked.post_only,
                             .arrives = *arrives,
                             .expires = terms.expires,
                             .opens_to_pass = state_->options.latency_bars});
    state_->timed += terms.expires ? 1U : 0U;
    return {};
}

Status SimVenue::cancel(OrderId order, UnixNanos decided_at) {
    const auto arrives = checked_add(decided_at, state_->options.latency);
    TL_CHECK(arrives.has_value());
    for (SimMarket& market : state_->markets) {
        const auto found = std::ranges::find(market.orders, order, &SimOrder::id);
        if (found == market.orders.end()) {
            continue;
        }
        if (state_->options.latency > Duration(0)) {
            found->cancelled_at = arrives;
            state_->count_timed();
            return {};
        }
        auto ended = state_->end(*found, VenueEnd::cancelled, decided_at);
        State::sweep(market);
        state_->count_timed();
        return ended;
    }
    return {};
}

void SimVenue::protect(const ProtectiveTerms& terms) {
    SimMarket& market = state_->market_of(terms.instrument);
    market.watch.reset();
    const auto found =
        std::ranges::find(market.protections, terms.instance, &ProtectiveTerms::instance);
    if (found != market.protections.end()) {
        *found = terms;
        return;
    }
    const auto at = std::ranges::upper_bound(
        market.protections, terms.instance, {}, &ProtectiveTerms::instance);
    market.protections.insert(at, terms);
}

void SimVenue::State::count_timed() {
    timed = 0;
    for (const SimMarket& market : markets) {
        timed += static_cast<std::size_t>(std::ranges::count_if(
            market.orders,
            [](const SimOrder& order) { return order.expires || order.cancelled_at; }));
    }
}

std::optional<UnixNanos> SimVenue::next_time() const {
    if (state_->timed == 0) {
        return std::nullopt;
    }
    std::optional<UnixNanos> next;
    const auto consider = [&](std::optional<UnixNanos> at) {
        next = at && (!next || *at < *next) ? at : next;
    };
    for (const SimMarket& market : state_->markets) {
        for (const SimOrder& order : market.orders) {
            consider(order.expires);
            consider(order.cancelled_at);
        }
    }
    return next;
}

Status SimVenue::advance(UnixNanos now) {
    if (state_->timed == 0) {
        return {};
    }
    for (SimMarket& market : state_->markets) {
        for (SimOrder& order : market.orders) {
            const bool is_cancelled = order.cancelled_at && *order.cancelled_at <= now;
            const bool has_expired = order.expires && *order.expires <= now;
            if (is_cancelled || has_expired) {
                const VenueEnd how = is_cancelled ? VenueEnd::cancelled : VenueEnd::expired;
                if (auto ended = state_->end(order, how, now); !ended) {
                    return ended;
                }
            }
        }
        State::sweep(market);
    }
    state_->count_timed();
    return {};
}

std::optional<UnixNanos> SimVenue::waits_for_open(InstrumentId instrument) const {
    std::optional<UnixNanos> earliest;
    for (const SimOrder& order : state_->market_of(instrument).orders) {
        if (!order.is_resting && (!earliest || order.arrives < *earliest)) {
            earliest = order.arrives;
        }
    }
    return earliest;
}

Status SimVenue::open(const tl_ev_bar& bar) {
    return state_->open(state_->market_of(InstrumentId(bar.h.inst)), bar);
}

Status SimVenue::trade(const tl_ev_bar& bar, std::optional<MarkRange> marks) {
    return state_->trade(state_->market_of(InstrumentId(bar.h.inst)), bar, marks);
}

Result<bool> SimVenue::survives(InstrumentId instrument,
                                const MarkRange& marks,
                                UnixNanos at) const {
    const Portfolio& portfolio = *state_->options.portfolio;
    const SimMarket& market = state_->market_of(instrument);
    const Quantity held = portfolio.quantity(instrument);
    if (market.instrument.kind == InstrumentKind::spot || held == Quantity() ||
        portfolio.outlives_any_mark(instrument, at)) {
        return true;
    }
    const auto call =
        portfolio.margin_call(instrument, held > Quantity() ? marks.low : marks.high, at);
    if (!call) {
        return fail(call.error());
    }
    return !*call || !(*call)->is_liquidated();
}

Status SimVenue::liquidate(InstrumentId instrument, const MarkRange& marks, UnixNanos at) {
    const Quantity held = state_->options.portfolio->quantity(instrument);
    state_->market_of(instrument).watch.reset();
    return state_->listener->liquidated(instrument, held > Quantity() ? marks.low : marks.high, at);
}

const MarketCounts& SimVenue::counts() const {
    return state_->counts;
}

}  // namespace tradelab
