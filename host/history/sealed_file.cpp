#include "history/sealed_file.hpp"

#include "core/check.hpp"
#include "history/sealed_format.hpp"
#include "history/sealed_front.hpp"
#include "history/sealed_writer.hpp"

#include <algorithm>
#include <atomic>
#include <cstring>

namespace tradelab {

struct SealedFile::State {
    std::filesystem::path path;
    Mapping mapping;
    sealed::Front front;
    // Whether a block has passed its CRC.  Relaxed is enough: the bytes never change, so the worst
    // is that two threads check the same block.
    std::unique_ptr<std::atomic<std::uint8_t>[]> checked;

    [[nodiscard]] std::span<const std::byte> bytes() const { return mapping.bytes(); }
    [[nodiscard]] ColumnsView view(RowRange range) const {
        return sealed::view_at(front.summary.series.kind(), bytes().data(), front.layout, range);
    }
    [[nodiscard]] Status check_block(std::uint64_t index) const;
};

namespace {

std::string quoted(const std::filesystem::path& path) {
    return "'" + path.native() + "'";
}

// The padding between columns is in no block: only verify() looks at it.
bool padding_is_zero(std::span<const std::byte> file,
                     const sealed::SealedLayout& layout,
                     const ColumnsView& rows) {
    const auto columns = sealed::raw_columns(rows);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const std::uint64_t end = layout.columns_at[i] + columns[i].size();
        const auto padding = file.subspan(end, sealed::aligned(end) - end);
        if (!std::ranges::all_of(padding, [](std::byte b) { return b == std::byte{0}; })) {
            return false;
        }
    }
    return true;
}

}  // namespace

Status SealedFile::State::check_block(std::uint64_t index) const {
    const sealed::IndexEntry& entry = front.index[index];
    const ColumnsView block = view({.first = entry.first_row, .count = entry.rows});
    // With the order, whoever searches by time may rely on index and rows alike.
    const I64Span ts = times_of(block);
    if (sealed::block_crc(block) != entry.crc || ts.front() != entry.first_ts ||
        ts.back() != entry.last_ts || !std::ranges::is_sorted(ts)) {
        return fail(ErrorCode::hash_mismatch,
                    quoted(path) + ": block " + std::to_string(index) + " (rows from " +
                        std::to_string(entry.first_row) + ") fails its checksum",
                    "remove the file and import the data again");
    }
    checked[index].store(1, std::memory_order_relaxed);
    return {};
}

SealedFile::SealedFile(std::unique_ptr<State> state) : state_(std::move(state)) {}
SealedFile::SealedFile(SealedFile&&) noexcept = default;
SealedFile& SealedFile::operator=(SealedFile&&) noexcept = default;
SealedFile::~SealedFile() = default;

Result<SealedFile> SealedFile::open(const Disk& disk, const std::filesystem::path& path) {
    auto mapping = disk.map(path);
    if (!mapping) {
        return fail(mapping.error());
    }
    auto front = sealed::read_front(mapping->bytes());
    if (!front) {
        return fail(front.error(), quoted(path));
    }
    const std::size_t blocks = front->layout.blocks;
    return SealedFile(std::make_unique<State>(
        State{.path = path,
              .mapping = std::move(*mapping),
              .front = std::move(*front),
              .checked = std::make_unique<std::atomic<std::uint8_t>[]>(blocks)}));
}

const std::filesystem::path& SealedFile::path() const {
    return state_->path;
}

const SealedSummary& SealedFile::summary() const {
    return state_->front.summary;
}

std::uint64_t SealedFile::blocks() const {
    return state_->front.layout.blocks;
}

BlockFacts SealedFile::block(std::uint64_t index) const {
    TL_CHECK(index < blocks());
    const sealed::IndexEntry& entry = state_->front.index[index];
    return {.first = UnixNanos(entry.first_ts),
            .last = UnixNanos(entry.last_ts),
            .low = entry.low,
            .high = entry.high,
            .rows = {.first = entry.first_row, .count = entry.rows}};
}

Result<ColumnsView> SealedFile::rows(RowRange range) const {
    const std::uint64_t all = summary().rows;
    TL_CHECK(range.first <= all && range.count <= all - range.first);
    if (range.count != 0) {
        const std::uint64_t last = (range.first + range.count - 1) / block_rows;
        for (std::uint64_t i = range.first / block_rows; i <= last; ++i) {
            if (state_->checked[i].load(std::memory_order_relaxed) != 0) {
                continue;
            }
            if (auto checked = state_->check_block(i); !checked) {
                return fail(checked.error());
            }
        }
    }
    return state_->view(range);
}

namespace {

template <class View>
Result<View> only(Result<ColumnsView> rows) {
    if (!rows) {
        return fail(rows.error());
    }
    TL_CHECK_MSG(std::holds_alternative<View>(*rows), "rows asked for as another kind");
    return std::get<View>(*rows);
}

}  // namespace

Result<BarView> SealedFile::bars(RowRange range) const {
    return only<BarView>(rows(range));
}

Result<TradeView> SealedFile::trades(RowRange range) const {
    return only<TradeView>(rows(range));
}

Result<FundingView> SealedFile::funding(RowRange range) const {
    return only<FundingView>(rows(range));
}

Result<MarkView> SealedFile::marks(RowRange range) const {
    return only<MarkView>(rows(range));
}

Result<std::uint64_t> SealedFile::row_at_or_after(UnixNanos at) const {
    const auto index = state_->front.index;
    const auto* const block = std::ranges::lower_bound(
        index.data(), index.data() + index.size(), at.ns(), {}, &sealed::IndexEntry::last_ts);
    if (block == index.data() + index.size()) {
        return summary().rows;
    }
    if (at.ns() <= block->first_ts) {
        return block->first_row;
    }
    const auto held = rows({.first = block->first_row, .count = block->rows});
    if (!held) {
        return fail(held.error());
    }
    const I64Span ts = times_of(*held);
    const auto row = std::ranges::lower_bound(ts, at.ns());
    return block->first_row + static_cast<std::uint64_t>(row - ts.begin());
}

Status SealedFile::verify() const {
    const auto held = rows(all_rows());
    if (!held) {
        return fail(held.error());
    }
    // The writer is the judge: made again of these rows, the file must come out the same.  That
    // covers the hashes, the index, the holes, the order and the values at once.
    const auto due = SealedImage::make({.series = summary().series,
                                        .places = summary().places,
                                        .provenance = summary().provenance,
                                        .rows = *held});
    if (!due) {
        return fail(due.error(), quoted(path()));
    }
    const auto bytes = state_->bytes();
    const auto front = due->front();
    const bool same = bytes.size() == due->file_bytes() &&
                      std::memcmp(bytes.data(), front.data(), front.size()) == 0 &&
                      padding_is_zero(bytes, state_->front.layout, *held);
    if (!same) {
        return fail(ErrorCode::hash_mismatch,
                    quoted(path()) + ": it is not what its rows and provenance are sealed to",
                    "remove the file and import the data again");
    }
    return {};
}

}  // namespace tradelab
