#include "cli/arguments.hpp"

#include "cli/grammar.hpp"
#include "cli/help.hpp"
#include "core/nearest.hpp"
#include "core/text.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <array>

namespace tradelab {

namespace {

auto usage(std::string what, std::string remedy) {
    return fail(ErrorCode::invalid_argument, std::move(what), std::move(remedy));
}

const CLI::App& deepest(const CLI::App& app) {
    const auto chosen = app.get_subcommands();
    return chosen.empty() ? app : deepest(*chosen.back());
}

std::vector<std::string> commands_in(const CLI::App& command) {
    std::vector<std::string> names;
    for (const CLI::App* child : command.get_subcommands({})) {
        if (!child->get_group().empty()) {
            names.push_back(child->get_name());
        }
    }
    return names;
}

std::vector<std::string> flags_of(const CLI::App& command) {
    std::vector<std::string> flags;
    for (const CLI::App* app = &command; app != nullptr; app = app->get_parent()) {
        for (const CLI::Option* option : app->get_options({})) {
            for (const auto& name : option->get_lnames()) {
                flags.push_back("--" + name);
            }
        }
    }
    return flags;
}

std::string see(const CLI::App& command) {
    return "see: " + name_of(command) + " --help";
}

// "plugin install" for "install": the one level that people leave out.
std::optional<std::string> found_below(const CLI::App& command, const std::string& word) {
    for (const CLI::App* child : command.get_subcommands({})) {
        const auto names = commands_in(*child);
        if (std::ranges::find(names, word) != names.end()) {
            return name_of(*child) + " " + word;
        }
    }
    return std::nullopt;
}

Failure unknown_command(const CLI::App& command, const std::string& word) {
    const auto names = commands_in(command);
    const std::string what = "there is no command " + in_quotes(name_of(command) + " " + word);
    if (const auto below = found_below(command, word)) {
        return usage(what, "did you mean `" + *below + "`?");
    }
    if (const auto name = nearest(word, names)) {
        return usage(what, "did you mean `" + name_of(command) + " " + *name + "`?");
    }
    return usage(what, "there are " + listed(names) + "; " + see(command));
}

// What the grammar had no place for.
Failure extra_word(const CLI::App& command, const std::string& word) {
    if (word.starts_with("-") && word.size() > 1) {
        const std::string flag = word.substr(0, word.find('='));
        const auto name = nearest(flag, flags_of(command));
        return usage(name_of(command) + " has no option " + in_quotes(flag),
                     (name ? "did you mean " + *name + "? " : "") + see(command));
    }
    if (!commands_in(command).empty()) {
        return unknown_command(command, word);
    }
    return usage(in_quotes(word) + " is one word too many for " + name_of(command),
                 "usage: " + usage_of(command));
}

Failure explain(const CLI::App& root, const CLI::ParseError& thrown) {
    const CLI::App& command = deepest(root);
    for (const CLI::Option* option : command.get_options({})) {
        if (option->get_required() && option->count() == 0) {
            return usage(name_of(command) + " needs " + option->get_type_name() + ": " +
                             option->get_description(),
                         "usage: " + usage_of(command));
        }
    }
    // "Could not convert: trial = x": the grammar converts nothing but numbers.
    const std::string what = printable(thrown.what(), 400);
    if (constexpr std::string_view prefix = "Could not convert: "; what.starts_with(prefix)) {
        return usage(what.substr(prefix.size()) + ": this is not a number that " +
                         name_of(command) + " takes",
                     see(command));
    }
    return usage(what, see(command));
}

Result<Request> help_on(const CLI::App& root, const std::vector<std::string>& topic) {
    const CLI::App* command = &root;
    for (const auto& word : topic) {
        const auto below = command->get_subcommands({});
        const auto next = std::ranges::find(below, word, &CLI::App::get_name);
        if (next == below.end()) {
            return unknown_command(*command, word);
        }
        command = *next;
    }
    return ShowHelp{help_of(*command)};
}

Result<Request> chosen(const CLI::App& root, const Typed& typed) {
    const CLI::App& command = deepest(root);
    const RequestsByName requests = requests_of(typed);
    if (const auto found = requests.find(name_of(command)); found != requests.end()) {
        return found->second;
    }
    if (name_of(command) == "tradelab help") {
        return typed.help_all && typed.help_topic.empty()
                   ? Result<Request>(ShowHelp{help_of(root, Breadth::all_commands)})
                   : help_on(root, typed.help_topic);
    }
    if (typed.version) {
        return ShowVersion{};
    }
    if (command.get_parent() == nullptr) {
        return ShowHelp{help_of(root)};
    }
    return usage(name_of(command) + " needs a command",
                 "there are " + listed(commands_in(command)) + "; " + see(command));
}

// Where things are, as the user may say it.
constexpr std::array<std::string_view, 4> places = {"--state", "--config", "--store", "--plugins"};

const CLI::Option* option_of(const CLI::App& command, std::string_view name) {
    for (const CLI::App* app = &command; app != nullptr; app = app->get_parent()) {
        if (const auto* option = app->get_option_no_throw(std::string(name))) {
            return option;
        }
    }
    return nullptr;
}

void add_takers(const CLI::App& command, NextCommands& next) {
    for (const std::string_view place : places) {
        if (command.get_parent() != nullptr && option_of(command, place) != nullptr) {
            next.takes[name_of(command)].emplace(place);
        }
    }
    for (const CLI::App* child : command.get_subcommands({})) {
        add_takers(*child, next);
    }
}

NextCommands next_after(const CLI::App& root) {
    NextCommands next;
    for (const std::string_view place : places) {
        const CLI::Option* option = option_of(deepest(root), place);
        if (option != nullptr && option->count() > 0) {
            next.given.push_back({.option = std::string(place), .value = option->results().back()});
        }
    }
    add_takers(root, next);
    next.takes["tradelabd"] = {"--state", "--config", "--store"};
    return next;
}

}  // namespace

GlobalFlags flags_in(std::span<const std::string> words) {
    const auto end = std::ranges::find(words, "--");
    const auto has = [&](std::string_view flag) {
        return std::find(words.begin(), end, flag) != end;
    };
    return {.format = has("--json") ? Format::json : Format::text,
            .look = has("--plain") ? Look::plain : Look::rich};
}

Result<Arguments> parse_arguments(std::span<const std::string> words) {
    Typed typed;
    const auto root = make_grammar(typed);
    std::optional<Failure> problem;
    try {
        // CLI11 takes them last first.
        root->parse(std::vector<std::string>(words.rbegin(), words.rend()));
    } catch (const CLI::CallForHelp&) {
        return Arguments{.global = flags_in(words), .request = ShowHelp{help_of(deepest(*root))}};
    } catch (const CLI::ParseError& thrown) {
        problem = explain(*root, thrown);
    }
    for (const auto& word : root->remaining(true)) {
        if (word != "--") {
            return extra_word(deepest(*root), word);
        }
    }
    if (problem) {
        return *problem;
    }
    auto request = chosen(*root, typed);
    if (!request) {
        return fail(std::move(request.error()));
    }
    Arguments arguments{.global = {}, .request = std::move(*request), .next = next_after(*root)};
    arguments.global.format = typed.json ? Format::json : Format::text;
    arguments.global.look = typed.plain ? Look::plain : Look::rich;
    if (const auto* settings = option_of(deepest(*root), "--config");
        settings != nullptr && settings->count() > 0) {
        arguments.global.places.settings = settings->results().back();
    }
    if (!typed.plugins.empty()) {
        arguments.global.places.plugins = typed.plugins;
    }
    if (!typed.state.empty()) {
        arguments.global.places.state = typed.state;
    }
    return arguments;
}

}  // namespace tradelab
