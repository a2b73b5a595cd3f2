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

// A table with two of its columns in each other's place.
std::string swapped(const std::string& table, std::size_t one, std::size_t other) {
    std::istringstream lines(table);
    std::string out;
    for (std::string line; std::getline(lines, line);) {
        std::vector<std::string> fields;
        std::istringstream row(line);
        for (std::string field; std::getline(row, field, ',');) {
            fields.push_back(field);
        }
        std::swap(fields[one], fields[other]);
        for (std::size_t at = 0; at < fields.size(); ++at) {
            out += (at == 0 ? "" : ",") + fields[at];
        }
        out += "\n";
    }
    return out;
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

// Row by row such a file looks like a market; sealed, it would contradict the right one.
TEST_F(Evidence, WhereColumnsWereTakenForOthersInNearlyAllRowsNothingIsSealed) {
    constexpr std::size_t high = 2;
    constexpr std::size_t low = 3;
    constexpr std::size_t volume = 5;
    constexpr std::size_t quote = 7;
    constexpr std::size_t taker_quote = 10;
    const std::pair<std::size_t, std::size_t> swaps[] = {{high, quote},
                                                         {high, taker_quote},
                                                         {low, volume},
                                                         {volume, taker_quote},
                                                         {quote, taker_quote}};
    put_bars();
    const std::string right = read_text(tradelab.home.path() / "um/BTCUSDT-1h.csv");
    for (const auto& [one, other] : swaps) {
        put("um/BTCUSDT-1h.csv", swapped(right, one, other));
        const auto refused = tradelab({"data", "import", "um"});
        EXPECT_NE(refused.exit_code, 0) << one << " and " << other << refused.output.bytes;
        EXPECT_THAT(refused.errors.bytes, HasSubstr("um/BTCUSDT-1h.csv:"));
        EXPECT_THAT(refused.errors.bytes, HasSubstr("another column was taken for it"));
        EXPECT_EQ(json({"data", "list"}).at("series").size(), 0U);
    }
    put("um/BTCUSDT-1h.csv", right);
    EXPECT_EQ(tradelab({"data", "import", "um"}).exit_code, 0);
}

TEST_F(Evidence, AContradictionNamesTheCommandThatTakesTheOtherFileOut) {
    put_bars();
    const auto file = tradelab.home.path() / "um/BTCUSDT-1h.csv";
    const std::string right = read_text(file);
    replace_in(file, ",321,", ",322,");
    ASSERT_EQ(tradelab({"data", "import", "um"}).exit_code, 0);
    write_text(file, right);

    const auto refused = tradelab({"data", "import", "um"});
    const auto& said = refused.errors.bytes;
    const auto begin = said.find("tradelab data remove '");
    ASSERT_NE(begin, std::string::npos) << said;
    const auto end = said.find('\n', begin);
    const auto words = std::string("tradelab ").size();
    const auto removed = tradelab.typed(said.substr(begin + words, end - begin - words) + " --yes");

    EXPECT_NE(refused.exit_code, 0);
    EXPECT_EQ(removed.exit_code, 0) << removed.errors.bytes;
    EXPECT_EQ(tradelab({"data", "import", "um"}).exit_code, 0);
}

TEST_F(Evidence, EveryTableOfAMarketThatWasMadeUpSaysSo) {
    ASSERT_EQ(tradelab({"data", "synth", "--seed", "3", "--days", "30"}).exit_code, 0);
    const std::string series = "synthetic.usdm:SYN-USDT-PERP bars 1h";

    for (const auto& words : {std::vector<std::string>{"data", "gaps", series},
                              {"data", "du"},
                              {"data", "verify"},
                              {"data", "verify", series}}) {
        EXPECT_THAT(tradelab(words).output.bytes, HasSubstr("SYNTHETIC")) << words[1];
        EXPECT_THAT(json(words).dump(), HasSubstr("\"synthetic\":true")) << words[1];
    }
}

TEST_F(Evidence, SingleTradesComeBackAsSingleTrades) {
    const std::string trades =
        "id,price,qty,quote_qty,time,is_buyer_maker\n"
        "7,7000.1,0.25,1750.025,1577836800000,true\n"
        "8,7000.2,0.5,3500.1,1577836800500,false\n";
    put("um/trades/BTCUSDT-trades-2020-01-01.csv", trades);
    const std::vector<std::string> import = {
        "data", "import", "um", "--instrument", "binance.usdm:BTC-USDT-PERP", "--kind", "trades"};
    const auto imported = tradelab(import);
    ASSERT_EQ(imported.exit_code, 0) << imported.errors.bytes;

    const auto out = tradelab({"data", "export", "binance.usdm:BTC-USDT-PERP trades"}).output.bytes;
    put("um/trades/BTCUSDT-trades-2020-01-01.csv", out);
    const auto again = tradelab(import);

    EXPECT_THAT(out,
                HasSubstr("id,price,qty,quote_qty,time,is_buyer_maker\n7,7000.1,0.25,1750.025"));
    EXPECT_EQ(again.exit_code, 0) << again.errors.bytes;
    EXPECT_THAT(again.output.bytes, HasSubstr("the same rows are there"));
}

}  // namespace
}  // namespace tradelab
