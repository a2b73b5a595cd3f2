#include "gate/lifetime.hpp"

#include "document/sha256.hpp"
#include "gate/binding.hpp"
#include "os/simulated_disk.hpp"
#include "statistics/lord_plus_plus.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <utility>

namespace tradelab {
namespace {

using testing::HasSubstr;
using Ending = Lifetime::Ending;

const Disk::Path at = "/state/vault";

struct Case {
    SimulatedDisk disk;
    Lifetime lifetime{disk, at};

    Grant grant(std::string_view campaign) {
        return lifetime.grant(sha256_hex(campaign), day(0)).value();
    }
};

TEST(Lifetime, TheFirstLevelIsNearThreeInAThousand) {
    Case state;

    EXPECT_NEAR(first_joint_level(), 0.0027, 0.0001);
    EXPECT_EQ(state.lifetime.next_level().value(), first_joint_level());
    EXPECT_EQ(state.grant("one").level, first_joint_level());
}

TEST(Lifetime, LevelsAreThoseOfLordPlusPlusAndAPromotionEarnsSomeBack) {
    Case state;
    LordPlusPlus expected{.alpha = 0.10, .initial_wealth = 0.05};
    for (int i = 0; i < 6; ++i) {
        const auto grant = state.grant("campaign " + std::to_string(i));
        EXPECT_EQ(grant.test, static_cast<std::uint64_t>(i) + 1);
        EXPECT_EQ(grant.level, expected.next_level());
        const bool promoted = i == 2;
        if (promoted) {
            ASSERT_TRUE(state.lifetime.open_vault(grant, binding_of("x"), 600, day(i)));
        }
        ASSERT_TRUE(state.lifetime.conclude(grant,
                                            sha256_hex("verdict"),
                                            promoted ? Ending::promoted : Ending::not_promoted,
                                            day(i)));
        expected.record(promoted ? TestOutcome::rejected : TestOutcome::kept);
    }
    EXPECT_EQ(state.lifetime.tests()->size(), 6U);
    EXPECT_TRUE(state.lifetime.tests()->at(2).promoted);
}

TEST(Lifetime, ASecondOpeningIsRefusedWithTheDateOfTheFirst) {
    Case state;
    const auto first = state.grant("one");
    ASSERT_TRUE(state.lifetime.open_vault(first, binding_of("x"), 600, day(3)));
    ASSERT_TRUE(state.lifetime.conclude(first, sha256_hex("v"), Ending::not_promoted, day(3)));
    const auto second = state.grant("two");

    const auto again = state.lifetime.open_vault(second, binding_of("x"), 600, day(9));

    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, ErrorCode::refused);
    EXPECT_THAT(again.error().context, HasSubstr("2026-01-04T00:00:00Z"));
    EXPECT_FALSE(state.lifetime.tests()->at(1).opened_at);
}

TEST(Lifetime, TheSameParametersInOtherSurroundingsDoNotGetAnotherLook) {
    Case state;
    ASSERT_TRUE(state.lifetime.open_vault(state.grant("one"), binding_of("x"), 600, day(3)));
    auto other = binding_of("x");
    other.engine = "tl.engine/2";
    other.limits = sha256_hex("looser");
    const auto second = state.grant("two");

    EXPECT_THAT(state.lifetime.open_vault(second, other, 600, day(9)).error().context,
                HasSubstr("2026-01-04"));

    other.vault_from = day(-30);
    other.vault_to = day(200);
    EXPECT_TRUE(state.lifetime.open_vault(second, other, 600, day(210)));
}

TEST(Lifetime, OneCampaignOpensOneVault) {
    Case state;
    const auto grant = state.grant("one");
    ASSERT_TRUE(state.lifetime.open_vault(grant, binding_of("x"), 600, day(3)));

    EXPECT_EQ(state.lifetime.open_vault(grant, binding_of("y"), 600, day(3)).error().code,
              ErrorCode::refused);
}

TEST(Lifetime, ACampaignThatLookedIsNotGrantedAnotherLook) {
    Case state;
    const auto grant = state.grant("one");
    // Nothing was seen yet that would not be seen again.
    EXPECT_EQ(state.grant("one").test, grant.test);
    ASSERT_TRUE(state.lifetime.conclude(grant, sha256_hex("v"), Ending::not_promoted, day(3)));

    EXPECT_EQ(state.lifetime.grant(sha256_hex("one"), day(4)).error().code, ErrorCode::refused);
}

TEST(Lifetime, WhoDiesBetweenOpeningAndVerdictHasOpened) {
    Case state;
    const auto grant = state.grant("one");
    ASSERT_TRUE(state.lifetime.open_vault(grant, binding_of("x"), 600, day(3)));
    state.disk.reboot();

    Lifetime later(state.disk, at);
    EXPECT_THAT(later.grant(sha256_hex("one"), day(4)).error().context, HasSubstr("2026-01-01"));
    const auto second = later.grant(sha256_hex("two"), day(5)).value();
    EXPECT_LT(second.level, grant.level);
    EXPECT_THAT(later.open_vault(second, binding_of("x"), 600, day(9)).error().context,
                HasSubstr("2026-01-04"));
    ASSERT_EQ(later.tests()->size(), 2U);
    EXPECT_TRUE(later.tests()->at(0).opened_at);
    EXPECT_FALSE(later.tests()->at(0).promoted);
}

// At every operation of the disk: what was acknowledged is there, and a vault is never open twice.
TEST(Lifetime, APowerCutAnywhereLosesNothingThatWasAcknowledged) {
    const auto run = [](SimulatedDisk& disk) {
        Lifetime lifetime(disk, at);
        int done = 0;
        const auto grant = lifetime.grant(sha256_hex("one"), day(0));
        done += grant ? 1 : 0;
        done += grant && lifetime.open_vault(*grant, binding_of("x"), 600, day(1)) ? 1 : 0;
        done += done == 2 && lifetime.conclude(*grant, sha256_hex("v"), Ending::promoted, day(1))
                    ? 1
                    : 0;
        return done;
    };
    SimulatedDisk whole;
    ASSERT_EQ(run(whole), 3);
    for (std::uint64_t cut = 1; cut <= whole.operations(); ++cut) {
        SimulatedDisk disk;
        disk.cut_power_at(cut);
        const int done = run(disk);
        disk.reboot();

        const auto tests = Lifetime(disk, at).tests();
        ASSERT_TRUE(tests) << "cut at " << cut << ": " << describe(tests.error());
        const LifetimeTest found = tests->empty() ? LifetimeTest{} : tests->front();
        EXPECT_TRUE(done < 1 || !tests->empty()) << cut;
        EXPECT_TRUE(done < 2 || found.opened_at) << cut;
        EXPECT_TRUE(done < 3 || found.promoted) << cut;
    }
}

TEST(Lifetime, ATamperedRecordIsRefused) {
    Case state;
    const auto grant = state.grant("one");
    ASSERT_TRUE(state.lifetime.open_vault(grant, binding_of("x"), 600, day(3)));
    const auto bytes = state.disk.read_file(at, {.size_max = 1U << 20U}).value();
    for (std::size_t i = 0; i < bytes.size(); i += 7) {
        auto changed = bytes;
        changed[i] = static_cast<char>(changed[i] ^ 0x10);
        ASSERT_TRUE(write_atomically(state.disk, at, changed));

        EXPECT_FALSE(state.lifetime.tests()) << "byte " << i;
        EXPECT_FALSE(state.lifetime.grant(sha256_hex("two"), day(9))) << "byte " << i;
    }
    ASSERT_TRUE(write_atomically(state.disk, at, bytes.substr(0, bytes.size() / 2)));
    EXPECT_FALSE(state.lifetime.tests());
}

TEST(Lifetime, AFullDiskAndAReadOnlyOneSpendNothing) {
    SimulatedDisk disk;
    Lifetime lifetime(disk, at);
    disk.restrict_to(SimulatedDisk::Access::read_only);
    EXPECT_FALSE(lifetime.grant(sha256_hex("one"), day(0)));
    disk.restrict_to(SimulatedDisk::Access::read_write);

    EXPECT_EQ(lifetime.grant(sha256_hex("one"), day(0))->test, 1U);
}

TEST(Lifetime, WithoutAnOpeningNothingIsPromotedAndNothingEndsTwice) {
    Case state;
    const auto grant = state.grant("one");
    EXPECT_FALSE(state.lifetime.conclude(grant, sha256_hex("v"), Ending::promoted, day(1)));
    ASSERT_TRUE(state.lifetime.conclude(grant, sha256_hex("v"), Ending::not_promoted, day(1)));
    EXPECT_FALSE(state.lifetime.conclude(grant, sha256_hex("v"), Ending::not_promoted, day(1)));
    EXPECT_FALSE(state.lifetime.open_vault(grant, binding_of("x"), 600, day(1)));
    EXPECT_FALSE(state.lifetime.open_vault({.test = 7}, binding_of("x"), 600, day(1)));
}

TEST(Lifetime, RefusesABindingThatNamesNotEverything) {
    Case state;
    const auto grant = state.grant("one");
    auto incomplete = binding_of("x");
    incomplete.limits = "none";
    EXPECT_THAT(describe(state.lifetime.open_vault(grant, incomplete, 600, day(1)).error()),
                HasSubstr("limits = 'none'"));
    incomplete = binding_of("x");
    incomplete.engine.clear();
    EXPECT_FALSE(state.lifetime.open_vault(grant, incomplete, 600, day(1)));
    EXPECT_FALSE(state.lifetime.grant("not a hash", day(0)));
}

// What is added to a binding is missed here: the names would be too few.
TEST(VaultBinding, AnyChangeIsAnotherHypothesis) {
    VaultBinding changed = binding_of("x");
    auto& [parameters, plugin, data, limits, venue, epochs, rules, engine, model, from, to] =
        changed;
    std::set<std::string> hashes = {changed.hash()};
    EXPECT_EQ(binding_of("x").hash(), changed.hash());

    for (std::string* part :
         {&parameters, &plugin, &data, &limits, &venue, &epochs, &rules, &engine, &model}) {
        const std::string before = std::exchange(*part, sha256_hex("other"));
        EXPECT_TRUE(hashes.insert(changed.hash()).second) << before;
        *part = before;
    }
    for (UnixNanos* moment : {&from, &to}) {
        const UnixNanos before = std::exchange(*moment, *moment + std::chrono::hours(24));
        EXPECT_TRUE(hashes.insert(changed.hash()).second) << iso_text(before);
        *moment = before;
    }
}

}  // namespace
}  // namespace tradelab
