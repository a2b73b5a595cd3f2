#pragma once

#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

// Quick: once over little, to see that all agree.  Json: one document, for `./dev bench`.
struct Options {
    bool quick = false;
    bool json = false;
};

// Nothing where another word was typed: then standard error says which there are.
inline std::optional<Options> options_of(std::string_view program,
                                         const std::vector<std::string_view>& arguments) {
    Options options;
    for (const std::string_view argument : arguments) {
        if (argument != "--quick" && argument != "--json") {
            std::fputs((std::string(program) + " [--quick] [--json]\n").c_str(), stderr);
            return std::nullopt;
        }
        options.quick = options.quick || argument == "--quick";
        options.json = options.json || argument == "--json";
    }
    return options;
}

}  // namespace bench
