// The power fails, the process dies, the disk is full: at every single operation and byte.

#include "journal/verify.hpp"
#include "journals.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace tradelab {
namespace {

constexpr int records_in_all = 9;

// Appends until there are `records_in_all`, syncing after every third and opening anew after every
// sixth; gives up at the first error.  `acknowledged` is what a caller was told.
Status write_all(Disk& disk, std::uint64_t& acknowledged) {
    while (true) {
        auto writer = JournalWriter::open(disk, journal_at, {});
        if (!writer) {
            return fail(writer.error());
        }
        acknowledged = writer->acknowledged().seq;
        for (int i = 0; i < 6; ++i) {
            if (writer->head().seq == records_in_all) {
                return {};
            }
            if (const auto appended = append_next(*writer); !appended) {
                return fail(appended.error());
            }
            if (writer->head().seq % 3 == 0) {
                const auto synced = writer->sync();
                if (!synced) {
                    return fail(synced.error());
                }
                acknowledged = synced->seq;
            }
        }
    }
}

std::string bytes_when_nothing_fails() {
    SimulatedDisk disk;
    write_records(disk, records_in_all);
    return bytes_of(disk, journal_at);
}

// What must hold after any interruption: all that was acknowledged is there, nothing is there in
// part or changed, and going on ends where it would have ended.
void expect_nothing_lost(Disk& disk, std::uint64_t acknowledged) {
    static const std::string whole = bytes_when_nothing_fails();
    const auto found = contents(disk);
    if (found) {
        ASSERT_GE(found->records.size(), acknowledged);
        ASSERT_EQ(bytes_of(disk, journal_at).substr(0, found->head.offset),
                  whole.substr(0, found->head.offset));
    } else {
        ASSERT_EQ(found.error().code, ErrorCode::not_found) << describe(found.error());
        ASSERT_EQ(acknowledged, 0U);
    }

    std::uint64_t now = 0;
    const auto finished = write_all(disk, now);
    ASSERT_TRUE(finished) << describe(finished.error());
    ASSERT_EQ(now, static_cast<std::uint64_t>(records_in_all));
    ASSERT_EQ(bytes_of(disk, journal_at), whole);
    const auto verdict = verify_journal(disk, journal_at);
    ASSERT_TRUE(verdict) << describe(verdict.error());
    ASSERT_EQ(verdict->acknowledged, verdict->head);
}

std::uint64_t operations_in_all() {
    SimulatedDisk disk;
    std::uint64_t acknowledged = 0;
    EXPECT_TRUE(write_all(disk, acknowledged));
    return disk.operations();
}

TEST(JournalCrash, APowerCutAtAnyOperationLosesNothingAcknowledged) {
    const auto operations = operations_in_all();
    ASSERT_GT(operations, 40U);
    for (std::uint64_t n = 1; n <= operations; ++n) {
        SCOPED_TRACE("power cut at operation " + std::to_string(n));
        SimulatedDisk disk;
        disk.cut_power_at(n);
        std::uint64_t acknowledged = 0;
        ASSERT_FALSE(write_all(disk, acknowledged));

        disk.reboot();

        ASSERT_NO_FATAL_FAILURE(expect_nothing_lost(disk, acknowledged));
    }
}

TEST(JournalCrash, TwoPowerCutsOneAfterTheOtherLoseNothingEither) {
    const auto operations = operations_in_all();
    for (std::uint64_t n = 10; n <= operations; n += 3) {
        for (std::uint64_t m = 1; m <= 24; ++m) {
            SCOPED_TRACE("power cuts at " + std::to_string(n) + " and " + std::to_string(m));
            SimulatedDisk disk;
            disk.cut_power_at(n);
            std::uint64_t first = 0;
            ASSERT_FALSE(write_all(disk, first));
            disk.reboot();
            disk.cut_power_at(m);
            std::uint64_t second = 0;
            static_cast<void>(write_all(disk, second));
            disk.reboot();

            ASSERT_NO_FATAL_FAILURE(expect_nothing_lost(disk, std::max(first, second)));
        }
    }
}

// The process dies or gives up, the machine stays: what was written without a sync can be read.
TEST(JournalCrash, AnErrorAtAnyOperationLosesNothingAcknowledged) {
    const auto operations = operations_in_all();
    for (std::uint64_t n = 1; n <= operations; ++n) {
        SCOPED_TRACE("error at operation " + std::to_string(n));
        SimulatedDisk disk;
        disk.fail_at(n, ErrorCode::io_failed);
        std::uint64_t acknowledged = 0;
        const auto written = write_all(disk, acknowledged);

        if (written) {
            continue;  // an error that changes nothing: nobody needs the temporary file's absence
        }
        ASSERT_NO_FATAL_FAILURE(expect_nothing_lost(disk, acknowledged));
    }
}

TEST(JournalCrash, AFullDiskAtAnyByteLeavesNothingHalfAcknowledged) {
    const std::size_t room_for_all = 2 * mark_slot_distance + bytes_when_nothing_fails().size();
    std::size_t full = 0;
    for (std::uint64_t capacity = 2 * mark_slot_distance - 8; capacity < room_for_all; ++capacity) {
        SCOPED_TRACE("a disk of " + std::to_string(capacity) + " bytes");
        SimulatedDisk small({.capacity_bytes = capacity});
        std::uint64_t acknowledged = 0;
        const auto written = write_all(small, acknowledged);
        ASSERT_FALSE(written);
        ASSERT_EQ(written.error().code, ErrorCode::disk_full) << describe(written.error());
        ++full;

        // Somebody makes room: the same files on a larger disk.
        SimulatedDisk large;
        for (const auto& path : {journal_at, mark_path(journal_at)}) {
            if (small.exists(path)) {
                ASSERT_TRUE(write_atomically(large, path, bytes_of(small, path)));
            }
        }
        ASSERT_NO_FATAL_FAILURE(expect_nothing_lost(large, acknowledged));
    }
    EXPECT_GT(full, 700U);
}

}  // namespace
}  // namespace tradelab
