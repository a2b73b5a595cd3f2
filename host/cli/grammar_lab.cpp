#include "cli/grammar_lab.hpp"

#include "cli/grammar.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace tradelab {

namespace {

void add_research_command(CLI::App& lab,
                          const char* name,
                          const char* words,
                          CommandResearch& command) {
    auto* typed = lab.add_subcommand(name, words);
    typed->add_option("--config", command.settings, "the daemon's settings (tradelabd.toml)")
        ->type_name("FILE");
    typed->add_option("--reason", command.reason, "kept in the log, at most 200 bytes")
        ->type_name("TEXT");
    typed->footer("tradelab lab status");
}

void add_research_commands(CLI::App& lab, TypedLab& typed) {
    auto* status =
        lab.add_subcommand("status", "how far the daemon's search is, and what it found");
    status->add_option("--config", typed.status.settings, "the daemon's settings (tradelabd.toml)")
        ->type_name("FILE");
    status->footer("tradelab lab hypotheses\ntradelab lab start\ntradelab lab kill");
    typed.start.verb = ControlVerb::research_start;
    typed.kill.verb = ControlVerb::research_stop;
    add_research_command(
        lab, "start", "the daemon searches now, whatever it waited for", typed.start);
    add_research_command(
        lab, "kill", "the daemon's search ends where it can be taken up again", typed.kill);
}

}  // namespace

void add_lab_commands(CLI::App& root, TypedLab& typed) {
    auto* lab = root.add_subcommand("lab", "search for strategies, and try to destroy each");
    RunCampaign& run = typed.campaign;
    auto* campaign =
        lab->add_subcommand("campaign", "one search, from ideas to a verdict, at once");
    campaign->add_option("files", run.files, "parameter files: each begins a family of strategies")
        ->type_name(std::string(operand::strategy))
        ->required();
    campaign->add_option("--trials", run.trials, "ideas to try (500)")
        ->type_name("N")
        ->check(CLI::Range(1, 100'000));
    campaign->add_option("--seed", run.seed, "of all that is random (1)")
        ->type_name("N")
        ->check(CLI::Range(std::uint64_t{0}, std::uint64_t{INT64_MAX}));
    campaign->add_option("--threads", run.threads, "that try (one a core)")
        ->type_name("N")
        ->check(CLI::Range(1, 256));
    campaign->add_option("--finalists", run.finalists, "that the gate may see (20)")
        ->type_name("N")
        ->check(CLI::Range(1, 32));
    campaign
        ->add_option("--analyzer",
                     run.analyzers,
                     "an installed analyzer that proposes, too; may be given several times")
        ->allow_extra_args(false)
        ->type_name(std::string(operand::installed));
    campaign->add_option("--from", run.from, "first moment, UTC (where the history begins)")
        ->type_name("TIME");
    campaign->add_option("--to", run.to, "last moment, UTC (where it ends)")->type_name("TIME");
    campaign->add_option("--risk", run.risk, "another limits file")->type_name("FILE");
    campaign
        ->add_option("--cpu-percent",
                     run.cpu_percent,
                     "of one core, on average; below 100 it is one thread (100, of each)")
        ->type_name("N")
        ->check(CLI::Range(1, 100));
    campaign->add_option("--progress", run.progress, "a file that says how far it has come")
        ->type_name("FILE");
    campaign->add_option("--store", run.store, "where the history is")
        ->type_name(std::string(operand::folder));
    campaign->footer(
        "tradelab lab campaign strategies/FILE.json --trials 500\n"
        "tradelab trials list");
    auto* hypotheses = lab->add_subcommand("hypotheses", "how far each strategy has come");
    hypotheses->add_flag("--all", typed.hypotheses.all, "those that were retired, too");
    hypotheses->footer("tradelab lab show ID\ntradelab lab hypotheses --all");
    auto* show = lab->add_subcommand("show", "the life of one strategy, with its evidence");
    show->add_option("id", typed.show.id, "the beginning of its identity, or its name")
        ->type_name("ID")
        ->required();
    show->footer("tradelab lab hypotheses\ntradelab lab dossier ID");
    auto* dossier = lab->add_subcommand("dossier", "all that is known of what the gate judged");
    dossier
        ->add_option("id", typed.dossier.id, "a verdict or a strategy: the beginning, or its name")
        ->type_name("ID")
        ->required();
    dossier->footer("tradelab gate list\ntradelab lab dossier ID --json");
    auto* check = lab->add_subcommand("consistency",
                                      "does paper do what the backtest says? never: did it earn");
    check->add_option("--config", typed.check.settings, "the daemon's settings (tradelabd.toml)")
        ->type_name("FILE");
    check->add_option("--store", typed.check.store, "the history that it replays")
        ->type_name(std::string(operand::folder));
    check->footer("tradelab lab show ID\ntradelab approve ID --why TEXT");
    add_research_commands(*lab, typed);
    lab->footer("tradelab lab status\ntradelab lab campaign strategies/FILE.json");
}

RequestsByName lab_requests(const TypedLab& typed) {
    return {{"tradelab lab campaign", typed.campaign},
            {"tradelab lab status", typed.status},
            {"tradelab lab start", typed.start},
            {"tradelab lab kill", typed.kill},
            {"tradelab lab hypotheses", typed.hypotheses},
            {"tradelab lab show", typed.show},
            {"tradelab lab dossier", typed.dossier},
            {"tradelab lab consistency", typed.check}};
}

}  // namespace tradelab
