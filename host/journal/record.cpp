#include "journal/record.hpp"

#include "core/check.hpp"
#include "document/crc32c.hpp"
#include "journal/bytes.hpp"

#include <algorithm>

namespace tradelab {
namespace {

using detail::put;
using detail::take;

constexpr std::string_view magic{"TLJRNL\x1a\n", 8};
constexpr std::size_t link_bytes = 16;
constexpr std::size_t crc_bytes = 4;

static_assert(journal_header_bytes ==
              magic.size() + 4 + journal_kind_length_max + 8 + sha256_bytes + 8 + crc_bytes);
static_assert(record_header_bytes == crc_bytes + 4 + 2 + 2 + 4 + 8 + 8 + 8 + link_bytes);
static_assert(record_header_bytes % 8 == 0 && journal_header_bytes % 8 == 0);

std::string_view as_text(const Sha256Digest& digest) {
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

Sha256Digest digest_in(std::string_view bytes, std::size_t at) {
    Sha256Digest digest{};
    std::ranges::transform(bytes.substr(at, sha256_bytes), digest.begin(), [](char c) {
        return static_cast<std::byte>(c);
    });
    return digest;
}

Failure broken(std::string what) {
    return fail(ErrorCode::malformed, std::move(what));
}

bool is_zero(std::string_view bytes) {
    return bytes.find_first_not_of('\0') == std::string_view::npos;
}

// The bytes of the record that `bytes` begin with, as far as it can be judged without knowing what
// went before: its length is possible, all of it is there, its sum is right, its gaps are zero.
Result<std::string_view> whole_record(std::string_view bytes) {
    if (bytes.size() < record_header_bytes) {
        return broken("the header of a record, but only " + std::to_string(bytes.size()) +
                      " bytes are left");
    }
    const auto payload = take<std::uint32_t>(bytes, 4);
    if (payload > record_payload_bytes_max) {
        return broken("a record of at most " + std::to_string(record_payload_bytes_max) +
                      " bytes, but its length says " + std::to_string(payload));
    }
    const std::size_t size = record_bytes(payload);
    if (bytes.size() < size) {
        return broken("a record of " + std::to_string(size) + " bytes, but only " +
                      std::to_string(bytes.size()) + " are left");
    }
    const auto record = bytes.substr(0, size);
    if (crc32c(record.substr(crc_bytes)) != take<std::uint32_t>(record, 0)) {
        return broken("the bytes that its checksum was made of");
    }
    if (!is_zero(record.substr(12, 4)) || !is_zero(record.substr(record_header_bytes + payload))) {
        return broken("zeros between and behind its fields");
    }
    return record;
}

}  // namespace

std::string encode_header(const JournalHeader& header) {
    TL_CHECK(!header.kind.empty() && header.kind.size() <= journal_kind_length_max);
    TL_CHECK(header.first_seq > 0);

    std::string bytes(magic);
    put(bytes, journal_format);
    bytes += header.kind;
    bytes.append(journal_kind_length_max - header.kind.size(), '\0');
    put(bytes, header.first_seq);
    bytes += as_text(header.chain_start);
    put(bytes, std::uint64_t{0});
    put(bytes, crc32c(bytes));
    TL_CHECK(bytes.size() == journal_header_bytes);
    return bytes;
}

Result<JournalHeader> decode_header(std::string_view bytes) {
    if (bytes.size() < journal_header_bytes || !bytes.starts_with(magic)) {
        return broken("it does not begin as a journal does");
    }
    bytes = bytes.substr(0, journal_header_bytes);
    if (take<std::uint32_t>(bytes, journal_header_bytes - crc_bytes) !=
        crc32c(bytes.substr(0, journal_header_bytes - crc_bytes))) {
        return broken("the checksum of its header does not match");
    }
    if (const auto format = take<std::uint32_t>(bytes, 8); format != journal_format) {
        return fail(ErrorCode::unsupported,
                    "its format is " + std::to_string(format) + ", this program reads " +
                        std::to_string(journal_format));
    }

    const auto kind = bytes.substr(12, journal_kind_length_max);
    JournalHeader header{.kind = std::string(kind.substr(0, kind.find('\0'))),
                         .first_seq = take<std::uint64_t>(bytes, 28),
                         .chain_start = digest_in(bytes, 36)};
    // Only what we would write ourselves is read: one header, one spelling.
    if (header.kind.empty() || header.first_seq == 0 || encode_header(header) != bytes) {
        return broken("its header has fields that no writer gives");
    }
    return header;
}

std::size_t record_bytes(std::size_t payload_bytes) {
    return (record_header_bytes + payload_bytes + 7) / 8 * 8;
}

Chain Chain::of(std::string_view header_bytes, std::uint64_t first_seq) {
    TL_CHECK(header_bytes.size() == journal_header_bytes && first_seq > 0);
    Sha256 sum;
    sum.update(header_bytes);
    return Chain({.seq = first_seq - 1, .offset = journal_header_bytes, .chain = sum.restart()});
}

void Chain::encode(std::string& out, RecordKind kind, RecordTimes times, std::string_view payload) {
    TL_CHECK(payload.size() <= record_payload_bytes_max);
    const std::size_t start = out.size();

    out.append(crc_bytes, '\0');
    put(out, static_cast<std::uint32_t>(payload.size()));
    put(out, kind.type);
    put(out, kind.version);
    put(out, std::uint32_t{0});
    put(out, head_.seq + 1);
    put(out, times.event.ns());
    put(out, times.written.ns());
    out += as_text(head_.chain).substr(0, link_bytes);
    out += payload;
    out.append(record_bytes(payload.size()) - (out.size() - start), '\0');

    const std::uint32_t crc = crc32c(std::string_view(out).substr(start + crc_bytes));
    for (std::size_t i = 0; i < crc_bytes; ++i) {
        out[start + i] = static_cast<char>(static_cast<unsigned char>((crc >> (8 * i)) & 0xffU));
    }
    advance(std::string_view(out).substr(start));
}

Result<RecordView> Chain::decode(std::string_view bytes) {
    const auto whole = whole_record(bytes);
    if (!whole) {
        return fail(whole.error());
    }
    const std::string_view record = *whole;
    const auto seq = take<std::uint64_t>(record, 16);
    if (seq != head_.seq + 1) {
        return broken("the number " + std::to_string(head_.seq + 1) + ", but it says " +
                      std::to_string(seq));
    }
    if (record.substr(40, link_bytes) != as_text(head_.chain).substr(0, link_bytes)) {
        return fail(ErrorCode::hash_mismatch, "the hash of all that went before it");
    }

    advance(record);
    return RecordView{
        .seq = seq,
        .kind = {.type = take<std::uint16_t>(record, 8),
                 .version = take<std::uint16_t>(record, 10)},
        .times = {.event = UnixNanos(take<std::int64_t>(record, 24)),
                  .written = UnixNanos(take<std::int64_t>(record, 32))},
        .payload = record.substr(record_header_bytes, take<std::uint32_t>(record, 4))};
}

void Chain::advance(std::string_view record) {
    sum_.update(std::as_bytes(std::span(head_.chain)));
    sum_.update(record);
    head_ = {.seq = head_.seq + 1, .offset = head_.offset + record.size(), .chain = sum_.restart()};
}

bool holds_whole_record(std::string_view bytes, std::uint64_t seq_max) {
    for (; bytes.size() >= record_header_bytes; bytes.remove_prefix(8)) {
        // The cheap questions first: they rule out nearly everything.
        const auto seq = take<std::uint64_t>(bytes, 16);
        const bool plausible = seq > 0 && seq <= seq_max && is_zero(bytes.substr(12, 4));
        if (plausible && whole_record(bytes)) {
            return true;
        }
        if (bytes.size() < 8 + record_header_bytes) {
            break;
        }
    }
    return false;
}

}  // namespace tradelab
