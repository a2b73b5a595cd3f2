#include "journal/kept_text.hpp"

#include "document/sha256.hpp"
#include "os/simulated_disk.hpp"

#include <gtest/gtest.h>

namespace tradelab {
namespace {

const Disk::Path folder = "/state/limits";
constexpr std::string_view ending = ".toml";
constexpr std::string_view text = "max_order_usdt = 5\n";

TEST(KeptText, IsFoundByItsHashAfterAPowerCut) {
    SimulatedDisk disk;

    const auto hash = keep_text(disk, folder, text, ending);
    disk.reboot();

    ASSERT_TRUE(hash) << describe(hash.error());
    EXPECT_EQ(*hash, sha256_hex(text));
    EXPECT_EQ(kept_text(disk, folder, *hash, ending).value(), text);
}

TEST(KeptText, TheSameAgainWritesNothing) {
    SimulatedDisk disk;
    ASSERT_TRUE(keep_text(disk, folder, text, ending));
    const auto before = disk.operations();

    ASSERT_TRUE(keep_text(disk, folder, text, ending));

    EXPECT_LE(disk.operations(), before + 1) << "a look";
}

TEST(KeptText, ThatWasChangedIsRefusedByReadersAndMendedByWriters) {
    SimulatedDisk disk;
    const auto hash = keep_text(disk, folder, text, ending).value();
    ASSERT_TRUE(write_atomically(disk, kept_path(folder, hash, ending), "max_order_usdt = 9\n"));

    EXPECT_EQ(kept_text(disk, folder, hash, ending).error().code, ErrorCode::hash_mismatch);
    ASSERT_TRUE(keep_text(disk, folder, text, ending));
    EXPECT_EQ(kept_text(disk, folder, hash, ending).value(), text);
}

TEST(KeptText, ThatWasNeverKeptIsNotFoundAndOneTooLongIsRefused) {
    SimulatedDisk disk;

    EXPECT_EQ(kept_text(disk, folder, sha256_hex(text), ending).error().code, ErrorCode::not_found);
    EXPECT_EQ(
        keep_text(disk, folder, std::string(kept_text_bytes_max + 1, 'x'), ending).error().code,
        ErrorCode::too_large);
}

TEST(KeptText, IsWholeOrNotThereWhereverThePowerFails) {
    SimulatedDisk whole;
    ASSERT_TRUE(keep_text(whole, folder, text, ending));
    for (std::uint64_t n = 1; n <= whole.operations(); ++n) {
        SimulatedDisk disk;
        disk.cut_power_at(n);
        const auto kept = keep_text(disk, folder, text, ending);
        disk.reboot();

        const auto read = kept_text(disk, folder, sha256_hex(text), ending);
        EXPECT_TRUE(read || read.error().code == ErrorCode::not_found) << n;
        EXPECT_TRUE(!kept || read) << n;
        EXPECT_TRUE(keep_text(disk, folder, text, ending)) << n;
    }
}

}  // namespace
}  // namespace tradelab
