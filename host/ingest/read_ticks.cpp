#include "ingest/read_ticks.hpp"

#include "document/json_parse.hpp"
#include "ingest/line_fields.hpp"
#include "ingest/raw_file.hpp"
#include "ingest/stamp_unit.hpp"
#include "ingest/text_blocks.hpp"

#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace tradelab {
namespace {

constexpr std::string_view layout_hint =
    "a line is a time in nanoseconds, a space, and the message as the exchange sent it";
// Data, lists of levels, a level; twice that, because a venue may nest what is of no concern here.
constexpr std::size_t message_depth_max = 8;

Failure fail_line(std::string what, std::string_view hint = layout_hint) {
    return fail(ErrorCode::malformed, std::move(what), std::string(hint));
}

// The digits before the first space, as a time: 1723161253937085768 and nothing else.
Result<UnixNanos> receive_time(std::string_view digits) {
    std::int64_t ns = 0;
    const char* const end = digits.data() + digits.size();
    const auto read = std::from_chars(digits.data(), end, ns);
    if (read.ec != std::errc() || read.ptr != end || !is_digit(digits.front())) {
        return fail_line("receive time " + shown_field(digits) + " is no whole number of 64 bits");
    }
    // By the same reckoning as the stamps of the exchange.
    if (nanoseconds_in_unit_of(ns / 1'000'000) != 1'000'000) {
        return fail_line("receive time " + shown_field(digits) + " is no time in nanoseconds");
    }
    return UnixNanos(ns);
}

// When the event of this message happened; nothing where it is of none.
Result<std::optional<UnixNanos>> event_time(const JsonValue& message) {
    const JsonValue* const data = message.find("data");
    if (data != nullptr && data->object() == nullptr) {
        return fail_line("the message's /data is " + std::string(data->kind_text()) +
                         " and no object");
    }
    const JsonValue& event = data == nullptr ? message : *data;
    const std::string pointer = data == nullptr ? "/E" : "/data/E";
    const JsonValue* const time = event.find("E");
    if (event.find("e") == nullptr || time == nullptr) {
        return std::optional<UnixNanos>();
    }
    if (time->integer() == nullptr) {
        return fail_line("the message's " + pointer + " is " + std::string(time->kind_text()) +
                         " and no whole number");
    }
    const auto unit = nanoseconds_in_unit_of(*time->integer());
    if (!unit) {
        return fail_line("the message's " + pointer + " " + std::to_string(*time->integer()) +
                         " is no time in milliseconds or microseconds");
    }
    return std::optional(UnixNanos(*time->integer() * *unit));
}

Result<JsonValue> message_in(std::string_view text) {
    auto message =
        parse_json(text, {.bytes_max = tick_line_bytes_max, .depth_max = message_depth_max});
    if (!message) {
        // A message is one line, and which one of the file is said elsewhere.
        std::string_view why = message.error().context;
        constexpr std::string_view only_line = "line 1, ";
        why.remove_prefix(why.starts_with(only_line) ? only_line.size() : 0);
        return fail_line("the message is no JSON: " + std::string(why));
    }
    if (message->object() == nullptr) {
        return fail_line("the message is " + std::string(message->kind_text()) +
                         " and no JSON object");
    }
    return message;
}

Status append(std::string_view line, RecordedTicks& ticks) {
    const std::size_t space = line.find(' ');
    if (space == std::string_view::npos || space == 0) {
        return fail_line("there is no time and space before " + shown_field(line.substr(0, space)));
    }
    const auto received = receive_time(line.substr(0, space));
    if (!received) {
        return fail(received.error());
    }
    const auto message = message_in(line.substr(space + 1));
    if (!message) {
        return fail(message.error());
    }
    const auto happened = event_time(*message);
    if (!happened) {
        return fail(happened.error());
    }
    if (*happened) {
        ticks.events.push_back({.happened = **happened, .received = *received});
    } else {
        ++ticks.without_event_time;
    }
    return {};
}

Failure fail_at(std::uint64_t line, Error error) {
    error.line = static_cast<int>(line);
    return fail(std::move(error));
}

}  // namespace

Result<RecordedTicks> read_ticks(TextSource& source) {
    TextBlocks blocks(source, tick_line_bytes_max);
    RecordedTicks ticks;
    while (true) {
        auto block = blocks.next();
        if (!block) {
            return fail_at(ticks.lines() + 1, block.error());
        }
        if (block->empty()) {
            break;
        }
        while (!block->empty()) {
            const std::size_t end = block->find('\n');
            if (ticks.lines() == tick_lines_max) {
                return fail(ErrorCode::too_large,
                            "it has more than " + std::to_string(tick_lines_max) + " lines",
                            "record a file a day");
            }
            if (auto done = append(block->substr(0, end), ticks); !done) {
                return fail_at(ticks.lines() + 1, done.error());
            }
            block->remove_prefix(end + 1);
        }
    }
    if (ticks.lines() == 0) {
        return fail_at(1,
                       {.code = ErrorCode::malformed,
                        .context = "the file is empty",
                        .hint = "nothing was recorded: remove it"});
    }
    return ticks;
}

Result<RecordedTicks> read_ticks(const Disk& disk, const std::filesystem::path& path) {
    const auto raw = read_raw(disk, path);
    if (!raw) {
        return fail(raw.error());
    }
    auto source = TextSource::open(*raw);
    auto ticks = source ? read_ticks(*source) : Result<RecordedTicks>(tl::unexpect, source.error());
    if (!ticks) {
        Error error = ticks.error();
        error.file = path.native();
        return fail(std::move(error));
    }
    return ticks;
}

}  // namespace tradelab
