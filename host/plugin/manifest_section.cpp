#include "plugin/manifest_section.hpp"

#include "core/nearest.hpp"
#include "core/text.hpp"
#include "document/toml_text.hpp"

// A manifest needs three levels; each level of nesting is a level of recursion in the parser.
#define TOML_MAX_NESTED_VALUES 8
#define TOML_EXCEPTIONS 0
// Hostile text breaks what the parser asserts: it shall find its error, not end the program.
#define TOML_ASSERT(expression) static_cast<void>(0)
#include <algorithm>
#include <sstream>
#include <toml++/toml.h>
#include <utility>

namespace tradelab {

namespace {

int line_of(const toml::source_region& source) {
    return static_cast<int>(source.begin.line);
}

std::string type_name(const toml::node& node) {
    std::ostringstream out;
    out << node.type();
    return out.str();
}

const toml::table& table_at(const void* table) {
    return *static_cast<const toml::table*>(table);
}

}  // namespace

struct TomlDocument::State {
    toml::table table;
    std::string file;
    std::optional<Error> problem;
};

TomlDocument::TomlDocument(std::unique_ptr<State> state) : state_(std::move(state)) {}
TomlDocument::~TomlDocument() = default;
TomlDocument::TomlDocument(TomlDocument&&) noexcept = default;
TomlDocument& TomlDocument::operator=(TomlDocument&&) noexcept = default;

Result<TomlDocument> TomlDocument::parse(std::string_view text, const std::filesystem::path& file) {
    if (auto checked = check_toml_text(text, file); !checked) {
        return fail(std::move(checked.error()));
    }

    auto parsed = toml::parse(text);
    if (!parsed) {
        return fail({.code = ErrorCode::malformed,
                     .context = printable(parsed.error().description(), 300),
                     .hint = "write it as TOML 1.0",
                     .file = file.string(),
                     .line = line_of(parsed.error().source())});
    }
    auto state = std::make_unique<State>();
    state->table = std::move(parsed).table();
    state->file = file.string();
    return TomlDocument(std::move(state));
}

Section TomlDocument::root(std::span<const Key> known) {
    return {*state_, &state_->table, "", known};
}

const std::optional<Error>& TomlDocument::problem() const {
    return state_->problem;
}

Section::Section(TomlDocument::State& state,
                 const void* table,
                 std::string path,
                 std::span<const Key> known)
    : state_(&state), table_(table), path_(std::move(path)), known_(known) {}

void Section::refuse_unknown() {
    const toml::key* first = nullptr;  // in the order of the file, not of the alphabet
    for (const auto& [key, value] : table_at(table_)) {
        const bool known = std::ranges::find(known_, key.str(), &Key::name) != known_.end();
        const bool earlier =
            first == nullptr || key.source().begin.line < first->source().begin.line;
        if (!known && earlier) {
            first = &key;
        }
    }
    if (first == nullptr) {
        return;
    }

    std::vector<std::string_view> names;
    std::vector<std::string> words;
    for (const Key& key : known_) {
        names.push_back(key.name);
        words.emplace_back(key.name);
    }
    const auto meant = nearest(first->str(), names);
    refuse(first->str(),
           "unknown key " + in_quotes(path_ + std::string(first->str())),
           meant ? "did you mean \"" + *meant + "\"?" : "known here are " + listed(words));
}

std::vector<std::string> Section::keys() const {
    std::vector<std::string> out;
    for (const auto& [key, value] : table_at(table_)) {
        out.emplace_back(key.str());
    }
    return out;
}

std::string Section::text(std::string_view key, Rule rule) {
    return text(key, rule, Presence::required);
}

std::string Section::optional_text(std::string_view key, Rule rule) {
    return text(key, rule, Presence::optional);
}

std::string Section::text(std::string_view key, Rule rule, Presence presence) {
    const toml::node* node = table_at(table_).get(key);
    if (node == nullptr) {
        if (presence == Presence::required) {
            refuse_missing(key);
        }
        return {};
    }
    const auto* value = node->as_string();
    if (value == nullptr) {
        refuse_type(key, "a string");
        return {};
    }
    if (!rule.accepts(value->get())) {
        refuse_value(key, value->get(), rule.expected);
        return {};
    }
    return value->get();
}

std::vector<std::string> Section::optional_texts(std::string_view key, Rule rule) {
    const toml::node* node = table_at(table_).get(key);
    if (node == nullptr) {
        return {};
    }
    const toml::array* values = node->as_array();
    if (values == nullptr) {
        refuse_type(key, "an array of strings");
        return {};
    }

    std::vector<std::string> out;
    for (const toml::node& element : *values) {
        const auto* value = element.as_string();
        if (value == nullptr) {
            refuse_type(key, "an array of strings only");
            return {};
        }
        if (!rule.accepts(value->get())) {
            refuse_value(key, value->get(), rule.expected);
            return {};
        }
        out.push_back(value->get());
    }
    return out;
}

std::uint16_t Section::number(std::string_view key) {
    const toml::node* node = table_at(table_).get(key);
    if (node == nullptr) {
        refuse_missing(key);
        return 0;
    }
    const auto* value = node->as_integer();
    if (value == nullptr) {
        refuse_type(key, "an integer");
        return 0;
    }
    if (!std::in_range<std::uint16_t>(value->get())) {
        refuse_value(key, std::to_string(value->get()), "an integer from 0 to 65535");
        return 0;
    }
    return static_cast<std::uint16_t>(value->get());
}

std::optional<Section> Section::table(std::string_view key, std::span<const Key> known) {
    return table(key, known, Presence::required);
}

std::optional<Section> Section::optional_table(std::string_view key, std::span<const Key> known) {
    return table(key, known, Presence::optional);
}

std::optional<Section> Section::open_table(std::string_view key) {
    const toml::node* node = table_at(table_).get(key);
    if (node == nullptr) {
        refuse_missing(key);
        return std::nullopt;
    }
    const toml::table* value = node->as_table();
    if (value == nullptr) {
        refuse_type(key, "a table");
        return std::nullopt;
    }
    return Section(*state_, value, path_ + std::string(key) + ".", {});
}

std::optional<Section> Section::table(std::string_view key,
                                      std::span<const Key> known,
                                      Presence presence) {
    if (presence == Presence::optional && table_at(table_).get(key) == nullptr) {
        return std::nullopt;
    }
    auto section = open_table(key);
    if (section) {
        section->known_ = known;
        section->refuse_unknown();
    }
    return section;
}

void Section::refuse(std::string_view key, std::string context, std::string hint) {
    if (state_->problem) {
        return;
    }
    const auto at = table_at(table_).find(key);
    const bool found = at != table_at(table_).end();
    state_->problem = Error{.code = ErrorCode::malformed,
                            .context = std::move(context),
                            .hint = std::move(hint),
                            .file = state_->file,
                            .line = found ? line_of(at->first.source()) : 0};
}

void Section::refuse_missing(std::string_view key) {
    refuse(key, "key \"" + path_ + std::string(key) + "\" is missing", "add " + example_of(key));
}

void Section::refuse_type(std::string_view key, std::string_view expected) {
    const toml::node* node = table_at(table_).get(key);
    const std::string found = node == nullptr ? "nothing" : type_name(*node);
    // An unquoted file name with dots in it reads as a table of tables.
    const bool split_name = known_.empty() && found == "table";
    refuse(key,
           in_quotes(path_ + std::string(key)) + " is of type " + found + ", not " +
               std::string(expected),
           split_name ? std::string("put the file name in quotation marks")
                      : "write " + example_of(key));
}

void Section::refuse_value(std::string_view key,
                           std::string_view value,
                           std::string_view expected) {
    refuse(key,
           printable(path_ + std::string(key), 120) + " = " + in_quotes(value),
           "expected " + std::string(expected));
}

std::string Section::example_of(std::string_view key) const {
    const auto at = std::ranges::find(known_, key, &Key::name);
    return at == known_.end() ? in_quotes(key) + R"( = "sha256:<64 hexadecimal digits>")"
                              : std::string(at->example);
}

}  // namespace tradelab
