// What recorded data must be before a result on them may be evidence, asked of the real program.

#include "cli/program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>
#include <sstream>
#include <utility>

namespace tradelab {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::int64_t hour_ms = 3'600'000;
constexpr std::int64_t start_ms = 1'577'836'800'000;  // 2020-01-01T00:00:00Z
constexpr std::int64_t hours = 100L * 24;

class Evidence : public testing::Test {
public:
    Program tradelab;
    std::string strategy = (source_tree() / "strategies/mean_reversion_btc_1h.json").string();

    void put(const std::string& name, const std::string& text) {
        write_text(tradelab.home.path() / name, text);
    }
    void put_bars() {
        std::string text;
        for (std::int64_t hour = 0; hour < hours; ++hour) {
            text += line(hour, 7'000) + ",12.345," + std::to_string(closed(hour)) +
                    ",86415.5,321,6.1,42700\n";
        }
        put("um/BTCUSDT-1h.csv", text);
    }
    void put_marks(std::int64_t price) {
        std::string text;
        for (std::int64_t hour = 0; hour < hours; ++hour) {
            text += line(hour, price) + ",0," + std::to_string(closed(hour)) + ",0,0,0,0\n";
        }
        put("um/mark/BTCUSDT-1h.csv", text);
    }
    void put_funding() {
        std::string text = "calc_time,funding_interval_hours,last_funding_rate\n";
        for (std::int64_t hour = 0; hour < hours; hour += 8) {
            text += std::to_string(start_ms + hour * hour_ms) + ",8,0.0001\n";
        }
        put("um/fundingRate/BTCUSDT.csv", text);
    }
    nlohmann::json json(std::vector<std::string> words) {
        words.emplace_back("--json");
        return nlohmann::json::parse(tradelab(words).output.bytes);
    }
    [[nodiscard]] std::filesystem::path worked_out() const {
        return tradelab.home.path() / ".local/share/tradelab/history/.worked_out";
    }

private:
    static std::int64_t closed(std::int64_t hour) { return start_ms + (hour + 1) * hour_ms - 1; }
    static std::string line(std::int64_t hour, std::int64_t price) {
        const std::string low = std::to_string(price - 5);
        return std::to_string(start_ms + hour * hour_ms) + "," + std::to_string(price) + "," +
               std::to_string(price + 5) + "," + low + ".25," + std::to_string(price + hour % 5);
    }
};

std::size_t files_in(const std::filesystem::path& folder) {
    const auto all = std::filesystem::directory_iterator(folder);
    return static_cast<std::size_t>(std::count_if(
        begin(all), end(all), [](const auto& file) { return file.path().filename() != ".lock"; }));
}

TEST_F(Evidence, SeriesThatDoNotAgreeAreNoneHoweverSoundEachIsAlone) {
    put_bars();
    put_marks(5'384);
    put_funding();
    ASSERT_EQ(tradelab({"data", "import", "um"}).exit_code, 0);

    const auto verified = tradelab({"data", "verify"});
    EXPECT_EQ(verified.exit_code, 5) << verified.output.bytes;
    EXPECT_THAT(verified.output.bytes,
                HasSubstr("binance.usdm:BTC-USDT-PERP bars 1h and binance.usdm:BTC-USDT-PERP mark "
                          "1h do not agree: of each other they score "));
    EXPECT_THAT(verified.output.bytes, HasSubstr(", evidence needs 80.00\n"));

    const auto manifest = json({"backtest", strategy, "--no-report"}).at("manifest");
    EXPECT_EQ(manifest.at("may_be_promoted"), false);
    EXPECT_THAT(manifest.at("why_not").get<std::string>(), HasSubstr("do not agree"));
    EXPECT_THAT(manifest.at("why_not").get<std::string>(), HasSubstr("mark_apart"));
    EXPECT_THAT(manifest.at("pairs").dump(), HasSubstr("\"score_e4\":4000"))
        << manifest.at("pairs");

    const auto searched = tradelab({"lab", "campaign", strategy, "--trials", "8"});
    EXPECT_EQ(searched.exit_code, 5) << searched.errors.bytes;
    EXPECT_THAT(searched.errors.bytes, HasSubstr("do not agree"));
}

TEST_F(Evidence, WhatSeriesSayOfEachOtherIsWorkedOutOnceAndAgainWhereItWasDamaged) {
    put_bars();
    put_marks(7'000);
    put_funding();
    ASSERT_EQ(tradelab({"data", "import", "um"}).exit_code, 0);
    EXPECT_EQ(tradelab({"data", "verify"}).exit_code, 0);

    const auto first = json({"backtest", strategy, "--no-report"}).at("manifest");
    const auto kept = files_in(worked_out());
    for (const auto& file : std::filesystem::directory_iterator(worked_out())) {
        if (file.path().filename() != ".lock") {
            write_text(file.path(), "2400 1 basis: it was edited");
        }
    }
    const auto second = json({"backtest", strategy, "--no-report"}).at("manifest");

    EXPECT_EQ(first.at("may_be_promoted"), true) << first.at("why_not");
    EXPECT_EQ(kept, 2U) << "bars and marks, settlements and marks";
    EXPECT_EQ(second.at("pairs"), first.at("pairs"));
    EXPECT_EQ(files_in(worked_out()), 2U);
    EXPECT_EQ(json({"data", "list"}).at("series").size(), 3U);
}

TEST_F(Evidence, APerpetualWithoutRecordedMarksIsNoneAndTheReportSaysOnWhatItWasSettled) {
    put_bars();
    put_funding();
    ASSERT_EQ(tradelab({"data", "import", "um"}).exit_code, 0);

    const auto bare = json({"backtest", strategy, "--no-report"});
    const auto searched = tradelab({"lab", "campaign", strategy, "--trials", "8"});
    put_marks(7'000);
    ASSERT_EQ(tradelab({"data", "import", "um"}).exit_code, 0);
    const auto marked = json({"backtest", strategy, "--no-report"});

    const auto assumptions = [](const nlohmann::json& run) {
        return run.at("metrics").at("assumptions").dump();
    };
    EXPECT_EQ(bare.at("manifest").at("may_be_promoted"), false);
    EXPECT_THAT(bare.at("manifest").at("why_not").get<std::string>(),
                HasSubstr("binance.usdm:BTC-USDT-PERP settled on last prices: no marks recorded"));
    EXPECT_THAT(assumptions(bare), HasSubstr("settled on last prices: no marks recorded"));
    EXPECT_THAT(assumptions(bare), Not(HasSubstr("on the recorded mark")));
    EXPECT_EQ(searched.exit_code, 5);
    EXPECT_THAT(searched.errors.bytes, HasSubstr("has no recorded marks"));
    EXPECT_EQ(marked.at("manifest").at("may_be_promoted"), true) << marked.at("manifest");
    EXPECT_THAT(assumptions(marked), HasSubstr("settlements on the recorded marks"));
    for (const char* source :
         {"Venue file, rules of binance.usdm:BTC-USDT-PERP from 2019-09-08T00:00:00Z: tick: the "
          "recorded prices",
          "Venue file, fees of binance.usdm from ",
          "Venue file, maintenance of binance.usdm:BTC-USDT-PERP from "}) {
        EXPECT_THAT(assumptions(marked), HasSubstr(source));
    }
    EXPECT_THAT(assumptions(marked), Not(HasSubstr("from 2022-02-15"))) << "the run ended before";
}

}  // namespace
}  // namespace tradelab
