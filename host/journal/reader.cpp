#include "journal/reader.hpp"

namespace tradelab {
namespace {

// Several records of the largest size, so that small ones come thousands to a read.
constexpr std::size_t window_bytes = std::size_t{1} << 20;
static_assert(window_bytes >= 2 * (record_header_bytes + record_payload_bytes_max + 8));

constexpr std::string_view restore = "restore it together with its .mark file from a backup";

Result<AcknowledgedMark> mark_of(const Disk& disk, const Disk::Path& path) {
    auto mark = read_mark(disk, path);
    if (mark || mark.error().code != ErrorCode::not_found || !disk.exists(path)) {
        return mark;
    }
    return fail(
        ErrorCode::refused,
        "'" + path.native() + "' has no '" + mark_path(path).filename().native() +
            "' beside it: whether acknowledged records are missing at its end is unknown",
        "restore the mark from a backup; if there is none, look at the last records and adopt "
        "it as it is: tradelab journal adopt '" +
            path.native() + "' --yes");
}

// A missing journal is nothing unusual only when nothing was ever acknowledged in it.
Result<std::string> header_bytes_of(const Disk& disk,
                                    const Disk::Path& path,
                                    const AcknowledgedMark& mark) {
    auto bytes = disk.read_range(path, {.offset = 0, .length = journal_header_bytes});
    const bool is_absent = !bytes && bytes.error().code == ErrorCode::not_found;
    if (is_absent && mark.head.offset > journal_header_bytes) {
        return fail(ErrorCode::data_missing,
                    "'" + path.native() + "' is gone, but records up to " +
                        std::to_string(mark.head.seq) + " were acknowledged",
                    std::string(restore));
    }
    return bytes;
}

Result<JournalHeader> header_in(std::string_view bytes, const Disk::Path& path) {
    auto header = decode_header(bytes);
    if (!header) {
        return fail(header.error().code,
                    "'" + path.native() + "': " + header.error().context,
                    std::string(restore));
    }
    return header;
}

// What can be said of the mark without reading a record.
Status check_size(const Disk& disk,
                  const Disk::Path& path,
                  const JournalHeader& header,
                  const AcknowledgedMark& mark) {
    const auto info = disk.stat(path);
    if (!info) {
        return fail(info.error());
    }
    const JournalHead& head = mark.head;
    if (head.offset < journal_header_bytes || head.seq + 1 < header.first_seq) {
        return fail(ErrorCode::hash_mismatch,
                    "'" + mark_path(path).native() + "' is the mark of another journal",
                    std::string(restore));
    }
    if (info->size < head.offset) {
        return fail(ErrorCode::data_missing,
                    "'" + path.native() + "' ends at byte " + std::to_string(info->size) +
                        ", but record " + std::to_string(head.seq) + ", which ends at byte " +
                        std::to_string(head.offset) + ", was acknowledged",
                    std::string(restore));
    }
    return {};
}

}  // namespace

JournalReader::JournalReader(
    const Disk& disk, Disk::Path path, JournalHeader header, AcknowledgedMark mark, Chain chain)
    : disk_(&disk),
      path_(std::move(path)),
      header_(std::move(header)),
      mark_(mark),
      chain_(std::move(chain)),
      buffer_offset_(chain_.head().offset) {}

Result<JournalReader> JournalReader::open(const Disk& disk,
                                          const Disk::Path& path,
                                          ReadFrom from,
                                          std::string_view kind) {
    const auto mark = mark_of(disk, path);  // first: the journal may grow meanwhile, never shrink
    if (!mark) {
        return fail(mark.error());
    }
    const auto bytes = header_bytes_of(disk, path, *mark);
    if (!bytes) {
        return fail(bytes.error());
    }
    auto header = header_in(*bytes, path);
    if (!header) {
        return fail(header.error());
    }
    if (!kind.empty() && header->kind != kind) {
        return fail(ErrorCode::invalid_argument,
                    "'" + path.native() + "' is of the kind '" + header->kind + "', not '" +
                        std::string(kind) + "'",
                    "name the right file");
    }
    if (auto checked = check_size(disk, path, *header, *mark); !checked) {
        return fail(checked.error());
    }

    auto chain = from == ReadFrom::mark ? Chain(mark->head) : Chain::of(*bytes, header->first_seq);
    JournalReader reader(disk, path, std::move(*header), *mark, std::move(chain));
    if (auto checked = reader.check_mark(); !checked) {
        return fail(checked.error());
    }
    return reader;
}

Result<JournalReader> JournalReader::open_behind(const Disk& disk,
                                                 const Disk::Path& path,
                                                 const JournalHead& head,
                                                 std::string_view kind) {
    auto reader = JournalReader::open(disk, path, ReadFrom::mark, kind);
    if (!reader) {
        return reader;
    }
    const JournalHead& acknowledged = reader->mark_.head;
    const bool is_inside = head.seq + 1 >= reader->header_.first_seq &&
                           head.offset >= journal_header_bytes && head.seq < acknowledged.seq &&
                           head.offset < acknowledged.offset;
    if (!is_inside && head != acknowledged) {
        return fail(ErrorCode::hash_mismatch,
                    "'" + path.native() + "' has acknowledged records up to " +
                        std::to_string(acknowledged.seq) + ", and none of them is the " +
                        std::to_string(head.seq) + " that was read before",
                    "it is another journal, or was cut: read it from its beginning");
    }
    reader->chain_ = Chain(head);
    reader->buffer_offset_ = head.offset;
    return reader;
}

Result<JournalReader> JournalReader::open_unmarked(const Disk& disk, const Disk::Path& path) {
    const auto bytes = disk.read_range(path, {.offset = 0, .length = journal_header_bytes});
    if (!bytes) {
        return fail(bytes.error());
    }
    auto header = header_in(*bytes, path);
    if (!header) {
        return fail(header.error());
    }
    auto chain = Chain::of(*bytes, header->first_seq);
    const AcknowledgedMark nothing{.generation = 0, .head = chain.head()};
    return JournalReader(disk, path, std::move(*header), nothing, std::move(chain));
}

Result<std::optional<RecordView>> JournalReader::next() {
    if (failed_) {
        return fail(*failed_);
    }
    auto record = read_one();
    if (!record) {
        failed_ = record.error();
    }
    return record;
}

Result<std::optional<RecordView>> JournalReader::read_one() {
    const auto bytes = window();
    if (!bytes) {
        return fail(bytes.error());
    }
    if (bytes->empty() && head().offset >= mark_.head.offset) {
        return std::nullopt;
    }
    auto record = chain_.decode(*bytes);
    if (!record) {
        // A writer that lives may have completed since what was half there when it was read.
        const Error why = record.error();
        if (auto again = read_window(); !again) {
            return fail(std::move(again).error());
        }
        record = chain_.decode(buffer_);
        if (!record) {
            return judge_tail(why);
        }
    }
    if (auto checked = check_mark(); !checked) {
        return fail(checked.error());
    }
    return *record;
}

Result<std::string_view> JournalReader::window() {
    const std::uint64_t at = head().offset;
    const std::uint64_t left = buffer_offset_ + buffer_.size() - at;
    if (!reached_end_ && left < window_bytes / 2) {
        if (auto read = read_window(); !read) {
            return fail(std::move(read).error());
        }
    }
    return std::string_view(buffer_).substr(at - buffer_offset_);
}

Status JournalReader::read_window() {
    auto bytes = disk_->read_range(path_, {.offset = head().offset, .length = window_bytes});
    if (!bytes) {
        return fail(std::move(bytes).error());
    }
    buffer_ = std::move(*bytes);
    buffer_offset_ = head().offset;
    reached_end_ = buffer_.size() < window_bytes;
    return {};
}

// Behind the mark lies what was appended since the last sync, and a crash tears its end.
Result<std::optional<RecordView>> JournalReader::judge_tail(const Error& why) {
    const std::uint64_t at = head().offset;
    if (at < mark_.head.offset || why.code == ErrorCode::hash_mismatch) {
        return damage(why.context, why.code);
    }
    for (std::uint64_t from = at;; from += window_bytes / 2) {
        const auto bytes = disk_->read_range(path_, {.offset = from, .length = window_bytes});
        if (!bytes) {
            return fail(bytes.error());
        }
        const std::uint64_t seq_max = head().seq + 1 + (from - at + bytes->size()) / 8;
        if (holds_whole_record(*bytes, seq_max)) {
            return damage(why.context, why.code);
        }
        if (bytes->size() < window_bytes) {
            torn_bytes_ = from - at + bytes->size();
            return std::nullopt;
        }
    }
}

// The records up to the mark must be those that were acknowledged, no others of the same length.
Status JournalReader::check_mark() const {
    const JournalHead& at = head();
    const JournalHead& acknowledged = mark_.head;
    const bool is_before = at.seq < acknowledged.seq && at.offset < acknowledged.offset;
    const bool is_behind = at.seq > acknowledged.seq && at.offset > acknowledged.offset;
    if (is_before || is_behind || at == acknowledged) {
        return {};
    }
    return damage("the records that were acknowledged", ErrorCode::hash_mismatch);
}

Failure JournalReader::damage(std::string_view expected, ErrorCode code) const {
    return fail(code,
                "'" + path_.native() + "' is damaged at byte " + std::to_string(head().offset) +
                    ", record " + std::to_string(head().seq + 1) + ": expected " +
                    std::string(expected),
                std::string(restore));
}

}  // namespace tradelab
