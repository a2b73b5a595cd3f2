#pragma once

#include "core/result.hpp"
#include "ingest/text_source.hpp"
#include "integrity/receiver_clock.hpp"
#include "os/disk.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <vector>

namespace tradelab {

// A recording is held as pairs of times.  All of BTCUSDT's perpetual was 272 messages a second in
// an evening of 2024, 24 million a day; this many pairs are half a gigabyte.
inline constexpr std::uint64_t tick_lines_max = 32'000'000;
// A snapshot of a whole book, 1,000 levels a side, has 64 KB; streams of changes send less.
inline constexpr std::size_t tick_line_bytes_max = std::size_t{1} << 20U;

// Messages of the exchange as a receiver wrote them down, as far as their times.
struct RecordedTicks {
    std::vector<ReceivedEvent> events = {};  // in the order of the file
    // Messages that were sent for no event at a time: changes of the best prices of spot, which the
    // exchange does not stamp, and books that were asked for.
    std::uint64_t without_event_time = 0;

    [[nodiscard]] std::uint64_t lines() const { return events.size() + without_event_time; }
};

// Reads lines of the local time in nanoseconds, a space, and the message as it was sent: of a
// stream {"e":"trade","E":1723161255343,...}, or the same as "data" of a combined stream.  An event
// has a name, "e", and a time, "E".  An answer to a question has no name; some have an "E", which
// is when the answer was made and says nothing of how long news takes.
//
// A line that is anything else refuses the whole, with its number in Error::line and the place in
// it.  Messages are read by parse_json and not by searching for "E": the text `"E":` may stand
// inside of a string or of another object, and a name that stands twice must not say two times.
// That costs some 15 ms a megabyte, and no code of its own that hostile bytes are read by.
[[nodiscard]] Result<RecordedTicks> read_ticks(TextSource& source);

// The same of a file, packed or not; Error::file is its path.
[[nodiscard]] Result<RecordedTicks> read_ticks(const Disk& disk, const std::filesystem::path& path);

}  // namespace tradelab
