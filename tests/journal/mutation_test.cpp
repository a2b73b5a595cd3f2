// A journal of 64 KB, harmed in every way that touches one place.  Whatever is done to it, reading
// gives the state that was written, or the state before the cut where that was never acknowledged,
// or a refusal; never anything else.

#include "journals.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace tradelab {
namespace {

constexpr std::size_t journal_bytes_min = std::size_t{64} << 10;
constexpr std::uint64_t behind_the_mark = 20;

// Up to 600 bytes of all values.
std::string long_payload(std::uint64_t seq) {
    std::string bytes(seq * 37 % 601, '\0');
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        bytes[i] = static_cast<char>(static_cast<unsigned char>(seq * 31 + i * 17));
    }
    return bytes;
}

Result<std::uint64_t> append_long(JournalWriter& writer) {
    const std::uint64_t seq = writer.head().seq + 1;
    return writer.append({.type = 3, .version = 1}, times_of(seq), long_payload(seq));
}

// A chain value stands for all bytes before it: two equal heads are two equal states.
Result<JournalHead> state_of(const Disk& disk) {
    auto reader = JournalReader::open(disk, journal_at, ReadFrom::first_record);
    if (!reader) {
        return fail(reader.error());
    }
    while (true) {
        const auto record = reader->next();
        if (!record) {
            return fail(record.error());
        }
        if (!*record) {
            return reader->head();
        }
    }
}

class Harmed : public ::testing::Test {
protected:
    void SetUp() override {
        auto writer = JournalWriter::open(disk_, journal_at, {});
        ASSERT_TRUE(writer);
        heads_.push_back(writer->head());
        std::string mark;
        while (writer->head().offset < journal_bytes_min) {
            ASSERT_TRUE(append_long(*writer));
            heads_.push_back(writer->head());
        }
        ASSERT_TRUE(writer->sync());
        mark = bytes_of(disk_, mark_path(journal_at));
        acknowledged_ = writer->head();
        for (std::uint64_t i = 0; i < behind_the_mark; ++i) {
            ASSERT_TRUE(append_long(*writer));
            heads_.push_back(writer->head());
        }
        ASSERT_TRUE(writer->sync());
        ASSERT_TRUE(write_atomically(disk_, mark_path(journal_at), mark));
        bytes_ = bytes_of(disk_, journal_at);
        ASSERT_EQ(state_of(disk_).value(), heads_.back());
    }

    // The state after the last record that ends at or before this byte.
    [[nodiscard]] const JournalHead& head_before(std::size_t offset) const {
        const auto behind = std::ranges::upper_bound(heads_, offset, {}, &JournalHead::offset);
        return *(behind - 1);
    }
    void flip(std::size_t at, char mask) {
        auto file = disk_.open_existing(journal_at, bytes_.size());
        const char flipped = static_cast<char>(bytes_[at] ^ mask);
        ASSERT_TRUE((*file)->write_at(at, {&flipped, 1}));
    }

    SimulatedDisk disk_;
    std::string bytes_;
    std::vector<JournalHead> heads_;
    JournalHead acknowledged_;
};

class OneMutation : public Harmed {};

class Mutation : public Harmed, public ::testing::WithParamInterface<std::size_t> {};

constexpr std::size_t shares = 4;

TEST_P(Mutation, EveryFlippedByteGivesTheSameStateOrARefusal) {
    const JournalHead& before_last = heads_[heads_.size() - 2];
    std::size_t refused = 0;
    for (std::size_t at = GetParam(); at < bytes_.size(); at += shares) {
        const char mask = at % 2 == 0 ? '\xff' : static_cast<char>(1 << (at / 2 % 8));
        flip(at, mask);

        const auto state = state_of(disk_);

        if (at >= before_last.offset) {
            // The last record, never acknowledged: as if it had not been written to its end.
            ASSERT_TRUE(state) << at << ": " << describe(state.error());
            ASSERT_EQ(*state, before_last) << "byte " << at;
        } else {
            ASSERT_FALSE(state) << "byte " << at;
            ASSERT_FALSE(state.error().hint.empty());
            ++refused;
        }
        flip(at, 0);
    }
    EXPECT_EQ(state_of(disk_).value(), heads_.back());
    RecordProperty("refused", static_cast<int>(refused));
}

TEST_P(Mutation, EveryTruncationGivesExactlyTheStateBeforeTheCutOrARefusal) {
    for (std::size_t size = bytes_.size() - GetParam(); size >= shares; size -= shares) {
        ASSERT_TRUE(disk_.open_existing(journal_at, size));

        const auto state = state_of(disk_);

        if (size >= acknowledged_.offset) {
            ASSERT_TRUE(state) << size << ": " << describe(state.error());
            ASSERT_EQ(*state, head_before(size)) << "cut at " << size;
        } else {
            ASSERT_FALSE(state) << "cut at " << size;
        }
    }
}

TEST_P(Mutation, AWriterThatOpensAfterATruncationGoesOnFromThere) {
    for (std::size_t size = acknowledged_.offset + GetParam(); size < bytes_.size();
         size += 7 * shares) {
        SimulatedDisk disk;
        ASSERT_TRUE(write_atomically(disk, journal_at, bytes_.substr(0, size)));
        ASSERT_TRUE(write_new_mark(disk, journal_at, acknowledged_));

        auto writer = JournalWriter::open(disk, journal_at, {});
        ASSERT_TRUE(writer) << describe(writer.error());
        while (writer->head().seq < heads_.back().seq) {
            ASSERT_TRUE(append_long(*writer));
        }
        ASSERT_TRUE(writer->sync());

        ASSERT_EQ(bytes_of(disk, journal_at), bytes_) << "cut at " << size;
    }
}

// Every byte of both slots, one at a time: the other slot, or a mark that says less, is still true.
TEST_F(OneMutation, EveryFlippedByteOfTheMarkGivesTheSameStateOrARefusal) {
    const auto mark = bytes_of(disk_, mark_path(journal_at));
    for (const std::size_t slot : {std::size_t{0}, mark_slot_distance}) {
        for (std::size_t at = slot; at < slot + mark_slot_bytes; ++at) {
            auto flipped = mark;
            flipped[at] = static_cast<char>(flipped[at] ^ 0x10);
            ASSERT_TRUE(write_atomically(disk_, mark_path(journal_at), flipped));

            const auto state = state_of(disk_);

            ASSERT_TRUE(!state || *state == heads_.back()) << "byte " << at;
        }
    }
}

// Somebody who knows the format changes one record and makes its checksum right again.
TEST_F(OneMutation, ATamperedRecordWithARightChecksumIsFound) {
    const auto tampered = [&](std::size_t record) {
        const JournalHead& before = heads_[record];
        Chain chain(before);
        std::string bytes;
        const std::size_t size = heads_[record + 1].offset - before.offset;
        auto payload = long_payload(before.seq + 1);
        payload[0] = static_cast<char>(payload[0] ^ 1);
        chain.encode(bytes, {.type = 3, .version = 1}, times_of(before.seq + 1), payload);
        EXPECT_EQ(bytes.size(), size);
        return bytes_.substr(0, before.offset) + bytes + bytes_.substr(before.offset + size);
    };
    const auto place = [&](std::uint64_t seq) { return "record " + std::to_string(seq); };

    // In the middle: the record behind it does not follow from it.
    ASSERT_TRUE(write_atomically(disk_, journal_at, tampered(100)));
    const auto middle = state_of(disk_);
    ASSERT_FALSE(middle);
    EXPECT_EQ(middle.error().code, ErrorCode::hash_mismatch);
    EXPECT_NE(middle.error().context.find(place(102)), std::string::npos)
        << describe(middle.error());

    // The last that was acknowledged: the mark knows better.
    ASSERT_TRUE(write_atomically(disk_, journal_at, tampered(acknowledged_.seq - 1)));
    const auto last = state_of(disk_);
    ASSERT_FALSE(last);
    EXPECT_EQ(last.error().code, ErrorCode::hash_mismatch);
    EXPECT_NE(last.error().context.find("that were acknowledged"), std::string::npos);
}

TEST_F(OneMutation, DamageIsReportedWithItsPlaceAndWhatWasExpectedThere) {
    flip(heads_[10].offset + record_header_bytes, 1);

    const auto state = state_of(disk_);

    ASSERT_FALSE(state);
    EXPECT_EQ(state.error().context,
              "'/journal' is damaged at byte " + std::to_string(heads_[10].offset) +
                  ", record 11: expected the bytes that its checksum was made of");
}

INSTANTIATE_TEST_SUITE_P(Share, Mutation, ::testing::Range<std::size_t>(0, shares));

}  // namespace
}  // namespace tradelab
