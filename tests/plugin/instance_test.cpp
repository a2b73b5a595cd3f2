#include "plugin/instance.hpp"

#include "packages.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tradelab {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

// What the fixture's parameter chooses (fixture_plugin.c).
constexpr std::int64_t does_nothing = 0, refuses_create = 1, refuses_start = 2, gives_nothing = 3,
                       has_no_destroy = 4;

struct InstanceTest : testing::Test {
    TemporaryFolder home;
    RealDisk disk;
    std::vector<std::string> log;

    Result<LoadedPlugin> plugin(const PackageDraft& draft) {
        if (!disk.exists(home.path() / draft.id)) {
            put_package(disk, home.path() / draft.id, draft);
        }
        const auto package = read_package(disk, home.path() / draft.id, Origin::named);
        EXPECT_TRUE(package);
        return load(disk, *package, this_host());
    }
    Result<Instance> made(std::int64_t behaviour, const PackageDraft& draft) {
        const auto loaded = plugin(draft);
        EXPECT_TRUE(loaded) << describe(loaded.error());
        const tl_instrument instrument = {.size = sizeof(tl_instrument),
                                          .id = 1,
                                          .symbol = "test:A-B",
                                          .kind = TL_INST_SPOT,
                                          .price_dp = 2,
                                          .qty_dp = 3,
                                          .reserved = {},
                                          .tick = 1,
                                          .lot = 1};
        return Instance::create(
            *loaded,
            {.ticks = {behaviour}, .instruments = {instrument}, .bar_interval_ns = 0},
            {.services = {}, .log = [this](const LogLine& line) { log.emplace_back(line.text); }});
    }
    Result<Instance> made(std::int64_t behaviour) {
        return made(behaviour, {.library_bytes = fixture_library()});
    }
    static std::int64_t live(const Instance& instance) {
        return *static_cast<const std::int64_t*>(instance.extension("test.live/1"));
    }
};

TEST_F(InstanceTest, StartsStopsAndLogs) {
    auto instance = made(does_nothing);
    ASSERT_TRUE(instance) << describe(instance.error());

    EXPECT_TRUE(instance->start());
    EXPECT_EQ(instance->state(), Instance::State::running);
    EXPECT_TRUE(instance->stop());
    EXPECT_EQ(instance->state(), Instance::State::stopped);
    EXPECT_TRUE(instance->start());
    EXPECT_THAT(log, ElementsAre("started", "started"));
}

TEST_F(InstanceTest, TheWrongStateIsRefusedWithoutAskingThePlugin) {
    auto instance = made(does_nothing);

    EXPECT_EQ(instance->stop().error().code, ErrorCode::refused);
    ASSERT_TRUE(instance->start());
    EXPECT_EQ(instance->start().error().code, ErrorCode::refused);
    EXPECT_EQ(log.size(), 1U);
}

TEST_F(InstanceTest, IsDestroyedOnceEvenWhileRunningOrMoved) {
    auto kept = made(does_nothing);
    ASSERT_TRUE(kept);
    const auto before = live(*kept);
    {
        auto running = made(does_nothing);
        ASSERT_TRUE(running->start());
        const Instance moved = std::move(*running);
        EXPECT_EQ(live(*kept), before + 1);
    }
    EXPECT_EQ(live(*kept), before);
}

TEST_F(InstanceTest, ARefusedCreateGivesThePluginsReasonMadePrintable) {
    const auto instance = made(refuses_create);

    EXPECT_EQ(instance.error().code, ErrorCode::invalid_argument);
    EXPECT_EQ(instance.error().context,
              "org.example.fixture: create failed: no\\x1b[31m thanks (TL_E_INVALID)");
}

TEST_F(InstanceTest, ARefusedStartLeavesItStopped) {
    auto instance = made(refuses_start);

    const auto started = instance->start();

    EXPECT_THAT(started.error().context, HasSubstr("no wind today"));
    EXPECT_EQ(instance->state(), Instance::State::stopped);
}

TEST_F(InstanceTest, SuccessWithoutAnInstanceIsRefused) {
    EXPECT_THAT(made(gives_nothing).error().context, HasSubstr("gave no instance"));
}

TEST_F(InstanceTest, ATableWithoutDestroyIsRefused) {
    EXPECT_THAT(made(has_no_destroy).error().context, HasSubstr("destroy"));
}

TEST_F(InstanceTest, TheNumberOfTicksAndInstrumentsMustBeTheDeclaredOne) {
    const auto loaded = plugin({.library_bytes = fixture_library()});

    const auto no_ticks = Instance::create(*loaded, {}, {});
    const auto no_instrument =
        Instance::create(*loaded, {.ticks = {0}, .instruments = {}, .bar_interval_ns = 0}, {});

    EXPECT_THAT(no_ticks.error().context,
                AllOf(HasSubstr("0 parameters given"), HasSubstr("declares 1")));
    EXPECT_THAT(no_instrument.error().context, HasSubstr("0 instruments given"));
}

TEST_F(InstanceTest, TheStrategyTableIsChecked) {
    const auto instance = made(does_nothing);

    const auto strategy = instance->strategy();

    ASSERT_TRUE(strategy);
    EXPECT_EQ((*strategy)->intents_max, 1U);
    EXPECT_EQ(instance->extension("tl.strategy/2"), nullptr);
}

TEST_F(InstanceTest, WithoutANeedThereIsNoLog) {
    auto instance = made(does_nothing, {.library_bytes = fixture_library(), .needs = ""});

    ASSERT_TRUE(instance->start());

    EXPECT_TRUE(log.empty());
}

TEST(StatusText, SaysWhatWasAskedAndWhy) {
    EXPECT_TRUE(from_status(TL_OK, "x: save", ""));
    EXPECT_EQ(from_status(TL_E_STATE, "x: save", "").error().context, "x: save failed: TL_E_STATE");
    EXPECT_EQ(from_status(7, "x: save", "why").error().context, "x: save failed: why (status 7)");
    EXPECT_EQ(from_status(7, "x: save", "why").error().code, ErrorCode::internal);
}

}  // namespace
}  // namespace tradelab
