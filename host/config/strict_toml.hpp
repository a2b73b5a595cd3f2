#pragma once

#include "core/decimal_places.hpp"
#include "core/money.hpp"
#include "core/result.hpp"
#include "core/time.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tradelab {

// The values that a whole-number key may have.
struct WholeRange {
    std::int64_t max;       // min is 1: a limit is above 0
    std::string_view unit;  // "USDT per order": part of every complaint
};

class StrictTable;

// A TOML file in which every key is known and mandatory.
//
// Reading goes on after a problem with harmless values, so that a reader is a list of keys; the
// caller asks problem() at the end, and uses nothing when there is one.  What was read is gathered
// in canonical(): one "key = value" a line, in the order of reading, whatever the file's layout.
class StrictToml {
public:
    // Refuses bytes that TOML 1.0 does not allow, lines over 1 KiB, files over 256 KiB.
    // `file` is how errors name it.
    [[nodiscard]] static Result<StrictToml> parse(std::string_view text, std::string file);

    ~StrictToml();
    StrictToml(const StrictToml&) = delete;
    StrictToml& operator=(const StrictToml&) = delete;
    StrictToml(StrictToml&&) noexcept;
    StrictToml& operator=(StrictToml&&) noexcept;

    // Keys of static lifetime.  Any other key is a problem.
    [[nodiscard]] StrictTable root(std::span<const std::string_view> known);
    [[nodiscard]] const std::optional<Error>& problem() const;
    [[nodiscard]] const std::string& canonical() const;

private:
    friend class StrictTable;
    struct State;
    explicit StrictToml(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

// One table of a file that outlives it.
class StrictTable {
public:
    [[nodiscard]] std::int64_t whole(std::string_view key, WholeRange range);
    // The same, or nothing where the key is this word instead: "max", "off".
    [[nodiscard]] std::optional<std::int64_t> whole_or(std::string_view key,
                                                       WholeRange range,
                                                       std::string_view word);
    // Not empty, one line.
    [[nodiscard]] std::string text(std::string_view key);
    // A list of at most so many, each once; it may be empty.
    [[nodiscard]] std::vector<std::int64_t> wholes(std::string_view key,
                                                   WholeRange range,
                                                   std::size_t count_max);
    [[nodiscard]] std::vector<std::string> texts(std::string_view key, std::size_t count_max);
    // The same, and none where the key is not there: for one that files of before do not have.
    [[nodiscard]] std::vector<std::string> texts_if_there(std::string_view key,
                                                          std::size_t count_max);
    // The same, or nothing where the key is this word instead: "proven".
    [[nodiscard]] std::optional<std::vector<std::string>> texts_or(std::string_view key,
                                                                   std::size_t count_max,
                                                                   std::string_view word);
    // Decimal text in quotation marks: "0.0005".
    [[nodiscard]] Rate rate(std::string_view key);
    // Decimal text in quotation marks with at most so many places: its mantissa, above 0.
    [[nodiscard]] std::int64_t decimal(std::string_view key, DecimalPlaces places);
    // ISO-8601 in quotation marks: "2021-03-18T09:00:00Z".
    [[nodiscard]] UnixNanos time(std::string_view key);
    // [key].  One that is missing is a problem, and everything in it is missing.
    [[nodiscard]] StrictTable table(std::string_view key, std::span<const std::string_view> known);
    // [[key]], or an array of inline tables; at least one.
    [[nodiscard]] std::vector<StrictTable> tables(std::string_view key,
                                                  std::span<const std::string_view> known);

    // Where the key stands; 0 where it does not.
    [[nodiscard]] int line_of_key(std::string_view key) const;

    // Records a problem at the line of `key`, unless there was one before.
    void refuse(std::string_view key, std::string context, std::string hint);

private:
    friend class StrictToml;
    StrictTable(StrictToml::State& state,
                const void* table,
                std::string path,
                std::span<const std::string_view> known);

    void refuse_unknown();
    void refuse_missing(std::string_view key, std::string_view unit);
    struct ListOf {
        std::string unit;
        std::size_t count_max;
    };
    // In the .cpp alone.
    template <class Value, class IsGood>
    [[nodiscard]] std::vector<Value> list(std::string_view key, ListOf list, IsGood is_good);
    void record(std::string_view key, std::string_view value);
    [[nodiscard]] std::string shown(std::string_view key) const;

    StrictToml::State* state_;
    const void* table_;  // a toml::table, whose header stays in the .cpp
    std::string path_;   // "maintenance[2].", empty at the root
    std::span<const std::string_view> known_;
};

}  // namespace tradelab
