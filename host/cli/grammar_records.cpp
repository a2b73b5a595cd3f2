#include "cli/grammar_records.hpp"

#include "cli/grammar.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace tradelab {

namespace {

void add_trial_choice(CLI::App& command, TrialChoice& choice) {
    command.add_option("--strategy", choice.strategy, "of this hash, or its beginning")
        ->type_name("HASH");
    command.add_option("--plugin", choice.plugin, "of this plugin")->type_name("ID");
    command.add_option("--basis", choice.basis, "on recorded or on synthetic data")
        ->type_name("BASIS")
        ->check(CLI::IsMember({"recorded", "synthetic"}));
    command.add_flag("--counted", choice.counted, "only those that later claims are corrected by");
}

}  // namespace

void add_record_commands(CLI::App& root, TypedRecords& typed) {
    auto* trials = root.add_subcommand("trials", "every backtest that was ever run");
    auto* list = trials->add_subcommand("list", "the last of them");
    add_trial_choice(*list, typed.list.choice);
    list->add_option("--last", typed.list.last, "how many (20)")
        ->type_name("N")
        ->check(CLI::Range(1, 1'000'000));
    list->add_flag("--all", typed.all, "all of them");
    list->footer("tradelab trials show NUMBER");
    auto* show = trials->add_subcommand("show", "one, with all it takes to run it again");
    show->add_option("number", typed.show.seq, "its number")
        ->type_name(std::string(operand::trial))
        ->required();
    show->footer("tradelab reproduce NUMBER\ntradelab trials list");
    auto* count =
        trials->add_subcommand("count", "how many there are: each parameter file of a run is one");
    add_trial_choice(*count, typed.count.choice);
    count->footer("tradelab trials list");
    trials->footer("tradelab trials list\ntradelab reproduce NUMBER\ntradelab journal verify");

    auto* reproduce = root.add_subcommand(
        "reproduce", "run a trial again: the same to the last bit, or what differs");
    reproduce->add_option("trial", typed.reproduce.number, "its number")
        ->type_name(std::string(operand::trial))
        ->required();
    reproduce->add_option("--store", typed.reproduce.store, "where the history is")
        ->type_name(std::string(operand::folder));
    reproduce->footer("tradelab trials show NUMBER");

    auto* journal = root.add_subcommand("journal", "what was recorded, and whether it is whole");
    journal->group(std::string(rarer_commands));
    auto* verify = journal->add_subcommand("verify", "judge every byte of journals");
    verify->group("Subcommands");  // else it has that of its parent, and is only named
    verify->add_option("paths", typed.verify.paths, "journal files (those of the state folder)")
        ->type_name("PATH");
    verify->footer("tradelab trials list");
    auto* adopt = journal->add_subcommand(
        "adopt", "give a journal that lost its .mark file a new one: what is there then counts");
    adopt->group("Subcommands");
    adopt->add_option("path", typed.adopt.path, "the journal file")->type_name("PATH")->required();
    adopt->add_flag("--yes", typed.adopt.yes, "it was looked at: nothing is missing at its end");
    adopt->footer("tradelab journal verify PATH");
    journal->footer("tradelab journal verify");
}

RequestsByName record_requests(const TypedRecords& typed) {
    ListTrials list = typed.list;
    list.last = typed.all ? 0 : list.last;
    return {
        {"tradelab trials", list},
        {"tradelab trials list", list},
        {"tradelab trials show", typed.show},
        {"tradelab trials count", typed.count},
        {"tradelab reproduce", typed.reproduce},
        {"tradelab journal verify", typed.verify},
        {"tradelab journal adopt", typed.adopt},
    };
}

}  // namespace tradelab
