#include "tidy/one_definition.hpp"

#include "tidy/text.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

namespace tradelab::tidy {

namespace {

// What an open brace belongs to.  Only of a namespace is what stands inside at namespace scope.
struct Scope {
    enum class Kind { named, unnamed, other } kind = Kind::other;
    std::string name = {};  // "tradelab::tidy"
};

constexpr std::array<std::string_view, 4> type_words = {"struct", "class", "union", "enum"};

bool is_type_word(std::string_view word) {
    return std::ranges::find(type_words, word) != type_words.end();
}

// Where the brackets that open at `at` are closed; the end where they are not.
std::size_t past_brackets(std::string_view text, std::size_t at) {
    std::size_t depth = 0;
    for (; at < text.size(); ++at) {
        if (std::string_view("<([").find(text[at]) != std::string_view::npos) {
            ++depth;
        } else if (std::string_view(">)]").find(text[at]) != std::string_view::npos &&
                   --depth == 0) {
            return at + 1;
        }
    }
    return at;
}

// A declaration up to its brace, read word by word.
class Head {
public:
    explicit Head(std::string_view text) : rest_(trim(text)) {}

    // The next word, or the next sign where there is none.
    std::string_view next() {
        rest_ = trim(rest_);
        std::size_t length = 0;
        while (length < rest_.size() && is_word(rest_[length])) {
            ++length;
        }
        const std::string_view word = rest_.substr(0, std::max<std::size_t>(length, 1));
        rest_.remove_prefix(word.size());
        return word;
    }

    void skip_brackets() {
        rest_.remove_prefix(std::min(past_brackets(rest_, 0), rest_.size()));
        rest_ = trim(rest_);
    }

    [[nodiscard]] bool stands_before(char sign) const { return trim(rest_).starts_with(sign); }
    [[nodiscard]] std::string_view rest() const { return trim(rest_); }

private:
    std::string_view rest_;
};

// The name of the type that this head begins, if it begins one.
std::optional<std::string> type_begun_by(std::string_view text) {
    Head head(text);
    std::string_view word = head.next();
    while (word == "template" || word == "export" || word == "typedef") {
        if (word == "template") {
            head.skip_brackets();
        }
        word = head.next();
    }
    if (!is_type_word(word)) {
        return std::nullopt;
    }
    for (word = head.next(); is_type_word(word) || word == "alignas" || word == "[";
         word = head.next()) {
        if (word == "alignas" || word == "[") {
            const std::string_view rest = head.rest();
            const std::size_t end = word == "[" ? rest.find("]]") : rest.find(')');
            head = Head(end == std::string_view::npos ? std::string_view()
                                                      : rest.substr(end + (word == "[" ? 2 : 1)));
        }
    }
    // "struct Name* make() {" begins a function, "struct Name<int> {" specialises.
    const bool is_definition =
        head.rest().empty() || (head.stands_before(':') && !head.rest().starts_with("::")) ||
        (head.rest().starts_with("final") && head.rest().find('(') == std::string_view::npos);
    if (word.empty() || !is_word(word.front()) || !is_definition) {
        return std::nullopt;
    }
    return std::string(word);
}

Scope scope_begun_by(std::string_view text, const Scope& outer) {
    Head head(text);
    std::string_view word = head.next();
    if (word == "inline") {
        word = head.next();
    }
    if (word == "extern") {
        return head.rest().starts_with('"') && head.rest().ends_with('"') ? outer : Scope{};
    }
    if (word != "namespace") {
        return {};
    }
    if (head.rest().empty() || outer.kind == Scope::Kind::unnamed) {
        return {.kind = Scope::Kind::unnamed};
    }
    return {.kind = Scope::Kind::named,
            .name = outer.name.empty() ? std::string(head.rest())
                                       : outer.name + "::" + std::string(head.rest())};
}

// Who may be in one program with a file.
struct Company {
    enum class Kind { house, sdk, own } kind = Kind::own;
    std::string folder = {};  // of `own`: a plugin, a folder of tests
};

Company company_of(const SourceFile& file) {
    if (file.under("host/") || file.under("tests/support/")) {
        return {.kind = Company::Kind::house};
    }
    if (file.under("sdk/include/")) {
        return {.kind = Company::Kind::sdk};
    }
    // Each animal of the zoo is a library of its own.
    return {.folder = std::string(file.under("tests/zoo/") ? file.path : file.folder())};
}

bool meet(const Company& one, const Company& other) {
    if (one.kind == Company::Kind::own && other.kind == Company::Kind::own) {
        return one.folder == other.folder;
    }
    return one.kind == Company::Kind::own || other.kind == Company::Kind::own ||
           one.kind == other.kind;
}

bool is_asked(const SourceFile& file) {
    return file.language == Language::cpp && (file.under("host/") || file.under("sdk/include/") ||
                                              file.under("plugins/") || file.under("tests/"));
}

}  // namespace

std::vector<TypeDefinition> types_defined_in(const SourceFile& file) {
    std::vector<TypeDefinition> found;
    std::vector<Scope> scopes = {{.kind = Scope::Kind::named}};
    std::string head;
    bool continued = false;
    for (std::size_t i = 0; i < file.code.size(); ++i) {
        const std::string& line = file.code[i];
        const bool directive = continued || trim(line).starts_with('#');
        continued = directive && trim(line).ends_with('\\');
        for (const char c : directive ? std::string_view() : std::string_view(line)) {
            if (c == '{') {
                const Scope& outer = scopes.back();
                const auto type = type_begun_by(head);
                if (type && outer.kind == Scope::Kind::named) {
                    found.push_back({.name = outer.name.empty() ? *type : outer.name + "::" + *type,
                                     .line = i + 1});
                }
                scopes.push_back(scope_begun_by(head, outer));
            } else if (c == '}' && scopes.size() > 1) {
                scopes.pop_back();
            }
            if (c == '{' || c == '}' || c == ';') {
                head.clear();
            } else {
                head += c;
            }
        }
        head += ' ';
    }
    return found;
}

Findings check_one_definition(const Tree& tree) {
    struct Place {
        const SourceFile* file;
        std::size_t line;
        Company company;
    };
    std::map<std::string, std::vector<Place>> places;
    for (const SourceFile& file : tree) {
        for (TypeDefinition& type :
             is_asked(file) ? types_defined_in(file) : std::vector<TypeDefinition>()) {
            places[std::move(type.name)].push_back(
                {.file = &file, .line = type.line, .company = company_of(file)});
        }
    }
    Findings findings;
    for (const auto& [name, all] : places) {
        for (std::size_t i = 1; i < all.size(); ++i) {
            const auto other = std::find_if(all.begin(),
                                            all.begin() + static_cast<std::ptrdiff_t>(i),
                                            [&](const Place& before) {
                                                return before.file != all[i].file &&
                                                       meet(before.company, all[i].company);
                                            });
            if (other != all.begin() + static_cast<std::ptrdiff_t>(i)) {
                findings.push_back(
                    {.file = all[i].file->path,
                     .line = all[i].line,
                     .what = name + " is another type in " + other->file->path + ":" +
                             std::to_string(other->line),
                     .instead = "give one of them its own name, or an unnamed namespace"});
            }
        }
    }
    return findings;
}

}  // namespace tradelab::tidy
