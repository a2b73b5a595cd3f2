#pragma once

#include "core/result.hpp"
#include "core/time.hpp"
#include "document/json_value.hpp"
#include "os/clock.hpp"
#include "os/disk.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace tradelab {

enum class LogLevel : std::uint8_t { info, warning, error };

struct LogOptions {
    Disk::Path file = {};
    std::uint64_t bytes_max = 0;  // a new file is begun before a line would pass it
    Duration age_max{0};          // or once the first line is this old
    std::uint32_t keep = 1;       // old files: FILE.1 is the youngest
};

// One line of JSON per event, for people and machines: {"at", "level", "event", ...}, secrets
// blanked.
//
// A log must not stop what it tells of: what cannot be written is counted and said once writing
// works again.  Lines are not synced; the journal is what must not be lost.  One thread.
class Log {
public:
    // Goes on with the file where there is one.  Both outlive it.
    [[nodiscard]] static Result<Log> open(Disk& disk, const Clock& clock, LogOptions options);

    void write(LogLevel level, std::string_view event, JsonObject fields = {});

    // Lines since `open` that nobody will read.
    [[nodiscard]] std::uint64_t lost() const { return lost_; }

private:
    Log(Disk& disk, const Clock& clock, LogOptions options);

    [[nodiscard]] Status take_up();
    [[nodiscard]] Status rotate();
    [[nodiscard]] Status put(const std::string& line, UnixNanos now);
    [[nodiscard]] Disk::Path old_file(std::uint32_t number) const;

    Disk* disk_;
    const Clock* clock_;
    LogOptions options_;
    std::unique_ptr<File> file_;
    std::uint64_t bytes_ = 0;
    UnixNanos begun_;  // the time of its first line
    std::uint64_t lost_ = 0;
    std::uint64_t unsaid_ = 0;  // of those, not yet told of
};

}  // namespace tradelab
