#include "journal/mark.hpp"

#include "document/crc32c.hpp"
#include "journal/bytes.hpp"

#include <algorithm>

namespace tradelab {
namespace {

using detail::put;
using detail::take;

constexpr std::string_view magic{"TLMARK\x1a\n", 8};
constexpr std::uint32_t mark_format = 1;
constexpr std::size_t slots = 2;
constexpr std::size_t file_bytes = slots * mark_slot_distance;

static_assert(mark_slot_bytes == magic.size() + 4 + 8 + 8 + 8 + sha256_bytes + 8 + 4);

void encode_slot(std::string& out, const AcknowledgedMark& mark) {
    out = magic;
    put(out, mark_format);
    put(out, mark.generation);
    put(out, mark.head.seq);
    put(out, mark.head.offset);
    for (const std::byte byte : mark.head.chain) {
        out += static_cast<char>(byte);
    }
    put(out, std::uint64_t{0});
    put(out, crc32c(out));
}

std::optional<AcknowledgedMark> decode_slot(std::string_view bytes) {
    if (bytes.size() < mark_slot_bytes || !bytes.starts_with(magic)) {
        return std::nullopt;
    }
    bytes = bytes.substr(0, mark_slot_bytes);
    const std::size_t summed = mark_slot_bytes - 4;
    if (crc32c(bytes.substr(0, summed)) != take<std::uint32_t>(bytes, summed) ||
        take<std::uint32_t>(bytes, 8) != mark_format) {
        return std::nullopt;
    }
    AcknowledgedMark mark{
        .generation = take<std::uint64_t>(bytes, 12),
        .head = {.seq = take<std::uint64_t>(bytes, 20), .offset = take<std::uint64_t>(bytes, 28)}};
    std::ranges::transform(bytes.substr(36, sha256_bytes), mark.head.chain.begin(), [](char c) {
        return static_cast<std::byte>(c);
    });
    return mark;
}

}  // namespace

Disk::Path mark_path(const Disk::Path& journal) {
    auto path = journal;
    path += ".mark";
    return path;
}

std::optional<AcknowledgedMark> decode_mark_file(std::string_view bytes) {
    const auto first = decode_slot(bytes);
    const auto second = decode_slot(bytes.substr(std::min(bytes.size(), mark_slot_distance)));
    if (first && second) {
        return first->generation > second->generation ? first : second;
    }
    return first ? first : second;
}

Result<AcknowledgedMark> read_mark(const Disk& disk, const Disk::Path& journal) {
    const auto path = mark_path(journal);
    const auto bytes = disk.read_range(path, {.offset = 0, .length = file_bytes});
    if (!bytes) {
        return fail(bytes.error());
    }
    const auto mark = decode_mark_file(*bytes);
    if (!mark) {
        return fail(ErrorCode::malformed,
                    "'" + path.native() + "' holds no whole mark: what was acknowledged is unknown",
                    "restore it together with its journal from a backup");
    }
    return *mark;
}

Status write_new_mark(Disk& disk, const Disk::Path& journal, const JournalHead& head) {
    std::string bytes;
    encode_slot(bytes, {.generation = 0, .head = head});
    bytes.resize(file_bytes, '\0');
    return write_atomically(disk, mark_path(journal), bytes);
}

Result<MarkFile> MarkFile::open(Disk& disk,
                                const Disk::Path& journal,
                                const AcknowledgedMark& current) {
    auto file = disk.open_existing(mark_path(journal), file_bytes);
    if (!file) {
        return fail(file.error());
    }
    return MarkFile(std::move(*file), current);
}

Status MarkFile::advance(const JournalHead& head) {
    const AcknowledgedMark next{.generation = current_.generation + 1, .head = head};
    encode_slot(slot_, next);
    const std::uint64_t at = next.generation % slots * mark_slot_distance;
    if (auto written = file_->write_at(at, slot_); !written) {
        return written;
    }
    if (auto synced = file_->sync(); !synced) {
        return synced;
    }
    current_ = next;
    return {};
}

}  // namespace tradelab
