#include "lab/finer_series.hpp"

#include "history/catalogue.hpp"
#include "lab/backtest_plan.hpp"
#include "os/real_disk.hpp"
#include "support/temporary_directory.hpp"
#include "synthetic/market.hpp"

#include <gtest/gtest.h>

namespace tradelab {
namespace {

// Ten generated days of minutes: blocks of the reader end within hours.
TEST(FinerSeries, AnHourIsItsSixtyMinutesWhereverBlocksEnd) {
    const TemporaryDirectory folder;
    RealDisk disk;
    Catalogue catalogue(disk, folder.path() / "history");
    const SyntheticSettings settings{.seed = 5, .days = 10};
    const auto minute = BarInterval::parse("1m").value();
    const auto market = make_synthetic(settings, std::span(&minute, 1)).value();
    const SyntheticSeries& spot = market.front();
    ASSERT_TRUE(catalogue.add({.series = spot.series,
                               .places = spot.places,
                               .provenance = synthetic_provenance(settings),
                               .rows = view_of(spot.columns)}));
    FinerSeries finer;
    finer.add(InstrumentId(1), catalogue.open(spot.series).value());

    for (int hour = 0; hour < 240; hour += 7) {
        const UnixNanos from = settings.start + std::chrono::hours(hour);
        const auto bars = finer.within(InstrumentId(1), from, from + std::chrono::hours(1));

        ASSERT_TRUE(bars.has_value());
        ASSERT_EQ(bars->size(), 60U) << hour;
        EXPECT_EQ(bars->front().h.ts_event, (from + std::chrono::minutes(1)).ns());
        EXPECT_EQ(bars->back().h.ts_event, (from + std::chrono::hours(1)).ns());
    }
    const UnixNanos after = settings.start + std::chrono::hours(24 * 11);
    EXPECT_TRUE(finer.within(InstrumentId(1), after, after + std::chrono::hours(1))->empty());
    EXPECT_TRUE(finer.within(InstrumentId(2), settings.start, after)->empty());
}

TEST(FinerSeries, WhatTheyCoverOfARunIsWithoutHolesAndWhatLiesOutside) {
    const auto hour = [](int count) { return UnixNanos() + std::chrono::hours(count); };
    const CataloguedSeries minutes{
        .series = Series::parse("x.spot:A-B bars 1m").value(),
        .first = hour(10) + std::chrono::minutes(1),
        .last = hour(20),
        .holes = {{.from = hour(12), .to = hour(13)}, {.from = hour(18), .to = hour(20)}}};

    EXPECT_DOUBLE_EQ(covered_share(minutes, hour(0), hour(100)), 0.07);
    EXPECT_DOUBLE_EQ(covered_share(minutes, hour(10), hour(12)), 1);
    EXPECT_DOUBLE_EQ(covered_share(minutes, hour(11), hour(19)), 0.75);
    EXPECT_DOUBLE_EQ(covered_share(minutes, hour(20), hour(30)), 0);
    EXPECT_DOUBLE_EQ(covered_share(minutes, hour(0), hour(10)), 0);
}

}  // namespace
}  // namespace tradelab
