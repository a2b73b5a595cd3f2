#include "document/crc32c.hpp"
#include "history/samples.hpp"

namespace tradelab {
namespace {

TEST(Columns, AViewGivesBackTheRowsThatWereAppended) {
    const BarColumns columns = bars({0, 1, 5});

    const BarView part = columns.view().part(1, 2);

    EXPECT_EQ(rows_in(part), (std::vector{bar(1), bar(5)}));
    EXPECT_EQ(kind_of(view_of(Columns(trades(0, 2)))), SeriesKind::trades);
    EXPECT_EQ(rows_of(view_of(Columns(funding(3)))), 3U);
}

TEST(Columns, HolesAreWhatTheGridMisses) {
    const BarColumns columns = bars({0, 1, 4, 5, 7});

    const auto holes = holes_of(columns.ts, *spot_bars().interval());

    const auto at = [](std::int64_t hour) { return UnixNanos(bar(hour).ts); };
    EXPECT_EQ(holes, (std::vector{Hole{at(1), at(3)}, Hole{at(5), at(6)}}));
}

// The check value of CRC-32C: "123456789" gives e3069283.
TEST(Crc32c, HasTheStandardsCheckValueWholeOrInPieces) {
    const std::string_view text = "123456789";
    const auto bytes = std::as_bytes(std::span(text));

    EXPECT_EQ(crc32c(bytes), 0xe3069283U);
    EXPECT_EQ(crc32c(bytes.subspan(4), crc32c(bytes.first(4))), 0xe3069283U);
    EXPECT_EQ(crc32c(std::string_view()), 0U);
}

}  // namespace
}  // namespace tradelab
