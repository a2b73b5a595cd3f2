#include "research/proven_account.hpp"

#include "lifecycle/subject.hpp"
#include "os/simulated_disk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tradelab {
namespace {

// A strategy that has come as far as `stage`.
StrategyLife life(const std::string& name, LifeStage stage) {
    StrategyLife out{.strategy = sha256_hex(name), .name = name, .stage = stage};
    const LifeStage reached = stage == LifeStage::retired ? LifeStage::paper : stage;
    for (int at = 0; at < static_cast<int>(reached); ++at) {
        out.steps.push_back(
            {.edge = step(name, static_cast<LifeStage>(at), static_cast<LifeStage>(at + 1))});
    }
    return out;
}

const std::string fill_model = binding_of("a").fill_model;

std::optional<ProvenAccount> next(const std::vector<StrategyLife>& lives,
                                  const std::optional<ProvenAccount>& standing = {},
                                  const std::set<std::string>& unfit = {}) {
    return next_account({.lives = lives,
                         .standing = standing,
                         .from = UnixNanos(1),
                         .fill_model = fill_model,
                         .unfit = unfit});
}

TEST(ProvenAccount, NothingUnprovenComesOnPaper) {
    for (const LifeStage stage : {LifeStage::idea,
                                  LifeStage::valid,
                                  LifeStage::screened,
                                  LifeStage::selected,
                                  LifeStage::retired}) {
        EXPECT_EQ(next({life("a", stage)}), std::nullopt) << stage_text(stage);
    }
}

TEST(ProvenAccount, BeginsWhereTheEvidenceOfAllItsMembersEnds) {
    const auto account = next({life("a", LifeStage::vaulted), life("b", LifeStage::selected)});

    ASSERT_TRUE(account);
    EXPECT_EQ(account->number, 1U);
    EXPECT_EQ(account->from, binding_of("a").vault_to);
    EXPECT_EQ(account->members, (std::vector<ProvenMember>{{sha256_hex("a"), "a"}}));
    const auto later = next_account({.lives = std::vector{life("a", LifeStage::vaulted)},
                                     .standing = std::nullopt,
                                     .from = UnixNanos(INT64_MAX),
                                     .fill_model = fill_model,
                                     .unfit = {}});
    ASSERT_TRUE(later);
    EXPECT_EQ(later->from, UnixNanos(INT64_MAX));
}

TEST(ProvenAccount, AnotherBeginsOnlyWhereSomebodyIsNewAndWithoutTheRetired) {
    const auto first = next({life("a", LifeStage::vaulted), life("b", LifeStage::vaulted)});
    ASSERT_TRUE(first);

    EXPECT_EQ(next({life("a", LifeStage::paper), life("b", LifeStage::retired)}, first),
              std::nullopt);
    const auto second = next({life("a", LifeStage::approved),
                              life("b", LifeStage::retired),
                              life("c", LifeStage::vaulted)},
                             first);

    ASSERT_TRUE(second);
    EXPECT_EQ(second->number, 2U);
    EXPECT_EQ(second->members,
              (std::vector<ProvenMember>{{sha256_hex("a"), "a"}, {sha256_hex("c"), "c"}}));
}

TEST(ProvenAccount, WhoeverWasTakenBackForDecayIsNotLetLooseOnTheNext) {
    StrategyLife demoted = life("a", LifeStage::approved);
    demoted.steps.push_back({.edge = step("a", LifeStage::approved, LifeStage::paper)});
    demoted.steps.back().edge.by = std::string(decay_author);
    demoted.stage = LifeStage::paper;
    const ProvenAccount standing{.members = {{sha256_hex("a"), "a"}}};

    const auto account = next({demoted, life("b", LifeStage::vaulted)}, standing);

    ASSERT_TRUE(account);
    EXPECT_EQ(account->members, (std::vector<ProvenMember>{{sha256_hex("b"), "b"}}));
    EXPECT_EQ(next({demoted}), std::nullopt);
}

TEST(ProvenAccount, WhoeverOnlySitsAMarketOutComesAlongToSeeItEnd) {
    StrategyLife out = life("a", LifeStage::approved);
    out.steps.push_back({.edge = step("a", LifeStage::approved, LifeStage::paper)});
    out.steps.back().edge.by = std::string(decay_author);
    out.steps.back().edge.evidence = std::string(sat_out_evidence) + "2022-06-01T00:00:00Z";
    out.stage = LifeStage::paper;
    const ProvenAccount standing{.members = {{sha256_hex("a"), "a"}}};
    ASSERT_TRUE(is_sat_out(out));

    const auto account = next({out, life("b", LifeStage::vaulted)}, standing);

    ASSERT_TRUE(account);
    EXPECT_EQ(account->members,
              (std::vector<ProvenMember>{{sha256_hex("a"), "a"}, {sha256_hex("b"), "b"}}));
    EXPECT_EQ(next({out}, standing), std::nullopt);
}

TEST(ProvenAccount, WhatWasProvenOnRecordedDataHasNoSyntheticNeighbours) {
    StrategyLife recorded = life("real", LifeStage::vaulted);
    recorded.basis = VerdictBasis::recorded;
    StrategyLife synthetic = life("made", LifeStage::vaulted);
    synthetic.basis = VerdictBasis::synthetic;

    const auto made = next({synthetic});
    const auto both = next({synthetic, recorded}, made);

    ASSERT_TRUE(made && both);
    EXPECT_EQ(both->members, (std::vector<ProvenMember>{{sha256_hex("real"), "real"}}));
    EXPECT_EQ(next({synthetic, recorded, life("more", LifeStage::selected)}, both), std::nullopt);
}

TEST(ProvenAccount, WhatCouldNotBePutOnPaperIsNotTriedForEver) {
    const std::set<std::string> unfit{sha256_hex("a")};

    EXPECT_EQ(next({life("a", LifeStage::vaulted)}, {}, unfit), std::nullopt);
}

TEST(ProvenAccount, PaperUnderAnotherFillModelThanWasProvenIsNoComparison) {
    EXPECT_EQ(next_account({.lives = std::vector{life("a", LifeStage::vaulted)},
                            .standing = std::nullopt,
                            .from = {},
                            .fill_model = "another/1",
                            .unfit = {}}),
              std::nullopt);
}

TEST(ProvenAccount, IsKeptAndReadBackAndADamagedOneIsRefused) {
    SimulatedDisk disk;
    ASSERT_TRUE(disk.make_directories("/s"));
    EXPECT_EQ(read_account(disk, "/s/paper").value(), std::nullopt);
    ProvenAccount account{.number = 4,
                          .from = parse_iso("2024-01-01T00:00:00Z").value(),
                          .members = {{sha256_hex("a"), "a"}}};

    ASSERT_TRUE(keep_account(disk, "/s/paper", account));
    EXPECT_EQ(read_account(disk, "/s/paper").value(), account);
    EXPECT_EQ(folder_of("/s/paper", account), "/s/paper/account-4");
    EXPECT_EQ(files_of("/s", account), std::vector<std::string>{"/s/found/a.json"});
    account.from = {};
    ASSERT_TRUE(keep_account(disk, "/s/paper", account));
    EXPECT_EQ(read_account(disk, "/s/paper").value(), account);

    ASSERT_TRUE(write_atomically(disk, "/s/paper/account.json", "{\"schema\":1}"));
    const auto damaged = read_account(disk, "/s/paper");
    ASSERT_FALSE(damaged);
    EXPECT_THAT(describe(damaged.error()), testing::HasSubstr("account.json"));
}

}  // namespace
}  // namespace tradelab
