#include "gate/hearing.hpp"

#include "document/sha256.hpp"
#include "gate/evidence.hpp"
#include "os/simulated_disk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string_view>

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

// Two searches that choose the same: were it an error, a search that goes on from seed to seed
// would come to it again and again.
TEST(Hearing, WhatAnotherCampaignLookedAtInItsVaultIsAVerdictWithoutASecondLook) {
    SimulatedDisk disk;
    Lifetime lifetime(disk, record);
    VerdictStore store(disk, folder);
    const auto first = hearing(5);
    auto second = hearing(5);
    second.campaign = sha256_hex("the same with another seed");
    Told told;
    ASSERT_TRUE(hear(lifetime, store, first, parties(told, first, 5)));

    const auto heard = hear(lifetime, store, second, parties(told, second, 5));

    ASSERT_TRUE(heard) << describe(heard.error());
    EXPECT_EQ(told.read, 1);
    EXPECT_EQ(told.powers, 1) << "nothing was opened that a power could be told of";
    const GateVerdict& verdict = heard->document.verdict;
    EXPECT_EQ(verdict.outcome, GateOutcome::fail);
    EXPECT_EQ(verdict.reason, GateReason::looked_at);
    EXPECT_THAT(verdict.sentence, HasSubstr("the vault was opened for this hypothesis on 2026"));
    EXPECT_EQ(heard->document.binding, "");
    EXPECT_EQ(store.find(heard->id).value(), heard->document);
    const auto tests = lifetime.tests().value();
    ASSERT_EQ(tests.size(), 2U);
    EXPECT_EQ(tests[1].verdict, heard->id);
    EXPECT_FALSE(tests[1].promoted);
    EXPECT_FALSE(tests[1].opened_at);
}

// All but the figures that explain.
GateVerdict bare(GateVerdict verdict) {
    std::erase_if(verdict.figures,
                  [](const Figure& one) { return one.role == FigureRole::explains; });
    return verdict;
}

Explanation damning() {
    return {.sharpe = 3,
            .neighbours = {{.parameter = "fast", .ticks = -1, .sharpe = -9},
                           {.parameter = "fast", .ticks = 1, .sharpe = -8}},
            .neighbours_run = 2,
            .twins = {{.epoch = "walk_forward", .own = 1, .sharpes = {5, 6}}},
            .regimes = {{.name = "grid.early", .days = 9, .earned = -0.5, .trades = 0}}};
}

// Neither the worst that can be said, nor saying nothing, moves a pass or a fail.
TEST(Hearing, WhatExplainsTheCandidateChangesNoVerdict) {
    for (const double sharpe : {-3.0, 1.0, 2.5, 5.0}) {
        SCOPED_TRACE(sharpe);
        const auto heard_with = [&](bool explained) {
            SimulatedDisk disk;
            Lifetime lifetime(disk, record);
            VerdictStore store(disk, folder);
            const auto lab_of = hearing(sharpe);
            Told told;
            auto all = parties(told, lab_of, sharpe);
            if (explained) {
                all.explain = [&told](std::size_t) -> Result<Explanation> {
                    EXPECT_EQ(told.read, 0) << "after the vault was read";
                    return damning();
                };
            }
            return hear(lifetime, store, lab_of, all).value().document.verdict;
        };

        const auto without = heard_with(false);
        const auto with = heard_with(true);

        EXPECT_EQ(bare(with), bare(without));
        EXPECT_FALSE(without.find("plateau.share")->value);
        EXPECT_EQ(with.find("plateau.share")->value, 0.0);
        EXPECT_EQ(with.find("twins.walk_forward.beaten")->value, 0.0);
        EXPECT_EQ(with.find("regime.grid.early.earned")->value, -0.5);
    }
}

TEST(Hearing, WhoCannotExplainTheCandidateLeavesTheVaultShut) {
    SimulatedDisk disk;
    Lifetime lifetime(disk, record);
    VerdictStore store(disk, folder);
    const auto strong = hearing(5);
    Told told;
    auto silent = parties(told, strong, 5);
    silent.explain = [](std::size_t) -> Result<Explanation> {
        return fail(ErrorCode::interrupted, "not now");
    };

    const auto shut = hear(lifetime, store, strong, silent);

    EXPECT_EQ(shut.error().code, ErrorCode::interrupted);
    EXPECT_EQ(told.read, 0);
    EXPECT_FALSE(lifetime.tests()->at(0).opened_at);
}

TEST(ExplanationFigures, ANeighbourThatTradesTheSameIsNoPlateauAndOneThatFailedIsNoLoss) {
    const Explanation told{
        .sharpe = 2,
        .neighbours = {{.parameter = "a", .ticks = 1, .sharpe = 2, .is_same = true},
                       {.parameter = "b", .ticks = -1, .sharpe = 1},
                       {.parameter = "b", .ticks = 1, .sharpe = std::nullopt},
                       {.parameter = "b", .ticks = 2, .sharpe = 1},
                       {.parameter = "c", .ticks = 1, .why_failed = "it was killed"}}};

    const auto figures = explanation_figures(told);
    const auto value = [&](std::string_view name) {
        return std::ranges::find(figures, name, &Figure::name)->value;
    };

    EXPECT_EQ(value("plateau.neighbours"), 5.0);
    EXPECT_EQ(value("plateau.same"), 1.0);
    EXPECT_EQ(value("plateau.failed"), 1.0) << "which is no Sharpe ratio of 0";
    EXPECT_EQ(value("plateau.share"), 2.0 / 3);
    EXPECT_EQ(value("plateau.median"), 0.5);
    EXPECT_EQ(value("plateau.worst"), 0.0);
    EXPECT_FALSE(value("twins.explore.beaten"));
    EXPECT_FALSE(value("regimes.traded"));
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
