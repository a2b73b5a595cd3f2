#include "tidy/shape.hpp"
#include "tidy/text.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

namespace tradelab::tidy {

namespace {

std::string without_extension(std::string_view path) {
    return std::string(path.substr(0, path.rfind('.')));
}

// Everything that some file includes, as written, beside what its own source includes.
struct Inclusion {
    std::string_view name;
    const SourceFile* by = nullptr;
};

std::vector<Inclusion> inclusions_in(const Tree& tree) {
    std::vector<Inclusion> all;
    for (const auto& file : tree) {
        for (const auto& line : file.uncommented) {
            if (const Include include = include_on(line); include.form != Include::Form::none) {
                all.push_back({.name = include.name, .by = &file});
            }
        }
    }
    return all;
}

// A header's own .cpp does not make it alive: then nobody could call what it declares.
bool is_included(const SourceFile& header, const std::vector<Inclusion>& inclusions) {
    const std::string own = without_extension(header.path);
    return std::ranges::any_of(inclusions, [&](const Inclusion& inclusion) {
        const bool names_it = inclusion.name == header.name() ||
                              header.path.ends_with("/" + std::string(inclusion.name));
        return names_it && without_extension(inclusion.by->path) != own;
    });
}

// The SDK's headers are for others: to be written of, or installed by name, is to be alive.
bool is_documented(const SourceFile& header, const Tree& tree) {
    return std::ranges::any_of(tree, [&](const SourceFile& file) {
        const bool speaks = file.path == "sdk/README.md" || file.path == "sdk/CMakeLists.txt";
        return speaks && std::ranges::any_of(file.lines, [&](const auto& line) {
                   return line.find(header.name()) != std::string::npos;
               });
    });
}

// A CMakeLists.txt may name a file, glob it ("*_fuzz.cpp"), or name its stem where the text builds
// names from stems ("${name}.cpp").
bool line_names(std::string_view line, const SourceFile& source) {
    for (auto at = line.find(source.name()); at != std::string_view::npos;
         at = line.find(source.name(), at + 1)) {
        if (at == 0 || !is_word(line[at - 1])) {
            return true;
        }
    }
    for (auto star = line.find('*'); star != std::string_view::npos;
         star = line.find('*', star + 1)) {
        const std::size_t end = std::min(line.find_first_of(" )\"\t", star), line.size());
        if (end - star > 1 && source.name().ends_with(line.substr(star + 1, end - star - 1))) {
            return true;
        }
    }
    return false;
}

bool builds_names(const SourceFile& cmake) {
    return std::ranges::any_of(cmake.lines, [](const std::string& line) {
        return line.find("}.c") != std::string::npos || line.find("}_") != std::string::npos;
    });
}

bool is_built_by(const SourceFile& cmake, const SourceFile& source) {
    if (!source.under(cmake.folder())) {
        return false;
    }
    const bool from_stems = builds_names(cmake);
    const std::string stem = without_extension(source.name());
    return std::ranges::any_of(cmake.lines, [&](const std::string& line) {
        return line_names(line, source) || (from_stems && has_word(line, stem));
    });
}

bool is_built(const SourceFile& source, const Tree& tree) {
    return std::ranges::any_of(tree, [&](const SourceFile& file) {
        return file.language == Language::cmake && is_built_by(file, source);
    });
}

}  // namespace

Findings check_dead_files(const Tree& tree) {
    const auto inclusions = inclusions_in(tree);
    Findings findings;
    for (const auto& file : tree) {
        const bool header =
            file.is_header() && (file.under("host/") || file.under("sdk/include/") ||
                                 file.under("plugins/") || file.under("tests/"));
        const bool source = file.path.ends_with(".cpp") || file.path.ends_with(".c");
        const bool spoken_of = file.under("sdk/") && is_documented(file, tree);
        if (header && !spoken_of && !is_included(file, inclusions)) {
            findings.push_back({.file = file.path,
                                .what = "a header that nothing includes",
                                .instead = "delete it, or use it"});
        }
        if (source && !is_built(file, tree)) {
            findings.push_back({.file = file.path,
                                .what = "a source that no CMakeLists.txt above it names",
                                .instead = "delete it, or build it"});
        }
    }
    return findings;
}

}  // namespace tradelab::tidy
