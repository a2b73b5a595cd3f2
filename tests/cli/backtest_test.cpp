#include "cli/program.hpp"
#include "journal/trials.hpp"
#include "os/real_disk.hpp"
#include "support/shared.hpp"
#include "support/tree.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <array>
#include <cstdio>

namespace tradelab {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;

std::string strategy(const std::string& name) {
    return (source_tree() / "strategies" / (name + ".json")).string();
}

std::string two_digits(double value) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.2f", value);
    return text.data();
}

class BacktestCommands : public testing::Test {
public:
    Program tradelab;

    // A generated year that momentum_syn_perp_1h can run on.
    void make_market() {
        const auto made = tradelab({"data", "synth", "--seed", "3", "--days", "200"});
        ASSERT_EQ(made.exit_code, 0) << made.errors.bytes;
    }
    nlohmann::json json(std::vector<std::string> words) {
        words.push_back("--json");
        const auto run = tradelab(std::move(words));
        EXPECT_EQ(run.exit_code, 0) << run.errors.bytes;
        return nlohmann::json::parse(run.output.bytes);
    }
    [[nodiscard]] Outcome run(std::vector<std::string> options) const {
        options.insert(options.begin(), {"backtest", strategy("momentum_syn_perp_1h")});
        return tradelab(std::move(options));
    }
};

TEST_F(BacktestCommands, ARunIsShownKeptAndCountedAndComesOutTheSameAgain) {
    make_market();

    const auto first = json({"backtest", strategy("momentum_syn_perp_1h")});
    const auto again = json({"backtest", strategy("momentum_syn_perp_1h")});

    EXPECT_THAT(first.at("result_hash"), MatchesRegex("[0-9a-f]{64}"));
    EXPECT_EQ(again.at("result_hash"), first.at("result_hash"));
    EXPECT_EQ(first.at("trial"), 1);
    EXPECT_EQ(again.at("trial"), 2);
    EXPECT_EQ(first.at("synthetic"), true);
    EXPECT_EQ(first.at("trials_counted"), 0);  // nobody ever traded there
    const std::filesystem::path folder = first.at("folder").get<std::string>();
    for (const char* file : {"tear_sheet.html", "trades.csv", "manifest.json", "equity.csv"}) {
        EXPECT_TRUE(std::filesystem::exists(folder / file)) << file;
    }
    EXPECT_EQ(json({"trials", "list"}).at("trials").size(), 2U);
}

TEST_F(BacktestCommands, TheHashOfEachSeriesInTheManifestIsTheOneInTheLedger) {
    make_market();

    const auto done = json({"backtest", strategy("momentum_syn_perp_1h")});

    const std::filesystem::path folder = done.at("folder").get<std::string>();
    const auto manifest = nlohmann::json::parse(read_text(folder / "manifest.json"));
    const auto trial = json({"trials", "list"}).at("trials").at(0);
    ASSERT_FALSE(trial.at("data").empty());
    ASSERT_EQ(manifest.at("data").size(), trial.at("data").size());
    for (std::size_t at = 0; at < trial.at("data").size(); ++at) {
        EXPECT_EQ(manifest.at("data")[at].at("ledger_sha256"), trial.at("data")[at]);
    }
}

TEST_F(BacktestCommands, MarginAndLeverageAreChosenAndRecorded) {
    make_market();

    const auto done = json(
        {"backtest", strategy("momentum_syn_perp_1h"), "--margin", "isolated", "--leverage", "5"});

    const std::filesystem::path folder = done.at("folder").get<std::string>();
    const auto manifest = nlohmann::json::parse(read_text(folder / "manifest.json"));
    EXPECT_EQ(manifest.at("settings").at("margin"), "isolated");
    EXPECT_EQ(manifest.at("settings").at("leverage"), "5");
    const auto trial = json({"trials", "list"}).at("trials").at(0);
    EXPECT_EQ(trial.at("margin"), "isolated");
    EXPECT_EQ(trial.at("leverage"), 5);
    for (const std::vector<std::string>& bad : {std::vector<std::string>{"--leverage", "0"},
                                                {"--leverage", "126"},
                                                {"--leverage", "-1"},
                                                {"--margin", "both"}}) {
        EXPECT_EQ(run(bad).exit_code, 2) << bad.back();
    }
}

TEST_F(BacktestCommands, TheSummarySaysThatTheMarketIsSynthetic) {
    make_market();

    const auto run = this->run({"--plain"});

    EXPECT_EQ(run.exit_code, 0) << run.errors.bytes;
    EXPECT_THAT(run.output.bytes, HasSubstr("SYNTHETIC"));
    EXPECT_THAT(run.output.bytes, HasSubstr("after fees, slippage and funding"));
    EXPECT_THAT(run.output.bytes, HasSubstr("look-ahead, one event a call: pass"));
}

TEST_F(BacktestCommands,
       ChecksRunUntilTheyPassedWithThisFileAndPluginAndSayOtherwiseThatTheyDidNot) {
    make_market();
    const auto checks = [&](std::vector<std::string> more) {
        more.insert(more.begin(), {"backtest", strategy("momentum_syn_perp_1h")});
        return json(more).at("metrics").at("checks").dump();
    };

    EXPECT_THAT(checks({"--no-report"}), HasSubstr("pass: the same decisions"));
    EXPECT_THAT(run({"--no-report", "--plain"}).output.bytes,
                HasSubstr("not run: passed in trial 1"));
    EXPECT_THAT(checks({}), HasSubstr("not run: passed in trial 1"));
    EXPECT_THAT(checks({"--no-report", "--checks"}), HasSubstr("pass: the same decisions"));
    EXPECT_THAT(tradelab({"trials", "show", "1"}).output.bytes, HasSubstr("checks passed"));
}

TEST_F(BacktestCommands, ChecksThatAnotherBuildOfThePluginPassedAreRunAgain) {
    make_market();
    ASSERT_EQ(run({"--no-report"}).exit_code, 0);
    RealDisk disk;
    const auto ledger = tradelab.home.path() / ".local/state/tradelab/trials";
    Trial earlier = read_trial(disk, ledger, 1).value().trial;
    earlier.checks = TrialChecks::passed;
    earlier.instances.front().library = std::string(64, 'a');
    // As if that build alone had run.
    std::filesystem::remove(ledger);
    std::filesystem::remove(ledger.string() + ".mark");
    ASSERT_TRUE(append_trial(disk, ledger, earlier, UnixNanos(1)));

    const auto run = this->run({"--plain"});

    EXPECT_THAT(run.output.bytes, HasSubstr("look-ahead, one event a call: pass"));
}

TEST_F(BacktestCommands, AnExportSaysWhichTrialItsFiguresAreOfAndThatItsMarketIsSynthetic) {
    make_market();
    ASSERT_EQ(run({"--no-report", "--from", "2020-02-01"}).exit_code, 0);
    ASSERT_EQ(run({"--no-report", "--from", "2020-03-01"}).exit_code, 0);

    const auto exported = json({"strategy", "export", strategy("momentum_syn_perp_1h")});

    const auto& figures = exported.at("performance").at("backtest");
    EXPECT_EQ(figures.at("trial"), 2);
    EXPECT_EQ(figures.at("synthetic"), true);
    EXPECT_EQ(figures.at("from"), "2020-03-01T00:00:00Z");
    EXPECT_TRUE(figures.at("annual_sharpe").is_number());
}

TEST_F(BacktestCommands, AnExportHasFiguresThatSpeakForTheStrategyAndTheInstantOfItsFirstTrial) {
    make_market();
    const auto exported = [&] {
        return json({"strategy", "export", strategy("momentum_syn_perp_1h")});
    };
    for (const std::vector<std::string>& terms :
         {std::vector<std::string>{"--cost-stress", "0"},
          std::vector<std::string>{"--risk", "none"},
          std::vector<std::string>{"--fill-model", "optimistic/1"},
          std::vector<std::string>{"--fill-model", "base/1"},
          std::vector<std::string>{"--from", "2020-03-01", "--to", "2020-03-02"}}) {
        auto words = terms;
        words.emplace_back("--no-report");
        ASSERT_EQ(run(words).exit_code, 0) << terms.front();
    }
    EXPECT_EQ(exported().at("performance").at("backtest"), nullptr);

    ASSERT_EQ(run({"--no-report", "--cost-stress", "1.5"}).exit_code, 0);
    ASSERT_EQ(run({"--no-report", "--cost-stress", "0.5"}).exit_code, 0);

    EXPECT_EQ(exported().at("performance").at("backtest").at("trial"), 6);
    const auto trials = json({"trials", "list"}).at("trials");
    EXPECT_EQ(exported().at("created_at"), trials.front().at("written"));
}

TEST_F(BacktestCommands, WithoutAReportThereIsATrialAndNoFolder) {
    make_market();

    const auto run = json({"backtest", strategy("momentum_syn_perp_1h"), "--no-report"});

    EXPECT_EQ(run.at("folder"), nullptr);
    EXPECT_EQ(run.at("trial"), 1);
    EXPECT_FALSE(std::filesystem::exists(tradelab.home.path() / ".local/state/tradelab/results"));
}

TEST_F(BacktestCommands, NothingIsAppendedToALedgerThatWasChangedInItsMiddle) {
    make_market();
    for (int at = 0; at < 3; ++at) {
        ASSERT_EQ(run({"--no-report"}).exit_code, 0);
    }
    const auto ledger = tradelab.home.path() / ".local/state/tradelab/trials";
    std::string bytes = read_text(ledger);
    bytes[bytes.size() / 2] ^= 1;
    write_text(ledger, bytes);

    for (const std::vector<std::string>& how :
         {std::vector<std::string>{"--no-report"}, std::vector<std::string>{"--checks"}}) {
        const auto refused = run(how);

        EXPECT_NE(refused.exit_code, 0) << how.front();
        EXPECT_THAT(refused.errors.bytes, HasSubstr("trials")) << how.front();
    }
    EXPECT_EQ(read_text(ledger), bytes);
}

TEST_F(BacktestCommands, WithoutAReportTheTerminalHasTheYearsAllTheSame) {
    make_market();

    const auto page = run({"--no-report", "--plain"}).output.bytes;

    EXPECT_THAT(page, testing::ContainsRegex("\nyear +return +drawdown"));
    EXPECT_THAT(page, testing::ContainsRegex("\n2020 +[-+]"));
    // The venue's rates are those of its settlements, whether anything was held or not.
    EXPECT_THAT(page, testing::ContainsRegex("\nfunding +all rates +while held +mean held"));
}

TEST_F(BacktestCommands, AFillModelWithoutAVersionIsItsNewest) {
    make_market();

    const auto base =
        json({"backtest", strategy("momentum_syn_perp_1h"), "--no-report", "--fill-model", "base"});

    EXPECT_EQ(base.at("manifest").at("fill_model"), "base/1");
    const auto help = tradelab({"backtest", "--help"}).output.bytes;
    EXPECT_THAT(help, HasSubstr("pessimistic, base or optimistic"));
    EXPECT_NE(run({"--fill-model", "bas"}).exit_code, 0);
    EXPECT_NE(run({"--fill-model", ""}).exit_code, 0);
}

TEST_F(BacktestCommands, ATableOfTrialsHasTheAnnualSharpeAndTheTermsThatAreNotUsual) {
    make_market();
    ASSERT_EQ(run({"--no-report"}).exit_code, 0);
    ASSERT_EQ(run({"--no-report", "--cost-stress", "0", "--risk", "none"}).exit_code, 0);
    const auto trials = json({"trials", "list"}).at("trials");

    const auto list = tradelab({"trials", "list"}).output.bytes;

    const double sharpe =
        std::stod(trials.at(0).at("metrics").at("annual_sharpe").get<std::string>());
    EXPECT_THAT(list, HasSubstr("Sharpe a year"));
    EXPECT_THAT(list, HasSubstr(two_digits(sharpe) + " "));
    EXPECT_THAT(list, HasSubstr("costs x 0, no limits"));
}

TEST_F(BacktestCommands, StressAndLatencyAreOtherResultsAndCompareShowsBoth) {
    make_market();
    const auto plain = json({"backtest", strategy("momentum_syn_perp_1h")});
    const auto stressed =
        json({"backtest", strategy("momentum_syn_perp_1h"), "--cost-stress", "2"});
    const auto late = json({"backtest", strategy("momentum_syn_perp_1h"), "--latency-bars", "1"});

    EXPECT_NE(plain.at("result_hash"), stressed.at("result_hash"));
    EXPECT_NE(plain.at("result_hash"), late.at("result_hash"));
    const auto compared = tradelab({"backtest",
                                    "compare",
                                    plain.at("folder").get<std::string>(),
                                    stressed.at("folder").get<std::string>(),
                                    "--plain"});
    EXPECT_EQ(compared.exit_code, 0) << compared.errors.bytes;
    EXPECT_THAT(compared.output.bytes, HasSubstr("cost_stress_permille"));
    EXPECT_THAT(compared.output.bytes, HasSubstr("SYNTHETIC"));
}

TEST_F(BacktestCommands, MissingHistoryIsNamedWithTheRemedy) {
    const auto run = this->run({});

    EXPECT_EQ(run.exit_code, 6);
    EXPECT_THAT(run.errors.bytes, HasSubstr("synthetic.usdm:SYN-USDT-PERP bars 1h"));
    EXPECT_THAT(run.errors.bytes, HasSubstr("tradelab data import"));
    EXPECT_EQ(json({"trials", "list"}).at("trials").size(), 0U);
}

TEST_F(BacktestCommands, TimesOutsideTheHistoryAreRefusedWithWhatThereIs) {
    make_market();

    const auto run = this->run({"--from", "2031-01-01"});

    EXPECT_EQ(run.exit_code, 6);
    EXPECT_THAT(run.errors.bytes, HasSubstr("2020-01-01T00:00:00Z to 2020-07-19T00:00:00Z"));
}

TEST_F(BacktestCommands, RubbishIsRefusedByName) {
    make_market();
    const std::vector<std::pair<std::vector<std::string>, std::string>> cases = {
        {{"--capital", "-5"}, "--capital"},
        {{"--capital", "1e9"}, "--capital"},
        {{"--cost-stress", "0.5x"}, "--cost-stress"},
        {{"--from", "yesterday"}, "--from"},
        {{"--fill-model", "hopeful"}, "pessimistic/1"},
        {{"--spot-share", "1.5"}, "--spot-share"},
        {{"--set", "entry=3"}, "--set"},  // nothing overrides a parameter file
        {{"--risk", "absent.toml"}, "absent.toml"},
    };

    for (const auto& [options, named] : cases) {
        const auto run = this->run(options);

        EXPECT_NE(run.exit_code, 0) << options[0];
        EXPECT_EQ(run.signal, 0) << options[0];
        EXPECT_THAT(run.errors.bytes, HasSubstr(named));
    }
    EXPECT_EQ(json({"trials", "list"}).at("trials").size(), 0U);
}

TEST_F(BacktestCommands, WithoutLimitsAResultIsNoEvidence) {
    make_market();

    const auto run = json({"backtest", strategy("momentum_syn_perp_1h"), "--risk", "none"});

    EXPECT_EQ(run.at("manifest").at("may_be_promoted"), false);
    EXPECT_EQ(run.at("manifest").at("risk"), "none");
}

// Exported in the archive's layout it would come back without its stamp, as evidence.
TEST_F(BacktestCommands, ASyntheticSeriesIsNotExported) {
    make_market();

    const auto exported =
        tradelab({"data", "export", "synthetic.usdm:SYN-USDT-PERP", "bars", "1h"});

    EXPECT_EQ(exported.exit_code, 5);
    EXPECT_EQ(exported.output.bytes, "");
    EXPECT_THAT(exported.errors.bytes, HasSubstr("synthetic"));
}

// The curve, the headline and the break-down end at the same amount, or the run fails.
TEST_F(BacktestCommands, PositionsClosedAtTheEndAreInTheCurve) {
    make_market();

    // A position is open then, and funding is settled in the same moment.
    const std::vector<std::string> words = {
        "backtest", strategy("momentum_syn_perp_1h"), "--no-report", "--to", "2020-03-01"};
    auto closing = words;
    closing.emplace_back("--close-at-end");

    const auto open = json(words);
    const auto closed = json(closing);

    EXPECT_NE(open.at("result_hash"), closed.at("result_hash"));
    EXPECT_EQ(open.at("manifest").at("settings").at("at_end"), "value");
    EXPECT_EQ(closed.at("manifest").at("settings").at("at_end"), "close");
}

TEST_F(BacktestCommands, FilesThatSharedAnAccountAreOneTrialThatCountsForEachOfThem) {
    make_market();

    const auto both = json({"backtest",
                            strategy("momentum_syn_perp_1h"),
                            strategy("mean_reversion_syn_perp_1h"),
                            "--no-report"});
    const auto trials = json({"trials", "list"}).at("trials");
    const auto exported = json({"strategy", "export", strategy("momentum_syn_perp_1h")});

    EXPECT_EQ(both.at("trial"), 1);
    ASSERT_EQ(trials.size(), 1U);
    EXPECT_EQ(trials.at(0).at("instances").size(), 2U);
    const auto count = tradelab({"trials", "count"});
    EXPECT_EQ(count.output.bytes, "2\n");
    EXPECT_THAT(count.errors.bytes, HasSubstr("files tried, in 1 of the 1 runs of the ledger"));
    // The figures of the account are no one's of them.
    EXPECT_EQ(exported.at("performance").at("backtest"), nullptr);
}

TEST_F(BacktestCommands, RecordedHistoryIsImportedFromTheSharedFolder) {
    const auto shared = shared_file("data/um/BTCUSDT-1h.csv.gz");
    if (!shared) {
        GTEST_SKIP() << "the recorded data (TRADELAB_SHARED) is not here";
    }
    const auto root = shared->parent_path().parent_path().parent_path();
    tradelab.variables.push_back({"TRADELAB_SHARED", root.string()});

    const auto run = tradelab({"backtest", strategy("momentum_btc_perp_1h"), "--plain"});

    EXPECT_EQ(run.exit_code, 0) << run.errors.bytes;
    EXPECT_THAT(run.errors.bytes, HasSubstr("importing binance.usdm:BTC-USDT-PERP bars 1h"));
    EXPECT_THAT(run.output.bytes, HasSubstr("in the ledger, counted"));
}

}  // namespace
}  // namespace tradelab
