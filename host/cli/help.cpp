#include "cli/help.hpp"

#include "cli/grammar.hpp"
#include "terminal/table.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <utility>
#include <vector>

namespace tradelab {

namespace {

using Entry = std::pair<std::string, std::string>;

void add_section(std::string& text, std::string_view title, const std::vector<Entry>& entries) {
    if (entries.empty()) {
        return;
    }
    std::size_t width = 0;
    for (const auto& [left, right] : entries) {
        width = std::max(width, width_of(left));
    }
    text += "\n" + std::string(title) + ":\n";
    for (const auto& [left, right] : entries) {
        text += "  " + left + repeated(" ", width - width_of(left) + 2) + right + "\n";
    }
}

// The first line of what is said about a command; the rest is for its own page.
std::string summary_of(const CLI::App& command) {
    const std::string said = command.get_description();
    return said.substr(0, said.find('\n'));
}

bool is_first(const CLI::App& command) {
    return command.get_parent() == nullptr;
}

// Every other page than the program's own has room for all.
std::vector<Entry> commands_of(const CLI::App& command, Breadth breadth) {
    std::vector<Entry> entries;
    for (const CLI::App* child : command.get_subcommands({})) {
        const bool is_left_out = is_first(command) && breadth == Breadth::first_commands &&
                                 child->get_group() == rarer_commands;
        if (!child->get_group().empty() && !is_left_out) {
            entries.emplace_back(child->get_name(), summary_of(*child));
        }
    }
    return entries;
}

// Words up to the width of a terminal, the lines after the first further in.
std::string wrapped(std::string_view text) {
    constexpr std::size_t width = 80;
    std::string out;
    std::size_t column = 0;
    while (!text.empty()) {
        const std::string_view word = text.substr(0, text.find(' '));
        text.remove_prefix(std::min(word.size() + 1, text.size()));
        if (column == 0 || column + 1 + word.size() > width) {
            out += column == 0 ? "  " : "\n      ";
            column = column == 0 ? 2 : 6;
        } else {
            out += " ";
            ++column;
        }
        out += word;
        column += word.size();
    }
    return out + "\n";
}

// The numbers of core/exit_code.hpp, which scripts rely on.
constexpr std::string_view exit_codes =
    "0 ok, 1 failed (a package that is not right, too), 2 usage, 3 daemon not reachable, "
    "4 not authorised, 5 refused by a safety gate, 6 data missing or stale, 7 partly done, "
    "8 time-out, 130 interrupted; `error.code` of --json tells finer";

std::vector<Entry> positionals_of(const CLI::App& command) {
    std::vector<Entry> entries;
    for (const CLI::Option* option : command.get_options({})) {
        if (option->get_positional()) {
            entries.emplace_back(option->get_type_name(), option->get_description());
        }
    }
    return entries;
}

std::vector<Entry> options_of(const CLI::App& command) {
    std::vector<Entry> entries;
    for (const CLI::Option* option : command.get_options({})) {
        const bool takes_value = option->get_items_expected_max() != 0;
        const bool is_help = option->check_lname("help");
        if (!option->get_positional() && (!is_help || command.get_parent() == nullptr)) {
            entries.emplace_back(
                option->get_name() + (takes_value ? " " + option->get_type_name() : ""),
                option->get_description());
        }
    }
    return entries;
}

}  // namespace

std::string usage_of(const CLI::App& command) {
    std::string text = name_of(command);
    const bool has_commands = !command.get_subcommands({}).empty();
    if (has_commands && positionals_of(command).empty()) {
        return text + " COMMAND [options]";
    }
    for (const CLI::Option* option : command.get_options({})) {
        if (option->get_positional()) {
            const std::string name = option->get_type_name();
            // A series may be typed in several words, and is one.
            const bool several = option->get_items_expected_max() > 1 && name != "SERIES";
            // Beside commands an operand is needed too, though the grammar cannot say so.
            const bool is_needed = option->get_required() || has_commands;
            text += " " + (is_needed ? name : "[" + name + "]");
            text += several ? "..." : "";
        }
    }
    return text + " [options]";
}

std::string help_of(const CLI::App& command, Breadth breadth) {
    std::string text = command.get_description() + "\n\nusage: " + usage_of(command) + "\n";
    const auto shown = commands_of(command, breadth);
    add_section(text, "commands", shown);
    const std::size_t all = commands_of(command, Breadth::all_commands).size();
    if (all != shown.size()) {
        text += "\n  and " + std::to_string(all - shown.size()) + " more: " + name_of(command) +
                " help --all\n";
    }
    add_section(text, "arguments", positionals_of(command));
    add_section(text, "options", options_of(command));
    if (const CLI::App* root = command.get_parent(); root != nullptr) {
        while (root->get_parent() != nullptr) {
            root = root->get_parent();
        }
        add_section(text, "everywhere", options_of(*root));
    }
    if (is_first(command)) {
        text += "\nexit codes:\n" + wrapped(exit_codes);
    }
    std::string next = command.get_footer();
    if (!next.empty()) {
        text += "\nnext:\n";
        while (!next.empty()) {
            const auto end = std::min(next.find('\n'), next.size());
            text += "  " + next.substr(0, end) + "\n";
            next.erase(0, end + 1);
        }
    }
    return text;
}

}  // namespace tradelab
