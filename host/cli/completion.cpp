#include "cli/completion.hpp"

#include "cli/commands.hpp"
#include "cli/grammar.hpp"
#include "core/nearest.hpp"
#include "core/text.hpp"
#include "journal/trials.hpp"
#include "plugin/registry.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <cstdint>

namespace tradelab {

namespace {

const std::vector<std::string> shells = {"bash", "fish", "zsh"};

const CLI::App* below(const CLI::App& command, std::string_view name) {
    for (const CLI::App* child : command.get_subcommands({})) {
        if (child->get_name() == name && !child->get_group().empty()) {
            return child;
        }
    }
    return nullptr;
}

const CLI::Option* flag_named(const CLI::App& command, std::string_view word) {
    for (const CLI::App* app = &command; app != nullptr; app = app->get_parent()) {
        for (const CLI::Option* option : app->get_options({})) {
            const bool is_long = word.starts_with("--");
            if (is_long && option->check_lname(std::string(word.substr(2)))) {
                return option;
            }
        }
    }
    return nullptr;
}

// Where the last word stands.
struct Cursor {
    const CLI::App* command;
    const CLI::Option* value_of = nullptr;  // it is the value of this flag
    std::size_t positionals = 0;            // words before it that are no command and no flag
};

Cursor walk(const CLI::App& root, std::span<const std::string> before) {
    Cursor cursor{.command = &root};
    for (const auto& word : before) {
        if (cursor.value_of != nullptr) {
            cursor.value_of = nullptr;
        } else if (const auto* flag = flag_named(*cursor.command, word)) {
            cursor.value_of = flag->get_items_expected_max() != 0 ? flag : nullptr;
        } else if (const auto* next = below(*cursor.command, word)) {
            cursor.command = next;
        } else if (!word.starts_with("-")) {
            ++cursor.positionals;
        }
    }
    return cursor;
}

std::vector<std::string> command_names(const CLI::App& command) {
    std::vector<std::string> names;
    for (const CLI::App* child : command.get_subcommands({})) {
        if (!child->get_group().empty()) {
            names.push_back(child->get_name());
        }
    }
    return names;
}

std::vector<std::string> flag_names(const CLI::App& command) {
    std::vector<std::string> names;
    for (const CLI::App* app = &command; app != nullptr; app = app->get_parent()) {
        for (const CLI::Option* option : app->get_options({})) {
            for (const auto& name : option->get_lnames()) {
                names.push_back("--" + name);
            }
        }
    }
    return names;
}

// Positional number `at`; the last one, where it takes several.
const CLI::Option* positional(const CLI::App& command, std::size_t at) {
    const CLI::Option* last = nullptr;
    for (const CLI::Option* option : command.get_options({})) {
        if (option->get_positional()) {
            last = option;
            if (at == 0) {
                return option;
            }
            --at;
        }
    }
    return last != nullptr && last->get_items_expected_max() > 1 ? last : nullptr;
}

// Discovery only: no plugin's code runs because of a Tab.
std::vector<std::string> plugin_ids(const Disk& disk,
                                    const Layout& layout,
                                    std::optional<Origin> only) {
    std::vector<std::string> ids;
    for (const auto& package : discover(disk, layout.roots(), this_host()).packages) {
        if (!only || package.origin == *only) {
            ids.push_back(package.manifest.id);
        }
    }
    return ids;
}

// The parameter files of a project, as they are typed from its top; elsewhere the shell completes.
std::vector<std::string> strategy_files(const Disk& disk, const Layout& layout) {
    std::vector<std::string> files;
    for (const auto& name : disk.list(layout.here / "strategies").value_or(files)) {
        if (name.ends_with(".json")) {
            files.push_back("strategies/" + name);
        }
    }
    return files;
}

// Those that were run last, which are those that are asked for.
std::vector<std::string> trial_numbers(const Disk& disk, const Layout& layout) {
    constexpr std::uint64_t shown = 20;
    const auto ledger = trial_ledger_of(layout);
    const auto last = ledger ? last_trial(disk, *ledger) : Result<std::uint64_t>(0);
    std::vector<std::string> numbers;
    const std::uint64_t end = last.value_or(0);
    for (std::uint64_t number = end > shown ? end - shown + 1 : 1; number <= end; ++number) {
        numbers.push_back(std::to_string(number));
    }
    return numbers;
}

std::vector<std::string> values_for(const CLI::Option& option,
                                    const CLI::App& root,
                                    const Disk& disk,
                                    const Layout& layout) {
    const std::string what = option.get_type_name();
    if (what == operand::plugin) {
        return plugin_ids(disk, layout, std::nullopt);
    }
    if (what == operand::installed) {
        return plugin_ids(disk, layout, Origin::installed);
    }
    if (what == operand::strategy) {
        return strategy_files(disk, layout);
    }
    if (what == operand::trial) {
        return trial_numbers(disk, layout);
    }
    if (what == operand::kind) {
        return {"strategy"};
    }
    if (what == operand::shell) {
        return shells;
    }
    if (what == operand::command) {
        return command_names(root);
    }
    return {};
}

}  // namespace

std::vector<std::string> completions(std::span<const std::string> words,
                                     const Disk& disk,
                                     const Layout& layout) {
    Typed unused;
    const auto root = make_grammar(unused);
    const std::string last = words.empty() ? "" : words.back();
    const Cursor cursor = walk(*root, words.first(words.empty() ? 0 : words.size() - 1));
    const auto commands = command_names(*cursor.command);

    std::vector<std::string> candidates;
    if (cursor.value_of != nullptr) {
        candidates = values_for(*cursor.value_of, *root, disk, layout);
    } else if (last.starts_with("-")) {
        candidates = flag_names(*cursor.command);
    } else if (!commands.empty()) {
        candidates = commands;
    } else if (const auto* option = positional(*cursor.command, cursor.positionals)) {
        candidates = values_for(*option, *root, disk, layout);
    }
    std::erase_if(candidates, [&](const auto& word) { return !word.starts_with(last); });
    std::ranges::sort(candidates);
    return candidates;
}

Answer run(Session& session, const ShowCompletion& request) {
    if (const auto script = completion_script(request.shell)) {
        session.output.document(JsonObject{
            {"schema", "tradelab.completion/1"}, {"shell", request.shell}, {"script", *script}});
        if (!session.output.wants_json()) {
            session.output.verbatim(*script);
        }
        return ExitCode::ok;
    }
    const auto probably = nearest(request.shell, shells);
    return fail(
        ErrorCode::invalid_argument,
        "there is no completion for the shell " + in_quotes(request.shell),
        (probably ? "did you mean " + *probably + "? " : "") + "there are " + listed(shells));
}

}  // namespace tradelab
