#include "lifecycle/lifecycle.hpp"

#include "document/sha256.hpp"
#include "journal/mark.hpp"
#include "journal/writer.hpp"
#include "lifecycle/subject.hpp"
#include "os/simulated_disk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

namespace tradelab {
namespace {

using testing::HasSubstr;

const Disk::Path at = "/state/lifecycle";

constexpr LifeStage all_stages[] = {LifeStage::idea,
                                    LifeStage::valid,
                                    LifeStage::screened,
                                    LifeStage::selected,
                                    LifeStage::vaulted,
                                    LifeStage::paper,
                                    LifeStage::consistent,
                                    LifeStage::awaiting_approval,
                                    LifeStage::approved,
                                    LifeStage::canary,
                                    LifeStage::scaled,
                                    LifeStage::retired};

std::vector<StageEdge> way(const std::string& name,
                           LifeStage to,
                           VerdictBasis basis = VerdictBasis::recorded) {
    std::vector<StageEdge> edges;
    for (int stage = 0; stage < static_cast<int>(to); ++stage) {
        edges.push_back(
            step(name, static_cast<LifeStage>(stage), static_cast<LifeStage>(stage + 1), basis));
    }
    return edges;
}

TEST(Lifecycle, RecordsOfEarlierVersionsAreReadAndALaterOneIsNot) {
    for (std::uint16_t version = 1; version <= 4; ++version) {
        SimulatedDisk disk;
        ASSERT_TRUE(disk.make_directories("/state"));
        {
            auto writer = JournalWriter::open(disk, at, {.kind = std::string(lifecycle_kind)});
            ASSERT_TRUE(writer);
            ASSERT_TRUE(writer->append({.type = 1, .version = version},
                                       {.event = UnixNanos(1), .written = UnixNanos(1)},
                                       encode(step("one", LifeStage::idea, LifeStage::valid))));
            ASSERT_TRUE(writer->sync());
        }

        const auto lives = Lifecycle(disk, at).lives();

        EXPECT_EQ(lives.has_value(), version < 4) << version;
        if (!lives) {
            EXPECT_EQ(lives.error().code, ErrorCode::unsupported);
        }
    }
}

TEST(Stages, AreTakenOneAtATimeAndTheEndIsTheEnd) {
    for (const LifeStage from : all_stages) {
        EXPECT_EQ(stage_of(stage_text(from)), from);
        EXPECT_EQ(may_follow(from, LifeStage::retired), from != LifeStage::retired);
        for (const LifeStage to : all_stages) {
            if (from == LifeStage::retired) {
                EXPECT_EQ(may_follow(from, to), to == LifeStage::selected) << "found again";
            }
            EXPECT_FALSE(static_cast<int>(to) > static_cast<int>(from) + 1 &&
                         to != LifeStage::retired && may_follow(from, to))
                << stage_text(from) << " " << stage_text(to);
        }
    }
    EXPECT_FALSE(may_follow(LifeStage::selected, LifeStage::paper)) << "around the vault";
    EXPECT_FALSE(may_follow(LifeStage::awaiting_approval, LifeStage::canary)) << "around the human";
    EXPECT_TRUE(may_follow(LifeStage::scaled, LifeStage::paper)) << "demotion";
    EXPECT_TRUE(may_follow(LifeStage::approved, LifeStage::paper)) << "inconsistent after all";
    EXPECT_EQ(status_of(LifeStage::vaulted), "testing");
    EXPECT_EQ(status_of(LifeStage::approved), "approved");
    EXPECT_EQ(status_of(LifeStage::canary), "live");
}

TEST(Lifecycle, KeepsEveryStepWithItsEvidence) {
    SimulatedDisk disk;
    Lifecycle lifecycle(disk, at);

    ASSERT_TRUE(lifecycle.add(way("one", LifeStage::selected), day(1)));
    ASSERT_TRUE(lifecycle.add(way("two", LifeStage::approved), day(2)));
    ASSERT_TRUE(
        lifecycle.add(std::vector{step("one", LifeStage::selected, LifeStage::retired)}, day(3)));

    const auto lives = lifecycle.lives();
    ASSERT_TRUE(lives) << describe(lives.error());
    ASSERT_EQ(lives->size(), 2U);
    EXPECT_EQ(lives->front().stage, LifeStage::retired);
    EXPECT_EQ(lives->front().steps.size(), 4U);
    EXPECT_EQ(lives->front().steps.back().at, day(3));
    EXPECT_EQ(lives->back().stage, LifeStage::approved);
    EXPECT_EQ(lives->back().steps.back().edge,
              step("two", LifeStage::awaiting_approval, LifeStage::approved));
    EXPECT_EQ(lifecycle.find("two")->strategy, sha256_hex("two"));
    EXPECT_EQ(lifecycle.find(sha256_hex("one").substr(0, 8))->name, "one");
    EXPECT_EQ(lifecycle.find("three").error().code, ErrorCode::not_found);
    EXPECT_FALSE(lifecycle.find(""));
}

TEST(Lifecycle, RefusesAStepFromWhereTheStrategyIsNotAndWritesNoneOfTheOthers) {
    SimulatedDisk disk;
    Lifecycle lifecycle(disk, at);
    ASSERT_TRUE(lifecycle.add(way("one", LifeStage::selected), day(1)));

    const auto skipped =
        lifecycle.add(std::vector{step("two", LifeStage::idea, LifeStage::valid),
                                  step("one", LifeStage::paper, LifeStage::consistent)},
                      day(2));
    const auto unborn =
        lifecycle.add(std::vector{step("two", LifeStage::vaulted, LifeStage::paper)}, day(2));
    const auto other_data = lifecycle.add(
        std::vector{step("one", LifeStage::selected, LifeStage::vaulted, VerdictBasis::synthetic)},
        day(2));

    ASSERT_FALSE(skipped);
    EXPECT_THAT(describe(skipped.error()), HasSubstr("one is selected, not paper"));
    EXPECT_FALSE(unborn);
    EXPECT_FALSE(other_data);
    EXPECT_EQ(lifecycle.lives()->size(), 1U);
}

TEST(Lifecycle, WhatASyntheticMarketProvedNeverGoesLive) {
    SimulatedDisk disk;
    Lifecycle lifecycle(disk, at);
    ASSERT_TRUE(lifecycle.add(way("one", LifeStage::approved, VerdictBasis::synthetic), day(1)));
    ASSERT_TRUE(lifecycle.add(way("two", LifeStage::canary), day(1)));

    const auto refused = lifecycle.add(
        std::vector{step("one", LifeStage::approved, LifeStage::canary, VerdictBasis::synthetic)},
        day(2));

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::refused);
}

TEST(Lifecycle, AnApprovalNamesWhatItIsBoundToAndNothingElseDoes) {
    StageEdge loose = step("one", LifeStage::awaiting_approval, LifeStage::approved);
    loose.binding.reset();
    StageEdge endless = step("one", LifeStage::awaiting_approval, LifeStage::approved);
    endless.expires_at.reset();
    StageEdge bound = step("one", LifeStage::vaulted, LifeStage::paper);
    bound.binding = binding_of("one");
    StageEdge silent = step("one", LifeStage::vaulted, LifeStage::paper);
    silent.why.clear();

    StageEdge by_machine = step("one", LifeStage::awaiting_approval, LifeStage::approved);
    by_machine.by = "the check of paper";
    StageEdge standing = step("one", LifeStage::vaulted, LifeStage::paper);
    standing.footing = named(footing_of_one());

    for (const StageEdge& wrong : {loose, endless, bound, silent, by_machine, standing}) {
        EXPECT_FALSE(check(wrong));
    }
    EXPECT_TRUE(check(step("one", LifeStage::awaiting_approval, LifeStage::approved)));
}

// Two processes take turns, and neither reads what it knows once more.
TEST(Lifecycle, SeesWhatAnotherAddedAndReadsARestoredRecordAnew) {
    SimulatedDisk disk;
    Lifecycle mine(disk, at);
    Lifecycle other(disk, at);
    ASSERT_TRUE(mine.add(way("one", LifeStage::selected), day(1)));
    ASSERT_TRUE(other.catch_up());
    const std::string backup = disk.read_file(at, {.size_max = 1 << 20}).value();
    const std::string mark = disk.read_file(mark_path(at), {.size_max = 1 << 20}).value();

    ASSERT_TRUE(other.add(way("two", LifeStage::valid), day(2)));
    ASSERT_TRUE(mine.catch_up());
    ASSERT_NE(mine.known(sha256_hex("two")), nullptr);
    ASSERT_TRUE(mine.add(std::vector{step("two", LifeStage::valid, LifeStage::screened)}, day(3)));
    EXPECT_EQ(other.find("two")->stage, LifeStage::screened);
    EXPECT_EQ(other.known().size(), 2U);
    EXPECT_EQ(Lifecycle(disk, at).lives()->back().steps.size(), 2U);

    ASSERT_TRUE(write_atomically(disk, at, backup));
    ASSERT_TRUE(write_atomically(disk, mark_path(at), mark));
    ASSERT_TRUE(other.catch_up());
    EXPECT_EQ(other.known().size(), 1U);
    EXPECT_EQ(other.known(sha256_hex("two")), nullptr);
}

TEST(Lifecycle, KnowsWhatItKnewWhereTheRecordCannotBeReadAnyMore) {
    SimulatedDisk disk;
    Lifecycle lifecycle(disk, at);
    ASSERT_TRUE(lifecycle.add(way("one", LifeStage::selected), day(1)));
    ASSERT_TRUE(lifecycle.catch_up());
    ASSERT_TRUE(write_atomically(disk, at, "rubbish"));

    EXPECT_FALSE(lifecycle.catch_up());
    ASSERT_NE(lifecycle.known(sha256_hex("one")), nullptr);
    EXPECT_EQ(lifecycle.known(sha256_hex("one"))->stage, LifeStage::selected);
}

TEST(Lifecycle, AnEditedRecordIsRefused) {
    SimulatedDisk disk;
    Lifecycle lifecycle(disk, at);
    ASSERT_TRUE(lifecycle.add(way("one", LifeStage::selected), day(1)));
    std::string bytes = disk.read_file(at, {.size_max = 1 << 20}).value();
    const auto place = bytes.find("selected");
    ASSERT_NE(place, std::string::npos);
    bytes[place] = 'S';
    ASSERT_TRUE(write_atomically(disk, at, bytes));

    Lifecycle anew(disk, at);
    EXPECT_FALSE(anew.lives());
    EXPECT_FALSE(
        anew.add(std::vector{step("one", LifeStage::selected, LifeStage::vaulted)}, day(2)));
}

TEST(StageEdge, IsReadAsItWasWrittenAndNothingElseIs) {
    StageEdge before_footings = step("one", LifeStage::screened, LifeStage::selected);
    before_footings.footing.reset();
    EXPECT_EQ(encode(before_footings).find("footing"), std::string::npos);
    for (const StageEdge& edge : {step("one", LifeStage::idea, LifeStage::valid),
                                  before_footings,
                                  step("one", LifeStage::screened, LifeStage::selected),
                                  step("one", LifeStage::awaiting_approval, LifeStage::approved)}) {
        const std::string bytes = encode(edge);
        const auto back = decode_edge(bytes);
        ASSERT_TRUE(back) << describe(back.error());
        EXPECT_EQ(*back, edge);
        for (std::size_t at_byte = 0; at_byte < bytes.size(); ++at_byte) {
            std::string other = bytes;
            other[at_byte] = '\x01';
            EXPECT_FALSE(decode_edge(other)) << at_byte;
        }
        EXPECT_FALSE(decode_edge(bytes + " "));
    }
}

TEST(StageEdge, HasAHistoryInsideAsVersionTwoWroteIt) {
    StageEdge edge = step("one", LifeStage::screened, LifeStage::selected);
    edge.footing->history.clear();
    edge.footing->inside = footing_of_one().history;

    EXPECT_THAT(encode(edge),
                HasSubstr("\"history\":[{\"parts\":[\"" +
                          footing_of_one().history.front().parts.front() + "\""));
    EXPECT_EQ(decode_edge(encode(edge)), edge);
}

}  // namespace
}  // namespace tradelab
