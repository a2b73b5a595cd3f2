#include "cli/grammar_data.hpp"

#include "cli/grammar.hpp"
#include "cli/grammar_synth.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace tradelab {

namespace {

CLI::Option* add_series(CLI::App& command, std::vector<std::string>& words) {
    return command
        .add_option("series", words, "as `data list` names it: binance.spot:BTC-USDT bars 1h")
        ->type_name("SERIES");
}

CLI::App* add_command(CLI::App& data, TypedData& typed, const char* name, const char* summary) {
    auto* command = data.add_subcommand(name, summary);
    command->add_option("--store", typed.store, "the folder of the history")
        ->type_name(std::string(operand::folder));
    return command;
}

void add_filling(CLI::App& data, TypedData& typed) {
    auto* import = add_command(data, typed, "import", "files of Binance's archive, or folders");
    import->add_option("paths", typed.import.paths, ".csv, .csv.gz or .zip, or folders of them")
        ->type_name(std::string(operand::package))
        ->required();
    import->add_option("--instrument", typed.import.instrument, "where the path does not say it")
        ->type_name("NAME");
    import->add_option("--kind", typed.import.kind, "bars, mark, funding, agg_trades, trades")
        ->type_name("KIND");
    import->add_option("--interval", typed.import.interval, "of bars and marks: 1m, 1h")
        ->type_name("TIME");
    import->footer("tradelab data list\ntradelab data gaps SERIES");

    auto* remove = add_command(data, typed, "remove", "a series, or one file of the store");
    remove->add_option("what", typed.remove.what, "a series, or the path of a .tlh file")
        ->type_name("SERIES|FILE")
        ->required();
    remove->add_flag("--yes", typed.remove.yes, "do not ask");
    remove->footer("tradelab data list\ntradelab data du");

    add_synth_options(
        *add_command(data, typed, "synth", "make a market up, stamped SYNTHETIC for good"),
        typed.synth);
}

void add_looking_at_data(CLI::App& data, TypedData& typed) {
    add_command(data, typed, "list", "every series: times, rows, holes, score")
        ->footer("tradelab data show SERIES\ntradelab data import PATH");
    auto* show = add_command(data, typed, "show", "files, provenance and findings of a series");
    add_series(*show, typed.show.series)->required();
    show->footer("tradelab data gaps SERIES\ntradelab data verify SERIES");
    auto* gaps = add_command(data, typed, "gaps", "what was never recorded, hole by hole");
    add_series(*gaps, typed.gaps.series)->required();
    gaps->footer("tradelab data show SERIES");
    auto* verify = add_command(
        data, typed, "verify", "every hash, and series against series; 5: too poor for evidence");
    add_series(*verify, typed.verify.series);
    verify->footer("tradelab data list\ntradelab data remove FILE");
    auto* exported = add_command(data, typed, "export", "a series in the archive's layout");
    add_series(*exported, typed.exported.series)->required();
    exported->add_option("--csv", typed.exported.csv, "the file to make; - is standard output (-)")
        ->type_name("FILE");
    exported->add_option("--unit", typed.exported.unit, "of times: ms or us (ms)")
        ->type_name("UNIT")
        ->check(CLI::IsMember({"ms", "us"}));
    exported->footer("tradelab data import FILE");
    add_command(data, typed, "du", "what the store takes on disk")->footer("tradelab data list");
}

template <class Wanted>
Wanted in_store(Wanted wanted, const TypedData& typed) {
    wanted.store = typed.store;
    return wanted;
}

}  // namespace

void add_data_commands(CLI::App& root, TypedData& typed) {
    auto* data = root.add_subcommand("data", "import, look at and check market history");
    add_filling(*data, typed);
    add_looking_at_data(*data, typed);
    data->footer("tradelab data import PATH\ntradelab data list");
}

RequestsByName data_requests(const TypedData& typed, Asking asking) {
    RemoveData remove = in_store(typed.remove, typed);
    remove.asking = asking;
    return {
        {"tradelab data import", in_store(typed.import, typed)},
        {"tradelab data list", in_store(typed.list, typed)},
        {"tradelab data show", in_store(typed.show, typed)},
        {"tradelab data verify", in_store(typed.verify, typed)},
        {"tradelab data gaps", in_store(typed.gaps, typed)},
        {"tradelab data export", in_store(typed.exported, typed)},
        {"tradelab data du", in_store(typed.usage, typed)},
        {"tradelab data remove", std::move(remove)},
        {"tradelab data synth", in_store(typed.synth, typed)},
    };
}

}  // namespace tradelab
