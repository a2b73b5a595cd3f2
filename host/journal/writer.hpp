#pragma once

#include "journal/mark.hpp"
#include "journal/reader.hpp"
#include "journal/record.hpp"
#include "os/disk.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace tradelab {

// Whoever changes a journal holds the lock of this file.
[[nodiscard]] Disk::Path lock_path(const Disk::Path& journal);

struct WriterOptions {
    std::string kind = "journal";
    // first_record judges every byte before the first append; mark only the tail, which takes the
    // same time however long the file has become: readers judge the rest.
    ReadFrom check = ReadFrom::first_record;
    // How long to wait for another process that writes to this file.
    std::chrono::nanoseconds patience{0};
    // Only for a file that does not exist yet: where its numbers and its chain begin.
    std::uint64_t first_seq = 1;
    Sha256Digest chain_start = {};
};

// Appends records to one file, durably when `sync` has returned.  While it lives it holds the lock
// of the file (`<file>.lock`); a second writer, here or in another process, is refused.
//
// `open` makes a file that is absent, in a directory that exists, and repairs what a crash left: a
// torn tail is cut off; whole records behind the mark stay, are written anew and acknowledged.
// Anything else that is not as it was written is refused, and nothing is changed.
//
// After any error of append or sync the writer has failed for good: every further call is refused.
// A sync that failed is never tried again: the kernel may have dropped the pages it could not write
// and call the next sync a success.  Opening anew writes everything behind the mark again.
//
// The disk must outlive the writer.  One thread.  No memory is allocated after `open`, errors
// aside.
class JournalWriter {
public:
    [[nodiscard]] static Result<JournalWriter> open(Disk& disk,
                                                    const Disk::Path& path,
                                                    const WriterOptions& options);

    // The record's number.  Not on disk yet: a crash before the next sync may lose it, whole.
    // Larger than record_payload_bytes_max is refused, and the writer goes on.
    [[nodiscard]] Result<std::uint64_t> append(RecordKind kind,
                                               RecordTimes times,
                                               std::string_view payload);

    // Everything appended is on disk, and so is the mark that says so, when this returns.
    [[nodiscard]] Result<JournalHead> sync();

    [[nodiscard]] const JournalHead& head() const { return chain_.head(); }
    [[nodiscard]] const JournalHead& acknowledged() const { return mark_.acknowledged(); }

private:
    JournalWriter(Disk::Path path,
                  std::unique_ptr<FileLock> lock,
                  std::unique_ptr<File> file,
                  MarkFile mark,
                  Chain chain);

    [[nodiscard]] Status flush();
    [[nodiscard]] Failure failed(const Error& cause);

    Disk::Path path_;
    std::unique_ptr<FileLock> lock_;
    std::unique_ptr<File> file_;
    MarkFile mark_;
    Chain chain_;
    std::string pending_ = {};  // whole records that the file has not been given yet
    std::optional<Error> failed_ = {};
};

}  // namespace tradelab
