#include "plugins/pair_desk.hpp"

#include <cmath>

namespace tradelab {
namespace {

constexpr tl_time first_hour = 1'704'067'200'000'000'000;  // 2024-01-01T00:00:00Z

tl_fixed mantissa(double value, double scale) {
    return static_cast<tl_fixed>(std::llround(value * scale));
}

tl_instrument instrument(tl_inst id, std::uint8_t kind, std::int8_t qty_dp) {
    return {.size = sizeof(tl_instrument),
            .id = id,
            .symbol = id == 1 ? "test:BTC-USDT" : "test:BTC-USDT-PERP",
            .kind = kind,
            .price_dp = 2,
            .qty_dp = qty_dp,
            .reserved = {},
            .tick = 1,
            .lot = 1};
}

}  // namespace

PairDesk::PairDesk(const Options& options)
    : now_(first_hour),
      budget_(2 * options.cash),
      spot_fee_(options.spot_fee),
      spot_minimum_(options.spot_minimum),
      spot_cash_(options.cash),
      perp_cash_(options.cash) {
    const tl_descriptor& told = *tl_plugin_entry_v1()->describe(0);
    std::vector<std::int64_t> values;
    for (std::uint32_t at = 0; at < told.param_count; ++at) {
        values.push_back(told.params[at].initial);
        for (const auto& [name, value] : options.ticks) {
            values.back() = name == told.params[at].name ? value : values.back();
        }
    }
    const tl_instrument instruments[] = {instrument(1, TL_INST_SPOT, 5),
                                         instrument(2, TL_INST_PERP, 3)};
    const tl_config config{.size = sizeof(tl_config),
                           .tick_count = told.param_count,
                           .ticks = values.data(),
                           .instruments = instruments,
                           .role_count = 2,
                           .reserved = 0,
                           .bar_interval_ns = hour_ns};
    host_ = {.size = sizeof(tl_host),
             .abi = TL_ABI_VERSION,
             .self = nullptr,
             .get = [](const tl_host*, const char*) -> const void* { return nullptr; },
             .set_error =
                 [](const tl_host*, const char* text, std::uint64_t length) {
                     ADD_FAILURE() << std::string_view(text, length);
                 }};
    EXPECT_EQ(tl_plugin_entry_v1()->create(told.id, &host_, &config, &instance_), TL_OK);
    EXPECT_EQ(instance_->start(instance_), TL_OK);
    strategy_ = static_cast<const tl_strategy*>(instance_->get(instance_, TL_EXT_STRATEGY));
    tell_account(1);
    tell_account(2);
}

PairDesk::~PairDesk() {
    instance_->stop(instance_);
    instance_->destroy(instance_);
}

std::vector<tl_intent> PairDesk::hour(const Hour& hour) {
    asked_.clear();
    flags_ = hour.flags;
    tell_timers();
    fill_at_open();
    now_ = first_hour + ++hour_ * hour_ns;
    tell_timers();
    spot_price_ = hour.has_spot ? hour.spot : spot_price_;
    perp_price_ = hour.has_perp ? hour.perp : perp_price_;
    if (hour.rate) {
        tl_ev_funding funding{};
        funding.rate_e12 = mantissa(*hour.rate, 1e12);
        funding.interval_ns = 8 * hour_ns;
        funding.mark_e8 = TL_NONE;
        tell(funding, TL_EV_FUNDING, 2);
        perp_cash_ -= *hour.rate * static_cast<double>(perp_position_) / 1e3 * perp_price_;
    }
    if (hour.mark) {
        tell(tl_ev_mark{.h = {},
                        .mark_e8 = mantissa(*hour.mark, 1e8),
                        .index_e8 = TL_NONE,
                        .rate_e12 = TL_NONE,
                        .next = TL_NONE},
             TL_EV_MARK,
             2);
    }
    for (const tl_inst inst : {1U, 2U}) {
        if (inst == 1 ? hour.has_spot : hour.has_perp) {
            tl_ev_bar bar{};
            bar.interval_ns = hour_ns;
            bar.open = bar.high = bar.low = bar.close =
                mantissa(inst == 1 ? spot_price_ : perp_price_, 100);
            tell(bar, TL_EV_BAR, inst);
        }
    }
    flags_ = 0;
    return asked_;
}

std::vector<tl_intent> PairDesk::hours(std::int64_t count, double rate, Hour same) {
    std::vector<tl_intent> all;
    for (std::int64_t at = 0; at < count; ++at) {
        same.rate = (hour_ + 1) % 8 == 0 ? std::optional(rate) : std::nullopt;
        const auto asked = hour(same);
        all.insert(all.end(), asked.begin(), asked.end());
    }
    return all;
}

std::vector<tl_intent> PairDesk::silence(std::int64_t hours) {
    asked_.clear();
    hour_ += hours;
    now_ = first_hour + hour_ * hour_ns;
    tell_timers();
    return asked_;
}

std::vector<tl_intent> PairDesk::gap(tl_inst inst) {
    asked_.clear();
    tl_ev_gap gap{};
    gap.from = now_;
    gap.to = now_;
    gap.cause = TL_GAP_MISSING;
    tell(gap, TL_EV_GAP, inst);
    return asked_;
}

std::vector<tl_intent> PairDesk::hold(tl_inst inst, tl_fixed position) {
    asked_.clear();
    (inst == 1 ? spot_units_ : perp_position_) = inst == 1 ? position * 1'000 : position;
    perp_average_ = inst == 2 ? perp_price_ : perp_average_;
    tell_account(inst);
    return asked_;
}

std::vector<tl_intent> PairDesk::pay_in(tl_inst inst, double cash) {
    asked_.clear();
    (inst == 1 ? spot_cash_ : perp_cash_) += cash;
    tell_account(inst);
    return asked_;
}

std::vector<tl_intent> PairDesk::replay(const tl_ev& event) {
    auto runner = Runner::make(*instance_, *strategy_, {});
    const auto step = runner->step(&event, 1, event.size);
    if (!step) {
        ADD_FAILURE() << "event " << event.seq << " was refused";
        return {};
    }
    const std::vector<tl_inst> bound = {1, 2};
    for (const tl_intent& intent : step->intents) {
        const auto reasons = tl_plugin_entry_v1()->describe(0)->reason_count;
        EXPECT_TRUE(check_intent(intent, event, {.bound = bound, .reasons = reasons}));
    }
    return {step->intents.begin(), step->intents.end()};
}

std::vector<tl_intent> PairDesk::replay(const EventBuffer& events, std::uint32_t batch) {
    std::vector<tl_intent> all;
    auto runner = Runner::make(*instance_, *strategy_, {.batch = batch});
    EXPECT_TRUE(runner->feed(events, [&](const tl_ev&, std::span<const tl_intent> intents) {
        all.insert(all.end(), intents.begin(), intents.end());
        return Status();
    }));
    return all;
}

std::vector<char> PairDesk::saved() const {
    std::vector<char> bytes;
    const tl_sink sink{.size = sizeof(tl_sink),
                       .reserved = 0,
                       .ctx = &bytes,
                       .write = [](void* to, const void* data, std::uint64_t size) {
                           const auto* from = static_cast<const char*>(data);
                           auto* all = static_cast<std::vector<char>*>(to);
                           all->insert(all->end(), from, from + size);
                           return tl_status{TL_OK};
                       }};
    EXPECT_EQ(keeper()->save(instance_, &sink), TL_OK);
    return bytes;
}

tl_status PairDesk::load(const std::vector<char>& bytes) {
    instance_->stop(instance_);
    const tl_status loaded = keeper()->load(instance_, {bytes.data(), bytes.size()});
    instance_->start(instance_);
    return loaded;
}

// ---- the venue ----------------------------------------------------------------------------------

template <class Event>
void PairDesk::tell(Event event, std::uint16_t type, tl_inst inst) {
    event.h = {.size = sizeof(Event),
               .type = type,
               .flags = flags_,
               .inst = inst,
               .reserved = 0,
               .seq = ++seq_,
               .ts_event = now_,
               .ts_recv = now_};
    events_.append(event);
    for (const tl_intent& intent : replay(event.h)) {
        obey(intent);
    }
    for (const Order& order : std::exchange(refused_, {})) {
        tell_order(order, TL_ORDER_REJECTED);
    }
}

void PairDesk::tell_account(tl_inst inst) {
    tl_ev_account account{};
    account.position = position(inst);
    account.average_price =
        account.position == 0 ? TL_NONE : mantissa(inst == 1 ? spot_price_ : perp_average_, 100);
    account.budget_e8 = account.equity_e8 = mantissa(budget_, 1e8);
    const double size = static_cast<double>(perp_position_) / 1e3;
    const double loss = std::min(0.0, size * (perp_price_ - perp_average_));
    const double free = inst == 1 ? spot_cash_ : perp_cash_ + loss - std::abs(size) * perp_price_;
    account.free_margin_e8 = mantissa(free, 1e8);
    account.wallet = inst;
    tell(account, TL_EV_ACCOUNT, inst);
}

void PairDesk::tell_order(const Order& order, std::uint32_t state) {
    tell(tl_ev_order{.h = {},
                     .order = next_order_++,
                     .client_tag = order.intent.client_tag,
                     .state = state,
                     .reason = state == TL_ORDER_REJECTED ? order.refused : 0U,
                     .open_qty = order.left},
         TL_EV_ORDER,
         order.intent.inst);
}

void PairDesk::obey(const tl_intent& intent) {
    if (intent.type == TL_IN_NOTE) {
        notes.push_back(intent);
        return;
    }
    if (intent.type == TL_IN_TIMER) {
        timers_[intent.timer] = intent.expires;
        return;
    }
    asked_.push_back(intent);
    if (intent.type == TL_IN_CANCEL_ALL) {
        if (leg(intent.inst).opens == Venue::never_answers) {
            return;
        }
        std::vector<Order> gone;
        std::erase_if(orders_, [&](const Order& order) {
            const bool of_it = order.intent.inst == intent.inst;
            if (of_it) {
                gone.push_back(order);
            }
            return of_it;
        });
        for (const Order& order : gone) {
            tell_order(order, TL_ORDER_CANCELLED);
        }
        return;
    }
    Order order{.intent = intent, .left = intent.qty};
    const bool opens = (intent.flags & TL_IN_F_REDUCE_ONLY) == 0;
    const double worth = static_cast<double>(intent.qty) / 1e5 * spot_price_;
    if (intent.inst == 1 && worth < spot_minimum_) {
        order.refused = TL_REFUSED_FILTER;
        refused_.push_back(order);
    } else if (opens && leg(intent.inst).opens == Venue::refuses) {
        refused_.push_back(order);
    } else {
        orders_.push_back(order);
    }
}

void PairDesk::fill_at_open() {
    auto open = std::exchange(orders_, {});
    for (Order& order : open) {
        const Leg& met = leg(order.intent.inst);
        const bool opens = (order.intent.flags & TL_IN_F_REDUCE_ONLY) == 0;
        if (opens && met.opens == Venue::refuses_late) {
            tell_order(order, TL_ORDER_REJECTED);
            continue;
        }
        if (!opens || met.opens == Venue::fills) {
            fill(order, std::min(order.left, met.cap));
        }
        if (order.left > 0) {
            orders_.push_back(order);
        }
    }
}

void PairDesk::fill(Order& order, tl_fixed quantity) {
    const tl_intent& intent = order.intent;
    order.left -= quantity;
    double fee = 0;
    if (intent.inst == 1) {
        const std::int64_t units = quantity * 1'000;
        const double worth = static_cast<double>(units) / 1e8 * spot_price_;
        const auto kept =
            static_cast<std::int64_t>(std::ceil(static_cast<double>(units) * spot_fee_ - 1e-6));
        fee = worth * spot_fee_;
        spot_cash_ -= intent.side * worth + (intent.side < 0 ? fee : 0);
        spot_units_ += intent.side > 0 ? units - kept : -units;
        EXPECT_GE(spot_units_, 0) << "sold what it does not have";
    } else {
        const double size = static_cast<double>(quantity) / 1e3;
        fee = size * perp_price_ * 0.0005;
        const double before = static_cast<double>(perp_position_) / 1e3;
        if (intent.side < 0) {
            perp_average_ = (-before * perp_average_ + size * perp_price_) / (size - before);
        } else {
            perp_cash_ += size * (perp_average_ - perp_price_);
        }
        perp_cash_ -= fee;
        perp_position_ += intent.side * quantity;
        EXPECT_LE(perp_position_, 0) << "bought back more than was sold";
    }
    tl_ev_fill filled{};
    filled.client_tag = intent.client_tag;
    filled.side = intent.side;
    filled.liquidity = 2;
    filled.price = mantissa(intent.inst == 1 ? spot_price_ : perp_price_, 100);
    filled.qty = quantity;
    filled.fee_e8 = mantissa(fee, 1e8);
    tell(filled, TL_EV_FILL, intent.inst);
    tell_account(intent.inst);
}

void PairDesk::tell_timers() {
    const auto due = timers_;
    for (const auto& [id, at] : due) {
        if (at <= now_) {
            timers_.erase(id);
            tl_ev_timer timer{};
            timer.timer = id;
            tell(timer, TL_EV_TIMER, 0);
        }
    }
}

}  // namespace tradelab
