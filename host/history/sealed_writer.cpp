#include "history/sealed_writer.hpp"

#include "core/check.hpp"
#include "document/sha256.hpp"
#include "history/row_rules.hpp"
#include "history/sealed_format.hpp"

#include <algorithm>
#include <cstring>
#include <future>

namespace tradelab {
namespace {

using sealed::Header;
using sealed::SealedLayout;

constexpr std::uint32_t sealed_mode = 0444;

std::string_view padding_after(std::uint64_t bytes) {
    static constexpr std::array<char, sealed::alignment> zeros{};
    return {zeros.data(), sealed::aligned(bytes) - bytes};
}

std::string_view as_text(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

template <class Value>
void put(std::string& front, std::uint64_t at, const Value& value) {
    TL_CHECK(at + sizeof value <= front.size());
    std::memcpy(front.data() + at, &value, sizeof value);
}

Places places_of(const SealRequest& request) {
    const bool own =
        request.series.kind() == SeriesKind::bars || request.series.kind() == SeriesKind::trades;
    return own ? request.places : Places{.price = mark_places, .quantity = DecimalPlaces{}};
}

struct Bounds {
    std::int64_t low = TL_NONE;
    std::int64_t high = TL_NONE;
};

Bounds bounds_of(I64Span lows, I64Span highs) {
    return {.low = *std::ranges::min_element(lows), .high = *std::ranges::max_element(highs)};
}
// The bounds of all four prices, since nobody has promised that `low` is the lowest.
Bounds bounds_of(I64Span open, I64Span high, I64Span low, I64Span close) {
    Bounds all = bounds_of(low, high);
    for (const I64Span column : {open, high, low, close}) {
        const Bounds one = bounds_of(column, column);
        all = {.low = std::min(all.low, one.low), .high = std::max(all.high, one.high)};
    }
    return all;
}
Bounds bounds_of(const BarView& v) {
    return bounds_of(v.open, v.high, v.low, v.close);
}
Bounds bounds_of(const TradeView& v) {
    return bounds_of(v.price, v.price);
}
Bounds bounds_of(const FundingView& /*unused*/) {
    return {};
}
Bounds bounds_of(const MarkView& v) {
    return bounds_of(v.open_e8, v.high_e8, v.low_e8, v.close_e8);
}

void put_index(std::string& front, const SealedLayout& layout, const ColumnsView& rows) {
    const std::uint64_t count = rows_of(rows);
    for (std::uint64_t i = 0; i < layout.blocks; ++i) {
        const std::uint64_t first = i * SealedFile::block_rows;
        const RowRange range{.first = first,
                             .count = std::min(SealedFile::block_rows, count - first)};
        const ColumnsView block = sealed::part_of(rows, range);
        const I64Span ts = times_of(block);
        const Bounds bounds = std::visit([](const auto& v) { return bounds_of(v); }, block);
        put(front,
            layout.index_at + i * sizeof(sealed::IndexEntry),
            sealed::IndexEntry{.first_ts = ts.front(),
                               .last_ts = ts.back(),
                               .low = bounds.low,
                               .high = bounds.high,
                               .first_row = first,
                               .rows = static_cast<std::uint32_t>(range.count),
                               .crc = sealed::block_crc(block),
                               .reserved = {}});
    }
}

void put_directory(std::string& front, const SealedLayout& layout, SeriesKind kind) {
    const auto specs = sealed::columns_of(kind);
    for (std::size_t i = 0; i < specs.size(); ++i) {
        sealed::DirectoryEntry entry{.name = {},
                                     .type = static_cast<std::uint32_t>(specs[i].type),
                                     .at = layout.columns_at[i]};
        std::ranges::copy(specs[i].name, entry.name.begin());
        put(front, layout.directory_at + i * sizeof entry, entry);
    }
}

Header header_of(const SealRequest& request, const SealedLayout& layout, sealed::Counts counts) {
    const Places places = places_of(request);
    const I64Span ts = times_of(request.rows);
    Header header{};
    header.magic = sealed::magic;
    header.version = sealed::version;
    header.kind = static_cast<std::uint32_t>(request.series.kind());
    header.rows = counts.rows;
    header.first_ts = ts.front();
    header.last_ts = ts.back();
    header.interval_ns =
        request.series.interval() ? request.series.interval()->length().count() : 0;
    header.price_places = static_cast<std::uint8_t>(places.price.count());
    header.quantity_places = static_cast<std::uint8_t>(places.quantity.count());
    header.synthetic = request.provenance.synthetic ? 1 : 0;
    header.blocks = layout.blocks;
    header.block_rows = SealedFile::block_rows;
    header.columns = static_cast<std::uint32_t>(sealed::columns_of(request.series.kind()).size());
    header.directory_at = layout.directory_at;
    header.provenance_at = layout.provenance_at;
    header.provenance_bytes = counts.provenance_bytes;
    header.holes_at = layout.holes_at;
    header.holes = counts.holes;
    header.index_at = layout.index_at;
    header.data_at = layout.data_at;
    header.file_bytes = layout.file_bytes;
    static_assert(limits::instrument_name_length_max < sizeof(Header::instrument));
    std::ranges::copy(request.series.instrument().text(), header.instrument.begin());
    return header;
}

std::string hash_of(std::span<const std::span<const std::byte>> columns) {
    Sha256 sum;
    for (const auto column : columns) {
        sum.update(column);
        sum.update(padding_after(column.size()));
    }
    return sum.finish();
}

// "20200101T010000Z": cut to the second, without what file systems and shells dislike.
std::string compact_time(std::int64_t ts) {
    const auto second = floor_to(UnixNanos(ts), std::chrono::seconds(1));
    std::string text = iso_text(second.value_or(UnixNanos(ts)));
    std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
    return text;
}

// Rows below which a thread costs more than it saves.
constexpr std::uint64_t rows_alone = 100'000;

// Hashing the columns takes as long as all else that is made of them: beside it, where there is
// enough.
std::future<std::string> hash_beside(std::span<const std::span<const std::byte>> columns,
                                     std::uint64_t rows) {
    return std::async(rows < rows_alone ? std::launch::deferred : std::launch::async,
                      [columns] { return hash_of(columns); });
}

// All but the header.
std::string front_of(const SealRequest& request,
                     const std::vector<Hole>& holes,
                     const std::string& provenance,
                     const SealedLayout& layout) {
    std::string front(layout.data_at, '\0');
    put_directory(front, layout, request.series.kind());
    std::ranges::copy(provenance,
                      front.begin() + static_cast<std::ptrdiff_t>(layout.provenance_at));
    for (std::size_t i = 0; i < holes.size(); ++i) {
        put(front,
            layout.holes_at + i * sizeof(sealed::HoleEntry),
            sealed::HoleEntry{.from = holes[i].from.ns(), .to = holes[i].to.ns()});
    }
    put_index(front, layout, request.rows);
    return front;
}

void put_header(std::string& front, Header header, const std::string& data_sha256) {
    header.data_sha256 = sealed::sha256_bytes(data_sha256);
    // The hash first, because the checksum covers it.
    put(front, 0, header);
    header.content_sha256 =
        sealed::sha256_bytes(sealed::content_sha256(std::as_bytes(std::span(front))));
    put(front, 0, header);
    header.front_crc = sealed::front_crc(std::as_bytes(std::span(front)));
    put(front, 0, header);
}

}  // namespace

struct SealedImage::Parts {
    Series series;
    Places places;
    std::uint64_t rows = 0;
    std::string front = {};
    std::vector<std::span<const std::byte>> columns = {};
    std::string data_sha256 = {};
    std::string content_sha256 = {};
    std::string file_name = {};
    std::uint64_t file_bytes = 0;
};

SealedImage::SealedImage(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
SealedImage::SealedImage(SealedImage&&) noexcept = default;
SealedImage& SealedImage::operator=(SealedImage&&) noexcept = default;
SealedImage::~SealedImage() = default;

Result<SealedImage> SealedImage::make(const SealRequest& request) {
    if (auto checked = check_provenance(request.provenance); !checked) {
        return fail(checked.error());
    }
    const auto columns = sealed::raw_columns(request.rows);
    auto hash = hash_beside(columns, rows_of(request.rows));
    if (auto checked = check_rows(request.series, request.rows); !checked) {
        return fail(checked.error(), "sealing " + request.series.text());
    }
    const I64Span ts = times_of(request.rows);
    const auto holes =
        request.series.interval() ? holes_of(ts, *request.series.interval()) : std::vector<Hole>{};
    const std::string provenance = encode_provenance(request.provenance);
    const sealed::Counts counts{.rows = rows_of(request.rows),
                                .provenance_bytes = provenance.size(),
                                .holes = holes.size()};
    const auto layout = sealed::layout_of(request.series.kind(), counts);
    if (!layout) {
        return fail(ErrorCode::too_large,
                    "a provenance of " + std::to_string(provenance.size()) + " bytes",
                    "it is a page of text: shorten the findings");
    }

    auto parts = std::make_unique<Parts>(Parts{
        .series = request.series, .places = places_of(request), .rows = rows_of(request.rows)});
    parts->columns = columns;
    parts->front = front_of(request, holes, provenance, *layout);
    parts->data_sha256 = hash.get();
    put_header(parts->front, header_of(request, *layout, counts), parts->data_sha256);
    parts->content_sha256 = sealed::content_sha256(std::as_bytes(std::span(parts->front)));
    parts->file_name = compact_time(ts.front()) + '-' + compact_time(ts.back()) + '-' +
                       parts->data_sha256.substr(0, 8) + std::string(sealed_extension);
    parts->file_bytes = layout->file_bytes;
    return SealedImage(std::move(parts));
}

const std::string& SealedImage::data_sha256() const {
    return parts_->data_sha256;
}
const std::string& SealedImage::content_sha256() const {
    return parts_->content_sha256;
}
const std::string& SealedImage::file_name() const {
    return parts_->file_name;
}
std::uint64_t SealedImage::file_bytes() const {
    return parts_->file_bytes;
}
bool SealedImage::holds_the_rows_of(const SealedSummary& file) const {
    return file.series == parts_->series && file.places == parts_->places &&
           file.rows == parts_->rows && file.data_sha256 == parts_->data_sha256;
}
std::string_view SealedImage::front() const {
    return parts_->front;
}

Status SealedImage::write_new(Disk& disk, const std::filesystem::path& path) const {
    auto file = disk.create_new(path, sealed_mode);
    if (!file) {
        return fail(file.error());
    }
    if (auto written = (*file)->write(parts_->front); !written) {
        return written;
    }
    for (const auto column : parts_->columns) {
        if (auto written = (*file)->write(as_text(column)); !written) {
            return written;
        }
        if (auto padded = (*file)->write(padding_after(column.size())); !padded) {
            return padded;
        }
    }
    if (auto synced = (*file)->sync(); !synced) {
        return synced;
    }
    return (*file)->close();
}

Status SealedImage::write(Disk& disk, const std::filesystem::path& path) const {
    auto staging = path;
    staging.replace_filename(std::string(staging_prefix) + path.filename().native());
    if (disk.exists(staging)) {
        if (auto removed = disk.remove_file(staging); !removed) {
            return removed;
        }
    }
    auto done = write_new(disk, staging);
    if (done) {
        done = disk.rename(staging, path);
    }
    if (!done) {
        // The first error is the one to report.
        static_cast<void>(disk.remove_file(staging));
        return done;
    }
    return disk.sync_directory(path.has_parent_path() ? path.parent_path() : ".");
}

}  // namespace tradelab
