// The same on recorded series: swapped, each is named and refused; as it is, none raises an alarm.

#include "integrity/evidence.hpp"
#include "integrity/planted.hpp"
#include "integrity/recorded.hpp"

#include <array>

namespace tradelab {
namespace {

constexpr std::array bars = {"spot/BTCUSDT-1h.csv.gz",
                             "spot/BTCUSDT-15m.csv.gz",
                             "spot/BTCUSDT-5m.csv.gz",
                             "spot/BTCUSDT-1m.csv.gz",
                             "spot/ETHUSDT-1h.csv.gz",
                             "spot/ETHUSDT-1m.csv.gz",
                             "um/BTCUSDT-1h.csv.gz",
                             "um/BTCUSDT-15m.csv.gz",
                             "um/BTCUSDT-5m.csv.gz",
                             "um/BTCUSDT-1m.csv.gz",
                             "um/ETHUSDT-1h.csv.gz",
                             "um/ETHUSDT-15m.csv.gz",
                             "um/ETHUSDT-5m.csv.gz",
                             "um/ETHUSDT-1m.csv.gz"};
constexpr std::array marks = {"um/mark/BTCUSDT-1h.csv.gz", "um/mark/ETHUSDT-1h.csv.gz"};

void expect_alarm(const Recorded& data, const ColumnsView& swapped, const char* file) {
    EXPECT_EQ(find(data.judged().verdict, "swapped_columns"), nullptr) << file;
    const Verdict verdict = judge(data.series, data.places, swapped);
    EXPECT_NE(find(verdict, "swapped_columns"), nullptr) << file << " " << verdict.score_e4;
    EXPECT_FALSE(check_evidence(file, verdict)) << file << " " << verdict.score_e4;
}

TEST(RecordedSwaps, OpenAndCloseOfEverySeriesAreNamedAndNoneRaisesAFalseAlarm) {
    for (const char* file : bars) {
        const Recorded* data = recorded(file);
        if (data == nullptr) {
            GTEST_SKIP() << no_recorded_data;
        }
        BarColumns swapped = std::get<BarColumns>(data->columns);
        std::swap(swapped.open, swapped.close);
        expect_alarm(*data, swapped.view(), file);
    }
    for (const char* file : marks) {
        const Recorded* data = recorded(file);
        ASSERT_NE(data, nullptr) << file;
        MarkColumns swapped = std::get<MarkColumns>(data->columns);
        std::swap(swapped.open_e8, swapped.close_e8);
        expect_alarm(*data, swapped.view(), file);
    }
}

// The rows whose source kept every column: of most series there are none.
BarColumns fully_known(const BarColumns& columns) {
    constexpr std::uint8_t all =
        TL_BAR_KNOWS_VOLUME | TL_BAR_KNOWS_QUOTE_VOLUME | TL_BAR_KNOWS_TAKER;
    const BarView rows = columns.view();
    BarColumns kept;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if ((columns.known[i] & all) == all) {
            kept.append(rows[i]);
        }
    }
    return kept;
}

TEST(RecordedSwaps, VolumesAreNamedWhereTheirColumnsWereKept) {
    int series = 0;
    for (const char* file : bars) {
        const Recorded* data = recorded(file);
        if (data == nullptr) {
            GTEST_SKIP() << no_recorded_data;
        }
        const BarColumns columns = fully_known(std::get<BarColumns>(data->columns));
        if (columns.size() == 0) {
            continue;
        }
        ++series;
        const Verdict as_it_is = judge(data->series, data->places, columns.view());
        EXPECT_EQ(find(as_it_is, "swapped_columns"), nullptr) << file;

        BarColumns taker = columns;
        std::swap(taker.volume, taker.taker_buy_volume);
        expect_alarm(*data, taker.view(), file);

        BarColumns quote = columns;
        const auto one = static_cast<double>(data->places.quantity.one());
        for (std::size_t i = 0; i < quote.size(); ++i) {
            const auto base_volume = static_cast<double>(quote.volume[i]);
            const auto quote_volume = static_cast<double>(quote.quote_volume_e8[i]);
            quote.volume[i] = static_cast<std::int64_t>(quote_volume / 1e8 * one);
            quote.quote_volume_e8[i] = static_cast<std::int64_t>(base_volume / one * 1e8);
        }
        expect_alarm(*data, quote.view(), file);
    }
    EXPECT_GT(series, 0);
}

}  // namespace
}  // namespace tradelab
