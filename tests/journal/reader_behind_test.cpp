#include "journal/journals.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

// Reading on behind a head that somebody kept.
namespace tradelab {
namespace {

using testing::HasSubstr;

std::vector<std::uint64_t> read_behind(const Disk& disk, const JournalHead& head) {
    auto reader = JournalReader::open_behind(disk, journal_at, head);
    EXPECT_TRUE(reader) << describe(reader.error());
    std::vector<std::uint64_t> out;
    while (reader) {
        const auto record = reader->next();
        EXPECT_TRUE(record) << describe(record.error());
        if (!record || !*record) {
            break;
        }
        EXPECT_EQ((*record)->payload, payload_of((*record)->seq));
        out.push_back((*record)->seq);
    }
    return out;
}

// After each record of a journal of ten, and before the first.
std::vector<JournalHead> heads_of(const Disk& disk) {
    auto reader = JournalReader::open(disk, journal_at, ReadFrom::first_record).value();
    std::vector<JournalHead> out = {reader.head()};
    while (reader.next().value()) {
        out.push_back(reader.head());
    }
    return out;
}

TEST(JournalBehind, AnyHeadIsReadOnToTheEnd) {
    SimulatedDisk disk;
    write_records(disk, 10);
    const auto heads = heads_of(disk);
    ASSERT_EQ(heads.size(), 11U);

    for (std::size_t at = 0; at < heads.size(); ++at) {
        const auto read = read_behind(disk, heads[at]);
        ASSERT_EQ(read.size(), 10 - at);
        if (!read.empty()) {
            EXPECT_EQ(read.front(), at + 1);
        }
    }
}

TEST(JournalBehind, AHeadThatWasNotAcknowledgedIsRefused) {
    SimulatedDisk disk;
    write_records(disk, 10);
    SimulatedDisk shorter;
    write_records(shorter, 7);
    JournalHead beside = heads_of(disk).at(4);
    beside.offset = 8;

    const auto ahead = JournalReader::open_behind(shorter, journal_at, heads_of(disk).back());

    ASSERT_FALSE(ahead);
    EXPECT_EQ(ahead.error().code, ErrorCode::hash_mismatch);
    EXPECT_THAT(describe(ahead.error()), HasSubstr("up to 7, and none of them is the 10"));
    EXPECT_FALSE(JournalReader::open_behind(disk, journal_at, beside));
    EXPECT_FALSE(JournalReader::open_behind(disk, journal_at, JournalHead()));
}

TEST(JournalBehind, AHeadOfAnotherJournalIsFoundAtTheFirstRecord) {
    SimulatedDisk disk;
    write_records(disk, 10);
    JournalHead other = heads_of(disk).at(4);
    other.chain.at(3) ^= std::byte{1};
    auto reader = JournalReader::open_behind(disk, journal_at, other);
    ASSERT_TRUE(reader);

    const auto record = reader->next();

    ASSERT_FALSE(record);
    EXPECT_THAT(describe(record.error()), HasSubstr("record 5"));
    JournalHead last = heads_of(disk).back();
    last.chain.at(3) ^= std::byte{1};
    EXPECT_FALSE(JournalReader::open_behind(disk, journal_at, last));
}

}  // namespace
}  // namespace tradelab
