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

// Those whose source kept the column.
TEST(RecordedSwaps, VolumesOfEverySeriesAreNamed) {
    int with_taker = 0;
    int with_quote = 0;
    for (const char* file : bars) {
        const Recorded* data = recorded(file);
        if (data == nullptr) {
            GTEST_SKIP() << no_recorded_data;
        }
        const auto& columns = std::get<BarColumns>(data->columns);
        const auto known = [&](std::uint8_t bit) {
            return std::ranges::count_if(columns.known,
                                         [&](std::uint8_t one) { return (one & bit) != 0; }) *
                       2 >
                   static_cast<std::ptrdiff_t>(columns.size());
        };
        if (known(TL_BAR_KNOWS_TAKER)) {
            ++with_taker;
            BarColumns swapped = columns;
            std::swap(swapped.volume, swapped.taker_buy_volume);
            expect_alarm(*data, swapped.view(), file);
        }
        if (known(TL_BAR_KNOWS_QUOTE_VOLUME)) {
            ++with_quote;
            BarColumns swapped = columns;
            const auto one = static_cast<double>(data->places.quantity.one());
            for (std::size_t i = 0; i < swapped.size(); ++i) {
                const auto volume = static_cast<double>(swapped.volume[i]);
                const auto quote = static_cast<double>(swapped.quote_volume_e8[i]);
                swapped.volume[i] = static_cast<std::int64_t>(quote / 1e8 * one);
                swapped.quote_volume_e8[i] = static_cast<std::int64_t>(volume / one * 1e8);
            }
            expect_alarm(*data, swapped.view(), file);
        }
    }
    EXPECT_GT(with_taker, 0);
    EXPECT_GT(with_quote, 0);
}

}  // namespace
}  // namespace tradelab
