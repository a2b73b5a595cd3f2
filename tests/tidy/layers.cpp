#include "tidy/layers.hpp"

#include "tidy/text.hpp"

#include <algorithm>
#include <array>

namespace tradelab::tidy {

namespace {

constexpr std::array<std::string_view, 7> pure_parts = {
    "engine", "market", "risk", "orders", "portfolio", "sim", "strategy"};

constexpr std::array<std::string_view, 14> impure_headers = {"fstream",
                                                             "iostream",
                                                             "cstdio",
                                                             "stdio.h",
                                                             "filesystem",
                                                             "thread",
                                                             "mutex",
                                                             "future",
                                                             "condition_variable",
                                                             "random",
                                                             "fcntl.h",
                                                             "unistd.h",
                                                             "sys/",
                                                             "poll.h"};

// "risk" of "host/risk/gate.cpp"; empty outside host/ and for what lies in host/ itself.
std::string_view part_of(const SourceFile& file) {
    const std::string_view path = file.path;
    const std::size_t begin = std::string_view("host/").size();
    const std::size_t end = path.find('/', begin);
    const bool in_part = file.under("host/") && end != std::string_view::npos;
    return in_part ? path.substr(begin, end - begin) : std::string_view{};
}

template <class Check>
Findings on_includes(const SourceFile& file, Check check) {
    Findings findings;
    for (std::size_t i = 0; i < file.uncommented.size(); ++i) {
        const Include include = include_on(file.uncommented[i]);
        if (include.form == Include::Form::none) {
            continue;
        }
        if (Finding finding = check(include); !finding.what.empty()) {
            finding.file = file.path;
            finding.line = i + 1;
            findings.push_back(std::move(finding));
        }
    }
    return findings;
}

std::string names(const std::set<std::string>& parts) {
    std::string text;
    for (const auto& part : parts) {
        text += (text.empty() ? "" : ", ") + part;
    }
    return text.empty() ? "nothing" : text;
}

Finding breach_in_part(std::string_view part, std::string_view name) {
    const std::string other(name.substr(0, name.find('/')));
    if (name.find('/') == std::string_view::npos) {
        return {.what = "\"" + std::string(name) + "\" names no part",
                .instead = "write \"" + std::string(part) + "/" + std::string(name) + "\""};
    }
    const auto row = allowed_directions().find(part);
    if (row == allowed_directions().end()) {
        return {.what = "part " + std::string(part) + " has no place in the house yet",
                .instead = "give it a line in tests/tidy/layers.cpp and in ARCHITECTURE.md"};
    }
    if (other == part || row->second.contains(other)) {
        return {};
    }
    return {.what = std::string(part) + " includes " + other,
            .instead = std::string(part) + " may see " + names(row->second) +
                       "; move the idea down to one of them or pass it in from above"};
}

}  // namespace

const Graph& allowed_directions() {
    static const Graph graph = {
        {"core", {}},
        {"os", {"core"}},
        {"document", {"core"}},
        {"market", {"core"}},
        {"portfolio", {"core", "market"}},
        {"strategy", {"core", "document"}},
        {"risk", {"core", "market", "portfolio"}},
        {"orders", {"core", "risk"}},
        {"engine", {"core", "portfolio", "risk", "strategy"}},
        {"sim", {"core", "engine", "portfolio"}},
        {"journal", {"core", "document", "os"}},
        {"history", {"core", "document", "os"}},
        {"integrity", {"core", "history"}},
        {"ingest", {"core", "document", "history", "integrity", "os"}},
        {"synthetic", {"core", "history"}},
        {"statistics", {"core"}},
        {"gate", {"core", "document", "journal", "os", "statistics"}},
        {"terminal", {"core"}},
        {"brain", {"core", "document", "statistics", "strategy"}},
        {"lab",
         {"brain",
          "config",
          "core",
          "document",
          "engine",
          "gate",
          "history",
          "integrity",
          "journal",
          "os",
          "plugin",
          "portfolio",
          "risk",
          "sim",
          "statistics",
          "strategy"}},
        {"paper",
         {"core",
          "document",
          "engine",
          "history",
          "journal",
          "lab",
          "os",
          "plugin",
          "portfolio",
          "risk",
          "sim",
          "strategy"}},
        {"campaign",
         {"brain",
          "core",
          "document",
          "engine",
          "gate",
          "history",
          "journal",
          "lab",
          "os",
          "plugin",
          "statistics",
          "strategy"}},
        {"honesty",
         {"brain",
          "campaign",
          "config",
          "core",
          "document",
          "gate",
          "history",
          "lab",
          "os",
          "plugin",
          "statistics",
          "strategy",
          "synthetic"}},
        {"lifecycle", {"core", "document", "gate", "journal", "lab", "os", "risk", "statistics"}},
        {"research", {"core", "document", "gate", "lifecycle", "os"}},
        {"report",
         {"core",
          "document",
          "engine",
          "gate",
          "lab",
          "os",
          "portfolio",
          "risk",
          "statistics",
          "terminal"}},
        {"config", {"core", "document", "os", "portfolio", "risk", "sim"}},
        {"control", {"core", "document"}},
        {"store",
         {"core", "document", "engine", "gate", "journal", "lifecycle", "os", "paper", "report"}},
        {"daemon",
         {"control",
          "core",
          "document",
          "engine",
          "lifecycle",
          "os",
          "paper",
          "report",
          "research",
          "risk",
          "store",
          "watch"}},
        {"watch", {"core", "gate", "lab", "lifecycle", "os", "paper", "statistics"}},
        {"plugin", {"core", "document", "os"}},
        {"validate", {"core", "document", "os", "plugin", "strategy"}},
        {"cli",
         {"brain", "campaign", "config",     "control",  "core",      "document", "engine",
          "gate",  "history",  "honesty",    "ingest",   "integrity", "journal",  "lifecycle",
          "lab",   "os",       "paper",      "plugin",   "portfolio", "report",   "research",
          "risk",  "sim",      "statistics", "strategy", "synthetic", "terminal", "validate"}},
    };
    return graph;
}

Findings check_layers(const SourceFile& file) {
    const std::string_view part = part_of(file);
    const bool sdk_only = file.under("plugins/") || file.under("sdk/");
    return on_includes(file, [&](const Include& include) -> Finding {
        const std::string_view first = include.name.substr(0, include.name.find('/'));
        if (sdk_only && include.name != first && allowed_directions().contains(first) &&
            include.form == Include::Form::quoted) {
            return {.what = "\"" + std::string(include.name) + "\" belongs to the host",
                    .instead = "plugins and the SDK see the SDK only: use <tradelab/...>"};
        }
        if (part.empty() || include.form != Include::Form::quoted) {
            return {};
        }
        return breach_in_part(part, include.name);
    });
}

Findings check_purity(const SourceFile& file) {
    if (std::ranges::find(pure_parts, part_of(file)) == pure_parts.end()) {
        return {};
    }
    return on_includes(file, [&](const Include& include) -> Finding {
        const bool impure = std::ranges::any_of(impure_headers, [&](std::string_view header) {
            return include.name == header ||
                   (header.ends_with('/') && include.name.starts_with(header));
        });
        if (!impure || include.form != Include::Form::angled) {
            return {};
        }
        return {
            .what = std::string(part_of(file)) + " includes <" + std::string(include.name) + ">",
            .instead = "the loop is synchronous and pure: let os/ do it and hand in the result"};
    });
}

Findings check_parent_includes(const SourceFile& file) {
    // An installed header finds its neighbour wherever the prefix is, for C and without -I flags.
    if (file.under("sdk/include/tradelab/abi/draft/")) {
        return {};
    }
    return on_includes(file, [](const Include& include) -> Finding {
        if (include.name.find("../") == std::string_view::npos) {
            return {};
        }
        return {.what = "includes \"" + std::string(include.name) + "\"",
                .instead = "name it from its include root: \"part/file.hpp\" or <tradelab/...>"};
    });
}

Graph uses_of(const SourceFile& cmake_lists) {
    enum class Section { none, name, other, uses };
    Graph graph;
    std::string part;
    Section section = Section::none;
    for (const std::string_view line : cmake_lists.lines) {
        for (const std::string_view word : words_of(line.substr(0, line.find('#')))) {
            if (word == "tradelab_part") {
                section = Section::name;
            } else if (section == Section::name) {
                part = word;
                graph[part];
                section = Section::other;
            } else if (word == "USES" || word == "LINKS" || word == "SOURCES") {
                section = word == "USES" && !part.empty() ? Section::uses : Section::other;
            } else if (section == Section::uses) {
                graph[part].emplace(word);
            }
        }
        if (line.find(')') != std::string_view::npos) {
            section = Section::none;
            part.clear();
        }
    }
    return graph;
}

Findings check_uses(const SourceFile& file) {
    Findings findings;
    if (!file.under("host/") || file.name() != "CMakeLists.txt") {
        return findings;
    }
    for (const auto& [part, uses] : uses_of(file)) {
        const auto row = allowed_directions().find(part);
        for (const auto& other : uses) {
            // The SDK lies below the house: every part may see it.
            if (other == "sdk" ||
                (row != allowed_directions().end() && row->second.contains(other))) {
                continue;
            }
            findings.push_back({.file = file.path,
                                .what = "part " + part + " names " + other + " in USES",
                                .instead =
                                    "the directions in tests/tidy/layers.cpp do not allow it; "
                                    "move the idea down or pass it in from above"});
        }
    }
    return findings;
}

std::vector<std::string> find_cycle(const Graph& graph) {
    // Parts without a successor left cannot be on a cycle: take them away until none is left.
    Graph rest = graph;
    const auto leads_on = [&](const auto& row) {
        return std::ranges::any_of(row.second, [&](const auto& to) { return rest.contains(to); });
    };
    for (auto it = rest.begin(); it != rest.end();) {
        if (leads_on(*it)) {
            ++it;
        } else {
            rest.erase(it);
            it = rest.begin();
        }
    }
    if (rest.empty()) {
        return {};
    }

    std::vector<std::string> path = {rest.begin()->first};
    while (true) {
        const auto& successors = rest.at(path.back());
        const auto next =
            std::ranges::find_if(successors, [&](const auto& to) { return rest.contains(to); });
        const auto seen = std::ranges::find(path, *next);
        if (seen != path.end()) {
            std::vector<std::string> cycle(seen, path.end());
            cycle.push_back(*next);
            return cycle;
        }
        path.push_back(*next);
    }
}

Findings check_cycles(const std::vector<SourceFile>& tree) {
    Graph graph;
    for (const auto& file : tree) {
        if (file.under("host/") && file.name() == "CMakeLists.txt") {
            graph.merge(uses_of(file));
        }
    }
    const auto cycle = find_cycle(graph);
    if (cycle.empty()) {
        return {};
    }
    std::string way;
    for (const auto& part : cycle) {
        way += (way.empty() ? "" : " -> ") + part;
    }
    return {{.file = "host",
             .what = "parts use each other in a circle, " + way,
             .instead = "take the idea both need into a part below them"}};
}

}  // namespace tradelab::tidy
