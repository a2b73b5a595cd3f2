#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tradelab::tidy {

// One breach of a rule: "host/risk/gate.cpp:14: what: what to do instead".
struct Finding {
    std::string file = {};
    std::size_t line = 0;  // 1 is the first line, 0 means the file as a whole
    std::string what = {};
    std::string instead = {};
};

[[nodiscard]] std::string describe(const Finding& finding);

using Findings = std::vector<Finding>;

enum class Language { cpp, cmake, shell, other };
enum class Mode { plain, executable };

// A file of the tree, cut into lines three ways.  Rules about paths and words read `lines`, rules
// about includes read `uncommented`, rules about calls read `code`: there, what stands in comments
// and literals is blanks (the quotes stay), so columns agree in all three.
struct SourceFile {
    std::string path;  // relative to the root, with '/'
    Language language = Language::other;
    Mode mode = Mode::plain;
    std::size_t bytes = 0;
    std::vector<std::string> lines = {};
    std::vector<std::string> uncommented = {};
    std::vector<std::string> code = {};

    [[nodiscard]] bool under(std::string_view folder) const;  // "host/os/"
    [[nodiscard]] bool is_header() const;
    [[nodiscard]] std::string_view name() const;    // "gate.cpp"
    [[nodiscard]] std::string_view folder() const;  // "host/risk", empty at the root
};

[[nodiscard]] SourceFile make_source(std::string path, std::string_view text, Mode = Mode::plain);

// What `#include` names on a line of C or C++; empty when the line includes nothing.
struct Include {
    std::string_view name = {};
    enum class Form { none, quoted, angled } form = Form::none;
};

[[nodiscard]] Include include_on(std::string_view line);

}  // namespace tradelab::tidy
