#pragma once

#include "core/event.hpp"
#include "strategy/runner.hpp"

#include <tradelab/abi/strategy.h>

#include <gtest/gtest.h>

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace tradelab {

// One instance of the plugin that is linked into the test, fed event by event, so that a test can
// answer an intent with an account event.  Prices to 2 places; hourly bars.
class Trader {
public:
    using Ticks = std::vector<std::pair<std::string_view, std::int64_t>>;

    explicit Trader(const Ticks& ticks = {}) {
        const tl_descriptor& told = *tl_plugin_entry_v1()->describe(0);
        std::vector<std::int64_t> values;
        for (std::uint32_t at = 0; at < told.param_count; ++at) {
            values.push_back(told.params[at].initial);
            for (const auto& [name, value] : ticks) {
                values.back() = name == told.params[at].name ? value : values.back();
            }
        }
        const tl_instrument instrument{.size = sizeof(tl_instrument),
                                       .id = 1,
                                       .symbol = "test:BTC-USDT-PERP",
                                       .kind = TL_INST_PERP,
                                       .price_dp = 2,
                                       .qty_dp = 3,
                                       .reserved = {},
                                       .tick = 1,
                                       .lot = 1};
        const tl_config config{.size = sizeof(tl_config),
                               .tick_count = told.param_count,
                               .ticks = values.data(),
                               .instruments = &instrument,
                               .role_count = 1,
                               .reserved = 0,
                               .bar_interval_ns = hour};
        EXPECT_EQ(tl_plugin_entry_v1()->create(told.id, &host_, &config, &instance_), TL_OK);
        EXPECT_EQ(instance_->start(instance_), TL_OK);
        strategy_ = static_cast<const tl_strategy*>(instance_->get(instance_, TL_EXT_STRATEGY));
    }
    ~Trader() {
        instance_->stop(instance_);
        instance_->destroy(instance_);
    }
    Trader(const Trader&) = delete;
    Trader& operator=(const Trader&) = delete;

    [[nodiscard]] std::uint32_t warmup_bars() const { return strategy_->warmup_bars(instance_, 0); }

    // What the strategy wants because of a bar.  Prices in whole units.
    std::vector<tl_intent> bar(double high, double low, double close) {
        tl_ev_bar bar{};
        bar.h = header(TL_EV_BAR, sizeof bar);
        bar.interval_ns = hour;
        bar.open = bar.close = mantissa(close);
        bar.high = mantissa(high);
        bar.low = mantissa(low);
        return feed(bar.h);
    }
    // The same bar again and again: range 99 to 101, close 100.
    std::vector<tl_intent> quiet_bars(std::uint32_t count) {
        std::vector<tl_intent> all;
        for (std::uint32_t at = 0; at < count; ++at) {
            const auto wanted = bar(101, 99, 100);
            all.insert(all.end(), wanted.begin(), wanted.end());
        }
        return all;
    }
    std::vector<tl_intent> account(tl_fixed position) {
        tl_ev_account account{};
        account.h = header(TL_EV_ACCOUNT, sizeof account);
        account.position = position;
        account.average_price = position == 0 ? TL_NONE : mantissa(100);
        return feed(account.h);
    }
    // What became of an order; a refusal as the risk gate words it.
    std::vector<tl_intent> order(std::uint32_t state) {
        tl_ev_order order{};
        order.h = header(TL_EV_ORDER, sizeof order);
        order.state = state;
        order.reason = state == TL_ORDER_REJECTED ? TL_REFUSED_RISK : TL_REFUSED_NOT;
        return feed(order.h);
    }
    std::vector<tl_intent> gap() {
        tl_ev_gap gap{};
        gap.h = header(TL_EV_GAP, sizeof gap);
        gap.from = gap.h.ts_recv - hour;
        gap.to = gap.h.ts_recv;
        gap.cause = TL_GAP_MISSING;
        return feed(gap.h);
    }

    // Any event, as it is.
    std::vector<tl_intent> replay(const tl_ev& event) { return feed(event); }

    [[nodiscard]] std::vector<char> saved() const {
        std::vector<char> bytes;
        const tl_sink sink{.size = sizeof(tl_sink),
                           .reserved = 0,
                           .ctx = &bytes,
                           .write = [](void* to, const void* data, std::uint64_t size) {
                               const auto* from = static_cast<const char*>(data);
                               static_cast<std::vector<char>*>(to)->insert(
                                   static_cast<std::vector<char>*>(to)->end(), from, from + size);
                               return tl_status{TL_OK};
                           }};
        EXPECT_EQ(keeper()->save(instance_, &sink), TL_OK);
        return bytes;
    }
    // A trader that goes on where `other` was.
    void resume(const Trader& other) {
        const auto bytes = other.saved();
        instance_->stop(instance_);
        EXPECT_EQ(keeper()->load(instance_, {bytes.data(), bytes.size()}), TL_OK);
        instance_->start(instance_);
        seq_ = other.seq_;
    }

    [[nodiscard]] static std::string_view reason(const tl_intent& intent) {
        return tl_plugin_entry_v1()->describe(0)->reasons[intent.reason];
    }

    // What load answers, of an instance that is stopped for it.  A refusal's text is no failure.
    tl_status load(const std::vector<char>& bytes) {
        host_.set_error = [](const tl_host*, const char*, std::uint64_t) {};
        instance_->stop(instance_);
        const tl_status loaded = keeper()->load(instance_, {bytes.data(), bytes.size()});
        instance_->start(instance_);
        return loaded;
    }

    // What process answers when the array for intents is too small.
    tl_status process_without_room() {
        host_.set_error = [](const tl_host*, const char*, std::uint64_t) {};
        const tl_ev event = header(TL_EV_TIMER, sizeof(tl_ev_timer));
        tl_batch batch{};
        batch.size = sizeof batch;
        batch.count = 1;
        batch.first = &event;
        const tl_status status = strategy_->process(instance_, &batch);
        EXPECT_EQ(batch.consumed, 0U);
        EXPECT_EQ(batch.out_len, 0U);
        return status;
    }

private:
    static constexpr std::int64_t hour = 3'600'000'000'000;

    static tl_fixed mantissa(double price) { return static_cast<tl_fixed>(price * 100 + 0.5); }

    [[nodiscard]] const tl_ext_state* keeper() const {
        return static_cast<const tl_ext_state*>(instance_->get(instance_, TL_EXT_STATE));
    }

    tl_ev header(std::uint16_t type, std::size_t size) {
        ++seq_;
        const auto at = static_cast<std::int64_t>(seq_) * hour;
        return {.size = static_cast<std::uint32_t>(size),
                .type = type,
                .flags = 0,
                .inst = 1,
                .reserved = 0,
                .seq = seq_,
                .ts_event = at,
                .ts_recv = at};
    }

    std::vector<tl_intent> feed(const tl_ev& event) {
        auto runner = Runner::make(*instance_, *strategy_, {});
        const auto step = runner->step(&event, 1, event.size);
        if (!step) {
            ADD_FAILURE() << "event " << event.seq << " was refused";
            return {};
        }
        for (const tl_intent& intent : step->intents) {
            const std::vector<tl_inst> bound = {1};
            const auto reasons = tl_plugin_entry_v1()->describe(0)->reason_count;
            EXPECT_TRUE(check_intent(intent, event, {.bound = bound, .reasons = reasons}));
        }
        return {step->intents.begin(), step->intents.end()};
    }

    tl_host host_{.size = sizeof(tl_host),
                  .abi = TL_ABI_VERSION,
                  .self = nullptr,
                  .get = [](const tl_host*, const char*) -> const void* { return nullptr; },
                  .set_error =
                      [](const tl_host*, const char* text, std::uint64_t length) {
                          ADD_FAILURE() << std::string_view(text, length);
                      }};
    tl_instance* instance_ = nullptr;
    const tl_strategy* strategy_ = nullptr;
    std::uint64_t seq_ = 0;
};

}  // namespace tradelab
