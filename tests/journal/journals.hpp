#pragma once

#include "core/result.hpp"
#include "journal/reader.hpp"
#include "journal/writer.hpp"
#include "os/simulated_disk.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tradelab {

inline const Disk::Path journal_at = "/journal";

// The payload of the n-th record of every test: of all small lengths, and of all bytes.
inline std::string payload_of(std::uint64_t seq) {
    std::string bytes(seq * 7 % 41, '\0');
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        bytes[i] = static_cast<char>(static_cast<unsigned char>(seq * 31 + i * 17));
    }
    return bytes;
}

inline RecordTimes times_of(std::uint64_t seq) {
    const auto ns = static_cast<std::int64_t>(seq) * 1'000;
    return {.event = UnixNanos(ns), .written = UnixNanos(ns + 7)};
}

inline Result<std::uint64_t> append_next(JournalWriter& writer) {
    const std::uint64_t seq = writer.head().seq + 1;
    return writer.append({.type = 3, .version = 1}, times_of(seq), payload_of(seq));
}

// Appends and acknowledges, where nothing is expected to fail.
inline void write_records(Disk& disk, int acknowledged, int behind_the_mark = 0) {
    auto writer = JournalWriter::open(disk, journal_at, {});
    ASSERT_TRUE(writer) << describe(writer.error());
    for (int i = 0; i < acknowledged; ++i) {
        ASSERT_TRUE(append_next(*writer));
    }
    ASSERT_TRUE(writer->sync());
    if (behind_the_mark == 0) {
        return;
    }
    // What was appended since the last sync is given to the file only in groups: end as a crash
    // does that comes between the write and the mark.
    const auto head = writer->head();
    for (int i = 0; i < behind_the_mark; ++i) {
        ASSERT_TRUE(append_next(*writer));
    }
    const auto mark = disk.read_file(mark_path(journal_at), {.size_max = 1U << 20U});
    ASSERT_TRUE(writer->sync());
    ASSERT_TRUE(write_atomically(disk, mark_path(journal_at), *mark));
    ASSERT_NE(writer->head(), head);
}

// Everything a reader can learn from a journal, or the error it ends with.
struct Contents {
    std::vector<std::string> records = {};
    JournalHead head = {};
    std::uint64_t torn_bytes = 0;

    friend bool operator==(const Contents&, const Contents&) = default;
};

inline Result<Contents> contents(const Disk& disk,
                                 const Disk::Path& path = journal_at,
                                 ReadFrom from = ReadFrom::first_record) {
    auto reader = JournalReader::open(disk, path, from);
    if (!reader) {
        return fail(reader.error());
    }
    Contents found;
    while (true) {
        const auto record = reader->next();
        if (!record) {
            return fail(record.error());
        }
        if (!*record) {
            break;
        }
        const RecordView& view = **record;
        found.records.push_back(
            std::to_string(view.seq) + " " + std::to_string(view.kind.type) + " " +
            std::to_string(view.kind.version) + " " + std::to_string(view.times.event.ns()) + " " +
            std::to_string(view.times.written.ns()) + " " + std::string(view.payload));
    }
    found.head = reader->head();
    found.torn_bytes = reader->torn_bytes();
    return found;
}

inline std::string bytes_of(const Disk& disk, const Disk::Path& path) {
    return disk.read_file(path, {.size_max = 1U << 24U}).value_or("<unreadable>");
}

}  // namespace tradelab
