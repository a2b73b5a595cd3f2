#pragma once

#include "history/columns.hpp"
#include "history/sealed_file.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

// The bytes of a sealed file, as FORMAT.md tells them.  Between the writer and the reader: nobody
// else includes this.
namespace tradelab::sealed {

static_assert(std::endian::native == std::endian::little,
              "sealed files are little-endian and read in place");

inline constexpr std::array<char, 8> magic = {'T', 'L', 'H', 'I', 'S', 'T', '1', '\0'};
inline constexpr std::uint32_t version = 1;
inline constexpr std::uint64_t alignment = 64;

// 2^28 rows are 16 GB of trades: a hundred times a busy month.  With it no sum of lengths can pass
// 64 bits.
inline constexpr std::uint64_t rows_max = std::uint64_t{1} << 28U;
inline constexpr std::size_t provenance_bytes_max = std::size_t{1} << 20U;
inline constexpr std::size_t columns_max = 10;

struct Header {
    std::array<char, 8> magic;
    std::uint32_t version;
    std::uint32_t kind;
    std::uint64_t rows;
    std::int64_t first_ts;
    std::int64_t last_ts;
    std::int64_t interval_ns;  // 0: none
    std::uint8_t price_places;
    std::uint8_t quantity_places;
    std::uint8_t synthetic;  // 0 or 1
    std::array<std::uint8_t, 5> reserved_flags;
    std::uint64_t blocks;
    std::uint32_t block_rows;
    std::uint32_t columns;
    std::uint64_t directory_at;
    std::uint64_t provenance_at;
    std::uint64_t provenance_bytes;
    std::uint64_t holes_at;
    std::uint64_t holes;
    std::uint64_t index_at;
    std::uint64_t data_at;
    std::uint64_t file_bytes;
    std::array<char, 64> instrument;  // the rest is zero
    std::array<std::uint8_t, 32> data_sha256;
    std::array<std::uint8_t, 24> reserved;
    // The seal.
    std::array<std::uint8_t, 32> content_sha256;
    std::uint32_t front_crc;
    std::array<std::uint8_t, 28> reserved_seal;
};
inline constexpr std::size_t seal_at = 256;
inline constexpr std::size_t front_crc_at = 288;
static_assert(sizeof(Header) == 320 && std::is_trivially_copyable_v<Header>);
static_assert(offsetof(Header, content_sha256) == seal_at);
static_assert(offsetof(Header, front_crc) == front_crc_at);

struct DirectoryEntry {
    std::array<char, 20> name;
    std::uint32_t type;  // ColumnType
    std::uint64_t at;
};
static_assert(sizeof(DirectoryEntry) == 32);

struct HoleEntry {
    std::int64_t from;
    std::int64_t to;
};
static_assert(sizeof(HoleEntry) == 16);

struct IndexEntry {
    std::int64_t first_ts;
    std::int64_t last_ts;
    std::int64_t low;
    std::int64_t high;
    std::uint64_t first_row;
    std::uint32_t rows;
    std::uint32_t crc;
    std::array<std::uint8_t, 16> reserved;
};
static_assert(sizeof(IndexEntry) == 64);

enum class ColumnType : std::uint32_t { int64 = 1, uint8 = 2, int8 = 3 };

struct ColumnSpec {
    std::string_view name;
    ColumnType type = ColumnType::int64;

    [[nodiscard]] std::uint64_t width() const { return type == ColumnType::int64 ? 8 : 1; }
};

// The columns of a kind in the order of their bytes.
[[nodiscard]] std::span<const ColumnSpec> columns_of(SeriesKind kind);

// Where everything lies.  It follows from four numbers, so that a reader recomputes it instead of
// believing a file.
struct SealedLayout {
    std::uint64_t directory_at = 0;
    std::uint64_t provenance_at = 0;
    std::uint64_t holes_at = 0;
    std::uint64_t index_at = 0;
    std::uint64_t data_at = 0;
    std::uint64_t blocks = 0;
    std::uint64_t file_bytes = 0;
    std::array<std::uint64_t, columns_max> columns_at = {};
};

struct Counts {
    std::uint64_t rows = 0;
    std::uint64_t provenance_bytes = 0;
    std::uint64_t holes = 0;
};

// Nothing where a count is out of bounds.
[[nodiscard]] std::optional<SealedLayout> layout_of(SeriesKind kind, Counts counts);

[[nodiscard]] constexpr std::uint64_t aligned(std::uint64_t at) {
    return (at + alignment - 1) / alignment * alignment;
}

// The columns of a view as bytes, in the order of columns_of.
[[nodiscard]] std::vector<std::span<const std::byte>> raw_columns(const ColumnsView& view);
// The view of mapped columns: rows `range` of a file that begins at `file`.
[[nodiscard]] ColumnsView view_at(SeriesKind kind,
                                  const std::byte* file,
                                  const SealedLayout& layout,
                                  RowRange range);
[[nodiscard]] ColumnsView part_of(const ColumnsView& view, RowRange range);

// CRC over a block's bytes in all columns, one after the other.
[[nodiscard]] std::uint32_t block_crc(const ColumnsView& block);

// What checks the front of a file: the header but its seal, and all up to the data.
[[nodiscard]] std::uint32_t front_crc(std::span<const std::byte> front);
[[nodiscard]] std::string content_sha256(std::span<const std::byte> front);

[[nodiscard]] std::array<std::uint8_t, 32> sha256_bytes(std::string_view hex);
[[nodiscard]] std::string sha256_text(const std::array<std::uint8_t, 32>& bytes);

// "row 17": how rows are named in errors, counted from 0.
[[nodiscard]] std::string row_text(std::uint64_t row);

}  // namespace tradelab::sealed
