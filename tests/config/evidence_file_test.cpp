#include "config/evidence_file.hpp"

#include "os/real_disk.hpp"
#include "support/temporary_directory.hpp"
#include "support/tree.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace tradelab {
namespace {

using testing::HasSubstr;

TEST(EvidenceFile, IsReadInPercentOfTheScore) {
    EXPECT_EQ(parse_evidence("min_score_percent = 95\n", "e.toml")->score_min_e4, 9'500U);
}

TEST(EvidenceFile, TheShippedOneSaysWhatHoldsWithoutIt) {
    const RealDisk disk;
    const auto shipped = read_evidence(disk, source_tree() / "config/evidence.toml");
    ASSERT_TRUE(shipped && *shipped);
    EXPECT_EQ((*shipped)->score_min_e4, 8'000U);

    const auto absent = read_evidence(disk, source_tree() / "config/no such file.toml");
    ASSERT_TRUE(absent) << describe(absent.error());
    EXPECT_FALSE(absent->has_value());
}

TEST(EvidenceFile, OneThatEverybodyMayWriteIsRefused) {
    const TemporaryDirectory folder;
    const auto file = folder.path() / "evidence.toml";
    std::ofstream(file) << "min_score_percent = 80\n";
    const RealDisk disk;
    ASSERT_TRUE(read_evidence(disk, file));

    std::filesystem::permissions(file, std::filesystem::perms(0666));
    EXPECT_FALSE(read_evidence(disk, file));
}

TEST(EvidenceFile, WhatIsNoPercentIsRefusedWithItsLine) {
    for (const char* value : {"0", "101", "-1", "nan", "79.5", "\"80\"", "true"}) {
        const auto read = parse_evidence(
            "# evidence\nmin_score_percent = " + std::string(value) + "\n", "e.toml");
        ASSERT_FALSE(read) << value;
        EXPECT_THAT(describe(read.error()), HasSubstr("e.toml:2")) << value;
    }
    EXPECT_FALSE(parse_evidence("", "e.toml"));
    const auto typo = parse_evidence("min_score_percnt = 80\n", "e.toml");
    ASSERT_FALSE(typo);
    EXPECT_THAT(describe(typo.error()), HasSubstr("min_score_percent"));
}

}  // namespace
}  // namespace tradelab
