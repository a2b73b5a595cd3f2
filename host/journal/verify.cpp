#include "journal/verify.hpp"

#include "journal/mark.hpp"
#include "journal/reader.hpp"
#include "journal/writer.hpp"

namespace tradelab {
namespace {

Result<JournalVerdict> judge(JournalReader& reader) {
    JournalVerdict verdict{.kind = reader.header().kind,
                           .first_seq = reader.header().first_seq,
                           .acknowledged = reader.mark().head};
    while (true) {
        const auto record = reader.next();
        if (!record) {
            return fail(record.error());
        }
        if (!*record) {
            break;
        }
        ++verdict.records;
    }
    verdict.head = reader.head();
    verdict.torn_bytes = reader.torn_bytes();
    return verdict;
}

}  // namespace

Result<JournalVerdict> verify_journal(const Disk& disk, const Disk::Path& path) {
    auto reader = JournalReader::open(disk, path, ReadFrom::first_record);
    if (!reader) {
        return fail(reader.error());
    }
    return judge(*reader);
}

Result<JournalHead> acknowledged_head(const Disk& disk, const Disk::Path& path) {
    const auto reader = JournalReader::open(disk, path, ReadFrom::mark);
    if (!reader) {
        return fail(reader.error());
    }
    return reader->mark().head;
}

Result<JournalVerdict> adopt_journal(Disk& disk, const Disk::Path& path) {
    const auto lock = disk.lock(lock_path(path), std::chrono::nanoseconds(0));
    if (!lock) {
        return fail(lock.error());
    }
    if (disk.exists(mark_path(path))) {
        return fail(ErrorCode::already_exists,
                    "'" + path.native() + "' has its mark: there is nothing to adopt",
                    "a damaged mark is restored from a backup, or moved away by hand first");
    }
    auto reader = JournalReader::open_unmarked(disk, path);
    if (!reader) {
        return fail(reader.error());
    }
    auto verdict = judge(*reader);
    if (!verdict) {
        return verdict;
    }
    if (verdict->torn_bytes > 0) {
        return fail(ErrorCode::malformed,
                    "'" + path.native() + "' ends with " + std::to_string(verdict->torn_bytes) +
                        " bytes that are no record, and no mark says whether they were one",
                    "restore it together with its .mark file from a backup");
    }
    // The bytes may be in memory only, if the machine has not been started anew since: sync them
    // before the mark says that they are on disk.
    auto file = disk.open_existing(path, verdict->head.offset);
    if (!file) {
        return fail(file.error());
    }
    if (auto synced = (*file)->sync(); !synced) {
        return fail(synced.error());
    }
    if (auto marked = write_new_mark(disk, path, verdict->head); !marked) {
        return fail(marked.error());
    }
    verdict->acknowledged = verdict->head;
    return verdict;
}

}  // namespace tradelab
