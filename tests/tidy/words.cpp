#include "tidy/words.hpp"

#include "tidy/text.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace tradelab::tidy {

namespace {

struct Word {
    std::string_view word;
    std::string_view instead;
};

// In code, outside comments and literals.
constexpr std::array code_words = {
    Word{"dynamic_cast", "ask through a virtual function, or hold a variant"},
    Word{"DBL_MAX", "use std::optional for what may be absent"},
    Word{"goto", "return early, or make the rest a function"},
};

// Literals in two pieces are words that this file must not contain itself.
constexpr std::array comment_words = {
    Word{"TO"
         "DO",
         "do it, or open an issue"},
    Word{"FIX"
         "ME",
         "fix it, or open an issue"},
    Word{"XX"
         "X",
         "say what is wrong, or open an issue"},
    Word{"HA"
         "CK",
         "say why it must be so"},
};

constexpr std::array drawers = {
    Word{"util", "name the idea in it"},
    Word{"utils", "name the idea in it"},
    Word{"utility", "name the idea in it"},
    Word{"common", "name what they have in common"},
    Word{"helper", "name what it does"},
    Word{"helpers", "name what they do"},
    Word{"manager", "name its duty"},
    Word{"base", "name the concept"},
    Word{"misc", "name the idea in it"},
    Word{"shared_stuff", "name the idea in it"},
};

// Trees of a developer's or a builder's machine.  What follows must look like a name, so that a
// rule about /home in general may be written down.
constexpr std::array<std::string_view, 6> machine_roots = {
    "/ho"
    "me/",
    "/ro"
    "ot/",
    "/wo"
    "rk/",
    "/tm"
    "p/",
    "/Us"
    "ers/",
    "/m"
    "nt/"};

constexpr std::array<std::string_view, 10> package_hosts = {
    "py"
    "pi.org",
    "pythonhosted"
    ".org",
    "npm"
    "js.org",
    "crates"
    ".io",
    "debian"
    ".org",
    "ubuntu"
    ".com",
    "proxy.golang"
    ".org",
    "conan"
    ".io",
    "rubygems"
    ".org",
    "apt.llvm"
    ".org"};

Finding at_line(const SourceFile& file, std::size_t i, std::string what, std::string_view instead) {
    return {
        .file = file.path, .line = i + 1, .what = std::move(what), .instead = std::string(instead)};
}

bool has_comment(const SourceFile& file, std::size_t line) {
    return file.lines[line] != file.uncommented[line];
}

// A reason stands on the line itself or on the one above.
bool is_explained(const SourceFile& file, std::size_t line) {
    return has_comment(file, line) || (line > 0 && has_comment(file, line - 1));
}

// The literals (5s, "x"sv) cannot be had in another way.
bool opens_std(std::string_view code) {
    constexpr std::string_view opening = "using namespace std";
    const auto at = find_word(code, opening);
    return at && code.find("literals", *at + opening.size()) == std::string_view::npos;
}

void check_code_line(Findings& findings, const SourceFile& file, std::size_t i) {
    const std::string_view code = file.code[i];
    for (const auto& [word, instead] : code_words) {
        if (has_word(code, word)) {
            findings.push_back(at_line(file, i, std::string(word), instead));
        }
    }
    if (has_word(code, "const_cast") && !is_explained(file, i)) {
        findings.push_back(
            at_line(file,
                    i,
                    "const_cast without a reason",
                    "let the owner change it, or say in a comment which C API asks"));
    }
    if (has_word(code, "shared_ptr") && !is_explained(file, i)) {
        findings.push_back(at_line(file,
                                   i,
                                   "shared_ptr without a reason",
                                   "own it with unique_ptr, or say in a comment who shares it"));
    }
    if (opens_std(code)) {
        findings.push_back(at_line(file, i, "using namespace std", "name what you use"));
    }
    const auto detach = find_word(code, "detach");
    if (detach && is_called(code, *detach, 6) && use_at(code, *detach) == Use::member) {
        findings.push_back(
            at_line(file, i, "a detached thread", "join it: what nobody waits for nobody stops"));
    }
}

bool names_the_machine(std::string_view line, std::string_view root) {
    for (auto at = line.find(root); at != std::string_view::npos; at = line.find(root, at + 1)) {
        const char before = at == 0 ? ' ' : line[at - 1];
        const std::size_t end = at + root.size();
        const bool begins =
            !is_word(before) && std::string_view(".-/}").find(before) == std::string_view::npos;
        if (begins && end < line.size() && is_word(line[end])) {
            return true;
        }
    }
    return false;
}

}  // namespace

Findings check_words(const SourceFile& file) {
    Findings findings;
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
        for (const auto& [word, instead] : comment_words) {
            if (has_word(file.lines[i], word)) {
                findings.push_back(at_line(file, i, std::string(word), instead));
            }
        }
        if (i < file.code.size()) {
            check_code_line(findings, file, i);
        }
    }
    return findings;
}

Findings check_accessors(const SourceFile& file) {
    Findings findings;
    if (!file.under("host/")) {
        return findings;
    }
    for (std::size_t i = 0; i < file.code.size(); ++i) {
        const std::string_view code = file.code[i];
        for (const std::string_view word : words_of(code)) {
            const auto at = static_cast<std::size_t>(word.data() - code.data());
            const bool accessor = word.starts_with("get_") || word.starts_with("set_");
            const bool called = is_called(code, at, word.size());
            // A slot of a C table keeps the name that the table gave it.
            const bool is_slot = code.find("tl_") != std::string_view::npos;
            if (accessor && called && !is_slot && use_at(code, at) == Use::declared) {
                findings.push_back(at_line(file,
                                           i,
                                           std::string(word) + "()",
                                           "name the fact (best_bid) or the act (apply)"));
            }
        }
    }
    return findings;
}

Findings check_names(const SourceFile& file) {
    // The design names it: the lowest header of the ABI, which every other one includes.
    if (file.path == "sdk/include/tradelab/abi/base.h") {
        return {};
    }
    Findings findings;
    for (const std::string_view word : words_of(file.path)) {
        for (const auto& [drawer, instead] : drawers) {
            const bool alone = word == drawer;
            const bool ends = word.ends_with(drawer) &&
                              word.substr(0, word.size() - drawer.size()).ends_with('_');
            const bool begins =
                word.starts_with(drawer) && word.substr(drawer.size()).starts_with('_');
            if (alone || ends || begins) {
                findings.push_back({.file = file.path,
                                    .what = "named " + std::string(drawer),
                                    .instead = std::string(instead)});
            }
        }
    }
    return findings;
}

Findings check_machine_paths(const SourceFile& file) {
    Findings findings;
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
        for (const std::string_view root : machine_roots) {
            if (names_the_machine(file.lines[i], root)) {
                findings.push_back(at_line(file,
                                           i,
                                           "a path of one machine, " + std::string(root) + "...",
                                           "find it relative to the source tree or the prefix; a "
                                           "test makes its own temporary folder"));
            }
        }
    }
    return findings;
}

Findings check_package_hosts(const SourceFile& file) {
    Findings findings;
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
        for (const std::string_view host : package_hosts) {
            if (file.lines[i].find(host) != std::string::npos) {
                findings.push_back(at_line(file,
                                           i,
                                           "names the package host " + std::string(host),
                                           "leave it to the machine's own package settings"));
            }
        }
    }
    return findings;
}

}  // namespace tradelab::tidy
