#include "paper/chronicle.hpp"

#include "os/simulated_disk.hpp"
#include "paper/lines.hpp"
#include "paper/records.hpp"

#include <gtest/gtest.h>

namespace tradelab::paper_test {
namespace {

const Disk::Path path = "/journal";
const RecordTimes times{.event = UnixNanos(3), .written = UnixNanos(4)};

Result<Chronicle> opened(SimulatedDisk& disk) {
    return Chronicle::open(disk, path, paper_journal_kind);
}

TEST(Chronicle, ComparesWhatItHasAndAppendsTheRest) {
    SimulatedDisk disk;
    {
        auto first = opened(disk);
        ASSERT_TRUE(first.has_value());
        EXPECT_FALSE(first->ahead() != nullptr);
        ASSERT_TRUE(first->tell(paper_step, times, "until_ns 1\n").has_value());
        ASSERT_TRUE(first->tell(paper_done, times, "x 1\n").has_value());
        ASSERT_TRUE(first->sync().has_value());
    }
    auto again = opened(disk);
    ASSERT_TRUE(again.has_value());
    ASSERT_TRUE(again->ahead() != nullptr);
    EXPECT_EQ(again->ahead()->payload, "until_ns 1\n");

    ASSERT_TRUE(again->tell(paper_step, times, "until_ns 1\n").has_value());
    EXPECT_TRUE(again->ahead()->kind == paper_done);
    ASSERT_TRUE(again->tell(paper_done, times, "x 1\n").has_value());
    EXPECT_FALSE(again->ahead() != nullptr);
    ASSERT_TRUE(again->tell(paper_step, times, "until_ns 2\n").has_value());
    ASSERT_TRUE(again->sync().has_value());
}

TEST(Chronicle, NamesWhatIsWrittenAndWhatIsToldWhereTheyDiffer) {
    SimulatedDisk disk;
    {
        auto first = opened(disk);
        ASSERT_TRUE(first->tell(paper_fill, times, "order 1\nprice 10\n").has_value());
        ASSERT_TRUE(first->sync().has_value());
    }
    const auto why = [&](RecordKind kind, RecordTimes when, std::string_view text) {
        auto again = opened(disk);
        const auto told = again->tell(kind, when, text);
        EXPECT_FALSE(told.has_value());
        EXPECT_EQ(told.error().code, ErrorCode::hash_mismatch);
        return describe(told.error());
    };

    const std::string payload = why(paper_fill, times, "order 1\nprice 11\n");
    EXPECT_NE(payload.find("record 1 (fill) says 'price 10'"), std::string::npos) << payload;
    EXPECT_NE(payload.find("says 'price 11'"), std::string::npos) << payload;
    const std::string shorter = why(paper_fill, times, "order 1\n");
    EXPECT_NE(shorter.find("doing it again says nothing"), std::string::npos) << shorter;
    const std::string kind = why(paper_order, times, "order 1\nprice 10\n");
    EXPECT_NE(kind.find("is of kind 'fill'"), std::string::npos) << kind;
    const std::string late =
        why(paper_fill, {.event = UnixNanos(5), .written = UnixNanos(4)}, "order 1\nprice 10\n");
    EXPECT_NE(late.find("says 1970-01-01"), std::string::npos) << late;
}

TEST(Lines, FindTheFirstLineThatDiffers) {
    EXPECT_EQ(first_difference("a 1\nb 2\n", "a 1\nb 3\n").second, "b 3");
    EXPECT_EQ(first_difference("a 1\n", "a 1\nb 3\n").first, "");
    EXPECT_EQ(first_difference("a 1\n", "a 1\n").first, "");
    EXPECT_EQ(Lines().add("a", 5).add("b", "c").text(), "a 5\nb c\n");
}

}  // namespace
}  // namespace tradelab::paper_test
