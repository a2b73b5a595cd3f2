#include "journal/record.hpp"

#include "journals.hpp"

#include <gtest/gtest.h>

namespace tradelab {
namespace {

Chain fresh() {
    return Chain::of(encode_header({.kind = "journal"}), 1);
}

TEST(Record, ComesBackAsItWasWritten) {
    Chain writing = fresh();
    Chain reading = fresh();
    std::string bytes;
    writing.encode(bytes,
                   {.type = 65535, .version = 2},
                   {.event = UnixNanos(-5), .written = UnixNanos(9)},
                   std::string_view("a\0b", 3));

    const auto record = reading.decode(bytes);

    ASSERT_TRUE(record) << describe(record.error());
    EXPECT_EQ(record->seq, 1U);
    EXPECT_EQ(record->kind, (RecordKind{.type = 65535, .version = 2}));
    EXPECT_EQ(record->times.event.ns(), -5);
    EXPECT_EQ(record->times.written.ns(), 9);
    EXPECT_EQ(record->payload, std::string_view("a\0b", 3));
    EXPECT_EQ(reading.head(), writing.head());
    EXPECT_EQ(reading.head().offset, journal_header_bytes + bytes.size());
}

// The bytes of FORMAT.md, so that nobody changes them unawares.  The two hashes come from a program
// written after that page alone.
TEST(Record, HasTheBytesThatTheFormatSays) {
    Chain chain = fresh();
    std::string bytes;
    chain.encode(bytes,
                 {.type = 0x0102, .version = 0x0304},
                 {.event = UnixNanos(0x05), .written = UnixNanos(0x06)},
                 "xy");

    ASSERT_EQ(bytes.size(), 64U);
    EXPECT_EQ(bytes.substr(4, 12), std::string_view("\x02\0\0\0\x02\x01\x04\x03\0\0\0\0", 12));
    EXPECT_EQ(bytes.substr(16, 8), std::string_view("\x01\0\0\0\0\0\0\0", 8));
    EXPECT_EQ(bytes.substr(24, 8), std::string_view("\x05\0\0\0\0\0\0\0", 8));
    EXPECT_EQ(bytes.substr(32, 8), std::string_view("\x06\0\0\0\0\0\0\0", 8));
    EXPECT_EQ(bytes.substr(56), std::string_view("xy\0\0\0\0\0\0", 8));
    EXPECT_EQ(sha256_hex(encode_header({.kind = "journal"}) + bytes),
              "23e449b782520db6f9fe9ab62fe0834576228c96a50a1ab98f870eb135ba5f8a");
    EXPECT_EQ(hex(chain.head().chain),
              "108fa193cc9f83c85ec3fff71a14d54feef61cb04c35243ef071e5a83ef28309");
}

TEST(Record, AChainTellsWhatItExpectedInstead) {
    Chain writing = fresh();
    std::string first;
    std::string second;
    writing.encode(first, {}, {}, "one");
    writing.encode(second, {}, {}, "two");

    Chain reading = fresh();
    const auto skipped = reading.decode(second);
    Chain elsewhere = Chain::of(encode_header({.kind = "trials"}), 1);
    const auto foreign = elsewhere.decode(first);
    const auto cut = reading.decode(std::string_view(first).substr(0, first.size() - 1));

    ASSERT_FALSE(skipped);
    EXPECT_EQ(skipped.error().context, "the number 1, but it says 2");
    ASSERT_FALSE(foreign);
    EXPECT_EQ(foreign.error().code, ErrorCode::hash_mismatch);
    ASSERT_FALSE(cut);
    EXPECT_EQ(cut.error().context, "a record of 64 bytes, but only 63 are left");
    EXPECT_EQ(reading.head(), fresh().head());
}

TEST(Record, AHeaderComesBackAndEveryFlippedBitIsSeen) {
    JournalHeader header{.kind = "sixteen letters!", .first_seq = 77};
    header.chain_start[3] = std::byte{9};
    const auto bytes = encode_header(header);

    const auto read = decode_header(bytes);
    ASSERT_TRUE(read) << describe(read.error());
    EXPECT_EQ(read->kind, header.kind);
    EXPECT_EQ(read->first_seq, 77U);
    EXPECT_EQ(read->chain_start, header.chain_start);

    for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
        auto flipped = bytes;
        flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
        EXPECT_FALSE(decode_header(flipped)) << "bit " << bit;
    }
    EXPECT_FALSE(decode_header(std::string_view(bytes).substr(1)));
    EXPECT_FALSE(decode_header(""));
}

TEST(Record, AWholeRecordIsFoundWhereverItLies) {
    Chain writing = fresh();
    std::string record;
    writing.encode(record, {}, {}, "one");

    EXPECT_TRUE(holds_whole_record(record, 1));
    EXPECT_TRUE(holds_whole_record(std::string(24, 'x') + record + "behind", 1));
    EXPECT_FALSE(holds_whole_record(record, 0));
    EXPECT_FALSE(holds_whole_record(std::string_view(record).substr(0, 63), 1));
    EXPECT_FALSE(holds_whole_record(std::string(400, '\0'), 1));
    EXPECT_FALSE(holds_whole_record("", 1));
}

}  // namespace
}  // namespace tradelab
