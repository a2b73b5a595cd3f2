#include "tidy/shape.hpp"

#include "tidy/text.hpp"
#include "tidy/tree.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>

namespace tradelab::tidy {

namespace {

constexpr std::size_t file_lines_max = 400;
constexpr std::size_t line_characters_max = 100;
constexpr std::size_t readme_lines_max = 20;
constexpr std::size_t blob_bytes_max = std::size_t{200} << 10;

bool is_code(const SourceFile& file) {
    return file.language != Language::other;
}

// Characters, not bytes: a continuation byte of UTF-8 is no column of its own.
std::size_t width_of(std::string_view line) {
    return static_cast<std::size_t>(std::ranges::count_if(
        line, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

// "host/risk" of "host/risk/gate.cpp": the part or plugin that a file lies in, else empty.
std::string part_folder(const SourceFile& file) {
    for (const std::string_view top : {std::string_view("host/"), std::string_view("plugins/")}) {
        const std::size_t end = file.path.find('/', top.size());
        if (file.under(top) && end != std::string::npos) {
            return file.path.substr(0, end);
        }
    }
    return {};
}

}  // namespace

Findings check_file_length(const SourceFile& file) {
    if (!is_code(file) || file.lines.size() <= file_lines_max) {
        return {};
    }
    return {{.file = file.path,
             .what = std::to_string(file.lines.size()) + " lines",
             .instead = "a file is one idea in at most 400: give the second idea its own"}};
}

Findings check_line_length(const SourceFile& file) {
    Findings findings;
    for (std::size_t i = 0; is_code(file) && i < file.lines.size(); ++i) {
        if (const std::size_t width = width_of(file.lines[i]); width > line_characters_max) {
            findings.push_back({.file = file.path,
                                .line = i + 1,
                                .what = std::to_string(width) + " columns",
                                .instead = "break it at 100 (./dev format does for C++)"});
        }
    }
    return findings;
}

Findings check_guard(const SourceFile& file) {
    const auto says = [&](std::string_view what) {
        return std::ranges::any_of(file.uncommented,
                                   [&](const auto& line) { return trim(line).starts_with(what); });
    };
    if (!file.is_header() || (file.path.ends_with(".hpp") && says("#pragma once"))) {
        return {};
    }
    if (file.path.ends_with(".hpp")) {
        return {{.file = file.path, .what = "no guard", .instead = "begin with #pragma once"}};
    }
    if (says("#ifndef TRADELAB_") && says("#define TRADELAB_")) {
        return {};
    }
    return {{.file = file.path,
             .what = "no guard",
             .instead = "begin with #ifndef TRADELAB_..., which C and C++ both know"}};
}

Findings check_mode(const SourceFile& file) {
    const bool script = !file.lines.empty() && file.lines.front().starts_with("#!");
    if (script == (file.mode == Mode::executable)) {
        return {};
    }
    if (script) {
        return {{.file = file.path, .what = "a script nobody may run", .instead = "chmod +x it"}};
    }
    return {{.file = file.path, .what = "executable, but no script", .instead = "chmod -x it"}};
}

Findings check_blob(const SourceFile& file) {
    if (file.bytes <= blob_bytes_max) {
        return {};
    }
    return {
        {.file = file.path,
         .what = std::to_string(file.bytes / 1024) + " KiB",
         .instead = "keep data beside the repository (TRADELAB_SHARED), at most 200 KiB in it"}};
}

Findings check_readmes(const Tree& tree) {
    std::set<std::string> folders;
    for (const auto& file : tree) {
        folders.insert(part_folder(file));
    }
    folders.erase("");

    Findings findings;
    for (const auto& folder : folders) {
        const SourceFile* readme = find_file(tree, folder + "/README.md");
        if (readme == nullptr) {
            findings.push_back({.file = folder,
                                .what = "a part without README.md",
                                .instead = "say its one duty, in at most 20 lines"});
        } else if (readme->lines.size() > readme_lines_max) {
            findings.push_back({.file = readme->path,
                                .what = std::to_string(readme->lines.size()) + " lines",
                                .instead = "a part's README has at most 20: its duty, its rules"});
        }
    }
    return findings;
}

Findings check_changelog(const Tree& tree) {
    const SourceFile* log = find_file(tree, "CHANGELOG.md");
    if (log == nullptr) {
        return {{.file = "CHANGELOG.md",
                 .what = "there is none",
                 .instead = "say what a user can notice, under Safety, Features and Internals"}};
    }
    Findings findings;
    for (const std::string_view head : {"Safety", "Features", "Internals"}) {
        const bool found = std::ranges::any_of(log->lines, [&](const auto& line) {
            return line.starts_with('#') && trim(line.substr(line.find_first_not_of('#'))) == head;
        });
        if (!found) {
            findings.push_back({.file = log->path,
                                .what = "no head " + std::string(head),
                                .instead = "keep the three: Safety, Features, Internals"});
        }
    }
    return findings;
}

}  // namespace tradelab::tidy
