#pragma once

#include "core/result.hpp"
#include "core/time.hpp"
#include "document/sha256.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

// The bytes of a journal, as FORMAT.md describes them.  Pure functions: no file is touched here.
namespace tradelab {

inline constexpr std::uint32_t journal_format = 1;
inline constexpr std::size_t journal_header_bytes = 80;
inline constexpr std::size_t journal_kind_length_max = 16;
inline constexpr std::size_t record_header_bytes = 56;

// The largest event is 64 KiB and the largest document beside it a page of JSON.  A length beyond
// this is damage, and is never used to reserve memory.
inline constexpr std::size_t record_payload_bytes_max = std::size_t{256} << 10;

// What the writer is told, since nothing here reads a clock.
struct RecordTimes {
    UnixNanos event = {};    // when it happened, by whoever says so
    UnixNanos written = {};  // the engine's time when it was handed to the journal

    friend bool operator==(const RecordTimes&, const RecordTimes&) = default;
};

// What a record is to its readers: they know the types and versions, the journal does not.
struct RecordKind {
    std::uint16_t type = 0;
    std::uint16_t version = 0;

    friend bool operator==(const RecordKind&, const RecordKind&) = default;
};

// A record where it lies; its payload is somebody else's memory.
struct RecordView {
    std::uint64_t seq = 0;
    RecordKind kind = {};
    RecordTimes times = {};
    std::string_view payload = {};
};

// How far a journal goes: the last record, where it ends, and the hash of everything up to there.
// Without a record, `seq` is one less than the first.
struct JournalHead {
    std::uint64_t seq = 0;
    std::uint64_t offset = 0;
    Sha256Digest chain = {};

    friend bool operator==(const JournalHead&, const JournalHead&) = default;
};

struct JournalHeader {
    std::string kind = {};  // "journal", "trials": one never continues the other
    std::uint64_t first_seq = 1;
    Sha256Digest chain_start = {};  // the chain of the file that this one continues, or zeros
};

[[nodiscard]] std::string encode_header(const JournalHeader& header);
// The error says what is wrong with the bytes; whose they are is added by the caller.
[[nodiscard]] Result<JournalHeader> decode_header(std::string_view bytes);

// How many bytes a record with this payload takes: records begin at multiples of eight.
[[nodiscard]] std::size_t record_bytes(std::size_t payload_bytes);

// Where the records go, one after the other, and how they hang together.
class Chain {
public:
    // The head of a file without a record.
    [[nodiscard]] static Chain of(std::string_view header_bytes, std::uint64_t first_seq);
    explicit Chain(const JournalHead& head) : head_(head) {}

    [[nodiscard]] const JournalHead& head() const { return head_; }

    // Appends the next record's bytes to `out`, which grows only where it must.
    void encode(std::string& out, RecordKind kind, RecordTimes times, std::string_view payload);

    // The record that `bytes` begin with, if it is whole and the next one; else what was expected.
    // The head moves on only with a whole record.
    [[nodiscard]] Result<RecordView> decode(std::string_view bytes);

private:
    void advance(std::string_view record);

    JournalHead head_;
    Sha256 sum_ = {};
};

// Whether some whole record, numbered at most `seq_max`, lies in `bytes`, which begin at a multiple
// of eight.  It tells damage in the middle from a tail that was never written out.
[[nodiscard]] bool holds_whole_record(std::string_view bytes, std::uint64_t seq_max);

}  // namespace tradelab
