#include "history/sealed_file.hpp"
#include "history/sealed_format.hpp"
#include "history/series_reader.hpp"
#include "os/simulated_disk.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <span>
#include <string>
#include <vector>

// Hostile bytes as a sealed file: whatever they say, reading ends with rows or an error, inside the
// bytes.  Chance never meets a checksum, so each input is read as it is and with its checksums made
// right, as an adversary would.
namespace tradelab {
namespace {

void make_checksums_right(std::string& bytes) {
    sealed::Header header{};
    if (bytes.size() < sizeof header) {
        return;
    }
    std::memcpy(&header, bytes.data(), sizeof header);
    if (header.kind < 1 || header.kind > 4) {
        return;
    }
    const auto kind = static_cast<SeriesKind>(header.kind);
    const auto layout = sealed::layout_of(
        kind,
        {.rows = header.rows, .provenance_bytes = header.provenance_bytes, .holes = header.holes});
    if (!layout || layout->file_bytes != bytes.size()) {
        return;
    }
    // Columns are read where they lie, which a string does not align: a copy does.
    const Mapping aligned = Mapping::copy_of(std::as_bytes(std::span(bytes)));
    for (std::uint64_t i = 0; i < layout->blocks; ++i) {
        const std::uint64_t first = i * SealedFile::block_rows;
        const auto count = std::min(SealedFile::block_rows, header.rows - first);
        const auto block = sealed::view_at(
            kind, aligned.bytes().data(), *layout, {.first = first, .count = count});
        const std::uint32_t crc = sealed::block_crc(block);
        std::memcpy(bytes.data() + layout->index_at + i * sizeof(sealed::IndexEntry) +
                        offsetof(sealed::IndexEntry, crc),
                    &crc,
                    sizeof crc);
    }
    const std::uint32_t crc =
        sealed::front_crc(std::as_bytes(std::span(bytes)).first(layout->data_at));
    std::memcpy(bytes.data() + sealed::front_crc_at, &crc, sizeof crc);
}

void read_all(const std::string& bytes) {
    SimulatedDisk disk;
    if (!write_atomically(disk, "/a.tlh", bytes)) {
        std::abort();
    }
    auto file = SealedFile::open(disk, "/a.tlh");
    if (!file) {
        return;
    }
    static_cast<void>(file->verify());
    static_cast<void>(file->row_at_or_after(file->summary().last));

    auto twin = SealedFile::open(disk, "/a.tlh");
    std::vector<SealedFile> files;
    files.push_back(std::move(*file));
    files.push_back(std::move(*twin));
    auto reader = SeriesReader::open(std::move(files), {});
    if (!reader) {
        return;
    }
    EventBlock events;
    std::uint64_t rows = 0;
    while (reader->next(events, {}) && events.count() != 0) {
        rows += events.count();
    }
    static_cast<void>(reader->seek(reader->files().front()->first));
    if (rows > reader->rows()) {
        std::abort();
    }
}

}  // namespace
}  // namespace tradelab

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > std::size_t{1} << 16U) {
        return 0;
    }
    std::string bytes(reinterpret_cast<const char*>(data), size);
    tradelab::read_all(bytes);
    tradelab::make_checksums_right(bytes);
    tradelab::read_all(bytes);
    return 0;
}
