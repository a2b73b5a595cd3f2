#include "gate/hearing.hpp"

#include "document/sha256.hpp"
#include "gate/evidence.hpp"
#include "os/simulated_disk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tradelab {
namespace {

using namespace gate_test;
using testing::HasSubstr;

const LabDays lab{.explore = 300, .walk_forward = 498, .vault = 198};
const Disk::Path record = "/state/vault";
const Disk::Path folder = "/state/verdicts";

Hearing hearing(double sharpe) {
    GateRules rules;
    rules.draws = 500;
    return {.campaign = sha256_hex("campaign"),
            .now = parse_iso("2026-03-01").value(),
            .epochs = Epochs::make({.from = parse_iso("2023-01-01").value(),
                                    .to = parse_iso("2025-09-27").value(),
                                    .embargo = std::chrono::hours(24)})
                          .value(),
            .rules = rules,
            .input = finalists(1, 3, sharpe, Shape::normal, lab),
            .vault_days = lab.vault};
}

struct Told {
    int powers = 0;
    int read = 0;
};

HearingParties parties(Told& told, const Hearing& of, double vault_sharpe) {
    return {.name = [](std::size_t place) { return "rule " + std::to_string(place); },
            .binding =
                [&of](std::size_t place) {
                    return VaultBinding{.parameters = sha256_hex(std::to_string(place)),
                                        .plugin = sha256_hex("plugin"),
                                        .data = sha256_hex("data"),
                                        .limits = sha256_hex("limits"),
                                        .venue = sha256_hex("venue"),
                                        .epochs = of.epochs.hash(),
                                        .rules = of.rules.hash(),
                                        .engine = "tl.engine/1",
                                        .fill_model = "pessimistic/1",
                                        .vault_from = of.epochs.span(Epoch::vault).from,
                                        .vault_to = of.epochs.span(Epoch::vault).to};
                },
            .before_opening = [&told](const FirstLook& first) -> Status {
                ++told.powers;
                EXPECT_EQ(told.read, 0);
                EXPECT_GT(first.power.at_walk_forward_sharpe, 0);
                return {};
            },
            .read_vault =
                [&told, vault_sharpe](std::size_t place, const FirstLook& first) {
                    ++told.read;
                    return vault(1, vault_sharpe, Shape::normal, lab)(place, first);
                }};
}

TEST(Hearing, APromotionIsOnTheRecordWithItsDocument) {
    SimulatedDisk disk;
    Lifetime lifetime(disk, record);
    VerdictStore store(disk, folder);
    const auto strong = hearing(5);
    Told told;

    const auto heard = hear(lifetime, store, strong, parties(told, strong, 5));

    ASSERT_TRUE(heard) << describe(heard.error());
    EXPECT_EQ(told.powers, 1);
    EXPECT_EQ(told.read, 1);
    EXPECT_EQ(heard->document.strategy, "rule 0");
    EXPECT_EQ(store.find(heard->id).value(), heard->document);
    const auto test = lifetime.tests()->at(0);
    EXPECT_TRUE(test.promoted);
    EXPECT_EQ(test.verdict, heard->id);
    EXPECT_EQ(test.hypothesis, heard->document.binding);
}

TEST(Hearing, AFailureOnWalkForwardOpensNothingAndIsSpentAllTheSame) {
    SimulatedDisk disk;
    Lifetime lifetime(disk, record);
    VerdictStore store(disk, folder);
    const auto weak = hearing(-3);
    Told told;

    const auto heard = hear(lifetime, store, weak, parties(told, weak, 5));

    ASSERT_TRUE(heard) << describe(heard.error());
    EXPECT_EQ(told.read, 0);
    EXPECT_FALSE(lifetime.tests()->at(0).opened_at);
    EXPECT_LT(lifetime.next_level().value(), first_joint_level());
    EXPECT_EQ(hear(lifetime, store, weak, parties(told, weak, 5)).error().code, ErrorCode::refused);
}

TEST(Hearing, WhoIsToldThePowerMayLeaveTheVaultShutAndComeBack) {
    SimulatedDisk disk;
    Lifetime lifetime(disk, record);
    VerdictStore store(disk, folder);
    const auto strong = hearing(5);
    Told told;
    auto hesitant = parties(told, strong, 5);
    hesitant.before_opening = [](const FirstLook&) -> Status {
        return fail(ErrorCode::interrupted, "not now");
    };

    const auto shut = hear(lifetime, store, strong, hesitant);
    const auto opened_then = lifetime.tests()->at(0).opened_at;
    const auto heard = hear(lifetime, store, strong, parties(told, strong, 5));

    EXPECT_EQ(shut.error().code, ErrorCode::interrupted);
    EXPECT_FALSE(opened_then);
    ASSERT_TRUE(heard) << describe(heard.error());
    EXPECT_EQ(told.read, 1);
    EXPECT_EQ(lifetime.tests()->size(), 1U);
}

// Cut at every operation of the disk, then heard again: the vault is read at most once in all.
TEST(Hearing, APowerCutAnywhereGivesNobodyASecondLook) {
    const auto strong = hearing(5);
    const auto run = [&](SimulatedDisk& disk, Told& told) {
        Lifetime lifetime(disk, record);
        VerdictStore store(disk, folder);
        return hear(lifetime, store, strong, parties(told, strong, 5)).has_value();
    };
    SimulatedDisk whole;
    Told once;
    ASSERT_TRUE(run(whole, once));
    for (std::uint64_t cut = 1; cut <= whole.operations(); ++cut) {
        SimulatedDisk disk;
        Told told;
        disk.cut_power_at(cut);
        const bool first = run(disk, told);
        disk.reboot();
        const int before = told.read;
        told.powers = told.read = 0;
        const bool second = run(disk, told);

        EXPECT_LE(before + told.read, 1) << "cut at " << cut;
        EXPECT_FALSE(first && second) << "cut at " << cut;
        const auto tests = Lifetime(disk, record).tests();
        ASSERT_TRUE(tests) << "cut at " << cut;
        EXPECT_LE(tests->size(), 1U) << "cut at " << cut;
    }
}

}  // namespace
}  // namespace tradelab
