#include "document/sha256.hpp"
#include "ingest/import_plan.hpp"
#include "ingest/packing.hpp"
#include "ingest/tables.hpp"

namespace tradelab {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Import, SealsAFileWithItsProvenanceAndVerdict) {
    Shelf shelf;
    const std::string raw = gzipped(klines(0, 50));

    const auto imported = shelf.import_text("um/BTCUSDT-1h.csv.gz", raw);

    ASSERT_TRUE(imported) << error_of(imported);
    EXPECT_EQ(imported->outcome, Imported::Outcome::stored);
    EXPECT_EQ(imported->summary.series.text(), "binance.usdm:BTC-USDT-PERP bars 1h");
    EXPECT_EQ(imported->summary.rows, 50U);
    const Provenance& from = imported->summary.provenance;
    EXPECT_EQ(from.source, source_unproven);
    EXPECT_EQ(from.location, "um/BTCUSDT-1h.csv.gz");
    EXPECT_EQ(from.importer.id, "importer.binance_bars");
    EXPECT_EQ(from.raw, (RawInput{.sha256 = sha256_hex(raw), .bytes = raw.size()}));
    EXPECT_TRUE(from.verdict.has_value());
    EXPECT_TRUE(SealedFile::open(shelf.disk, imported->path)->verify());
}

TEST(Import, ThePublishedChecksumIsProofAndAWrongOneARefusal) {
    Shelf shelf;
    const std::string raw = zipped({{"BTCUSDT-1h-2020-01.csv", klines(0, 50)}});
    shelf.put("um/BTCUSDT-1h-2020-01.zip", raw);
    shelf.put("um/BTCUSDT-1h-2020-01.zip.CHECKSUM",
              sha256_hex("other") + "  BTCUSDT-1h-2020-01.zip\n");

    const auto refused = shelf.import("um/BTCUSDT-1h-2020-01.zip");

    EXPECT_EQ(refused.error().code, ErrorCode::hash_mismatch);
    EXPECT_THAT(error_of(refused), HasSubstr(sha256_hex("other")));
    EXPECT_THAT(error_of(refused), HasSubstr(sha256_hex(raw)));
    EXPECT_THAT(shelf.image(), testing::IsEmpty());

    shelf.put("um/BTCUSDT-1h-2020-01.zip.CHECKSUM", sha256_hex(raw) + "  BTCUSDT-1h-2020-01.zip\n");
    const auto imported = shelf.import("um/BTCUSDT-1h-2020-01.zip");
    ASSERT_TRUE(imported) << error_of(imported);
    EXPECT_EQ(imported->summary.provenance.source, source_published);
}

TEST(Import, AChecksumOfAnotherFileOrOfNothingIsRefused) {
    Shelf shelf;
    shelf.put("um/BTCUSDT-1h.csv", klines(0, 5));
    for (const std::string& text : {std::string("no hash\n"),
                                    std::string(),
                                    sha256_hex(klines(0, 5)) + "  ETHUSDT-1h.csv\n"}) {
        shelf.put("um/BTCUSDT-1h.csv.CHECKSUM", text);
        EXPECT_THAT(error_of(shelf.import("um/BTCUSDT-1h.csv")), HasSubstr(".CHECKSUM:1: "));
    }
    EXPECT_THAT(shelf.image(), testing::IsEmpty());
}

TEST(Import, TheSameFileTwiceIsANoOp) {
    Shelf shelf;
    ASSERT_TRUE(shelf.import_text("um/BTCUSDT-1h.csv", klines(0, 50)));
    const auto before = shelf.image();

    EXPECT_EQ(shelf.import("um/BTCUSDT-1h.csv")->outcome, Imported::Outcome::same_file);
    EXPECT_EQ(shelf.import_text("um/BTCUSDT.csv", klines(0, 50))->outcome,
              Imported::Outcome::same_file);
    EXPECT_EQ(shelf.import_text("um/BTCUSDT-1h.csv.gz", gzipped(klines(0, 50)))->outcome,
              Imported::Outcome::same_rows);
    EXPECT_EQ(shelf.image(), before);
}

TEST(Import, OverlappingFilesMustAgree) {
    Shelf shelf;
    ASSERT_TRUE(shelf.import_text("um/a/BTCUSDT-1h.csv", klines(0, 50)));

    const auto agreeing = shelf.import_text("um/b/BTCUSDT-1h.csv", klines(30, 80));
    ASSERT_TRUE(agreeing) << error_of(agreeing);
    EXPECT_EQ(shelf.store.open(agreeing->summary.series)->rows(), 80U);
    const auto before = shelf.image();
    const auto conflict =
        shelf.import_text("um/c/BTCUSDT-1h.csv", replaced(klines(60, 90), "7070.10", "7070.11"));

    EXPECT_EQ(conflict.error().code, ErrorCode::duplicate);
    EXPECT_THAT(error_of(conflict), HasSubstr("7070.11"));
    EXPECT_THAT(error_of(conflict), HasSubstr("um/c/BTCUSDT-1h.csv"));
    EXPECT_EQ(shelf.image(), before);
}

TEST(Import, SingleTradesAreRefusedBesideAggregatedOnes) {
    Shelf shelf;
    ASSERT_TRUE(shelf.import_text("um/BTCUSDT-aggTrades-2020-01-01.csv",
                                  "7,100.5,0.25,7,8,1577836800000,true\n"));

    const auto singles = shelf.import_text("um/BTCUSDT-trades-2020-01-01.csv",
                                           "9,100.5,0.25,25,1577836800000,true\n");

    EXPECT_EQ(singles.error().code, ErrorCode::duplicate);
    EXPECT_THAT(error_of(singles), HasSubstr("the same volume twice"));
}

TEST(Import, AFileThatIsRefusedLeavesTheStoreAsItWas) {
    Shelf shelf;
    ASSERT_TRUE(shelf.import_text("um/BTCUSDT-1h.csv", klines(0, 50)));
    const auto before = shelf.image();
    const std::string packed = gzipped(klines(40, 90));
    const std::map<std::string, std::string> bad = {
        {"um/cut/BTCUSDT-1h.csv.gz", packed.substr(0, packed.size() - 5)},
        {"um/bomb/BTCUSDT-1h.csv.gz", gzipped(std::string(std::size_t{64} << 20U, '\n'))},
        {"um/nan/BTCUSDT-1h.csv", replaced(klines(40, 90), "7050.10", "NaN")},
        {"um/negative/BTCUSDT-1h.csv", replaced(klines(40, 90), "7050.10", "-7050.10")},
        {"um/double/BTCUSDT-1h.csv", klines(40, 60) + kline(59)},
        {"um/order/BTCUSDT-1h.csv", klines(40, 60) + kline(50)},
        {"um/empty/BTCUSDT-1h.csv", ""},
        {"um/lines/BTCUSDT-1h.csv", replaced(klines(40, 90), "\n", "\r\n")},
        {"um/end/BTCUSDT-1h.csv", klines(40, 90) + "1578"},
        {"um/quotes/BTCUSDT-1h.csv", replaced(klines(40, 90), "7050.10", "\"7050.10\"")},
        {"um/mark/BTCUSDT-1h.csv", "\xEF\xBB\xBF" + klines(40, 90)},
        {"um/zip/BTCUSDT-1h.zip", zipped({{"a.csv", klines(40, 90)}, {"b.csv", "b"}})},
    };
    for (const auto& [name, bytes] : bad) {
        SCOPED_TRACE(name);
        const auto imported = shelf.import_text(name, bytes);
        ASSERT_FALSE(imported);
        EXPECT_EQ(imported.error().file, (shelf.folder.path() / name).native());
        EXPECT_FALSE(imported.error().hint.empty());
        EXPECT_EQ(shelf.image(), before);
    }
    EXPECT_FALSE(shelf.import("um/absent-1h.csv"));
    EXPECT_EQ(shelf.image(), before);
}

TEST(Import, SwappedColumnsAreRefusedAtTheirFirstLineAndLeaveRoomForTheRightFile) {
    Shelf shelf;
    // One hour is sound, so that the first line that is wrong is not the first row.
    std::string swapped = klines(0, 1);
    for (std::int64_t hour = 1; hour < 100; ++hour) {
        const std::string quote = "," + worth(7'000 + hour % 100) + ",";
        swapped += replaced(replaced(kline(hour), quote, ",12.345,"), ",12.345,", quote);
    }

    const auto refused = shelf.import_text("um/swapped/BTCUSDT-1h.csv", swapped);

    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().context,
                HasSubstr("volume and quote volume have changed places in 99 rows"));
    EXPECT_EQ(refused.error().line, 3);
    EXPECT_THAT(refused.error().hint, HasSubstr("archive's order"));
    EXPECT_TRUE(shelf.image().empty());
    EXPECT_TRUE(shelf.import_text("um/right/BTCUSDT-1h.csv", klines(0, 100)));
}

TEST(Import, WhatTheCallerSaysCountsMoreThanThePath) {
    Shelf shelf;
    shelf.put("mine.csv", klines(0, 5));

    EXPECT_THAT(error_of(shelf.import("mine.csv")), HasSubstr("--instrument"));
    const auto imported =
        shelf.import("mine.csv",
                     {.instrument = InstrumentName::make("kraken.spot:XBT-USD").value(),
                      .layout = ArchiveLayout::mark_klines,
                      .interval = BarInterval::parse("1h").value()});

    ASSERT_TRUE(imported) << error_of(imported);
    EXPECT_EQ(imported->summary.series.text(), "kraken.spot:XBT-USD mark 1h");
}

TEST(ImportPlan, TakesTheTablesOfAFolderAndSaysWhatItPassesOver) {
    Shelf shelf;
    shelf.put("all/um/ETHUSDT-1h.csv.gz", "e");
    shelf.put("all/um/BTCUSDT-1h.csv", "bb");
    shelf.put("all/um/BTCUSDT-1h.csv.CHECKSUM", "");
    shelf.put("all/README.md", "");
    shelf.put("all/multi/prices.csv", "");
    shelf.put("all/ticks/BTCUSDT.gz", "");
    shelf.put("all/notes.gz", "");
    shelf.put("all/um/premiumIndexKlines/BTCUSDT-1h.zip", "");
    const auto all = shelf.folder.path() / "all";

    const auto plan = plan_import(shelf.disk, {all, all / "um/BTCUSDT-1h.csv"});

    ASSERT_TRUE(plan) << error_of(plan);
    std::vector<std::string> names;
    for (const auto& file : plan->files) {
        names.push_back(file.path.lexically_relative(all).native());
    }
    EXPECT_THAT(names, ElementsAre("um/BTCUSDT-1h.csv", "um/ETHUSDT-1h.csv.gz"));
    EXPECT_EQ(plan->bytes, 3U);
    EXPECT_THAT(plan->recordings, ElementsAre(all / "ticks/BTCUSDT.gz"));
    ASSERT_EQ(plan->passed_over.size(), 2U);
    EXPECT_THAT(plan->passed_over[0].why, HasSubstr("which market"));
    EXPECT_THAT(plan->passed_over[1].why, HasSubstr("premiumIndexKlines"));
    EXPECT_FALSE(plan_import(shelf.disk, {all / "absent"}));
}

}  // namespace
}  // namespace tradelab
