#include "history/sealed_front.hpp"

#include <algorithm>
#include <cstring>

namespace tradelab::sealed {
namespace {

constexpr std::string_view remedy = "remove the file and import the data again";

Failure fail_damaged(const std::string& what) {
    return fail(ErrorCode::malformed, what, std::string(remedy));
}

template <class Array>
bool all_zero(const Array& bytes) {
    return std::ranges::all_of(bytes, [](auto byte) { return byte == 0; });
}

Result<Header> read_header(std::span<const std::byte> file) {
    Header header{};
    if (file.size() < sizeof header) {
        return fail_damaged("it is cut off: " + std::to_string(file.size()) + " bytes");
    }
    std::memcpy(&header, file.data(), sizeof header);
    if (header.magic != magic) {
        return fail_damaged("it is no sealed history file");
    }
    if (header.version != version) {
        return fail(ErrorCode::unsupported,
                    "it has version " + std::to_string(header.version) + " of the format",
                    "this program reads version " + std::to_string(version) +
                        ": use a newer one, or import the data again");
    }
    if (!all_zero(header.reserved) || !all_zero(header.reserved_flags) ||
        !all_zero(header.reserved_seal) || header.synthetic > 1) {
        return fail_damaged("its header has bits that mean nothing");
    }
    return header;
}

Result<Series> read_series(const Header& header) {
    const auto end = std::ranges::find(header.instrument, '\0');
    if (!std::all_of(end, header.instrument.end(), [](char c) { return c == '\0'; })) {
        return fail_damaged("its instrument name is damaged");
    }
    auto name = InstrumentName::make(std::string(header.instrument.begin(), end));
    if (!name) {
        return fail(name.error());
    }
    std::optional<BarInterval> interval;
    if (header.interval_ns != 0) {
        auto made = BarInterval::make(Duration(header.interval_ns));
        if (!made) {
            return fail(made.error());
        }
        interval = *made;
    }
    return Series::make(std::move(*name), static_cast<SeriesKind>(header.kind), interval);
}

// Where everything lies, from the counts alone; what the header says of it must be the same.
Result<SealedLayout> read_layout(const Header& header, std::uint64_t file_bytes) {
    if (header.kind < static_cast<std::uint32_t>(SeriesKind::bars) ||
        header.kind > static_cast<std::uint32_t>(SeriesKind::mark)) {
        return fail(ErrorCode::unsupported,
                    "it holds a kind of rows with the number " + std::to_string(header.kind),
                    "use a newer version of this program");
    }
    const auto kind = static_cast<SeriesKind>(header.kind);
    const auto layout = layout_of(
        kind,
        {.rows = header.rows, .provenance_bytes = header.provenance_bytes, .holes = header.holes});
    if (!layout) {
        return fail_damaged("its header counts what cannot be: " + std::to_string(header.rows) +
                            " rows, " + std::to_string(header.provenance_bytes) +
                            " bytes of provenance, " + std::to_string(header.holes) + " holes");
    }
    const bool as_laid_out =
        header.blocks == layout->blocks && header.block_rows == SealedFile::block_rows &&
        header.columns == columns_of(kind).size() && header.directory_at == layout->directory_at &&
        header.provenance_at == layout->provenance_at && header.holes_at == layout->holes_at &&
        header.index_at == layout->index_at && header.data_at == layout->data_at &&
        header.file_bytes == layout->file_bytes;
    if (!as_laid_out) {
        return fail_damaged("its header contradicts itself");
    }
    if (file_bytes != layout->file_bytes) {
        return fail_damaged("it has " + std::to_string(file_bytes) + " bytes instead of " +
                            std::to_string(layout->file_bytes));
    }
    return *layout;
}

Status check_directory(std::span<const std::byte> file,
                       const SealedLayout& layout,
                       SeriesKind kind) {
    const auto specs = columns_of(kind);
    for (std::size_t i = 0; i < specs.size(); ++i) {
        DirectoryEntry entry{};
        std::memcpy(&entry, file.data() + layout.directory_at + i * sizeof entry, sizeof entry);
        DirectoryEntry due{.name = {},
                           .type = static_cast<std::uint32_t>(specs[i].type),
                           .at = layout.columns_at[i]};
        std::ranges::copy(specs[i].name, due.name.begin());
        if (entry.name != due.name || entry.type != due.type || entry.at != due.at) {
            return fail_damaged("its directory of columns is damaged");
        }
    }
    return {};
}

Result<std::vector<Hole>> read_holes(std::span<const std::byte> file,
                                     const SealedLayout& layout,
                                     const Header& header) {
    std::vector<Hole> holes(header.holes);
    std::int64_t after = header.first_ts;
    const auto off_grid = [&header](std::int64_t ts) { return ts % header.interval_ns != 0; };
    if (header.interval_ns != 0 ? off_grid(header.first_ts) || off_grid(header.last_ts)
                                : header.holes != 0) {
        return fail_damaged("its times are not on its grid");
    }
    for (std::size_t i = 0; i < holes.size(); ++i) {
        HoleEntry entry{};
        std::memcpy(&entry, file.data() + layout.holes_at + i * sizeof entry, sizeof entry);
        if (entry.from < after || entry.to <= entry.from || entry.to >= header.last_ts ||
            off_grid(entry.from) || off_grid(entry.to)) {
            return fail_damaged("its list of holes is damaged");
        }
        holes[i] = {.from = UnixNanos(entry.from), .to = UnixNanos(entry.to)};
        after = entry.to;
    }
    return holes;
}

// Whoever searches the index may rely on its order, and on its rows being those of the file.
Status check_index(std::span<const IndexEntry> index, const Header& header) {
    std::int64_t before = header.first_ts;
    std::uint64_t row = 0;
    for (const IndexEntry& entry : index) {
        const std::uint64_t due = std::min(SealedFile::block_rows, header.rows - row);
        if (entry.first_row != row || entry.rows != due || entry.first_ts < before ||
            entry.last_ts < entry.first_ts || entry.low > entry.high || !all_zero(entry.reserved)) {
            return fail_damaged("its block index is damaged");
        }
        before = entry.last_ts;
        row += due;
    }
    if (index.front().first_ts != header.first_ts || before != header.last_ts) {
        return fail_damaged("its block index contradicts its header");
    }
    return {};
}

Result<Places> read_places(const Header& header) {
    const auto price = DecimalPlaces::make(header.price_places);
    const auto quantity = DecimalPlaces::make(header.quantity_places);
    const auto kind = static_cast<SeriesKind>(header.kind);
    const bool own = kind == SeriesKind::bars || kind == SeriesKind::trades;
    if (!price || !quantity || (!own && (*price != mark_places || quantity->count() != 0))) {
        return fail_damaged("its decimal places are damaged");
    }
    return Places{.price = *price, .quantity = *quantity};
}

Result<Provenance> read_provenance(std::span<const std::byte> file,
                                   const SealedLayout& layout,
                                   const Header& header) {
    const auto bytes = file.subspan(layout.provenance_at, header.provenance_bytes);
    auto provenance =
        decode_provenance({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    if (provenance && provenance->synthetic.has_value() != (header.synthetic == 1)) {
        return fail_damaged("its header and its provenance differ on whether it is synthetic");
    }
    return provenance;
}

}  // namespace

Result<Front> read_front(std::span<const std::byte> file) {
    const auto header = read_header(file);
    if (!header) {
        return fail(header.error());
    }
    const auto layout = read_layout(*header, file.size());
    if (!layout) {
        return fail(layout.error());
    }
    if (front_crc(file.first(layout->data_at)) != header->front_crc) {
        return fail(
            ErrorCode::hash_mismatch, "the checksum of its front is wrong", std::string(remedy));
    }
    auto series = read_series(*header);
    if (!series) {
        return fail(series.error());
    }
    const auto places = read_places(*header);
    if (!places) {
        return fail(places.error());
    }
    if (auto directory = check_directory(file, *layout, series->kind()); !directory) {
        return fail(directory.error());
    }
    auto provenance = read_provenance(file, *layout, *header);
    if (!provenance) {
        return fail(provenance.error());
    }
    auto holes = read_holes(file, *layout, *header);
    if (!holes) {
        return fail(holes.error());
    }
    const std::span index(reinterpret_cast<const IndexEntry*>(file.data() + layout->index_at),
                          layout->blocks);
    if (auto checked = check_index(index, *header); !checked) {
        return fail(checked.error());
    }
    return Front{.summary = {.series = std::move(*series),
                             .places = *places,
                             .rows = header->rows,
                             .first = UnixNanos(header->first_ts),
                             .last = UnixNanos(header->last_ts),
                             .holes = std::move(*holes),
                             .provenance = std::move(*provenance),
                             .data_sha256 = sha256_text(header->data_sha256),
                             .content_sha256 = sha256_text(header->content_sha256),
                             .file_bytes = header->file_bytes},
                 .layout = *layout,
                 .index = index};
}

}  // namespace tradelab::sealed
