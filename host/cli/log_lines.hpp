#pragma once

#include "core/result.hpp"
#include "document/json_value.hpp"
#include "os/disk.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

namespace tradelab {

// Lines of the daemon's log that are as grave as asked for, the oldest first.
class LogLines {
public:
    // Level: "info", "warning" or "error".
    LogLines(const Disk& disk, Disk::Path file, std::string level)
        : disk_(&disk), file_(std::move(file)), level_(std::move(level)) {}

    // The newest, of the file and as many of the older ones as it takes.  Err: there is none.
    [[nodiscard]] Result<std::deque<JsonValue>> newest(std::size_t limit);
    // What was written since the last call of either; a file that was begun anew in between is read
    // to its end where it went.
    [[nodiscard]] Result<std::deque<JsonValue>> more();

private:
    struct Piece {
        std::deque<JsonValue> lines;
        std::uint64_t end = 0;  // behind the last whole line
    };
    [[nodiscard]] Result<Piece> read(const Disk::Path& path,
                                     std::uint64_t from,
                                     std::size_t limit) const;
    [[nodiscard]] Disk::Path older(std::uint32_t number) const;
    // What tells one file from another, whatever it is called by now: how it begins.
    [[nodiscard]] std::string beginning(const Disk::Path& path) const;
    // The rest of the file that was read, and those begun after it, where it has another name now.
    [[nodiscard]] std::deque<JsonValue> rest_of_older() const;

    const Disk* disk_;
    Disk::Path file_;
    std::string level_;
    std::uint64_t end_ = 0;  // of what was read of the file
    std::string beginning_;  // of that file; empty before its first line
};

// "2024-02-29T12:00:00Z  warning  command  verb=pause  by=user 0"
[[nodiscard]] std::string log_line(const JsonValue& line);

}  // namespace tradelab
