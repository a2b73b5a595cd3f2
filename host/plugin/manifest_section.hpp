#pragma once

#include "core/result.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tradelab {

// A key that a section may hold, and how to write it.
struct Key {
    std::string_view name;
    std::string_view example;
};

// What a text must be, and the sentence that says so.
struct Rule {
    bool (*accepts)(std::string_view text);
    std::string_view expected;
};

class Section;

// A parsed TOML file, and the first thing that was wrong with its content.
//
// Reading goes on after a problem with empty values, so that the reader of a manifest is a list of
// its keys instead of a ladder of checks; the caller asks problem() once, at the end.
class TomlDocument {
public:
    // Refuses what check_toml_text() does, deep nesting, and what is not TOML: a hostile file costs
    // no more than a good one.
    [[nodiscard]] static Result<TomlDocument> parse(std::string_view text,
                                                    const std::filesystem::path& file);

    ~TomlDocument();
    TomlDocument(const TomlDocument&) = delete;
    TomlDocument& operator=(const TomlDocument&) = delete;
    TomlDocument(TomlDocument&&) noexcept;
    TomlDocument& operator=(TomlDocument&&) noexcept;

    [[nodiscard]] Section root(std::span<const Key> known);
    [[nodiscard]] const std::optional<Error>& problem() const;

private:
    friend class Section;
    struct State;
    explicit TomlDocument(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

// One table of the document, which must outlive it.
class Section {
public:
    // A key that is none of the known ones is a problem, named with the one probably meant.
    void refuse_unknown();
    // The keys as written, in the order of their bytes.
    [[nodiscard]] std::vector<std::string> keys() const;

    [[nodiscard]] std::string text(std::string_view key, Rule rule);
    [[nodiscard]] std::string optional_text(std::string_view key, Rule rule);
    [[nodiscard]] std::vector<std::string> optional_texts(std::string_view key, Rule rule);
    [[nodiscard]] std::uint16_t number(std::string_view key);

    // Nothing when the table is absent, which for the first is a problem.
    [[nodiscard]] std::optional<Section> table(std::string_view key, std::span<const Key> known);
    [[nodiscard]] std::optional<Section> optional_table(std::string_view key,
                                                        std::span<const Key> known);
    // A table whose keys are data.
    [[nodiscard]] std::optional<Section> open_table(std::string_view key);

    // Records a problem at the line of `key`, unless there was one before.
    void refuse(std::string_view key, std::string context, std::string hint);

private:
    friend class TomlDocument;
    Section(TomlDocument::State& state,
            const void* table,
            std::string path,
            std::span<const Key> known);

    enum class Presence { required, optional };
    [[nodiscard]] std::string text(std::string_view key, Rule rule, Presence presence);
    [[nodiscard]] std::optional<Section> table(std::string_view key,
                                               std::span<const Key> known,
                                               Presence presence);
    void refuse_missing(std::string_view key);
    void refuse_type(std::string_view key, std::string_view expected);
    void refuse_value(std::string_view key, std::string_view value, std::string_view expected);
    [[nodiscard]] std::string example_of(std::string_view key) const;

    TomlDocument::State* state_;
    const void* table_;           // a toml::table, whose header stays in the .cpp
    std::string path_;            // "grants.", empty at the root
    std::span<const Key> known_;  // of static lifetime: the tables in the reader of the format
};

}  // namespace tradelab
