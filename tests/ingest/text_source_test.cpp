#include "ingest/packing.hpp"
#include "ingest/tables.hpp"
#include "ingest/text_blocks.hpp"

namespace tradelab {
namespace {

using testing::HasSubstr;

Result<std::string> text_of(std::string_view raw, UnpackLimits limits = {}) {
    auto source = TextSource::open(raw, limits);
    if (!source) {
        return fail(source.error());
    }
    std::string text;
    std::string piece(7'919, '\0');  // no length that anything else has
    while (true) {
        const auto got = source->read(piece);
        if (!got) {
            return fail(got.error());
        }
        text += piece.substr(0, *got);
        if (*got < piece.size()) {
            return text;
        }
    }
}

std::string long_text() {
    return klines(0, 20'000);
}

TEST(Packing, IsToldFromTheBytes) {
    EXPECT_EQ(packing_of(gzipped("a")), Packing::gzip);
    EXPECT_EQ(packing_of(zipped({{"a.csv", "a"}})), Packing::zip);
    EXPECT_EQ(packing_of("open_time"), Packing::plain);
    EXPECT_EQ(packing_of(""), Packing::plain);
}

TEST(Gzip, GivesTheTextOfAllItsMembers) {
    const std::string text = long_text();

    EXPECT_EQ(text_of(gzipped(text)).value(), text);
    EXPECT_EQ(text_of(gzipped(text) + gzipped("") + gzipped("more")).value(), text + "more");
    EXPECT_EQ(text_of(gzipped("")).value(), "");
}

TEST(Gzip, EveryTruncationIsRefused) {
    const std::string packed = gzipped(klines(0, 40));

    for (std::size_t length = 2; length < packed.size(); ++length) {
        const auto text = text_of(packed.substr(0, length));
        ASSERT_FALSE(text) << length << " of " << packed.size();
    }
    EXPECT_THAT(error_of(text_of(packed.substr(0, packed.size() - 1))),
                HasSubstr("ends in the middle"));
}

TEST(Gzip, EveryFlippedByteOfItsTrailerIsRefused) {
    const std::string packed = gzipped(klines(0, 40));

    for (std::size_t at = packed.size() - 8; at < packed.size(); ++at) {
        std::string damaged = packed;
        damaged[at] = static_cast<char>(damaged[at] ^ 1);
        EXPECT_THAT(error_of(text_of(damaged)), HasSubstr("checksum or length")) << at;
    }
}

TEST(Gzip, WhatFollowsTheLastMemberIsRefused) {
    EXPECT_FALSE(text_of(gzipped("text\n") + "no gzip"));
    EXPECT_FALSE(text_of(gzipped("text\n") + std::string(100, '\0')));
}

TEST(Gzip, ABombIsRefused) {
    const std::string bomb = gzipped(std::string(std::size_t{64} << 20U, '0'));

    const auto text = text_of(bomb);

    EXPECT_EQ(text.error().code, ErrorCode::refused);
    EXPECT_THAT(error_of(text), HasSubstr("200 times its size"));
}

TEST(Gzip, ATextBeyondTheLimitIsRefused) {
    const auto text = text_of(gzipped(long_text()), {.text_bytes_max = 1'000'000});

    EXPECT_EQ(text.error().code, ErrorCode::too_large);
}

TEST(Zip, GivesTheTextOfItsOneEntry) {
    const std::string text = long_text();

    EXPECT_EQ(text_of(zipped({{"BTCUSDT-1h-2024-01.csv", text}})).value(), text);
}

TEST(Zip, RefusesAnotherNumberOfEntriesAndOtherNames) {
    EXPECT_THAT(error_of(text_of(zipped({{"a.csv", "a"}, {"b.csv", "b"}}))),
                HasSubstr("the zip has 2 entries"));
    EXPECT_THAT(error_of(text_of(zipped({{"a.txt", "a"}}))), HasSubstr("no .csv"));
    EXPECT_FALSE(text_of(std::string("PK\5\6", 4) + std::string(18, '\0')));
}

TEST(Zip, ABombIsRefused) {
    const std::string bomb = zipped({{"a.csv", std::string(std::size_t{64} << 20U, '0')}});

    EXPECT_EQ(text_of(bomb).error().code, ErrorCode::refused);
}

TEST(Zip, NoTruncationAndNoFlippedByteGivesAnotherText) {
    const std::string text = klines(0, 3);
    const std::string packed = zipped({{"a.csv", text}});

    for (std::size_t length = 4; length < packed.size(); ++length) {
        ASSERT_FALSE(text_of(packed.substr(0, length))) << length;
    }
    for (std::size_t at = 4; at < packed.size(); ++at) {
        std::string damaged = packed;
        damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
        const auto read = text_of(damaged);
        ASSERT_TRUE(!read || *read == text) << at;
    }
}

TEST(TextBlocks, GiveWholeLinesOnly) {
    const std::string text = long_text();
    ASSERT_GT(text.size(), 2 * TextBlocks::block_bytes);

    for (const auto& raw : {text, gzipped(text)}) {
        auto source = TextSource::open(raw);
        TextBlocks blocks(*source);
        std::string all;
        std::size_t count = 0;
        while (true) {
            const auto block = blocks.next();
            ASSERT_TRUE(block) << error_of(block);
            if (block->empty()) {
                break;
            }
            EXPECT_EQ(block->back(), '\n');
            all += *block;
            ++count;
        }
        EXPECT_EQ(all, text);
        EXPECT_GE(count, 3U);
    }
}

TEST(TextBlocks, ALastLineWithoutItsEndIsBelievedOnlyWhereAChecksumProvesIt) {
    const std::string cut = klines(0, 3).substr(0, klines(0, 3).size() - 1);

    EXPECT_TRUE(read(gzipped(cut)));
    EXPECT_TRUE(read(zipped({{"a.csv", cut}})));
    EXPECT_THAT(error_of(read(cut)), HasSubstr("the last line does not end"));
}

TEST(TextBlocks, AnEndlessLineIsRefused) {
    const std::string line(3 * TextBlocks::block_bytes, '1');

    EXPECT_THAT(error_of(read(line)), HasSubstr("longer than 4096 bytes"));
    EXPECT_THAT(error_of(read(gzipped(line))), HasSubstr("longer than 4096 bytes"));
    EXPECT_THAT(error_of(read(klines(0, 2) + line)), HasSubstr("longer than 4096 bytes"));
}

TEST(TextBlocks, ABombOfOneLineIsNamedAsABomb) {
    const std::string line(std::size_t{64} << 20U, '0');

    EXPECT_THAT(error_of(read(gzipped(line))), HasSubstr("200 times its size"));
    EXPECT_THAT(error_of(read(zipped({{"a.csv", line}}))), HasSubstr("200 times its size"));
}

TEST(TextBlocks, NameTheVeryLineThatIsWrong) {
    constexpr std::int64_t rows = 20'000;
    const std::string all = klines(0, rows);
    ASSERT_GT(all.size(), 3 * TextBlocks::block_bytes);
    const auto expect_line = [](const std::string& text, std::int64_t line) {
        for (const auto& raw : {text, gzipped(text), zipped({{"a.csv", text}})}) {
            const auto table = read(raw);
            ASSERT_FALSE(table) << line;
            EXPECT_EQ(table.error().line, line) << error_of(table);
        }
    };
    for (const std::int64_t row : {std::int64_t{0}, rows / 2, rows - 1}) {
        const std::string good = kline(row);
        const std::int64_t line = row + 2;  // below the header
        expect_line(replaced(all, good, replaced(good, "12.345", "NaN")), line);
        expect_line(replaced(all, good, good + std::string(3 * TextBlocks::block_bytes, '1')),
                    line + 1);
    }

    EXPECT_EQ(read(all.substr(0, all.size() - 1)).error().line, rows + 1) << "without its newline";
    const std::string packed = gzipped(all);
    EXPECT_EQ(read(packed.substr(0, packed.size() - 5)).error().line, 0)
        << "damage of the packing is in no line";
}

}  // namespace
}  // namespace tradelab
