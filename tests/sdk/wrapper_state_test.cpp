#include "sdk/cross.hpp"

#include <tradelab/testkit.hpp>

#include <gtest/gtest.h>

#include <cstring>
#include <memory>
#include <string>

namespace tradelab {
namespace {

// One instance at a time, driven event by event.
class StateTest : public ::testing::Test {
protected:
    using Handle = std::unique_ptr<tl_instance, void (*)(tl_instance*)>;

    testkit::detail::TestHost host_;
    std::vector<std::int64_t> ticks_{4, 50, 50, 0};
    testkit::detail::Feed events_ = testkit::detail::feed({.bars = testkit::walk(3, 60)}, 1, 4);

    Handle make() {
        const tl_instrument instrument{.size = sizeof(tl_instrument),
                                       .id = 1,
                                       .symbol = "test:BTC-USDT",
                                       .kind = TL_INST_SPOT,
                                       .price_dp = 2,
                                       .qty_dp = 5,
                                       .reserved = {},
                                       .tick = 1,
                                       .lot = 1};
        const tl_config config{.size = sizeof(tl_config),
                               .tick_count = 4,
                               .ticks = ticks_.data(),
                               .instruments = &instrument,
                               .role_count = 1,
                               .reserved = 0,
                               .bar_interval_ns = 3'600'000'000'000};
        tl_instance* out = nullptr;
        EXPECT_EQ(detail::entry<Cross>.create("org.example.cross", &host_.table, &config, &out),
                  TL_OK);
        return {out, out->destroy};
    }

    static const tl_ext_state& state(tl_instance& instance) {
        return *static_cast<const tl_ext_state*>(instance.get(&instance, TL_EXT_STATE));
    }

    static std::string save(tl_instance& instance) {
        std::string out;
        const tl_sink sink{.size = sizeof(tl_sink),
                           .reserved = 0,
                           .ctx = &out,
                           .write = [](void* ctx, const void* data, std::uint64_t length) {
                               static_cast<std::string*>(ctx)->append(
                                   static_cast<const char*>(data), length);
                               return tl_status{TL_OK};
                           }};
        EXPECT_EQ(state(instance).save(&instance, &sink), TL_OK);
        return out;
    }

    static tl_status load(tl_instance& instance, const std::string& blob) {
        return state(instance).load(&instance, {blob.data(), blob.size()});
    }

    // The intents of events [from, to), as bytes.
    std::string feed(tl_instance& instance, std::size_t from, std::size_t to) {
        const auto& table =
            *static_cast<const tl_strategy*>(instance.get(&instance, TL_EXT_STRATEGY));
        std::string out;
        for (std::size_t at = from; at < to; ++at) {
            tl_intent intents[8];
            tl_batch batch{.size = sizeof(tl_batch),
                           .count = 1,
                           .first = events_.at(at),
                           .bytes = events_.at(at)->size,
                           .out = intents,
                           .out_cap = 8,
                           .out_len = 0,
                           .consumed = 0,
                           .reserved = 0};
            EXPECT_EQ(table.process(&instance, &batch), TL_OK);
            out.append(reinterpret_cast<const char*>(intents), batch.out_len * sizeof(tl_intent));
        }
        return out;
    }
};

TEST_F(StateTest, ALoadedInstanceContinuesAsIfNothingHadHappened) {
    const std::size_t end = events_.starts.size();
    for (std::size_t cut = 1; cut < end; cut += 7) {
        const auto whole = make();
        whole->start(whole.get());
        feed(*whole, 0, cut);
        const auto rest = feed(*whole, cut, end);

        const auto first = make();
        first->start(first.get());
        feed(*first, 0, cut);
        const auto second = make();
        ASSERT_EQ(load(*second, save(*first)), TL_OK);
        second->start(second.get());

        EXPECT_EQ(feed(*second, cut, end), rest) << "cut at event " << cut;
    }
}

TEST_F(StateTest, SavingALoadedStateGivesTheSameBytes) {
    const auto first = make();
    first->start(first.get());
    feed(*first, 0, 30);
    const auto blob = save(*first);
    const auto second = make();

    ASSERT_EQ(load(*second, blob), TL_OK);

    EXPECT_EQ(save(*second), blob);
}

TEST_F(StateTest, EveryFlippedBitIsRefusedAndChangesNothing) {
    const auto first = make();
    first->start(first.get());
    feed(*first, 0, 30);
    const auto good = save(*first);
    const auto second = make();
    const auto before = save(*second);

    for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
        auto bad = good;
        bad[bit / 8] =
            static_cast<char>(static_cast<unsigned char>(bad[bit / 8]) ^ (1U << bit % 8));

        ASSERT_NE(load(*second, bad), TL_OK) << "bit " << bit;
        ASSERT_EQ(save(*second), before) << "bit " << bit;
    }
}

TEST_F(StateTest, EveryTruncationIsRefused) {
    const auto first = make();
    const auto good = save(*first);

    for (std::size_t length = 0; length < good.size(); ++length) {
        ASSERT_NE(load(*first, good.substr(0, length)), TL_OK) << length;
    }
    EXPECT_NE(load(*first, good + '\0'), TL_OK);
}

TEST_F(StateTest, AStateOfOtherParametersIsRefused) {
    const auto first = make();
    const auto blob = save(*first);
    ticks_[2] = 51;

    EXPECT_EQ(load(*make(), blob), TL_E_UNSUPPORTED);
}

TEST_F(StateTest, LoadingWhileRunningIsRefused) {
    const auto first = make();
    const auto blob = save(*first);
    first->start(first.get());

    EXPECT_EQ(load(*first, blob), TL_E_STATE);
}

TEST_F(StateTest, TheLifecycleIsHeld) {
    const auto instance = make();

    EXPECT_EQ(instance->stop(instance.get()), TL_E_STATE);
    EXPECT_EQ(instance->start(instance.get()), TL_OK);
    EXPECT_EQ(instance->start(instance.get()), TL_E_STATE);
    EXPECT_EQ(instance->stop(instance.get()), TL_OK);
    EXPECT_EQ(instance->stop(instance.get()), TL_E_STATE);
    EXPECT_EQ(instance->get(instance.get(), "tl.nothing/1"), nullptr);
    EXPECT_EQ(instance->get(instance.get(), ""), nullptr);
}

TEST_F(StateTest, WithoutRoomForOneEventsIntentsNothingIsConsumed) {
    const auto instance = make();
    instance->start(instance.get());
    const auto& table =
        *static_cast<const tl_strategy*>(instance->get(instance.get(), TL_EXT_STRATEGY));
    tl_intent intents[8];
    tl_batch batch{.size = sizeof(tl_batch),
                   .count = 1,
                   .first = events_.at(0),
                   .bytes = events_.at(0)->size,
                   .out = intents,
                   .out_cap = 7,
                   .out_len = 9,
                   .consumed = 9,
                   .reserved = 0};

    EXPECT_EQ(table.process(instance.get(), &batch), TL_E_INVALID);

    EXPECT_EQ(batch.consumed, 0U);
    EXPECT_EQ(batch.out_len, 0U);
    const auto fresh = make();
    fresh->start(fresh.get());
    EXPECT_EQ(feed(*instance, 0, 60), feed(*fresh, 0, 60));
}

}  // namespace
}  // namespace tradelab
