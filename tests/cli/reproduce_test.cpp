#include "cli/program.hpp"
#include "support/tree.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace tradelab {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

const std::filesystem::path source = source_tree();

class Reproduce : public testing::Test {
public:
    Program tradelab;

    void SetUp() override { make_market("3"); }
    void make_market(const std::string& seed) {
        const auto made =
            tradelab({"data", "synth", "--seed", seed, "--days", "120", "--interval", "5m,1h"});
        ASSERT_EQ(made.exit_code, 0) << made.errors.bytes;
    }
    void backtest(std::vector<std::string> options) {
        const auto file = source / "strategies/momentum_syn_perp_1h.json";
        options.insert(options.begin(), {"backtest", file.string(), "--no-report"});
        const auto run = tradelab(std::move(options));
        ASSERT_EQ(run.exit_code, 0) << run.errors.bytes;
    }
    // The document, and what the program ended with.
    std::pair<nlohmann::json, int> reproduce(const std::string& trial) {
        const auto run = tradelab({"reproduce", trial, "--json"});
        return {nlohmann::json::parse(run.output.bytes), run.exit_code};
    }
    [[nodiscard]] std::filesystem::path state() const {
        return tradelab.home.path() / ".local/state/tradelab";
    }
    // A configuration of its own, to be changed.
    [[nodiscard]] std::filesystem::path own_config() {
        const auto config = tradelab.home.path() / "config";
        std::filesystem::copy(source / "config", config, std::filesystem::copy_options::recursive);
        tradelab.variables.push_back({"TRADELAB_CONFIG", config.string()});
        return config;
    }
};

TEST_F(Reproduce, TrialsComeOutTheSameHoweverTheyRan) {
    backtest({});
    backtest({"--finer", "5m"});
    backtest({"--risk", "none"});
    backtest({"--latency-bars", "2", "--cost-stress", "2", "--from", "2020-02-01"});
    backtest({(source / "strategies/mean_reversion_syn_perp_1h.json").string(), "--close-at-end"});

    for (const char* trial : {"1", "2", "3", "4", "5"}) {
        const auto [document, code] = reproduce(trial);
        EXPECT_EQ(code, 0) << document;
        EXPECT_EQ(document.at("outcome"), "identical");
        EXPECT_EQ(document.at("result_hash"), document.at("recorded_result_hash"));
        EXPECT_THAT(document.at("differences"), IsEmpty());
        EXPECT_EQ(document.at("synthetic"), true);
    }
    const auto said = tradelab({"reproduce", "5"});
    EXPECT_THAT(said.output.bytes, HasSubstr("identical\n"));
    EXPECT_THAT(said.output.bytes, HasSubstr("SYNTHETIC"));
    EXPECT_EQ(tradelab({"trials", "count"}).output.bytes, "6\n") << "it is no new look";
}

TEST_F(Reproduce, WithoutTheFileThatWasRun) {
    const auto own = tradelab.home.path() / "mine.json";
    std::filesystem::copy(source / "strategies/momentum_syn_perp_1h.json", own);
    ASSERT_EQ(tradelab({"backtest", "mine.json", "--no-report"}).exit_code, 0);
    std::filesystem::remove(own);

    EXPECT_EQ(reproduce("1").first.at("outcome"), "identical");
}

TEST_F(Reproduce, OtherDataIsNamedWithBothHashesAndEndsAsMissingData) {
    backtest({});
    std::filesystem::remove_all(tradelab.home.path() / ".local/share/tradelab/history");
    const auto gone = tradelab({"reproduce", "1"});
    make_market("4");

    const auto [document, code] = reproduce("1");

    EXPECT_EQ(gone.exit_code, 6);
    EXPECT_THAT(gone.errors.bytes, HasSubstr("synthetic.usdm:SYN-USDT-PERP bars 1h"));
    EXPECT_EQ(code, 6);
    EXPECT_EQ(document.at("outcome"), "not_run");
    EXPECT_EQ(document.at("result_hash"), nullptr);
    ASSERT_EQ(document.at("inputs").size(), 3U);
    for (const auto& input : document.at("inputs")) {
        EXPECT_THAT(input.at("what").get<std::string>(), HasSubstr("data synthetic.usdm"));
        EXPECT_EQ(input.at("recorded").get<std::string>().size(), 64U);
        EXPECT_EQ(input.at("now").get<std::string>().size(), 64U);
    }
}

TEST_F(Reproduce, AnotherVenueFileIsNamedWithBothHashes) {
    const auto config = own_config();
    backtest({});
    replace_in(config / "venues/synthetic.toml", "taker = \"0.0005\"", "taker = \"0.0006\"");

    const auto [document, code] = reproduce("1");

    EXPECT_EQ(document.at("outcome"), "not_run") << document;
    EXPECT_EQ(code, 1);
    EXPECT_EQ(document.at("inputs").at(0).at("what"), "venue files");
}

TEST_F(Reproduce, WhatTheVenueFileSaysOfOthersDoesNotMatter) {
    const auto config = own_config();
    backtest({});
    const auto file = config / "venues/synthetic.toml";
    std::string text = read_text(file);
    const auto begin = text.find("[[instruments]]");
    std::string entry = text.substr(begin, text.find("[[instruments]]", begin + 1) - begin);
    const auto name = entry.find("SYN-USDT");
    entry.replace(name, 3, "NEW");
    write_text(file, text.insert(begin, entry));

    const auto [document, code] = reproduce("1");

    EXPECT_EQ(code, 0) << document;
    EXPECT_EQ(document.at("outcome"), "identical") << document;
}

TEST_F(Reproduce, LimitsThatChangedAreThoseOfTheDayUnlessTheyAreLost) {
    const auto config = own_config();
    backtest({});
    replace_in(config / "risk.toml", "max_order_usdt = ", "max_order_usdt = 1");

    const auto kept = reproduce("1");
    std::filesystem::remove_all(state() / "limits");
    const auto lost = reproduce("1");

    EXPECT_EQ(kept.second, 0);
    EXPECT_EQ(kept.first.at("outcome"), "identical");
    EXPECT_EQ(kept.first.at("notes").size(), 1U);
    EXPECT_EQ(lost.second, 1);
    EXPECT_EQ(lost.first.at("inputs").at(0).at("what"), "limits");
}

TEST_F(Reproduce, ATamperedRecordIsRefused) {
    backtest({});
    backtest({});
    replace_in(state() / "trials", "latency_bars 0", "latency_bars 1");

    for (const char* trial : {"1", "2"}) {
        const auto run = tradelab({"reproduce", trial});
        EXPECT_EQ(run.exit_code, 1);
        EXPECT_EQ(run.output.bytes, "");
        EXPECT_THAT(run.errors.bytes, HasSubstr("trials'"));
    }
}

TEST_F(Reproduce, ANumberThatIsNoneIsRefusedWithWhatThereIs) {
    backtest({});

    const auto missing = tradelab({"reproduce", "7"});
    const auto word = tradelab({"reproduce", "first"});
    const auto nothing = tradelab({"reproduce"});

    EXPECT_EQ(missing.exit_code, 1);
    EXPECT_THAT(missing.errors.bytes, HasSubstr("there is no trial 7"));
    EXPECT_EQ(word.exit_code, 2);
    EXPECT_EQ(nothing.exit_code, 2);
    EXPECT_EQ(tradelab({"complete", "--", "reproduce", ""}).output.bytes, "1\n");
    EXPECT_EQ(tradelab({"complete", "--", "repr"}).output.bytes, "reproduce\n");
}

}  // namespace
}  // namespace tradelab
