#include "journal/writer.hpp"

namespace tradelab {
namespace {

// Gathered before the file is given them: a group of records costs one write.
constexpr std::size_t pending_bytes = std::size_t{64} << 10;

// The mark first: a journal without a mark is never a crash's work.
Status create(Disk& disk, const Disk::Path& path, const WriterOptions& options) {
    const auto header = encode_header(
        {.kind = options.kind, .first_seq = options.first_seq, .chain_start = options.chain_start});
    const auto chain = Chain::of(header, options.first_seq);
    if (auto marked = write_new_mark(disk, path, chain.head()); !marked) {
        return marked;
    }
    return write_atomically(disk, path, header);
}

Result<JournalReader> open_or_create(Disk& disk,
                                     const Disk::Path& path,
                                     const WriterOptions& options) {
    auto reader = JournalReader::open(disk, path, options.check, options.kind);
    if (reader || reader.error().code != ErrorCode::not_found) {
        return reader;
    }
    if (auto created = create(disk, path, options); !created) {
        return fail(created.error());
    }
    return JournalReader::open(disk, path, options.check, options.kind);
}

// All records behind the mark, as they lie there; everything before them has been judged.
Result<std::string> whole_tail(const Disk& disk, const Disk::Path& path, JournalReader& reader) {
    while (true) {
        const auto record = reader.next();
        if (!record) {
            return fail(record.error());
        }
        if (!*record) {
            break;
        }
    }
    const std::uint64_t acknowledged = reader.mark().head.offset;
    return disk.read_range(path,
                           {.offset = acknowledged, .length = reader.head().offset - acknowledged});
}

}  // namespace

Disk::Path lock_path(const Disk::Path& journal) {
    auto path = journal;
    path += ".lock";
    return path;
}

JournalWriter::JournalWriter(Disk::Path path,
                             std::unique_ptr<FileLock> lock,
                             std::unique_ptr<File> file,
                             MarkFile mark,
                             Chain chain)
    : path_(std::move(path)),
      lock_(std::move(lock)),
      file_(std::move(file)),
      mark_(std::move(mark)),
      chain_(std::move(chain)) {
    pending_.reserve(pending_bytes + record_bytes(record_payload_bytes_max));
}

Result<JournalWriter> JournalWriter::open(Disk& disk,
                                          const Disk::Path& path,
                                          const WriterOptions& options) {
    auto lock = disk.lock(lock_path(path), options.patience);
    if (!lock) {
        return fail(lock.error());
    }
    auto reader = open_or_create(disk, path, options);
    if (!reader) {
        return fail(reader.error());
    }
    const auto tail = whole_tail(disk, path, *reader);
    if (!tail) {
        return fail(tail.error());
    }

    // Only now is anything changed.  The tail is written again, because what a failed sync left in
    // the page cache can be read but may never reach the disk.
    const AcknowledgedMark& mark = reader->mark();
    auto file = disk.open_existing(path, mark.head.offset);
    if (!file) {
        return fail(file.error());
    }
    auto mark_file = MarkFile::open(disk, path, mark);
    if (!mark_file) {
        return fail(mark_file.error());
    }
    JournalWriter writer(
        path, std::move(*lock), std::move(*file), std::move(*mark_file), Chain(reader->head()));
    writer.pending_ = *tail;
    if (auto synced = writer.sync(); !synced) {
        return fail(synced.error());
    }
    return writer;
}

Result<std::uint64_t> JournalWriter::append(RecordKind kind,
                                            RecordTimes times,
                                            std::string_view payload) {
    if (failed_) {
        return fail(*failed_);
    }
    if (payload.size() > record_payload_bytes_max) {
        return fail(
            ErrorCode::too_large,
            "a record of " + std::to_string(payload.size()) + " bytes for '" + path_.native() + "'",
            "the most is " + std::to_string(record_payload_bytes_max) +
                ": keep the document elsewhere and its hash here");
    }
    chain_.encode(pending_, kind, times, payload);
    if (pending_.size() >= pending_bytes) {
        if (auto flushed = flush(); !flushed) {
            return fail(flushed.error());
        }
    }
    return head().seq;
}

Result<JournalHead> JournalWriter::sync() {
    if (failed_) {
        return fail(*failed_);
    }
    if (head() == acknowledged()) {
        return head();
    }
    if (auto flushed = flush(); !flushed) {
        return fail(flushed.error());
    }
    if (auto synced = file_->sync(); !synced) {
        return failed(synced.error());
    }
    if (auto marked = mark_.advance(head()); !marked) {
        return failed(marked.error());
    }
    return head();
}

Status JournalWriter::flush() {
    if (auto written = file_->write(pending_); !written) {
        return failed(written.error());
    }
    pending_.clear();
    return {};
}

Failure JournalWriter::failed(const Error& cause) {
    failed_ = Error{.code = cause.code,
                    .context = "'" + path_.native() +
                               "' takes no more records; acknowledged are "
                               "those up to " +
                               std::to_string(acknowledged().seq) + ": " + cause.context,
                    .hint = cause.hint + "; then open it anew"};
    return fail(*failed_);
}

}  // namespace tradelab
