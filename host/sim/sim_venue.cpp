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
    const auto refuse = [](std::string what, std::string hint) {
        return fail(ErrorCode::invalid_argument, std::move(what), std::move(hint));
    };
    if (options.portfolio == nullptr || options.instruments.empty()) {
        return refuse("a venue without portfolio or instruments", "name both");
    }
    const FillModel& model = options.model;
    if (model.participation_cap <= Rate() || model.participation_cap > rate_one) {
        return refuse("fill model " + model.name + ": a participation cap outside (0, 1]",
                      "0.05 is 5 % of a bar's volume");
    }
    for (const Rate rate : {model.half_spread, model.impact_at_cap, model.stop_slippage}) {
        if (rate < Rate() || rate >= rate_one) {
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
        markets.back().changes.reserve(comes_late() ? 64 : 0);
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
        if (state_->comes_late()) {
            if (!found->cancelled_at) {  // the first of several is the one that counts
                found->cancelled_at = arrives;
                found->opens_to_cancel = state_->options.latency_bars;
                state_->count_timed();
            }
            return {};
        }
        auto ended = state_->end(*found, VenueEnd::cancelled, decided_at);
        State::sweep(market);
        state_->count_timed();
        return ended;
    }
    return {};
}

void SimVenue::protect(const ProtectiveTerms& terms, UnixNanos decided_at) {
    SimMarket& market = state_->market_of(terms.instrument);
    if (!state_->comes_late()) {
        State::apply(market, terms);
        return;
    }
    const auto arrives = checked_add(decided_at, state_->options.latency);
    TL_CHECK(arrives.has_value());
    market.changes.push_back(
        {.terms = terms, .arrives = *arrives, .opens_to_pass = state_->options.latency_bars});
    state_->count_timed();
}

void SimVenue::State::apply(SimMarket& market, const ProtectiveTerms& terms) {
    market.watch.reset();
    const auto key = [](const ProtectiveTerms& one) { return std::pair(one.instance, one.opened); };
    const auto at = std::ranges::lower_bound(market.protections, key(terms), {}, key);
    if (at != market.protections.end() && key(*at) == key(terms)) {
        *at = terms;
        return;
    }
    market.protections.insert(at, terms);
}

void SimVenue::State::count_timed() {
    const bool by_time = waits_for_time();
    timed = 0;
    for (const SimMarket& market : markets) {
        timed += by_time ? market.changes.size() : 0;
        timed += static_cast<std::size_t>(
            std::ranges::count_if(market.orders, [&](const SimOrder& order) {
                return order.expires || (by_time && order.cancelled_at);
            }));
    }
}

Status SimVenue::State::arrive_late(SimMarket& market, UnixNanos at) {
    for (SimOrder& order : market.orders) {
        const bool is_due = order.cancelled_at && *order.cancelled_at <= at;
        if (is_due && order.left > Quantity() && is_here(order.opens_to_cancel)) {
            if (auto ended = end(order, VenueEnd::cancelled, at); !ended) {
                return ended;
            }
        }
    }
    apply_changes(market, at);
    return {};
}

void SimVenue::State::apply_changes(SimMarket& market, UnixNanos at) {
    std::erase_if(market.changes, [&](SimChange& change) {
        const bool has_come = change.arrives <= at && is_here(change.opens_to_pass);
        if (has_come) {
            apply(market, change.terms);
        }
        return has_come;
    });
}

std::optional<UnixNanos> SimVenue::next_time() const {
    if (state_->timed == 0) {
        return std::nullopt;
    }
    const bool by_time = state_->waits_for_time();
    std::optional<UnixNanos> next;
    const auto consider = [&](std::optional<UnixNanos> at) {
        next = at && (!next || *at < *next) ? at : next;
    };
    for (const SimMarket& market : state_->markets) {
        for (const SimOrder& order : market.orders) {
            consider(order.expires);
            consider(by_time ? order.cancelled_at : std::nullopt);
        }
        if (by_time && !market.changes.empty()) {
            consider(market.changes.front().arrives);
        }
    }
    return next;
}

Status SimVenue::advance(UnixNanos now) {
    if (state_->timed == 0) {
        return {};
    }
    const bool by_time = state_->waits_for_time();
    for (SimMarket& market : state_->markets) {
        if (by_time) {
            State::apply_changes(market, now);
        }
        for (SimOrder& order : market.orders) {
            const bool is_cancelled = by_time && order.cancelled_at && *order.cancelled_at <= now;
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
    const auto consider = [&](std::optional<UnixNanos> at) {
        earliest = at && (!earliest || *at < *earliest) ? at : earliest;
    };
    const SimMarket& market = state_->market_of(instrument);
    const bool by_open = !state_->waits_for_time();
    for (const SimOrder& order : market.orders) {
        if (!order.is_resting) {
            consider(order.arrives);
        }
        consider(by_open ? order.cancelled_at : std::nullopt);
    }
    if (by_open && !market.changes.empty()) {
        consider(market.changes.front().arrives);
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
