#include "cli/program.hpp"
#include "support/shared.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace tradelab {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::int64_t hour_ms = 3'600'000;
constexpr std::int64_t start_ms = 1'577'836'800'000;  // 2020-01-01T00:00:00Z

std::string klines(std::int64_t first, std::int64_t end) {
    std::string text;
    for (std::int64_t hour = first; hour < end; ++hour) {
        const std::int64_t opened = start_ms + hour * hour_ms;
        text += std::to_string(opened) + ",7000.1,7005,6995.25," +
                std::to_string(7'000 + hour % 5) + ",12.345," +
                std::to_string(opened + hour_ms - 1) + ",86415.5,321,6.1,42700\n";
    }
    return text;
}

class DataCommands : public testing::Test {
public:
    Program tradelab;

    std::filesystem::path put(const std::string& name, const std::string& text) {
        const auto path = tradelab.home.path() / name;
        write_text(path, text);
        return path;
    }
    [[nodiscard]] std::filesystem::path history() const {
        return tradelab.home.path() / ".local/share/tradelab/history";
    }
    nlohmann::json json(std::vector<std::string> words) {
        words.push_back("--json");
        return nlohmann::json::parse(tradelab(words).output.bytes);
    }
};

TEST_F(DataCommands, AnImportIsListedShownAndComesBackAsItWas) {
    const std::string text = klines(0, 20) + klines(24, 50);
    put("um/BTCUSDT-1h.csv", text);

    const auto imported = tradelab({"data", "import", "um"});

    EXPECT_EQ(imported.exit_code, 0) << imported.errors.bytes;
    EXPECT_THAT(imported.output.bytes, HasSubstr("binance.usdm:BTC-USDT-PERP bars 1h"));
    EXPECT_THAT(imported.output.bytes, HasSubstr("imported"));
    const auto list = json({"data", "list"});
    ASSERT_EQ(list.at("series").size(), 1U);
    EXPECT_EQ(list.at("series")[0].at("rows"), 46);
    EXPECT_EQ(list.at("series")[0].at("missing_rows"), 4);
    EXPECT_EQ(list.at("series")[0].at("synthetic"), false);
    const auto gaps = json({"data", "gaps", "binance.usdm:BTC-USDT-PERP", "bars", "1h"});
    EXPECT_EQ(gaps.at("holes")[0].at("from"), "2020-01-01T20:00:00Z");
    const auto show = tradelab({"data", "show", "binance.usdm:BTC-USDT-PERP bars 1h"});
    EXPECT_THAT(show.output.bytes, HasSubstr("binance.archive.unproven: um/BTCUSDT-1h.csv"));
    EXPECT_THAT(tradelab({"data", "du"}).output.bytes, HasSubstr("all"));

    const auto exported =
        tradelab({"data", "export", "binance.usdm_BTC-USDT-PERP_bars_1h", "--csv", "um/again.csv"});
    EXPECT_EQ(exported.exit_code, 0) << exported.errors.bytes;
    const auto again =
        tradelab({"data", "import", "um/again.csv", "--instrument", "binance.usdm:BTC-USDT-PERP"});
    EXPECT_EQ(again.exit_code, 0) << again.errors.bytes;
    EXPECT_THAT(again.output.bytes, HasSubstr("the same rows are there"));
    EXPECT_EQ(read_text(tradelab.home.path() / "um/again.csv"),
              tradelab({"data", "export", "binance.usdm:BTC-USDT-PERP bars 1h"}).output.bytes);
}

TEST_F(DataCommands, AnImportNamesFilesByTheirPlaceAndSaysWhyOneIsNoEvidence) {
    std::string holes;
    for (std::int64_t hour = 0; hour < 200; ++hour) {
        holes += hour % 3 == 1 ? "" : klines(hour, hour + 1);
    }
    put("a/um/one/BTCUSDT-1h.csv", holes);
    put("a/um/two/ETHUSDT-1h.csv", klines(0, 20));

    const auto imported = tradelab({"data", "import", "a"});

    EXPECT_EQ(imported.exit_code, 0) << imported.errors.bytes;
    for (const char* told :
         {"um/one/BTCUSDT-1h.csv  ",
          "um/two/ETHUSDT-1h.csv  ",
          "um/one/BTCUSDT-1h.csv: no evidence, above all: gap: ",
          "  all of it: tradelab data show \"binance.usdm:BTC-USDT-PERP bars 1h\""}) {
        EXPECT_THAT(imported.output.bytes, HasSubstr(told));
    }
    EXPECT_THAT(imported.output.bytes, Not(HasSubstr("two/ETHUSDT-1h.csv: no evidence")));
}

TEST_F(DataCommands, WhatEvidenceNeedsIsAskedOfImportBacktestAndCampaign) {
    std::string holes;
    for (std::int64_t hour = 0; hour < 100L * 24; ++hour) {
        holes += hour % 12 == 1 ? "" : klines(hour, hour + 1);
    }
    put("um/BTCUSDT-1h.csv", holes);
    std::string funding = "calc_time,funding_interval_hours,last_funding_rate\n";
    for (std::int64_t hour = 0; hour < 100L * 24; hour += 8) {
        funding += std::to_string(start_ms + hour * hour_ms) + ",8,0.0001\n";
    }
    put("um/fundingRate/BTCUSDT.csv", funding);
    put("um/mark/BTCUSDT-1h.csv", klines(0, 100L * 24));
    const auto strategy = (source_tree() / "strategies/mean_reversion_btc_1h.json").string();
    const auto settings = tradelab.home.path() / "settings";
    std::filesystem::copy(
        source_tree() / "config", settings, std::filesystem::copy_options::recursive);
    tradelab.variables = {{.name = "TRADELAB_CONFIG", .value = settings.string()}};

    EXPECT_THAT(tradelab({"data", "import", "um"}).output.bytes, Not(HasSubstr("no evidence")));
    const auto before = json({"backtest", strategy});
    EXPECT_EQ(before.at("manifest").at("may_be_promoted"), true) << before.at("manifest");

    replace_in(settings / "evidence.toml", "min_score_percent = 80", "min_score_percent = 95");
    EXPECT_THAT(tradelab({"data", "import", "um"}).output.bytes,
                HasSubstr("BTCUSDT-1h.csv: no evidence, above all: gap: "));
    const auto after = json({"backtest", strategy});
    EXPECT_EQ(after.at("manifest").at("may_be_promoted"), false);
    EXPECT_EQ(after.at("manifest").at("score_min_e4"), 9'500);
    EXPECT_THAT(after.at("manifest").at("why_not").get<std::string>(), HasSubstr("below 95"));
    const auto trials = json({"trials", "list", "--all"}).at("trials");
    EXPECT_EQ(trials.back().at("counts"), trials.front().at("counts")) << "nobody hides a look so";
    const auto searched = tradelab({"lab", "campaign", strategy, "--trials", "8"});
    EXPECT_EQ(searched.exit_code, 5) << searched.errors.bytes;
    EXPECT_THAT(searched.errors.bytes,
                HasSubstr("binance.usdm:BTC-USDT-PERP bars 1h: the data score "));

    replace_in(settings / "evidence.toml", "min_score_percent = 95", "min_score_percent = 101");
    for (const auto& words : {std::vector<std::string>{"data", "import", "um"},
                              {"backtest", strategy},
                              {"lab", "campaign", strategy}}) {
        const auto refused = tradelab(words);
        EXPECT_NE(refused.exit_code, 0);
        EXPECT_THAT(refused.errors.bytes, HasSubstr("evidence.toml:9: "));
    }
}

TEST_F(DataCommands, SwappedColumnsAreRefusedWithFileLineAndRemedy) {
    std::string swapped;
    for (std::int64_t hour = 0; hour < 50; ++hour) {
        const std::string opened = std::to_string(start_ms + hour * hour_ms);
        swapped += opened + ",7000.1,7005,6995.25,7001,86415.5," +
                   std::to_string(start_ms + (hour + 1) * hour_ms - 1) + ",12.345,321,6.1,42700\n";
    }
    put("um/BTCUSDT-1h.csv", swapped);

    const auto imported = tradelab({"data", "import", "um"});

    EXPECT_NE(imported.exit_code, 0);
    EXPECT_THAT(imported.errors.bytes, HasSubstr("um/BTCUSDT-1h.csv:1: "));
    EXPECT_THAT(imported.errors.bytes, HasSubstr("volume and quote volume have changed places"));
    EXPECT_THAT(imported.errors.bytes, HasSubstr("hint: put the columns in the archive's order"));
    put("um/BTCUSDT-1h.csv", klines(0, 50));
    EXPECT_EQ(tradelab({"data", "import", "um"}).exit_code, 0);
}

TEST_F(DataCommands, WhenAFileWasFetchedIsUnknownAndSaysSo) {
    put("um/BTCUSDT-1h.csv", klines(0, 20));
    ASSERT_EQ(tradelab({"data", "import", "um"}).exit_code, 0);

    const auto text = tradelab({"data", "show", "binance.usdm:BTC-USDT-PERP bars 1h"});
    const auto document = json({"data", "show", "binance.usdm:BTC-USDT-PERP bars 1h"});

    EXPECT_THAT(text.output.bytes, HasSubstr("  fetched   unknown\n"));
    EXPECT_TRUE(document.at("files").at(0).at("sealed").at("fetched_at").is_null());
}

TEST_F(DataCommands, TwoSeriesAtOnceAreRefusedForWhatTheyAre) {
    const auto two = tradelab(
        {"data", "show", "binance.spot:BTC-USDT bars 1h", "binance.spot:ETH-USDT bars 1h"});

    EXPECT_EQ(two.exit_code, 2);
    EXPECT_THAT(two.errors.bytes, HasSubstr("2 series are named"));
    EXPECT_THAT(tradelab({"data", "show", "--help"}).output.bytes,
                HasSubstr("usage: tradelab data show SERIES [options]"));
}

TEST_F(DataCommands, TheSameFileTwiceIsSaidToBeThere) {
    put("um/BTCUSDT-1h.csv", klines(0, 20));
    ASSERT_EQ(tradelab({"data", "import", "um"}).exit_code, 0);

    const auto again = tradelab({"data", "import", "um"});

    EXPECT_EQ(again.exit_code, 0);
    EXPECT_THAT(again.output.bytes, HasSubstr("there already"));
}

TEST_F(DataCommands, OneBadFileOfTwoIsPartlyDoneAndNamesItsLine) {
    put("um/BTCUSDT-1h.csv", klines(0, 20));
    put("um/ETHUSDT-1h.csv", klines(0, 2) + "1577844000000,abc,1,1,1,1,1577847599999,1,1,1,1\n");
    put("multi/prices.csv", "a,b\n");

    const auto imported = tradelab({"data", "import", "."});

    EXPECT_EQ(imported.exit_code, 7);
    EXPECT_THAT(imported.errors.bytes, HasSubstr("ETHUSDT-1h.csv:3: open 'abc' is not a decimal"));
    EXPECT_THAT(imported.errors.bytes, HasSubstr("passed over"));
    EXPECT_EQ(json({"data", "list"}).at("series").size(), 1U);
    EXPECT_EQ(tradelab({"data", "import", "um/ETHUSDT-1h.csv"}).exit_code, 1);
}

// A recorder whose clock is `behind_ms` behind the exchange's, with 2 to 4 ms of latency.
std::string ticks(std::int64_t behind_ms) {
    std::string text;
    for (std::int64_t i = 0; i < 3; ++i) {
        const std::int64_t happened = start_ms + i * 100;
        text += std::to_string(happened + 2 + i - behind_ms) +
                "000000 {\"e\":\"trade\",\"E\":" + std::to_string(happened) + "}\n";
    }
    return text;
}

TEST_F(DataCommands, RecordedTicksAreSaidToBePassedOverWithTheClockThatStampedThem) {
    put("all/um/BTCUSDT-1h.csv", klines(0, 20));
    put("all/ticks/behind.gz", ticks(1'275));
    put("all/ticks/damaged.gz", ticks(0) + "nonsense\n");
    put("all/ticks/sound.gz", ticks(0));

    const auto imported = tradelab({"data", "import", "all"});

    EXPECT_EQ(imported.exit_code, 0) << imported.errors.bytes;
    EXPECT_THAT(
        imported.errors.bytes,
        HasSubstr(
            "ticks/behind.gz: recorded ticks are not imported: no part reads order books yet; "));
    EXPECT_THAT(imported.errors.bytes,
                HasSubstr("receiver_clock: the receiver's clock runs 1273.000 ms behind"));
    EXPECT_THAT(imported.errors.bytes, HasSubstr("ticks/damaged.gz:4: there is no time"));
    EXPECT_THAT(imported.errors.bytes,
                HasSubstr("sound.gz: recorded ticks are not imported: no part reads order books "
                          "yet; none of 3 events was received before it happened"));

    const auto passed = json({"data", "import", "all"}).at("passed_over");
    ASSERT_EQ(passed.size(), 3U);
    const auto& clock = passed[0].at("receiver_clock");
    EXPECT_EQ(clock.at("events"), 3);
    EXPECT_EQ(clock.at("offset_ns"), -1'273'000'000);
    EXPECT_EQ(clock.at("receive_minus_event_max_ns"), -1'271'000'000);
    EXPECT_EQ(clock.at("defects"), nlohmann::json({"receiver_clock"}));
    EXPECT_TRUE(passed[1].at("receiver_clock").is_null());
    EXPECT_EQ(passed[2].at("receiver_clock").at("defects").size(), 0U);
}

TEST_F(DataCommands, TheClockOfTheRecordedTicksIsNamedWithItsOffset) {
    const auto folder = shared_file("data/ticks");
    if (!folder) {
        GTEST_SKIP() << "no recorded data: set TRADELAB_SHARED";
    }

    const auto imported = tradelab({"data", "import", folder->native()});

    EXPECT_EQ(imported.exit_code, 6) << "there is no table among them";
    EXPECT_THAT(imported.errors.bytes, HasSubstr("spot-btcusdt-20240808.gz: recorded ticks"));
    EXPECT_THAT(imported.errors.bytes, HasSubstr("um-btcusdt-20240808.gz: recorded ticks"));
    EXPECT_THAT(imported.errors.bytes, HasSubstr("runs 1275.018 ms behind the exchange's"));
    EXPECT_THAT(imported.errors.bytes, HasSubstr("runs 1272.549 ms behind the exchange's"));
}

TEST_F(DataCommands, WhatIsNotThereIsSaidWithItsRemedy) {
    const auto absent = tradelab({"data", "show", "binance.spot:BTC-USDT bars 1h"});
    EXPECT_EQ(absent.exit_code, 6);
    EXPECT_THAT(absent.errors.bytes, HasSubstr("tradelab data import"));
    EXPECT_EQ(tradelab({"data", "verify"}).exit_code, 6);
    EXPECT_EQ(tradelab({"data", "list"}).exit_code, 0);
    put("empty/notes.txt", "");
    EXPECT_EQ(tradelab({"data", "import", "empty"}).exit_code, 6);
    EXPECT_NE(tradelab({"data", "import", "nowhere"}).exit_code, 0);
    put("mine.csv", klines(0, 5));
    EXPECT_THAT(tradelab({"data", "import", "mine.csv"}).errors.bytes, HasSubstr("--instrument"));
    EXPECT_EQ(tradelab({"data", "import", "mine.csv", "--kind", "candles"}).exit_code, 2);
}

TEST_F(DataCommands, VerifyFindsAFlippedByteAndComparesWhatBelongsTogether) {
    put("um/BTCUSDT-1h.csv", klines(0, 48));
    put("spot/BTCUSDT-1h.csv", klines(0, 48));
    ASSERT_EQ(tradelab({"data", "import", "um", "spot"}).exit_code, 0);

    const auto sound = json({"data", "verify"});
    EXPECT_EQ(sound.at("sound_series"), 2);
    EXPECT_EQ(sound.at("pairs").size(), 1U);

    const auto folder = history() / "binance.spot_BTC-USDT_bars_1h";
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        std::filesystem::permissions(entry.path(), std::filesystem::perms::owner_all);
        std::string bytes = read_text(entry.path());
        bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
        write_text(entry.path(), bytes);
    }
    const auto damaged = tradelab({"data", "verify"});
    EXPECT_EQ(damaged.exit_code, 1);
    EXPECT_THAT(damaged.errors.bytes, HasSubstr(".tlh"));
}

TEST_F(DataCommands, NothingIsRemovedWithoutAYes) {
    put("um/BTCUSDT-1h.csv", klines(0, 20));
    ASSERT_EQ(tradelab({"data", "import", "um"}).exit_code, 0);
    const std::string series = "binance.usdm:BTC-USDT-PERP bars 1h";

    const auto asked = tradelab({"data", "remove", series, "--no-input"});
    EXPECT_EQ(asked.exit_code, 5);
    EXPECT_THAT(asked.errors.bytes, HasSubstr("--yes"));
    EXPECT_EQ(tradelab({"data", "remove", series}).exit_code, 5);
    EXPECT_EQ(json({"data", "list"}).at("series").size(), 1U);

    EXPECT_EQ(tradelab({"data", "remove", series, "--yes"}).exit_code, 0);
    EXPECT_EQ(json({"data", "list"}).at("series").size(), 0U);
    EXPECT_EQ(tradelab({"data", "remove", series, "--yes"}).exit_code, 6);
}

TEST_F(DataCommands, AStoreElsewhereIsUsedWhereItIsNamed) {
    put("um/BTCUSDT-1h.csv", klines(0, 20));

    const auto mistyped = tradelab({"data", "import", "um", "--store", "other"});
    EXPECT_EQ(mistyped.exit_code, 1);
    EXPECT_THAT(mistyped.errors.bytes, HasSubstr("there is no store '"));
    EXPECT_THAT(mistyped.errors.bytes, HasSubstr("mkdir -p '"));
    EXPECT_FALSE(std::filesystem::exists(tradelab.home.path() / "other"));
    EXPECT_EQ(tradelab({"data", "list", "--store", "other"}).exit_code, 1);
    const auto strategy = (source_tree() / "strategies/mean_reversion_btc_1h.json").string();
    EXPECT_THAT(tradelab({"backtest", strategy, "--store", "other"}).errors.bytes,
                HasSubstr("there is no store '"));

    std::filesystem::create_directory(tradelab.home.path() / "other");
    ASSERT_EQ(tradelab({"data", "import", "um", "--store", "other"}).exit_code, 0);

    EXPECT_TRUE(std::filesystem::exists(tradelab.home.path() / "other"));
    EXPECT_FALSE(std::filesystem::exists(history()));
    EXPECT_THAT(tradelab({"data", "list", "--store", "other"}).output.bytes, HasSubstr("1h"));
    EXPECT_THAT(tradelab({"data", "list"}).output.bytes, Not(HasSubstr("1h")));
}

}  // namespace
}  // namespace tradelab
