#include "cli/next_commands.hpp"

#include "core/shell_word.hpp"

#include <algorithm>

namespace tradelab {
namespace {

constexpr std::string_view program = "tradelab ";
// The one sentence that names the daemon as something to type.
constexpr std::string_view daemon = "start it with: tradelabd";

bool is_word(char byte) {
    return (byte >= 'a' && byte <= 'z') || byte == '-';
}

// Not a folder of that name, and not the end of another word.
bool begins_word(std::string_view text, std::size_t at) {
    return at == 0 || text[at - 1] == ' ' || text[at - 1] == '(' || text[at - 1] == '`';
}

}  // namespace

std::string NextCommands::completed(std::string_view text) const {
    return completed_daemon(completed_commands(text));
}

std::string NextCommands::completed_daemon(std::string text) const {
    const auto at = text.find(daemon);
    const auto end = at + daemon.size();
    const auto taken = takes.find("tradelabd");
    if (at == std::string::npos || taken == takes.end() ||
        (end < text.size() && text[end] == ' ')) {
        return text;
    }
    std::string options;
    for (const auto& [option, value, said_by] : given) {
        if (taken->second.contains(option) && !taken->second.contains(said_by)) {
            options += " " + option + " " + shell_word(value);
        }
    }
    return text.insert(end, options);
}

std::string NextCommands::completed_commands(std::string_view text) const {
    std::string out;
    std::size_t kept = 0;
    for (auto at = given.empty() ? std::string_view::npos : text.find(program);
         at != std::string_view::npos;
         at = text.find(program, at + 1)) {
        // The longest name of a command that stands here.
        auto command = takes.end();
        std::size_t end = at + program.size() - 1;
        for (std::size_t next = end;
             begins_word(text, at) && next < text.size() && text[next] == ' ';) {
            const std::size_t word = next + 1;
            next = std::min(
                static_cast<std::size_t>(std::ranges::find_if_not(text.substr(word), is_word) -
                                         text.substr(word).begin()) +
                    word,
                text.size());
            const auto found = takes.find(text.substr(at, next - at));
            if (found != takes.end()) {
                command = found;
                end = next;
            }
        }
        if (command == takes.end()) {
            continue;
        }
        out += text.substr(kept, end - kept);
        kept = end;
        for (const auto& [option, value, said_by] : given) {
            // A line that was kept is completed already.
            const bool is_there = text.substr(end).find(" " + option + " ") != std::string::npos;
            if (!is_there && command->second.contains(option) &&
                !command->second.contains(said_by)) {
                out += " " + option + " " + shell_word(value);
            }
        }
    }
    return out + std::string(text.substr(kept));
}

}  // namespace tradelab
