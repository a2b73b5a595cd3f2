#include "config/strict_toml.hpp"

#include "core/decimal.hpp"
#include "core/nearest.hpp"
#include "document/toml_text.hpp"

// The same settings wherever the house includes TOML++: it is header-only, and two sets of them in
// one program would be two definitions of the same functions.
#define TOML_MAX_NESTED_VALUES 8
#define TOML_EXCEPTIONS 0
// Hostile text breaks what the parser asserts: it shall find its error, not end the program.
#define TOML_ASSERT(expression) static_cast<void>(0)
#include <algorithm>
#include <cmath>
#include <sstream>
#include <toml++/toml.h>
#include <utility>

namespace tradelab {
namespace {

constexpr std::size_t file_bytes_max = std::size_t{256} << 10U;

int line_of(const toml::source_region& source) {
    return static_cast<int>(source.begin.line);
}

// What stands in for a table that is missing.
const toml::table no_table;

const toml::table& table_at(const void* table) {
    return *static_cast<const toml::table*>(table);
}

// The value as written, as near as TOML++ keeps it; control characters and length made harmless.
std::string printed(const toml::node& node) {
    std::ostringstream out;
    if (const auto* text = node.as_string()) {
        out << '"' << text->get() << '"';
    } else if (const auto* whole = node.as_integer()) {
        out << whole->get();
    } else if (const auto* number = node.as_floating_point()) {
        // nan and inf among them; 5.0 keeps its point, or the complaint would not be understood.
        const double value = number->get();
        out << value << (std::isfinite(value) && std::trunc(value) == value ? ".0" : "");
    } else if (const auto* yes_no = node.as_boolean()) {
        out << (yes_no->get() ? "true" : "false");
    } else {
        out << "a value of type " << node.type();
    }
    std::string text = out.str().substr(0, 80);
    std::ranges::replace_if(text, [](char c) { return static_cast<unsigned char>(c) < 0x20; }, '?');
    return text;
}

bool is_one_line(const std::string& text) {
    return !text.empty() &&
           std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x20; });
}

// Null: it is no whole number.
std::string needs(const WholeRange& range, const toml::value<std::int64_t>* value) {
    std::string bound = value == nullptr ? "a whole number > 0" : "> 0";
    if (value != nullptr && value->get() >= 1) {
        bound = "at most " + std::to_string(range.max);
    }
    return "must be " + bound + " (" + std::string(range.unit) + "); there is no \"unlimited\"";
}

}  // namespace

struct StrictToml::State {
    toml::table table;
    std::string file;
    std::string canonical;
    std::optional<Error> problem;
};

StrictToml::StrictToml(std::unique_ptr<State> state) : state_(std::move(state)) {}
StrictToml::~StrictToml() = default;
StrictToml::StrictToml(StrictToml&&) noexcept = default;
StrictToml& StrictToml::operator=(StrictToml&&) noexcept = default;

Result<StrictToml> StrictToml::parse(std::string_view text, std::string file) {
    const auto refuse = [&file](int line, std::string what, std::string hint) {
        return fail({.code = ErrorCode::malformed,
                     .context = std::move(what),
                     .hint = std::move(hint),
                     .file = file,
                     .line = line});
    };
    if (text.size() > file_bytes_max) {
        return refuse(0, "more than 256 KiB", "a file of limits and tiers is a few pages");
    }
    if (auto checked = check_toml_text(text, file); !checked) {
        return fail(std::move(checked).error());
    }
    auto parsed = toml::parse(text);
    if (!parsed) {
        return refuse(line_of(parsed.error().source()),
                      std::string(parsed.error().description().substr(0, 300)),
                      "write it as TOML 1.0");
    }
    auto state = std::make_unique<State>();
    state->table = std::move(parsed).table();
    state->file = std::move(file);
    return StrictToml(std::move(state));
}

StrictTable StrictToml::root(std::span<const std::string_view> known) {
    StrictTable table(*state_, &state_->table, "", known);
    table.refuse_unknown();
    return table;
}

const std::optional<Error>& StrictToml::problem() const {
    return state_->problem;
}

const std::string& StrictToml::canonical() const {
    return state_->canonical;
}

StrictTable::StrictTable(StrictToml::State& state,
                         const void* table,
                         std::string path,
                         std::span<const std::string_view> known)
    : state_(&state), table_(table), path_(std::move(path)), known_(known) {}

std::string StrictTable::shown(std::string_view key) const {
    return path_ + std::string(key);
}

void StrictTable::record(std::string_view key, std::string_view value) {
    state_->canonical += shown(key) + " = " + std::string(value) + "\n";
}

int StrictTable::line_of_key(std::string_view key) const {
    const auto at = table_at(table_).find(key);
    return at == table_at(table_).end() ? 0 : line_of(at->first.source());
}

void StrictTable::refuse(std::string_view key, std::string context, std::string hint) {
    if (state_->problem) {
        return;
    }
    const int line = line_of_key(key);
    // A key that is absent is missed in its table: the line where that begins.
    state_->problem =
        Error{.code = ErrorCode::malformed,
              .context = std::move(context),
              .hint = std::move(hint),
              .file = state_->file,
              .line = line > 0 || path_.empty() ? line : line_of(table_at(table_).source())};
}

void StrictTable::refuse_unknown() {
    const toml::key* first = nullptr;  // in the order of the file, not of the alphabet
    for (const auto& [key, value] : table_at(table_)) {
        const bool known = std::ranges::find(known_, key.str()) != known_.end();
        const bool earlier =
            first == nullptr || key.source().begin.line < first->source().begin.line;
        first = !known && earlier ? &key : first;
    }
    if (first == nullptr) {
        return;
    }
    const auto meant = nearest(first->str(), known_);
    std::string name = shown(first->str()).substr(0, 120);
    std::ranges::replace_if(name, [](char c) { return static_cast<unsigned char>(c) < 0x20; }, '?');
    refuse(first->str(),
           "unknown key \"" + name + "\"",
           meant ? "did you mean \"" + *meant + "\"?" : "take it out");
}

void StrictTable::refuse_missing(std::string_view key, std::string_view unit) {
    refuse(key,
           "key \"" + shown(key) + "\" is missing",
           "every key is mandatory (" + std::string(unit) + "); there is no \"unlimited\"");
}

std::int64_t StrictTable::whole(std::string_view key, WholeRange range) {
    const toml::node* node = table_at(table_).get(key);
    if (node == nullptr) {
        refuse_missing(key, range.unit);
        return 1;
    }
    const auto* value = node->as_integer();
    if (value == nullptr || value->get() < 1 || value->get() > range.max) {
        refuse(key, shown(key) + " = " + printed(*node), needs(range, value));
        return 1;
    }
    record(key, std::to_string(value->get()));
    return value->get();
}

std::optional<std::int64_t> StrictTable::whole_or(std::string_view key,
                                                  WholeRange range,
                                                  std::string_view word) {
    const toml::node* node = table_at(table_).get(key);
    if (node == nullptr) {
        refuse_missing(key, range.unit);
        return std::nullopt;
    }
    if (const auto* said = node->as_string(); said != nullptr && said->get() == word) {
        record(key, word);
        return std::nullopt;
    }
    const auto* value = node->as_integer();
    if (value == nullptr || value->get() < 1 || value->get() > range.max) {
        refuse(key,
               shown(key) + " = " + printed(*node),
               "must be a whole number from 1 to " + std::to_string(range.max) + " (" +
                   std::string(range.unit) + "), or \"" + std::string(word) + "\"");
        return std::nullopt;
    }
    record(key, std::to_string(value->get()));
    return value->get();
}

template <class Value, class IsGood>
std::vector<Value> StrictTable::list(std::string_view key, ListOf list, IsGood is_good) {
    const toml::node* node = table_at(table_).get(key);
    if (node == nullptr) {
        refuse_missing(key, list.unit);
        return {};
    }
    const auto* array = node->as_array();
    const std::string wanted =
        "a list in brackets of at most " + std::to_string(list.count_max) + ": ";
    if (array == nullptr || array->size() > list.count_max) {
        refuse(key, shown(key) + " = " + printed(*node), "must be " + wanted + list.unit);
        return {};
    }
    record(key, std::to_string(array->size()));
    std::vector<Value> out;
    for (const toml::node& element : *array) {
        const auto* value = element.as<Value>();
        const bool known = value != nullptr && std::ranges::find(out, value->get()) != out.end();
        if (known || value == nullptr || !is_good(value->get())) {
            refuse(key,
                   shown(key) + " holds " + printed(element) + (known ? " twice" : ""),
                   known ? "take one out" : "must be " + wanted + list.unit);
            return {};
        }
        record(key, printed(element));
        out.push_back(value->get());
    }
    return out;
}

std::vector<std::int64_t> StrictTable::wholes(std::string_view key,
                                              WholeRange range,
                                              std::size_t count_max) {
    return list<std::int64_t>(key,
                              {.unit = "whole numbers from 1 to " + std::to_string(range.max) +
                                       " (" + std::string(range.unit) + ")",
                               .count_max = count_max},
                              [&](std::int64_t value) { return value >= 1 && value <= range.max; });
}

std::vector<std::string> StrictTable::texts(std::string_view key, std::size_t count_max) {
    return list<std::string>(
        key, {.unit = "texts on one line, in quotes", .count_max = count_max}, is_one_line);
}

std::vector<std::string> StrictTable::texts_if_there(std::string_view key, std::size_t count_max) {
    return table_at(table_).get(key) == nullptr ? std::vector<std::string>()
                                                : texts(key, count_max);
}

std::optional<std::vector<std::string>> StrictTable::texts_or(std::string_view key,
                                                              std::size_t count_max,
                                                              std::string_view word) {
    const auto* said = table_at(table_).get_as<std::string>(key);
    if (said != nullptr && said->get() == word) {
        record(key, word);
        return std::nullopt;
    }
    if (said != nullptr) {
        refuse(key, shown(key) + " = " + printed(*said), '"' + std::string(word) + "\", or a list");
    }
    return texts(key, count_max);
}

std::string StrictTable::text(std::string_view key) {
    const toml::node* node = table_at(table_).get(key);
    if (node == nullptr) {
        refuse_missing(key, "text");
        return {};
    }
    const auto* value = node->as_string();
    if (value == nullptr || !is_one_line(value->get())) {
        refuse(key, shown(key) + " = " + printed(*node), "must be text on one line, in quotes");
        return {};
    }
    record(key, value->get());
    return value->get();
}

Rate StrictTable::rate(std::string_view key) {
    const toml::node* node = table_at(table_).get(key);
    const auto* value = node == nullptr ? nullptr : node->as_string();
    const auto parsed = parse_rate(value == nullptr ? std::string() : value->get());
    if (node == nullptr) {
        refuse_missing(key, "a fraction as decimal text");
        return {};
    }
    if (!parsed) {
        refuse(key,
               shown(key) + " = " + printed(*node),
               "must be a fraction as decimal text, in quotes: \"0.0005\" is 0.05 %");
        return {};
    }
    record(key, decimal_text(*parsed));
    return *parsed;
}

std::int64_t StrictTable::decimal(std::string_view key, DecimalPlaces places) {
    const toml::node* node = table_at(table_).get(key);
    const auto* value = node == nullptr ? nullptr : node->as_string();
    const auto parsed = parse_mantissa(value == nullptr ? std::string() : value->get(), places);
    if (node == nullptr) {
        refuse_missing(key, "a number as decimal text");
        return 1;
    }
    if (!parsed || *parsed <= 0) {
        refuse(key,
               shown(key) + " = " + printed(*node),
               "must be a number > 0 as decimal text of at most " + std::to_string(places.count()) +
                   " places, in quotes: \"0.10\"");
        return 1;
    }
    record(key, decimal_text(*parsed, places));
    return *parsed;
}

UnixNanos StrictTable::time(std::string_view key) {
    const toml::node* node = table_at(table_).get(key);
    const auto* value = node == nullptr ? nullptr : node->as_string();
    const auto parsed = parse_iso(value == nullptr ? std::string() : value->get());
    if (node == nullptr) {
        refuse_missing(key, "a time in UTC");
        return {};
    }
    if (!parsed) {
        refuse(key,
               shown(key) + " = " + printed(*node),
               "must be a time in UTC, in quotes: \"2021-03-18T09:00:00Z\" or \"2021-03-18\"");
        return {};
    }
    record(key, iso_text(*parsed));
    return *parsed;
}

StrictTable StrictTable::table(std::string_view key, std::span<const std::string_view> known) {
    const toml::node* node = table_at(table_).get(key);
    const auto* found = node == nullptr ? nullptr : node->as_table();
    if (node == nullptr) {
        refuse(key,
               "section [" + shown(key) + "] is missing",
               "every section and key is mandatory: copy it from the shipped file");
    } else if (found == nullptr) {
        refuse(key,
               shown(key) + " = " + printed(*node),
               "must be a section: [" + shown(key) + "] on a line of its own");
    }
    StrictTable table(*state_, found == nullptr ? &no_table : found, shown(key) + ".", known);
    table.refuse_unknown();
    return table;
}

std::vector<StrictTable> StrictTable::tables(std::string_view key,
                                             std::span<const std::string_view> known) {
    const toml::node* node = table_at(table_).get(key);
    const auto* array = node == nullptr ? nullptr : node->as_array();
    if (node == nullptr) {
        refuse_missing(key, "tables");
        return {};
    }
    if (array == nullptr || array->empty()) {
        refuse(key, shown(key) + " = " + printed(*node), "must be an array of tables");
        return {};
    }
    std::vector<StrictTable> out;
    for (const toml::node& element : *array) {
        const auto* table = element.as_table();
        if (table == nullptr) {
            refuse(key, shown(key) + " holds " + printed(element), "must be an array of tables");
            return {};
        }
        out.push_back(StrictTable(
            *state_, table, shown(key) + "[" + std::to_string(out.size() + 1) + "].", known));
        out.back().refuse_unknown();
    }
    return out;
}

}  // namespace tradelab
