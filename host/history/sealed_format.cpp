#include "history/sealed_format.hpp"

#include "core/check.hpp"
#include "document/crc32c.hpp"
#include "document/sha256.hpp"

namespace tradelab::sealed {
namespace {

constexpr std::array bar_columns = {
    ColumnSpec{"ts"},
    ColumnSpec{"open"},
    ColumnSpec{"high"},
    ColumnSpec{"low"},
    ColumnSpec{"close"},
    ColumnSpec{"volume"},
    ColumnSpec{"quote_volume_e8"},
    ColumnSpec{"taker_buy_volume"},
    ColumnSpec{"trades"},
    ColumnSpec{"known", ColumnType::uint8},
};
constexpr std::array trade_columns = {
    ColumnSpec{"ts"},
    ColumnSpec{"price"},
    ColumnSpec{"quantity"},
    ColumnSpec{"id"},
    ColumnSpec{"aggressor", ColumnType::int8},
};
constexpr std::array funding_columns = {
    ColumnSpec{"ts"},
    ColumnSpec{"ts_recorded"},
    ColumnSpec{"rate_e12"},
    ColumnSpec{"interval_ns"},
    ColumnSpec{"mark_e8"},
};
constexpr std::array mark_columns = {
    ColumnSpec{"ts"},
    ColumnSpec{"open_e8"},
    ColumnSpec{"high_e8"},
    ColumnSpec{"low_e8"},
    ColumnSpec{"close_e8"},
    ColumnSpec{"index_e8"},
};
static_assert(bar_columns.size() == columns_max);

using RawColumns = std::vector<std::span<const std::byte>>;

RawColumns raw_of(const BarView& v) {
    return {std::as_bytes(v.ts),
            std::as_bytes(v.open),
            std::as_bytes(v.high),
            std::as_bytes(v.low),
            std::as_bytes(v.close),
            std::as_bytes(v.volume),
            std::as_bytes(v.quote_volume_e8),
            std::as_bytes(v.taker_buy_volume),
            std::as_bytes(v.trades),
            std::as_bytes(v.known)};
}

RawColumns raw_of(const TradeView& v) {
    return {std::as_bytes(v.ts),
            std::as_bytes(v.price),
            std::as_bytes(v.quantity),
            std::as_bytes(v.id),
            std::as_bytes(v.aggressor)};
}

RawColumns raw_of(const FundingView& v) {
    return {std::as_bytes(v.ts),
            std::as_bytes(v.ts_recorded),
            std::as_bytes(v.rate_e12),
            std::as_bytes(v.interval_ns),
            std::as_bytes(v.mark_e8)};
}

RawColumns raw_of(const MarkView& v) {
    return {std::as_bytes(v.ts),
            std::as_bytes(v.open_e8),
            std::as_bytes(v.high_e8),
            std::as_bytes(v.low_e8),
            std::as_bytes(v.close_e8),
            std::as_bytes(v.index_e8)};
}

// One mapped column after the other.
struct Columns {
    const std::byte* file;
    const SealedLayout& layout;
    RowRange range;

    template <class Value>
    [[nodiscard]] std::span<const Value> at(std::size_t column) const {
        const auto* begin = reinterpret_cast<const Value*>(file + layout.columns_at[column]);
        return {begin + range.first, range.count};
    }
    [[nodiscard]] I64Span operator[](std::size_t column) const { return at<std::int64_t>(column); }
};

}  // namespace

std::span<const ColumnSpec> columns_of(SeriesKind kind) {
    switch (kind) {
        case SeriesKind::bars:
            return bar_columns;
        case SeriesKind::trades:
            return trade_columns;
        case SeriesKind::funding:
            return funding_columns;
        case SeriesKind::mark:
            return mark_columns;
    }
    TL_CHECK_MSG(false, "a kind of series that does not exist");
    return {};
}

std::optional<SealedLayout> layout_of(SeriesKind kind, Counts counts) {
    if (counts.rows == 0 || counts.rows > rows_max || counts.provenance_bytes == 0 ||
        counts.provenance_bytes > provenance_bytes_max || counts.holes >= counts.rows) {
        return std::nullopt;
    }
    const auto columns = columns_of(kind);
    SealedLayout layout;
    layout.blocks = (counts.rows + SealedFile::block_rows - 1) / SealedFile::block_rows;
    layout.directory_at = sizeof(Header);
    layout.provenance_at = aligned(layout.directory_at + columns.size() * sizeof(DirectoryEntry));
    layout.holes_at = aligned(layout.provenance_at + counts.provenance_bytes);
    layout.index_at = aligned(layout.holes_at + counts.holes * sizeof(HoleEntry));
    layout.data_at = layout.index_at + layout.blocks * sizeof(IndexEntry);
    std::uint64_t at = layout.data_at;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        layout.columns_at[i] = at;
        at = aligned(at + counts.rows * columns[i].width());
    }
    layout.file_bytes = at;
    return layout;
}

std::vector<std::span<const std::byte>> raw_columns(const ColumnsView& view) {
    return std::visit([](const auto& held) { return raw_of(held); }, view);
}

ColumnsView view_at(SeriesKind kind,
                    const std::byte* file,
                    const SealedLayout& layout,
                    RowRange range) {
    const Columns c{.file = file, .layout = layout, .range = range};
    switch (kind) {
        case SeriesKind::bars:
            return BarView{.ts = c[0],
                           .open = c[1],
                           .high = c[2],
                           .low = c[3],
                           .close = c[4],
                           .volume = c[5],
                           .quote_volume_e8 = c[6],
                           .taker_buy_volume = c[7],
                           .trades = c[8],
                           .known = c.at<std::uint8_t>(9)};
        case SeriesKind::trades:
            return TradeView{.ts = c[0],
                             .price = c[1],
                             .quantity = c[2],
                             .id = c[3],
                             .aggressor = c.at<std::int8_t>(4)};
        case SeriesKind::funding:
            return FundingView{.ts = c[0],
                               .ts_recorded = c[1],
                               .rate_e12 = c[2],
                               .interval_ns = c[3],
                               .mark_e8 = c[4]};
        case SeriesKind::mark:
            return MarkView{.ts = c[0],
                            .open_e8 = c[1],
                            .high_e8 = c[2],
                            .low_e8 = c[3],
                            .close_e8 = c[4],
                            .index_e8 = c[5]};
    }
    TL_CHECK_MSG(false, "a kind of series that does not exist");
    return {};
}

ColumnsView part_of(const ColumnsView& view, RowRange range) {
    return std::visit(
        [&range](const auto& held) { return ColumnsView(held.part(range.first, range.count)); },
        view);
}

std::uint32_t block_crc(const ColumnsView& block) {
    std::uint32_t crc = 0;
    for (const auto column : raw_columns(block)) {
        crc = crc32c(column, crc);
    }
    return crc;
}

std::uint32_t front_crc(std::span<const std::byte> front) {
    return crc32c(front.subspan(sizeof(Header)), crc32c(front.first(front_crc_at)));
}

std::string content_sha256(std::span<const std::byte> front) {
    Sha256 sum;
    sum.update(front.first(seal_at));
    sum.update(front.subspan(sizeof(Header)));
    return sum.finish();
}

std::array<std::uint8_t, 32> sha256_bytes(std::string_view hex) {
    TL_CHECK(hex.size() == 64);
    const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
    std::array<std::uint8_t, 32> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        bytes[i] = static_cast<std::uint8_t>(digit(hex[2 * i]) * 16 + digit(hex[2 * i + 1]));
    }
    return bytes;
}

std::string sha256_text(const std::array<std::uint8_t, 32>& bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const std::uint8_t byte : bytes) {
        text += digits[byte / 16U];
        text += digits[byte % 16U];
    }
    return text;
}

std::string row_text(std::uint64_t row) {
    return "row " + std::to_string(row);
}

}  // namespace tradelab::sealed
