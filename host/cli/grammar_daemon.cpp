#include "cli/grammar_daemon.hpp"

#include "cli/grammar.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <array>
#include <string>
#include <string_view>

namespace tradelab {

namespace {

struct Word {
    ControlVerb verb;
    std::string_view description;
    std::string_view next;
};

constexpr std::array questions = {
    Word{ControlVerb::status,
         "the account on paper: mode, money, risk, and what needs you now",
         "tradelab positions\ntradelab risk\ntradelab panic"},
    Word{ControlVerb::pnl, "what was made, split by where it came from", "tradelab fills"},
    Word{ControlVerb::positions, "what is held, and what protects it", "tradelab risk"},
    Word{ControlVerb::orders, "open orders, and the newest of all", "tradelab fills"},
    Word{ControlVerb::fills, "the newest fills", "tradelab pnl"},
    Word{ControlVerb::funding, "the newest settlements of funding", "tradelab pnl"},
    Word{ControlVerb::risk, "exposure against limits, and what they refused", "tradelab status"},
};

constexpr std::array commands = {
    Word{ControlVerb::pause, "no entries, until resume; what is held stays", "tradelab resume"},
    Word{ControlVerb::resume, "entries again: lifts pause, stop and panic", "tradelab status"},
    Word{ControlVerb::stop,
         "no entries, latched over restarts; protection stays; also with the daemon stopped",
         "tradelab status\ntradelab resume"},
    Word{ControlVerb::panic,
         "stop, and close everything at market; also with the daemon stopped",
         "tradelab status\ntradelab resume"},
};

void add_settings(CLI::App& command, std::string& settings) {
    command.add_option("--config", settings, "the daemon's settings (tradelabd.toml)")
        ->type_name("FILE");
}

void add_question(CLI::App& root, const Word& word, AskDaemon& asked) {
    auto* command = root.add_subcommand(std::string(control_verb_text(word.verb)),
                                        std::string(word.description));
    asked.verb = word.verb;
    add_settings(*command, asked.settings);
    if (word.verb == ControlVerb::status) {
        command->add_flag("--watch", asked.watch, "again every second, until Ctrl-C");
    } else {
        command->group(std::string(rarer_commands));
    }
    if (word.verb == ControlVerb::orders || word.verb == ControlVerb::fills ||
        word.verb == ControlVerb::funding) {
        command->add_option("--last", asked.last, "how many (20)")
            ->type_name("N")
            ->check(CLI::Range(1U, rows_max));
    }
    command->footer(std::string(word.next));
}

constexpr std::array past = {
    Word{ControlVerb::events,
         "what happened on the account: orders, fills, funding, commands, incidents",
         "tradelab orders\ntradelab audit"},
    Word{ControlVerb::audit,
         "who did what: pause, stop, panic, approvals, rejections, retirements",
         "tradelab events\ntradelab lab hypotheses"},
};

CLI::App* add_rarer(CLI::App& root, const std::string& name, const std::string& description) {
    auto* command = root.add_subcommand(name, description);
    command->group(std::string(rarer_commands));
    return command;
}

void add_limit(CLI::App& command, std::uint32_t& limit) {
    command.add_option("--limit", limit, "how many, the newest (" + std::to_string(limit) + ")")
        ->type_name("N")
        ->check(CLI::Range(1U, rows_max));
}

void add_past(CLI::App& root, const Word& word, AskPast& asked) {
    auto* command =
        add_rarer(root, std::string(control_verb_text(word.verb)), std::string(word.description));
    asked.verb = word.verb;
    add_settings(*command, asked.settings);
    add_limit(*command, asked.limit);
    const bool is_events = word.verb == ControlVerb::events;
    command
        ->add_option("--since",
                     asked.since,
                     is_events ? "not of before, in the feed's time" : "not of before")
        ->type_name("TIME");
    if (is_events) {
        command->add_flag("--follow", asked.follow, "and what happens next, until Ctrl-C");
    }
    command->footer(std::string(word.next));
}

void add_logs(CLI::App& root, ReadLog& typed) {
    auto* command = add_rarer(root, "logs", "the daemon's log; also with the daemon stopped");
    add_settings(*command, typed.settings);
    add_limit(*command, typed.limit);
    command->add_option("--level", typed.level, "lines as grave as this: info, warning or error")
        ->type_name("LEVEL")
        ->check(CLI::IsMember({"info", "warning", "error"}));
    command->add_flag("--follow", typed.follow, "and what is written next, until Ctrl-C");
    command->footer("tradelab events\ntradelab doctor");
}

void add_command(CLI::App& root, const Word& word, CommandDaemon& typed) {
    auto* command = root.add_subcommand(std::string(control_verb_text(word.verb)),
                                        std::string(word.description));
    typed.verb = word.verb;
    add_settings(*command, typed.settings);
    command->add_option("--reason", typed.reason, "kept in the journal, at most 200 bytes")
        ->type_name("TEXT");
    command->group(std::string(rarer_commands));
    command->footer(std::string(word.next));
}

}  // namespace

void add_daemon_commands(CLI::App& root, TypedDaemon& typed) {
    for (const Word& word : questions) {
        add_question(root, word, typed.asked[word.verb]);
    }
    for (const Word& word : commands) {
        add_command(root, word, typed.commands[word.verb]);
    }
    for (const Word& word : past) {
        add_past(root, word, typed.past[word.verb]);
    }
    add_logs(root, typed.log);
    auto* doctor = root.add_subcommand("doctor", "what keeps the daemon from working");
    doctor->group(std::string(rarer_commands));
    add_settings(*doctor, typed.doctor.settings);
    doctor->footer("tradelab config show\ntradelab status");

    auto* config = root.add_subcommand("config", "the daemon's settings");
    config->group(std::string(rarer_commands));
    auto* show = config->add_subcommand("show", "every setting, and where things lie");
    add_settings(*show, typed.show.settings);
    show->footer("tradelab doctor");
    auto* init = config->add_subcommand("init", "a folder of settings of your own, to be edited");
    init->add_option("folder", typed.init.folder, "a new one")
        ->type_name(std::string(operand::folder))
        ->required();
    init->footer("tradelabd --config DIR/tradelabd.toml");
    config->footer("tradelab config show");
}

RequestsByName daemon_requests(const TypedDaemon& typed) {
    RequestsByName requests = {
        {"tradelab doctor", typed.doctor},
        {"tradelab logs", typed.log},
        {"tradelab config", typed.show},
        {"tradelab config show", typed.show},
        {"tradelab config init", typed.init},
    };
    for (const auto& [verb, asked] : typed.asked) {
        requests.emplace("tradelab " + std::string(control_verb_text(verb)), asked);
    }
    for (const auto& [verb, asked] : typed.past) {
        requests.emplace("tradelab " + std::string(control_verb_text(verb)), asked);
    }
    for (const auto& [verb, command] : typed.commands) {
        requests.emplace("tradelab " + std::string(control_verb_text(verb)), command);
    }
    return requests;
}

}  // namespace tradelab
