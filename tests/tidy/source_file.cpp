#include "tidy/source_file.hpp"

#include "tidy/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace tradelab::tidy {

namespace {

Language language_of(std::string_view name) {
    const auto ends = [&](auto... suffix) { return (name.ends_with(suffix) || ...); };
    if (ends(".cpp", ".hpp", ".h", ".c", ".cpp.in", ".hpp.in", ".h.in", ".c.in")) {
        return Language::cpp;
    }
    if (ends(".cmake", ".cmake.in", "CMakeLists.txt", "CMakeLists.txt.in")) {
        return Language::cmake;
    }
    return Language::other;
}

// Walks C++ once and blanks what is not code.  Knows comments, character and string literals,
// raw strings and digit separators, which is all that can hide a quote or a slash.
class Blanker {
public:
    explicit Blanker(std::string_view text) : text_(text), uncommented_(text), code_(text) {}

    std::pair<std::string, std::string> run() {
        while (at_ < text_.size()) {
            step();
        }
        return {std::move(uncommented_), std::move(code_)};
    }

private:
    void step() {
        const std::string_view rest = text_.substr(at_);
        if (rest.starts_with("//")) {
            comment(rest.find('\n'));
        } else if (rest.starts_with("/*")) {
            const std::size_t end = rest.find("*/", 2);
            comment(end == std::string_view::npos ? end : end + 2);
        } else if (rest.starts_with("R\"") && !follows_word()) {
            raw_string(rest);
        } else if (rest.front() == '"' || (rest.front() == '\'' && !follows_word())) {
            literal(rest);
        } else {
            ++at_;
        }
    }

    // 1'000 and u8"x" differ: only before an apostrophe does a word character mean a number.
    [[nodiscard]] bool follows_word() const { return at_ > 0 && is_word(text_[at_ - 1]); }

    void comment(std::size_t length) {
        const std::size_t end = std::min(text_.size(), length_to_end(length));
        blank(uncommented_, at_, end);
        blank(code_, at_, end);
        at_ = end;
    }

    void raw_string(std::string_view rest) {
        const std::size_t open = rest.find('(');
        if (open == std::string_view::npos) {
            ++at_;
            return;
        }
        const std::string close = ")" + std::string(rest.substr(2, open - 2)) + "\"";
        const std::size_t end = rest.find(close, open);
        const std::size_t after =
            length_to_end(end == std::string_view::npos ? end : end + close.size());
        blank(code_, at_ + 2, after - 1);
        at_ = after;
    }

    void literal(std::string_view rest) {
        std::size_t length = 1;
        while (length < rest.size() && rest[length] != rest.front() && rest[length] != '\n') {
            length += rest[length] == '\\' ? 2U : 1U;
        }
        const std::size_t end = std::min(text_.size(), at_ + length + 1);
        blank(code_, at_ + 1, end - 1);
        at_ = end;
    }

    [[nodiscard]] std::size_t length_to_end(std::size_t length) const {
        return length == std::string_view::npos ? text_.size() : at_ + length;
    }

    static void blank(std::string& into, std::size_t from, std::size_t to) {
        for (std::size_t i = from; i < to && i < into.size(); ++i) {
            into[i] = into[i] == '\n' ? '\n' : ' ';
        }
    }

    std::string_view text_;
    std::string uncommented_;
    std::string code_;
    std::size_t at_ = 0;
};

std::vector<std::string> cut(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        lines.emplace_back(text.substr(0, end));
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    }
    return lines;
}

}  // namespace

std::string describe(const Finding& finding) {
    const std::string line = finding.line == 0 ? "" : ":" + std::to_string(finding.line);
    return finding.file + line + ": " + finding.what + ": " + finding.instead;
}

bool SourceFile::under(std::string_view folder) const {
    return path.starts_with(folder);
}

bool SourceFile::is_header() const {
    return path.ends_with(".hpp") || path.ends_with(".h");
}

std::string_view SourceFile::name() const {
    const std::string_view all = path;
    return all.substr(all.rfind('/') + 1);  // npos + 1 is 0: the whole
}

std::string_view SourceFile::folder() const {
    const std::string_view all = path;
    const std::size_t slash = all.rfind('/');
    return slash == std::string_view::npos ? std::string_view{} : all.substr(0, slash);
}

SourceFile make_source(std::string path, std::string_view text, Mode mode) {
    SourceFile file{.path = std::move(path), .mode = mode, .bytes = text.size()};
    file.language = language_of(file.name());
    if (file.language == Language::other &&
        (text.starts_with("#!") || file.path.ends_with(".sh"))) {
        file.language = Language::shell;
    }
    file.lines = cut(text);
    if (file.language == Language::cpp) {
        const auto [uncommented, code] = Blanker(text).run();
        file.uncommented = cut(uncommented);
        file.code = cut(code);
    }
    return file;
}

Include include_on(std::string_view line) {
    const std::string_view directive = trim(line);
    if (!directive.starts_with('#')) {
        return {};
    }
    const std::string_view word = trim(directive.substr(1));
    if (!word.starts_with("include")) {
        return {};
    }
    const std::string_view name = trim(word.substr(std::string_view("include").size()));
    if (name.size() < 3) {
        return {};
    }
    const std::size_t end = name.find(name.front() == '<' ? '>' : '"', 1);
    if (end == std::string_view::npos || (name.front() != '<' && name.front() != '"')) {
        return {};
    }
    return {.name = name.substr(1, end - 1),
            .form = name.front() == '<' ? Include::Form::angled : Include::Form::quoted};
}

}  // namespace tradelab::tidy
