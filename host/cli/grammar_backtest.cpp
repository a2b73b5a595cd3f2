#include "cli/grammar_backtest.hpp"

#include "cli/grammar.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace tradelab {

namespace {

void add_running(CLI::App& backtest, TypedBacktest& typed) {
    RunBacktest& run = typed.run;
    backtest.add_option("files", run.files, "parameter files; several share one account")
        ->type_name("FILE");
    backtest.add_option("--from", run.from, "first moment, UTC (where the history begins)")
        ->type_name("TIME");
    backtest.add_option("--to", run.to, "last moment, UTC (where it ends)")->type_name("TIME");
    backtest
        .add_option("--fill-model",
                    run.fill_model,
                    "what fills cost: pessimistic, base or optimistic, or one version of it "
                    "(pessimistic/1)")
        ->type_name("MODEL");
    backtest.add_option("--cost-stress", run.cost_stress, "fees and slippage times this (1)")
        ->type_name("FACTOR");
    backtest.add_option("--latency-bars", run.latency_bars, "bars an order is late (0)")
        ->type_name("N")
        ->check(CLI::Range(0, 100));
    backtest.add_option("--finer", run.finer, "bars to look into ambiguous ones with: 1m (none)")
        ->type_name("INTERVAL");
    backtest.add_option("--capital", run.capital, "of the account (10000)")->type_name("AMOUNT");
    backtest
        .add_option("--spot-share", run.spot_share, "of it in the spot wallet, 0 to 1 (as needed)")
        ->type_name("SHARE");
    backtest.add_option("--margin", run.margin, "of perpetuals: cross or isolated (cross)")
        ->type_name("MODE")
        ->check(CLI::IsMember({"cross", "isolated"}));
    backtest.add_option("--leverage", run.leverage, "the venue's, of perpetuals, 1 to 125 (2)")
        ->type_name("N")
        ->check(CLI::Range(1, 125));
    backtest.add_option("--risk", run.risk, "another limits file, or none")->type_name("FILE");
    backtest.add_option("--store", run.store, "where the history is")
        ->type_name(std::string(operand::folder));
    backtest.add_option("--out", run.out, "the folder for the result")
        ->type_name(std::string(operand::folder));
    backtest.add_flag("--no-report", typed.no_report, "no folder, no tear sheet");
    backtest.add_flag("--checks", run.checks, "look-ahead checks, also where they passed before");
    backtest.add_flag("--close-at-end", run.close_at_end, "close what is open when history ends");
}

}  // namespace

void add_backtest_commands(CLI::App& root, TypedBacktest& typed) {
    auto* backtest =
        root.add_subcommand("backtest", "would this have made money, after everything");
    add_running(*backtest, typed);
    auto* show = backtest->add_subcommand("show", "the figures of a result");
    show->add_option("folder", typed.show.folder, "that a backtest wrote")
        ->type_name(std::string(operand::folder))
        ->required();
    show->footer("tradelab backtest compare DIR DIR");
    auto* compare = backtest->add_subcommand("compare", "several results side by side");
    compare->add_option("folders", typed.compare.folders, "that backtests wrote")
        ->type_name(std::string(operand::folder))
        ->required();
    compare->footer("tradelab trials list");
    backtest->footer("tradelab backtest strategies/FILE.json\ntradelab trials list");
}

RequestsByName backtest_requests(const TypedBacktest& typed) {
    RunBacktest run = typed.run;
    run.report = !typed.no_report;
    return {
        {"tradelab backtest", run},
        {"tradelab backtest show", typed.show},
        {"tradelab backtest compare", typed.compare},
    };
}

}  // namespace tradelab
