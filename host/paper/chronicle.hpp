#pragma once

#include "core/result.hpp"
#include "journal/reader.hpp"
#include "journal/record.hpp"
#include "journal/writer.hpp"
#include "os/disk.hpp"

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace tradelab {

// A journal that is told everything from its beginning, every time: as far as it was written
// already, what is told is compared with it, and behind that it is appended.
//
// So a session that does again what it did proves that it does the same, and goes on where the
// journal ends, in the middle of an act if need be, by one and the same code.
class Chronicle {
public:
    struct Written {
        std::uint64_t seq = 0;
        RecordKind kind = {};
        RecordTimes times = {};
        std::string payload = {};
    };

    // Holds the lock of the journal; makes one where there is none.  The disk outlives it.
    [[nodiscard]] static Result<Chronicle> open(Disk& disk,
                                                const Disk::Path& path,
                                                const std::string& kind);

    // The next record that is written and has not been told yet; nothing where all have been.
    [[nodiscard]] const Written* ahead() const {
        return ahead_.empty() ? nullptr : &ahead_.front();
    }

    // The records of one kind that follow next, as they are written, and whether another kind comes
    // after them; nothing of them is told by that.
    struct Run {
        std::vector<std::string> payloads = {};
        bool is_closed = false;
    };
    [[nodiscard]] Result<Run> run_of(RecordKind kind);

    // Err: hash_mismatch where something else is written, naming both.
    [[nodiscard]] Status tell(RecordKind kind, RecordTimes times, std::string_view payload);

    // All that was told is on disk.
    [[nodiscard]] Status sync();

    [[nodiscard]] const Disk::Path& path() const { return path_; }

private:
    Chronicle(Disk::Path path, JournalWriter writer, JournalReader reader);
    // One record more, where there is one.
    [[nodiscard]] Result<bool> read_on();
    [[nodiscard]] Failure differs(RecordKind kind,
                                  RecordTimes times,
                                  std::string_view payload) const;

    Disk::Path path_;
    JournalWriter writer_;
    JournalReader reader_;
    std::deque<Written> ahead_ = {};  // not empty while anything is left to be told
};

}  // namespace tradelab
