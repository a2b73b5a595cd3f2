#include "tidy/calls.hpp"

#include "tidy/banned.hpp"
#include "tidy/text.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>

namespace tradelab::tidy {

namespace {

// Where a call is allowed after all, and why.
struct Allowance {
    std::string_view path;  // a folder or a file
    std::string_view reason;
};

template <std::size_t N>
bool is_allowed(const SourceFile& file, const std::array<Allowance, N>& allowances) {
    return std::ranges::any_of(allowances, [&](const auto& a) { return file.under(a.path); });
}

constexpr std::array outside_allowed = {
    Allowance{.path = "host/os/", .reason = "it is the door"},
    Allowance{.path = "host/net/", .reason = "sockets are its duty"},
    Allowance{.path = "host/control/", .reason = "so is the operator's socket"},
    Allowance{.path = "host/guardian/", .reason = "must not depend on what it guards against"},
    Allowance{.path = "host/store/", .reason = "SQLite opens its own file"},
    Allowance{.path = "host/plugin/library.cpp", .reason = "dlopen is its duty"},
};

constexpr std::array test_time_allowed = {
    Allowance{.path = "tests/bench/", .reason = "a benchmark measures real time"},
    Allowance{.path = "tests/os/", .reason = "proves that the real clock and process are real"},
    Allowance{.path = "tests/zoo/", .reason = "its plugins misbehave on purpose"},
};

constexpr std::array wall_clock_names = {
    Banned{"system_clock", "use a simulated Clock"},
    Banned{"sleep_for", "wait for the event itself, or move a simulated Clock"},
    Banned{"sleep_until", "wait for the event itself, or move a simulated Clock"},
};

constexpr std::array wall_clock_calls = {
    Banned{"usleep", "wait for the event itself"},
    Banned{"nanosleep", "wait for the event itself"},
    Banned{"sleep", "wait for the event itself"},
    Banned{"gettimeofday", "use a simulated Clock"},
    Banned{"time", "use a simulated Clock"},
};

constexpr std::array<std::string_view, 29> transcendentals = {
    "exp",   "exp2", "expm1", "log",  "log2",  "log10",  "log1p",  "pow",    "sin",   "cos",
    "tan",   "asin", "acos",  "atan", "atan2", "sinh",   "cosh",   "tanh",   "asinh", "acosh",
    "atanh", "cbrt", "hypot", "erf",  "erfc",  "tgamma", "lgamma", "sincos", "exp10"};

void add(Findings& findings,
         const SourceFile& file,
         std::size_t line,
         std::string_view what,
         std::string_view instead) {
    findings.push_back({.file = file.path,
                        .line = line + 1,
                        .what = std::string(what),
                        .instead = std::string(instead)});
}

void find_names(Findings& findings, const SourceFile& file, std::span<const Banned> banned) {
    for (std::size_t i = 0; i < file.code.size(); ++i) {
        if (include_on(file.code[i]).form != Include::Form::none) {
            continue;  // the layers judge includes
        }
        for (const auto& [name, instead] : banned) {
            if (has_word(file.code[i], name)) {
                add(findings, file, i, name, instead);
            }
        }
    }
}

// The file has a function or a lambda of this name: `Result<File> open(...)`, `auto time = [...`.
bool declares(const SourceFile& file, std::string_view name) {
    return std::ranges::any_of(file.code, [&](const std::string_view code) {
        for (auto at = find_word(code, name); at; at = find_word(code, name, *at + 1)) {
            const std::string_view after = trim(code.substr(*at + name.size()));
            if (use_at(code, *at) == Use::declared &&
                (after.starts_with('(') || after.starts_with("= ["))) {
                return true;
            }
        }
        return false;
    });
}

bool is_the_systems(Use use, const SourceFile& file, std::string_view name) {
    return use == Use::global || use == Use::standard ||
           (use == Use::plain && !declares(file, name));
}

void find_calls(Findings& findings, const SourceFile& file, std::span<const Banned> banned) {
    for (std::size_t i = 0; i < file.code.size(); ++i) {
        const std::string_view code = file.code[i];
        for (const auto& [name, instead] : banned) {
            for (auto at = find_word(code, name); at; at = find_word(code, name, *at + 1)) {
                if (is_called(code, *at, name.size()) &&
                    is_the_systems(use_at(code, *at), file, name)) {
                    add(findings, file, i, std::string(name) + "()", instead);
                }
            }
        }
    }
}

bool is_of_the_system(Use use) {
    return use == Use::global || use == Use::standard;
}

void find_qualified(Findings& findings, const SourceFile& file) {
    for (std::size_t i = 0; i < file.code.size(); ++i) {
        const std::string_view code = file.code[i];
        for (const auto& [name, instead] : banned_where_qualified) {
            for (auto at = find_word(code, name); at; at = find_word(code, name, *at + 1)) {
                // std::bind is of another trade.
                const bool is_other = name == "bind" && use_at(code, *at) == Use::standard;
                if (is_called(code, *at, name.size()) && is_of_the_system(use_at(code, *at)) &&
                    !is_other) {
                    add(findings, file, i, std::string(name) + "()", instead);
                }
            }
        }
    }
}

// What stands between the brackets that open behind `at`, as far as the line goes.
bool has_one_argument(std::string_view code, std::size_t at) {
    const std::size_t open = code.find('(', at);
    int depth = 0;
    for (const char c : code.substr(std::min(open, code.size()))) {
        depth += c == '(' || c == '{' ? 1 : c == ')' || c == '}' ? -1 : 0;
        if (depth <= 1 && c == ',') {
            return false;
        }
        if (depth == 0) {
            return true;
        }
    }
    return false;  // the call goes on: an algorithm's does, a path's hardly
}

// std::remove of a path; the algorithm of that name takes three arguments.
void find_remove(Findings& findings, const SourceFile& file) {
    constexpr std::string_view name = "remove";
    for (std::size_t i = 0; i < file.code.size(); ++i) {
        const std::string_view code = file.code[i];
        for (auto at = find_word(code, name); at; at = find_word(code, name, *at + 1)) {
            if (is_called(code, *at, name.size()) && is_of_the_system(use_at(code, *at)) &&
                has_one_argument(code, *at)) {
                add(findings, file, i, "remove()", to_disk);
            }
        }
    }
}

void find_filesystem(Findings& findings, const SourceFile& file) {
    for (std::size_t i = 0; i < file.code.size(); ++i) {
        const std::string_view code = file.code[i];
        for (const std::string_view name : filesystem_calls) {
            for (auto at = find_word(code, name); at; at = find_word(code, name, *at + 1)) {
                const std::string_view before = code.substr(0, *at);
                if (is_called(code, *at, name.size()) &&
                    (before.ends_with("filesystem::") || before.ends_with("fs::"))) {
                    add(findings, file, i, "std::filesystem::" + std::string(name), to_disk);
                }
            }
        }
    }
}

bool is_transcendental_of_libm(std::string_view code, std::size_t at, std::size_t length) {
    const Use use = use_at(code, at);
    if (use == Use::standard) {
        return true;  // named without a call too: `using std::log` hides the calls that follow
    }
    const std::string_view arguments = trim(code.substr(at + length));
    const bool writes_text = arguments.starts_with("(\"");  // log("...") is a log
    return arguments.starts_with('(') && !writes_text && (use == Use::plain || use == Use::global);
}

}  // namespace

Findings check_outside_calls(const SourceFile& file) {
    Findings findings;
    const bool judged = file.under("host/") || file.under("plugins/") || file.under("sdk/");
    if (!judged || is_allowed(file, outside_allowed)) {
        return findings;
    }
    find_names(findings, file, banned_names);
    find_calls(findings, file, banned_calls);
    find_qualified(findings, file);
    find_remove(findings, file);
    find_filesystem(findings, file);
    return findings;
}

Findings check_test_time(const SourceFile& file) {
    Findings findings;
    if (!file.under("tests/") || is_allowed(file, test_time_allowed)) {
        return findings;
    }
    find_names(findings, file, wall_clock_names);
    find_calls(findings, file, wall_clock_calls);
    return findings;
}

Findings check_libm(const SourceFile& file) {
    Findings findings;
    const bool decides = file.under("host/engine/") || file.under("host/statistics/") ||
                         file.under("host/lab/") || file.under("host/sim/") ||
                         file.under("host/history/") || file.under("host/strategy/") ||
                         file.under("plugins/") || file.under("sdk/");
    // Here exp and log without a scope are the deterministic ones.
    const bool is_ours = file.under("sdk/include/tradelab/math/");
    if (!decides) {
        return findings;
    }
    for (std::size_t i = 0; i < file.code.size(); ++i) {
        const std::string_view code = file.code[i];
        for (const std::string_view name : transcendentals) {
            for (auto at = find_word(code, name); at; at = find_word(code, name, *at + 1)) {
                const bool hidden = is_ours && use_at(code, *at) == Use::plain;
                if (!hidden && is_transcendental_of_libm(code, *at, name.size())) {
                    add(findings,
                        file,
                        i,
                        std::string(name) + " of libm",
                        "use tradelab::math, whose bits are the same on every processor");
                }
            }
        }
    }
    return findings;
}

}  // namespace tradelab::tidy
