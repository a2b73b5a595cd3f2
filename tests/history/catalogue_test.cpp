#include "history/catalogue.hpp"

#include "history/samples.hpp"
#include "os/real_disk.hpp"
#include "os/simulated_disk.hpp"
#include "support/temporary_directory.hpp"

namespace tradelab {
namespace {

using Outcome = Added::Outcome;

UnixNanos at_hour(std::int64_t hour) {
    return UnixNanos(bar(hour).ts);
}

void expect_store_works(Disk& disk, const Disk::Path& directory) {
    Catalogue catalogue(disk, directory / "data");
    const BarColumns january = bars({0, 1, 4});
    const BarColumns february = bars({7, 8});
    const FundingColumns paid = funding(3);
    const auto perp = series("binance.usdm:BTC-USDT-PERP funding");

    const auto first = catalogue.add(bar_request(january));
    ASSERT_TRUE(first) << error_of(first);
    ASSERT_TRUE(catalogue.add(bar_request(february)));
    ASSERT_TRUE(catalogue.add(
        {.series = perp, .provenance = synthetic_provenance(1), .rows = paid.view()}));

    EXPECT_EQ(first->outcome, Outcome::stored);
    const auto listing = catalogue.list();
    ASSERT_TRUE(listing) << error_of(listing);
    EXPECT_TRUE(listing->refused.empty());
    ASSERT_EQ(listing->series.size(), 2U);
    const CataloguedSeries& spot = listing->series[0];
    EXPECT_EQ(spot.series, spot_bars());
    EXPECT_EQ(spot.origin, DataOrigin::recorded);
    EXPECT_EQ(spot.first, at_hour(0));
    EXPECT_EQ(spot.last, at_hour(8));
    EXPECT_EQ(spot.rows, 5U);
    EXPECT_EQ(spot.score_e4, std::nullopt);
    EXPECT_EQ(spot.holes,
              (std::vector{Hole{at_hour(1), at_hour(3)}, Hole{at_hour(4), at_hour(6)}}));
    EXPECT_EQ(listing->series[1].series, perp);
    EXPECT_EQ(listing->series[1].origin, DataOrigin::synthetic);
    EXPECT_EQ(catalogue.open(spot_bars())->rows(), 5U);
    EXPECT_EQ(catalogue.find(spot_bars(), {.from = at_hour(5), .to = at_hour(7)})->size(), 0U);
    EXPECT_EQ(catalogue.find(spot_bars(), {.from = at_hour(4), .to = at_hour(7)})->size(), 1U);
    EXPECT_EQ(catalogue.find(spot_bars(), {.from = at_hour(4), .to = at_hour(8)})->size(), 2U);
    EXPECT_TRUE(catalogue.find_raw(spot_bars(), std::string(64, 'a'))->has_value());
    EXPECT_FALSE(catalogue.find_raw(spot_bars(), std::string(64, 'b'))->has_value());
}

TEST(Catalogue, ListsFindsAndReadsOnTheMachinesDisk) {
    const TemporaryDirectory directory;
    RealDisk disk;

    expect_store_works(disk, directory.path());
}

TEST(Catalogue, ListsFindsAndReadsOnTheSimulatedDisk) {
    SimulatedDisk disk;

    expect_store_works(disk, "/");
}

TEST(Catalogue, TheSameRowsTwiceAreStoredOnce) {
    SimulatedDisk disk;
    Catalogue catalogue(disk, "/data");
    const BarColumns columns = bars({0, 1, 4});
    SealRequest again = bar_request(columns);
    again.provenance.fetched_at = UnixNanos(start_ns + 1);
    again.provenance.importer.version = "2";
    const auto first = catalogue.add(bar_request(columns));
    const auto before = catalogue.usage();

    const auto second = catalogue.add(again);

    ASSERT_TRUE(second) << error_of(second);
    EXPECT_EQ(second->outcome, Outcome::already_there);
    EXPECT_EQ(second->path, first->path);
    EXPECT_EQ(catalogue.usage()->bytes, before->bytes);
}

TEST(Catalogue, AContradictionIsRefusedAndTheStoreIsAsItWas) {
    SimulatedDisk disk;
    Catalogue catalogue(disk, "/data");
    const BarColumns columns = bars({0, 1, 4});
    BarColumns other = bars({4, 5});
    other.low[0] -= 3;
    ASSERT_TRUE(catalogue.add(bar_request(columns)));
    const auto before = disk.list("/data/" + spot_bars().folder());

    const auto added = catalogue.add(bar_request(other));

    ASSERT_FALSE(added);
    EXPECT_EQ(added.error().code, ErrorCode::duplicate);
    EXPECT_THAT(describe(added.error()), testing::HasSubstr("low is"));
    EXPECT_THAT(describe(added.error()), testing::HasSubstr("what is to be added row 0"));
    EXPECT_THAT(describe(added.error()), testing::Not(testing::HasSubstr("staging")));
    EXPECT_EQ(*disk.list("/data/" + spot_bars().folder()), *before);
}

TEST(Catalogue, SyntheticRowsAreRefusedBesideRecordedOnes) {
    SimulatedDisk disk;
    Catalogue catalogue(disk, "/data");
    const BarColumns columns = bars({0, 1});
    const BarColumns later = bars({9});
    SealRequest synthetic = bar_request(later);
    synthetic.provenance = synthetic_provenance(1);
    ASSERT_TRUE(catalogue.add(bar_request(columns)));

    const auto added = catalogue.add(synthetic);

    ASSERT_FALSE(added);
    EXPECT_EQ(added.error().code, ErrorCode::refused);
}

TEST(Catalogue, ADamagedFileIsListedAsRefusedAndStopsItsSeries) {
    SimulatedDisk disk;
    Catalogue catalogue(disk, "/data");
    const BarColumns columns = bars({0, 1});
    const BarColumns later = bars({9});
    ASSERT_TRUE(catalogue.add(bar_request(columns)));
    const auto bad = catalogue.directory() / spot_bars().folder() / "bad.tlh";
    ASSERT_TRUE(write_atomically(disk, bad, "nonsense"));

    const auto listing = catalogue.list();
    ASSERT_TRUE(listing);
    ASSERT_EQ(listing->refused.size(), 1U);
    EXPECT_EQ(listing->refused[0].path, bad);
    EXPECT_EQ(listing->series.size(), 1U);
    EXPECT_THAT(error_of(catalogue.open(spot_bars())), testing::HasSubstr("bad.tlh"));
    EXPECT_THAT(error_of(catalogue.add(bar_request(later))), testing::HasSubstr("bad.tlh"));

    ASSERT_TRUE(catalogue.remove(bad));
    EXPECT_TRUE(catalogue.open(spot_bars()));
}

TEST(Catalogue, AFileInTheFolderOfAnotherSeriesIsRefused) {
    SimulatedDisk disk;
    Catalogue catalogue(disk, "/data");
    const BarColumns columns = bars({0, 1});
    const auto added = catalogue.add(bar_request(columns));
    const auto other = series("binance.spot:ETH-USDT bars 1h");
    ASSERT_TRUE(disk.make_directory(catalogue.directory() / other.folder()));
    ASSERT_TRUE(disk.rename(added->path, catalogue.directory() / other.folder() / "a.tlh"));

    EXPECT_THAT(error_of(catalogue.open(other)), testing::HasSubstr("the folder of another"));
}

TEST(Catalogue, WhatIsMissingIsSaidSo) {
    SimulatedDisk disk;
    Catalogue catalogue(disk, "/data");

    EXPECT_TRUE(catalogue.list()->series.empty());
    EXPECT_EQ(catalogue.usage()->files, 0U);
    EXPECT_EQ(catalogue.find(spot_bars()).error().code, ErrorCode::data_missing);
    EXPECT_EQ(catalogue.open(spot_bars()).error().code, ErrorCode::data_missing);
    EXPECT_EQ(catalogue.remove(spot_bars()).error().code, ErrorCode::data_missing);
    EXPECT_FALSE(catalogue.find_raw(spot_bars(), "")->has_value());
}

TEST(Catalogue, RemovesASeriesOrAFileAndSaysWhatWasFreed) {
    SimulatedDisk disk;
    Catalogue catalogue(disk, "/data");
    const BarColumns first = bars({0, 1});
    const BarColumns second = bars({2, 3});
    const auto added = catalogue.add(bar_request(first));
    ASSERT_TRUE(catalogue.add(bar_request(second)));
    const std::uint64_t size = disk.stat(added->path)->size;
    ASSERT_TRUE(write_atomically(disk, "/elsewhere.tlh", "x"));

    EXPECT_EQ(catalogue.remove(added->path)->bytes, size);
    EXPECT_EQ(catalogue.open(spot_bars())->rows(), 2U);
    EXPECT_EQ(catalogue.remove(Disk::Path("/elsewhere.tlh")).error().code,
              ErrorCode::invalid_argument);
    EXPECT_EQ(catalogue.remove(spot_bars())->files, 1U);
    EXPECT_EQ(catalogue.find(spot_bars()).error().code, ErrorCode::data_missing);
}

TEST(Catalogue, ASecondWriterIsRefusedWhileTheFirstHoldsTheLock) {
    SimulatedDisk disk;
    Catalogue catalogue(disk, "/data");
    const BarColumns columns = bars({0, 1});
    ASSERT_TRUE(disk.make_directories("/data"));
    const auto held = disk.lock("/data/.lock", std::chrono::seconds(0));
    ASSERT_TRUE(held);

    EXPECT_FALSE(catalogue.add(bar_request(columns)));
    EXPECT_TRUE(catalogue.list());
}

TEST(Catalogue, APowerCutAtAnyOperationOfAnImportLosesAndHalvesNothing) {
    const BarColumns first = bars({0, 1});
    const BarColumns second = bars({1, 2, 3});
    const auto store_with_first = [&first](SimulatedDisk& disk) {
        Catalogue catalogue(disk, "/data");
        return catalogue.add(bar_request(first)).has_value();
    };
    SimulatedDisk counted;
    ASSERT_TRUE(store_with_first(counted));
    const std::uint64_t before = counted.operations();
    ASSERT_TRUE(Catalogue(counted, "/data").add(bar_request(second)));
    const std::uint64_t operations = counted.operations() - before;

    for (std::uint64_t n = 1; n <= operations + 1; ++n) {
        SimulatedDisk disk;
        ASSERT_TRUE(store_with_first(disk));
        Catalogue catalogue(disk, "/data");
        disk.cut_power_at(n);
        const bool added = catalogue.add(bar_request(second)).has_value();
        disk.reboot();

        const auto found = catalogue.find(spot_bars());
        ASSERT_TRUE(found) << "cut at " << n << ": " << error_of(found);
        EXPECT_TRUE(found->files.size() == 2 || (found->files.size() == 1 && !added)) << n;
        ASSERT_TRUE(catalogue.add(bar_request(second))) << n;
        EXPECT_EQ(catalogue.open(spot_bars())->rows(), 4U) << n;
        EXPECT_EQ(catalogue.usage()->files, 2U) << "a staging file is left, cut at " << n;
    }
}

}  // namespace
}  // namespace tradelab
