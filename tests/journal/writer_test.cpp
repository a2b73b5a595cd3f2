#include "journal/writer.hpp"

#include "journal/verify.hpp"
#include "journals.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace tradelab {
namespace {

template <class T>
void expect_refused(const Result<T>& result, ErrorCode code, std::string_view said) {
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().code, code) << describe(result.error());
    EXPECT_NE(result.error().context.find(said), std::string::npos) << describe(result.error());
    EXPECT_FALSE(result.error().hint.empty()) << describe(result.error());
}

TEST(Journal, GivesBackInOrderWhatWasAppended) {
    SimulatedDisk disk;
    write_records(disk, 50);

    const auto found = contents(disk);

    ASSERT_TRUE(found) << describe(found.error());
    ASSERT_EQ(found->records.size(), 50U);
    EXPECT_EQ(found->records[49], "50 3 1 50000 50007 " + payload_of(50));
    EXPECT_EQ(found->torn_bytes, 0U);
}

TEST(Journal, AppendedAndReopenedAtRandomEqualsOneLongAppend) {
    for (unsigned seed = 1; seed <= 20; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        std::mt19937 random(seed);
        SimulatedDisk once;
        SimulatedDisk often;
        write_records(once, 200);

        for (int left = 200; left > 0;) {
            const int now = std::min(left, static_cast<int>(random() % 40));
            write_records(often, now);
            left -= now;
        }

        EXPECT_EQ(bytes_of(often, journal_at), bytes_of(once, journal_at));
        EXPECT_EQ(*contents(often), *contents(once));
    }
}

TEST(Journal, ReadsRecordsLargerThanItsWindowOneAfterTheOther) {
    SimulatedDisk disk;
    auto writer = JournalWriter::open(disk, journal_at, {});
    ASSERT_TRUE(writer);
    const std::string large(record_payload_bytes_max, 'L');
    for (int i = 0; i < 11; ++i) {
        ASSERT_TRUE(writer->append({.type = 1, .version = 1}, {}, large));
        ASSERT_TRUE(writer->append({.type = 1, .version = 1}, {}, "small"));
    }
    expect_refused(writer->append({}, {}, large + "x"), ErrorCode::too_large, "262145");
    ASSERT_TRUE(writer->sync());

    const auto found = contents(disk);

    ASSERT_TRUE(found) << describe(found.error());
    EXPECT_EQ(found->records.size(), 22U);
    EXPECT_EQ(found->records[20], "21 1 1 0 0 " + large);
}

TEST(Journal, NothingIsAcknowledgedBeforeTheSync) {
    SimulatedDisk disk;
    auto writer = JournalWriter::open(disk, journal_at, {});
    ASSERT_TRUE(writer);
    const auto before = writer->acknowledged();

    ASSERT_TRUE(append_next(*writer));
    EXPECT_EQ(writer->acknowledged(), before);
    const auto synced = writer->sync();

    ASSERT_TRUE(synced);
    EXPECT_EQ(synced->seq, 1U);
    EXPECT_EQ(writer->acknowledged(), *synced);
    EXPECT_EQ(acknowledged_head(disk, journal_at).value(), *synced);
}

TEST(Journal, ASecondWriterIsRefusedWhileTheFirstLives) {
    SimulatedDisk disk;
    {
        const auto first = JournalWriter::open(disk, journal_at, {});
        ASSERT_TRUE(first);
        expect_refused(JournalWriter::open(disk, journal_at, {}), ErrorCode::timed_out, "lock");
    }
    EXPECT_TRUE(JournalWriter::open(disk, journal_at, {}));
}

TEST(Journal, AFailedSyncIsNeverTriedAgain) {
    SimulatedDisk disk;
    write_records(disk, 2);
    auto writer = JournalWriter::open(disk, journal_at, {});
    ASSERT_TRUE(writer);
    ASSERT_TRUE(append_next(*writer));

    disk.fail_at(2, ErrorCode::io_failed);  // the write passes, the sync does not
    expect_refused(writer->sync(), ErrorCode::io_failed, "acknowledged are those up to 2");
    const auto operations = disk.operations();

    expect_refused(writer->sync(), ErrorCode::io_failed, "takes no more records");
    expect_refused(append_next(*writer), ErrorCode::io_failed, "takes no more records");
    EXPECT_EQ(disk.operations(), operations) << "the disk was asked again";
    EXPECT_EQ(acknowledged_head(disk, journal_at)->seq, 2U);
}

// The pages of a failed sync may be readable and yet never reach the disk: whoever opens the
// journal then must write them again before calling them durable.
TEST(Journal, OpeningWritesAnewWhatLiesBehindTheMark) {
    SimulatedDisk disk;
    write_records(disk, 3, 2);
    const auto before = bytes_of(disk, journal_at);

    const auto writer = JournalWriter::open(disk, journal_at, {});

    ASSERT_TRUE(writer) << describe(writer.error());
    EXPECT_EQ(writer->acknowledged().seq, 5U);
    EXPECT_EQ(bytes_of(disk, journal_at), before);
    disk.reboot();
    EXPECT_EQ(contents(disk)->records.size(), 5U);

    // Stopped at each of its operations in turn, it is seen between the cut and the writing.
    bool was_cut = false;
    for (std::uint64_t n = 1; n <= 16; ++n) {
        SimulatedDisk interrupted;
        write_records(interrupted, 3, 2);
        const auto acknowledged = acknowledged_head(interrupted, journal_at).value();
        interrupted.fail_at(n, ErrorCode::io_failed);
        static_cast<void>(JournalWriter::open(interrupted, journal_at, {}).has_value());
        was_cut = was_cut || bytes_of(interrupted, journal_at).size() == acknowledged.offset;
    }
    EXPECT_TRUE(was_cut);
}

TEST(Journal, WhatIsCompletedWhileItIsReadIsNoDamage) {
    SimulatedDisk disk;
    write_records(disk, 3, 2);
    const std::string all = bytes_of(disk, journal_at);
    const std::size_t half = all.size() - 6;
    auto writing = disk.open_existing(journal_at, half);
    ASSERT_TRUE(writing);
    auto reader = JournalReader::open(disk, journal_at, ReadFrom::first_record);
    ASSERT_TRUE(reader) << describe(reader.error());
    for (std::uint64_t seq = 1; seq <= 4; ++seq) {
        ASSERT_EQ((*reader->next())->seq, seq);
    }

    ASSERT_TRUE((*writing)->write(std::string_view(all).substr(half)));
    const auto last = reader->next();

    ASSERT_TRUE(last) << describe(last.error());
    ASSERT_TRUE(last->has_value());
    EXPECT_EQ((*last)->seq, 5U);
    EXPECT_FALSE(reader->next()->has_value());
    EXPECT_EQ(reader->torn_bytes(), 0U);
}

TEST(Journal, OfAnotherKindIsNeverContinued) {
    SimulatedDisk disk;
    write_records(disk, 1);

    expect_refused(JournalWriter::open(disk, journal_at, {.kind = "trials"}),
                   ErrorCode::invalid_argument,
                   "is of the kind 'journal', not 'trials'");
}

TEST(Journal, CanContinueAnotherFile) {
    SimulatedDisk disk;
    write_records(disk, 4);
    const auto head = acknowledged_head(disk, journal_at).value();

    auto next =
        JournalWriter::open(disk, "/next", {.first_seq = head.seq + 1, .chain_start = head.chain});
    ASSERT_TRUE(next) << describe(next.error());
    ASSERT_EQ(append_next(*next).value(), 5U);
    ASSERT_TRUE(next->sync());

    const auto verdict = verify_journal(disk, "/next");
    ASSERT_TRUE(verdict);
    EXPECT_EQ(verdict->first_seq, 5U);
    EXPECT_EQ(verdict->records, 1U);
    const auto header = decode_header(bytes_of(disk, "/next"));
    EXPECT_EQ(header->chain_start, head.chain);
}

TEST(Journal, WithoutItsMarkIsRefusedUntilAPersonAdoptsIt) {
    SimulatedDisk disk;
    write_records(disk, 3);
    const auto before = verify_journal(disk, journal_at).value();
    ASSERT_TRUE(disk.remove_file(mark_path(journal_at)));

    expect_refused(contents(disk), ErrorCode::refused, "no 'journal.mark' beside it");
    expect_refused(JournalWriter::open(disk, journal_at, {}), ErrorCode::refused, "journal.mark");
    const auto adopted = adopt_journal(disk, journal_at);

    ASSERT_TRUE(adopted) << describe(adopted.error());
    EXPECT_EQ(*adopted, before);
    EXPECT_EQ(verify_journal(disk, journal_at).value(), before);
    expect_refused(adopt_journal(disk, journal_at), ErrorCode::already_exists, "has its mark");
}

TEST(Journal, ATornJournalWithoutItsMarkIsNotAdopted) {
    SimulatedDisk disk;
    write_records(disk, 3);
    ASSERT_TRUE(disk.remove_file(mark_path(journal_at)));
    const auto bytes = bytes_of(disk, journal_at);
    ASSERT_TRUE(write_atomically(disk, journal_at, bytes.substr(0, bytes.size() - 8)));

    expect_refused(adopt_journal(disk, journal_at), ErrorCode::malformed, "that are no record");
}

TEST(Journal, ThatIsGoneIsMissedWhenSomethingWasAcknowledgedInIt) {
    SimulatedDisk disk;
    EXPECT_EQ(contents(disk).error().code, ErrorCode::not_found);
    write_records(disk, 0);
    ASSERT_TRUE(disk.remove_file(journal_at));
    EXPECT_EQ(contents(disk).error().code, ErrorCode::not_found);
    write_records(disk, 3);
    ASSERT_TRUE(disk.remove_file(journal_at));

    expect_refused(contents(disk), ErrorCode::data_missing, "up to 3 were acknowledged");
    expect_refused(JournalWriter::open(disk, journal_at, {}), ErrorCode::data_missing, "is gone");
}

TEST(Journal, ReplacedByAnOlderCopyOfItselfIsRefused) {
    SimulatedDisk disk;
    write_records(disk, 3);
    const auto old = bytes_of(disk, journal_at);
    write_records(disk, 3);
    ASSERT_TRUE(write_atomically(disk, journal_at, old));

    expect_refused(contents(disk), ErrorCode::data_missing, "record 6");
}

}  // namespace
}  // namespace tradelab
