#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace tradelab {

// A command that an answer names is to work as it stands there: with the places that the user named
// for this one, where it takes them.
struct NextCommands {
    struct Given {
        std::string option;  // "--state"
        std::string value;
        // Another option that says the same: a command that takes it needs no more.
        std::string said_by = {};
    };
    std::vector<Given> given = {};
    // Which of these options a command takes: "tradelab gate explain".
    std::map<std::string, std::set<std::string>, std::less<>> takes = {};

    // A text with what is missing behind the words of each command in it, quoted for a shell.
    [[nodiscard]] std::string completed(std::string_view text) const;

private:
    [[nodiscard]] std::string completed_commands(std::string_view text) const;
    [[nodiscard]] std::string completed_daemon(std::string text) const;
};

}  // namespace tradelab
