#include "ingest/export_table.hpp"
#include "ingest/tables.hpp"
#include "support/shared.hpp"

#include <ostream>

namespace tradelab {
namespace {

// As the table of data/README.md in the shared folder has them: rows, and the opening of the first
// and last bar.
struct Recorded {
    std::string_view file;
    std::string_view series;
    std::uint64_t rows;
    std::string_view first;
    std::string_view last;

    friend void PrintTo(const Recorded& one, std::ostream* out) { *out << one.file; }
};

constexpr std::array<Recorded, 6> recordings = {{
    {"spot/BTCUSDT-1h.csv.gz",
     "binance.spot:BTC-USDT bars 1h",
     68'868,
     "2017-08-17T04:00:00Z",
     "2025-06-30T23:00:00Z"},
    {"spot/ETHUSDT-1m.csv.gz",
     "binance.spot:ETH-USDT bars 1m",
     42'160,
     "2025-06-01T17:20:00Z",
     "2025-06-30T23:59:00Z"},
    {"um/BTCUSDT-1h.csv.gz",
     "binance.usdm:BTC-USDT-PERP bars 1h",
     50'935,
     "2019-09-08T17:00:00Z",
     "2025-06-30T23:00:00Z"},
    {"um/ETHUSDT-5m.csv.gz",
     "binance.usdm:ETH-USDT-PERP bars 5m",
     143'901,
     "2023-01-01T00:00:00Z",
     "2024-05-14T15:40:00Z"},
    {"um/fundingRate/BTCUSDT.csv.gz",
     "binance.usdm:BTC-USDT-PERP funding",
     6'362,
     "2019-09-10T08:00:00Z",
     "2025-06-30T16:00:00Z"},
    {"um/mark/BTCUSDT-1h.csv.gz",
     "binance.usdm:BTC-USDT-PERP mark 1h",
     48'397,
     "2019-12-23T11:00:00Z",
     "2025-06-30T23:00:00Z"},
}};

class SharedData : public testing::TestWithParam<Recorded> {};

TEST_P(SharedData, IsImportedAsItsReadmeSaysAndComesBackTheSame) {
    const Recorded& meant = GetParam();
    const auto path = shared_file(std::string("data/") + std::string(meant.file));
    if (!path) {
        GTEST_SKIP() << "no recorded data: set TRADELAB_SHARED";
    }
    Shelf shelf;

    const auto imported = import_file(shelf.disk, shelf.store, *path, {});

    ASSERT_TRUE(imported) << error_of(imported);
    const SealedSummary& summary = imported->summary;
    const Duration length =
        summary.series.interval() ? summary.series.interval()->length() : Duration(0);
    EXPECT_EQ(summary.series.text(), meant.series);
    EXPECT_EQ(summary.rows, meant.rows);
    EXPECT_EQ(iso_text(summary.first - length), meant.first);
    EXPECT_EQ(iso_text(summary.last - length), meant.last);
    EXPECT_EQ(summary.provenance.location, meant.file);

    const auto file = SealedFile::open(shelf.disk, imported->path);
    const auto rows = file->rows(file->all_rows());
    const TableText table(summary.series, summary.places, TableText::Unit::milliseconds);
    std::string text = table.header();
    ASSERT_TRUE(table.append(*rows, text));
    shelf.put(meant.file == recordings[5].file ? "um/mark/BTCUSDT-1h.csv" : "um/again.csv", text);
    Catalogue again(shelf.disk, shelf.folder.path() / "again");
    const auto twice = import_file(
        shelf.disk,
        again,
        shelf.folder.path() /
            (meant.file == recordings[5].file ? "um/mark/BTCUSDT-1h.csv" : "um/again.csv"),
        {.as = {.instrument = summary.series.instrument()}});
    ASSERT_TRUE(twice) << error_of(twice);
    EXPECT_EQ(twice->summary.data_sha256, summary.data_sha256);
}

INSTANTIATE_TEST_SUITE_P(Files, SharedData, testing::ValuesIn(recordings));

TEST(SharedGaps, AreTheExchangesOutages) {
    const auto path = shared_file("data/spot/BTCUSDT-1h.csv.gz");
    if (!path) {
        GTEST_SKIP() << "no recorded data: set TRADELAB_SHARED";
    }
    Shelf shelf;

    const auto imported = import_file(shelf.disk, shelf.store, *path, {});

    ASSERT_TRUE(imported) << error_of(imported);
    std::int64_t missing = 0;
    std::int64_t largest = 0;
    for (const Hole& hole : imported->summary.holes) {
        const std::int64_t bars = (hole.to - hole.from) / std::chrono::hours(1);
        missing += bars;
        largest = std::max(largest, bars);
    }
    EXPECT_EQ(imported->summary.holes.size(), 28U);
    EXPECT_EQ(missing, 128);
    EXPECT_EQ(largest, 33);
}

TEST(SharedUnknowns, AreNotTakenForZero) {
    const auto path = shared_file("data/um/BTCUSDT-1h.csv.gz");
    if (!path) {
        GTEST_SKIP() << "no recorded data: set TRADELAB_SHARED";
    }
    Shelf shelf;

    const auto imported = import_file(shelf.disk, shelf.store, *path, {});

    ASSERT_TRUE(imported) << error_of(imported);
    const auto file = SealedFile::open(shelf.disk, imported->path);
    const auto bars = file->bars(file->all_rows());
    const auto with = [&](std::uint8_t bit) {
        return std::ranges::count_if(bars->known, [bit](auto known) { return (known & bit) != 0; });
    };
    EXPECT_EQ(with(TL_BAR_KNOWS_VOLUME), 50'935) << "zero volume is a fact in three bars";
    EXPECT_EQ(with(TL_BAR_KNOWS_TRADES), 50'935 - 46'591) << "only the last months have counts";
}

}  // namespace
}  // namespace tradelab
