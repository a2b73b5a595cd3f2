#pragma once

#include "core/money.hpp"
#include "history/columns.hpp"
#include "history/provenance.hpp"
#include "os/disk.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tradelab {

// What the front of a sealed file says of it.
struct SealedSummary {
    Series series;
    Places places = {};  // marks: price 8
    std::uint64_t rows = 0;
    UnixNanos first = {};
    UnixNanos last = {};
    std::vector<Hole> holes = {};  // bars and marks only
    Provenance provenance = {};
    std::string data_sha256 = {};
    std::string content_sha256 = {};
    std::uint64_t file_bytes = 0;
};

// One entry of the block index.  `low` and `high` bound the prices of its rows; TL_NONE in funding.
struct BlockFacts {
    UnixNanos first = {};
    UnixNanos last = {};
    std::int64_t low = TL_NONE;
    std::int64_t high = TL_NONE;
    RowRange rows = {};
};

// A sealed file, mapped and read in place.
//
// Opening reads the front only and trusts none of it: every length and place is recomputed, and a
// checksum covers the front.  The rows of a block are checked against its CRC when they are first
// asked for.  The hash over everything is computed by verify() alone.
//
// Views live as long as this object (moving it keeps them).  Any thread may read: checking a block
// twice does no harm.  The file must not be changed in place meanwhile; nobody may, it is 0444.
class SealedFile {
public:
    [[nodiscard]] static Result<SealedFile> open(const Disk& disk,
                                                 const std::filesystem::path& path);

    SealedFile(SealedFile&&) noexcept;
    SealedFile& operator=(SealedFile&&) noexcept;
    SealedFile(const SealedFile&) = delete;
    SealedFile& operator=(const SealedFile&) = delete;
    ~SealedFile();

    [[nodiscard]] const std::filesystem::path& path() const;
    [[nodiscard]] const SealedSummary& summary() const;

    static constexpr std::uint64_t block_rows = 4096;
    [[nodiscard]] std::uint64_t blocks() const;
    [[nodiscard]] BlockFacts block(std::uint64_t index) const;

    // Rows without a copy, of whatever kind, or of the kind that the file must have.  A range
    // beyond the file, or another kind, is a programmer's error; a damaged block is an Error.
    [[nodiscard]] Result<ColumnsView> rows(RowRange range) const;
    [[nodiscard]] Result<BarView> bars(RowRange range) const;
    [[nodiscard]] Result<TradeView> trades(RowRange range) const;
    [[nodiscard]] Result<FundingView> funding(RowRange range) const;
    [[nodiscard]] Result<MarkView> marks(RowRange range) const;
    [[nodiscard]] RowRange all_rows() const { return {.first = 0, .count = summary().rows}; }

    // The number of the first row at or after a time; rows() if there is none.  Reads at most one
    // block.
    [[nodiscard]] Result<std::uint64_t> row_at_or_after(UnixNanos at) const;

    // Everything: the hashes, all blocks, and that index, order, holes and values are what the
    // writer would have written.
    [[nodiscard]] Status verify() const;

private:
    struct State;
    explicit SealedFile(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

}  // namespace tradelab
