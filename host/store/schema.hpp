#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

// The tables, and what people look at.
//
// Rows are only ever added: each is of one record of one journal, and its number (`seq`) is in its
// key, so that no record can be there twice.  How an order stands, what is held, how far a strategy
// has come: these are views of the newest rows.
//
// Amounts are whole numbers: those called `_e8` are 1e-8 of the settlement asset, `_e12` rates,
// and price and quantity are in the places of their instrument, as the journal has them.  Times are
// ns since 1970 UTC.
namespace tradelab {

// Another one makes every database anew: it is raised with any change here or in what the rows of a
// record are.
inline constexpr std::int64_t projection_version = 4;
// "TLst": what `file` shows, and what tells our file from somebody else's.
inline constexpr std::int64_t projection_application = 0x544c7374;

// The journals that are read; of paper one for each account that there was.  A number once used
// keeps its meaning.
enum class Source : std::uint8_t { paper, trials, lifecycle, vault, vault_synthetic, idle };
inline constexpr std::size_t source_count = 6;
[[nodiscard]] std::string_view source_text(Source source);

enum class StoreTable : std::uint8_t {
    sessions,
    instances,
    standings,
    commands,
    decided_orders,
    order_states,
    fills,
    funding,
    incidents,
    notes,
    runs,
    trials,
    stages,
    gate,
    idle_commands,
};
inline constexpr std::size_t table_count = 15;

struct TableDefinition {
    std::string_view name;
    std::string_view columns;  // as CREATE TABLE has them
    std::string_view key;      // what follows them
};

[[nodiscard]] const TableDefinition& definition_of(StoreTable table);
// "INSERT INTO fills VALUES (?,?,...)"
[[nodiscard]] std::string insertion_into(StoreTable table);
[[nodiscard]] int columns_of(StoreTable table);

// All that is created, in order, each as SQLite keeps its text.
[[nodiscard]] std::span<const std::string> schema_statements();

}  // namespace tradelab
