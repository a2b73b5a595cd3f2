#include "sdk/indicator_cases.hpp"
#include "support/shared.hpp"

#include <tradelab/indicators.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tradelab {
namespace {

using nlohmann::json;

// One TA-Lib function played by one of our indicators: the named outputs after each bar, nothing
// where there are none yet.
using Outputs = std::map<std::string, double>;
using Player = std::function<std::optional<Outputs>(const TestBar&)>;

template <class Indicator, class Read>
Player player(Indicator indicator, Read read) {
    return [indicator, read](const TestBar& bar) mutable -> std::optional<Outputs> {
        feed(indicator, bar);
        return indicator.ready() ? std::optional(read(indicator)) : std::nullopt;
    };
}

template <class Indicator>
Player player_of_value(Indicator indicator, double factor = 1) {
    return player(std::move(indicator),
                  [factor](const Indicator& of) { return Outputs{{"real", of.value() * factor}}; });
}

template <class Indicator>
Player player_of(Indicator indicator, double TestBar::* field) {
    return [indicator, field](const TestBar& bar) mutable -> std::optional<Outputs> {
        indicator.update(bar.*field);
        return indicator.ready() ? std::optional(Outputs{{"real", indicator.value()}})
                                 : std::nullopt;
    };
}

Player player_of_direction(std::int64_t period, double (Adx::*direction)() const noexcept) {
    return [index = Adx(period), direction](const TestBar& bar) mutable -> std::optional<Outputs> {
        feed(index, bar);
        return index.directions_ready() ? std::optional(Outputs{{"real", (index.*direction)()}})
                                        : std::nullopt;
    };
}

Player player_of_bands(const json& parameters) {
    return player(Bollinger({.period = parameters.at("period").get<std::int64_t>(),
                             .deviations = parameters.at("up").get<double>()}),
                  [](const Bollinger& bands) {
                      return Outputs{{"upper", bands.upper()},
                                     {"middle", bands.middle()},
                                     {"lower", bands.lower()}};
                  });
}

Player player_of_macd(const json& parameters) {
    return player(Macd({.fast = parameters.at("fast").get<std::int64_t>(),
                        .slow = parameters.at("slow").get<std::int64_t>(),
                        .signal = parameters.at("signal").get<std::int64_t>()}),
                  [](const Macd& macd) {
                      return Outputs{{"macd", macd.line()},
                                     {"signal", macd.signal()},
                                     {"hist", macd.histogram()}};
                  });
}

// Nothing for the functions we have no indicator for.
Player make_player(const std::string& function, const json& parameters) {
    const auto period = parameters.value("period", std::int64_t{0});
    const std::map<std::string, std::function<Player()>> makers = {
        {"SMA", [&] { return player_of_value(Sma(period)); }},
        {"EMA", [&] { return player_of_value(Ema(period)); }},
        {"RSI", [&] { return player_of_value(Rsi(period)); }},
        {"ATR", [&] { return player_of_value(Atr(period)); }},
        {"TRANGE", [] { return player_of_value(Atr(1)); }},
        {"ADX", [&] { return player_of_value(Adx(period)); }},
        {"PLUS_DI", [&] { return player_of_direction(period, &Adx::plus_di); }},
        {"MINUS_DI", [&] { return player_of_direction(period, &Adx::minus_di); }},
        {"ROC", [&] { return player_of_value(Roc(period)); }},
        {"STDDEV",
         [&] {
             return player_of_value(StandardDeviation(period),
                                    parameters.at("nbdev").get<double>());
         }},
        {"DONCHIAN_UPPER(MAX of high)",
         [&] { return player_of(RollingMax(period), &TestBar::high); }},
        {"DONCHIAN_LOWER(MIN of low)",
         [&] { return player_of(RollingMin(period), &TestBar::low); }},
        {"BBANDS", [&] { return player_of_bands(parameters); }},
        {"MACD", [&] { return player_of_macd(parameters); }}};
    const auto maker = makers.find(function);
    return maker == makers.end() ? Player{} : maker->second();
}

std::vector<TestBar> recorded_bars(const std::filesystem::path& file) {
    const json input = json::parse(std::ifstream(file));
    std::vector<TestBar> bars;
    for (std::size_t i = 0; i < input.at("close").size(); ++i) {
        bars.push_back({input["high"][i], input["low"][i], input["close"][i]});
    }
    return bars;
}

// TA-Lib's deviations come from a difference of sums of squares, which is the less exact one.
double tolerance_of(const std::string& function) {
    return function == "STDDEV" || function == "BBANDS" ? 1e-7 : 1e-10;
}

// Every bar of one case; returns how many values were compared.
int check_case(const json& expected, const std::vector<TestBar>& bars) {
    const std::string function = expected.at("fn");
    const json& parameters = expected.at("params");
    const Player play = make_player(function, parameters);
    if (!play) {
        ADD_FAILURE() << function << " has no indicator";
        return 0;
    }
    const std::size_t first = expected.at("beg");
    int compared = 0;
    for (std::size_t i = 0; i < bars.size(); ++i) {
        const auto got = play(bars[i]);
        EXPECT_EQ(got.has_value(), i >= first) << function << parameters << " bar " << i;
        if (!got || i < first) {
            continue;
        }
        for (const auto& [name, series] : expected.at("out").items()) {
            const double value = series.at(i - first);
            EXPECT_NEAR(
                got->at(name), value, tolerance_of(function) * std::max(1.0, std::fabs(value)))
                << function << parameters << ' ' << name << " bar " << i;
            ++compared;
        }
    }
    return compared;
}

TEST(IndicatorsAgainstTaLib, EveryBarOfEverySeries) {
    const auto input = shared_file("vectors/indicator/talib_252_input.json");
    const auto full = shared_file("vectors/indicator/talib_252_expected_full.json");
    if (!input || !full) {
        GTEST_SKIP() << "vectors/indicator/talib_252_*.json are not here (set TRADELAB_SHARED)";
    }
    const auto bars = recorded_bars(*input);
    const json expected = json::parse(std::ifstream(*full));
    int cases = 0;
    std::size_t series = 0;
    int values = 0;

    for (const json& each : expected.at("cases")) {
        values += check_case(each, bars);
        series += each.at("out").size();
        ++cases;
    }

    std::printf("TA-Lib: %d cases, %zu series, %d values compared over %zu bars\n",
                cases,
                series,
                values,
                bars.size());
    EXPECT_EQ(bars.size(), 252U);
    EXPECT_EQ(cases, 51);
    EXPECT_GT(values, 10'000);
}

// The Donchian channel is TA-Lib's MAX of the highs and MIN of the lows, one bar later.
TEST(IndicatorsAgainstTaLib, DonchianIsTheChannelOfTheBarBefore) {
    const auto input = shared_file("vectors/indicator/talib_252_input.json");
    const auto full = shared_file("vectors/indicator/talib_252_expected_full.json");
    if (!input || !full) {
        GTEST_SKIP() << "vectors/indicator/talib_252_*.json are not here (set TRADELAB_SHARED)";
    }
    const auto bars = recorded_bars(*input);
    const json expected = json::parse(std::ifstream(*full));
    int compared = 0;

    for (const json& each : expected.at("cases")) {
        const std::string function = each.at("fn");
        if (!function.starts_with("DONCHIAN")) {
            continue;
        }
        Donchian channel(each.at("params").at("period").get<std::int64_t>());
        const std::size_t first = each.at("beg");
        for (std::size_t i = 0; i < bars.size(); ++i) {
            feed(channel, bars[i]);
            ASSERT_EQ(channel.ready(), i >= first + 1) << function << " bar " << i;
            if (channel.ready()) {
                const double value = each.at("out").at("real").at(i - 1 - first);
                ASSERT_EQ(
                    function.starts_with("DONCHIAN_UPPER") ? channel.upper() : channel.lower(),
                    value)
                    << i;
                ++compared;
            }
        }
    }

    std::printf("TA-Lib: %d channel values compared\n", compared);
    EXPECT_GT(compared, 1'500);
}

// TA-Lib starts a function `lookback` bars before the first output asked for; what it calls an
// unstable period lets it start that much earlier.
std::size_t lookback_of(const json& row) {
    const std::string function = row.at("fn");
    const std::size_t period = row.at("period");
    const std::size_t unstable = row.value("unstable", 0U);
    if (function == "ADX") {
        return 2 * period - 1 + unstable;
    }
    if (function == "TRANGE") {
        return 1;
    }
    const bool of_changes = function == "RSI" || function == "ATR" || function.ends_with("_DI");
    return period - (of_changes ? 0 : 1) + unstable;
}

bool comparable(const json& row) {
    const std::string function = row.at("fn");
    // Another seed; the two without one are the same in both modes.
    const bool other_seed = row.value("compat", "DEFAULT") == "METASTOCK" && function != "SMA" &&
                            !(function == "BBANDS" && row.at("ma") == "SMA");
    const bool other_bands = function == "BBANDS" && row.at("ma") != "SMA";
    // TA-Lib's directional indicator of period 1 is a fraction, not per cent.
    const bool raw_direction = function.ends_with("_DI") && row.at("period") == 1;
    return !other_seed && !other_bands && !raw_direction;
}

// Some rows of the directional functions are in whole numbers, as in Wilder's book.  0.5 is all
// that such a number says.
bool in_whole_numbers(const json& row) {
    const std::string function = row.at("fn");
    if (function != "ADX" && !function.ends_with("_DI")) {
        return false;
    }
    const double expected = row.at("expected");
    return expected == std::floor(expected);
}

void check_row(const json& row,
               const std::vector<TestBar>& bars,
               double tolerance,
               const Player& play) {
    const bool has_output = row.at("n").get<int>() > 0;
    const std::size_t lookback = lookback_of(row);
    const std::size_t begin = has_output ? row.at("beg").get<std::size_t>() : lookback;
    const std::size_t last =
        has_output ? begin + row.at("outIdx").get<std::size_t>() : row.at("end").get<std::size_t>();
    ASSERT_GE(begin, lookback) << row;
    std::optional<Outputs> got;
    for (std::size_t i = begin - lookback; i <= last; ++i) {
        got = play(bars[i]);
    }
    ASSERT_EQ(got.has_value(), has_output) << row;
    if (!has_output) {
        return;
    }
    const json& expected = row.at("expected");
    if (!expected.is_object()) {
        EXPECT_NEAR(got->at("real"), expected.get<double>(), tolerance) << row;
        return;
    }
    for (const auto& [name, value] : expected.items()) {
        EXPECT_NEAR(got->at(name), value.get<double>(), tolerance) << row << name;
    }
}

TEST(IndicatorsAgainstTaLib, ThePublishedRows) {
    const auto input = shared_file("vectors/indicator/talib_252_input.json");
    const auto file = shared_file("vectors/indicator/talib_regtest_published.json");
    if (!input || !file) {
        GTEST_SKIP() << "vectors/indicator/talib_*.json are not here (set TRADELAB_SHARED)";
    }
    const auto bars = recorded_bars(*input);
    const json published = json::parse(std::ifstream(*file));
    int checked = 0;
    int whole = 0;
    int other_functions = 0;
    int other_modes = 0;

    for (const json& row : published.at("rows")) {
        const Player play = make_player(row.at("fn"), row);
        if (!play) {
            ++other_functions;
        } else if (!comparable(row)) {
            ++other_modes;
        } else {
            const bool rounded = in_whole_numbers(row);
            check_row(row, bars, rounded ? 0.5 : published.at("tolerance_abs").get<double>(), play);
            whole += rounded ? 1 : 0;
            ++checked;
        }
    }

    std::printf(
        "TA-Lib published rows: %d checked (%d of them whole numbers), %d of functions we do not "
        "have, %d of modes we do not have\n",
        checked,
        whole,
        other_functions,
        other_modes);
    EXPECT_GT(checked, 70);
}

}  // namespace
}  // namespace tradelab
