#include "cli/log_lines.hpp"

#include "core/text.hpp"
#include "document/json_parse.hpp"
#include "document/json_write.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace tradelab {

namespace {

constexpr std::uint64_t piece_bytes = std::uint64_t{1} << 20U;
// No installation keeps more, and a gap ends the search anyway.
constexpr std::uint32_t older_max = 1'000;
constexpr std::size_t value_shown = 300;
// A line begins with its time.
constexpr std::uint64_t beginning_bytes = 512;

std::ptrdiff_t gravity(std::string_view level) {
    constexpr std::array<std::string_view, 3> levels = {"info", "warning", "error"};
    return std::ranges::find(levels, level) - levels.begin();
}

// A line that is no object of ours is shown all the same: it is as grave as can be.
JsonValue value_of(std::string_view line) {
    auto value = parse_json(line);
    if (value && value->object() != nullptr) {
        return *std::move(value);
    }
    return JsonObject{
        {"at", nullptr}, {"level", "error"}, {"event", "no line of the log"}, {"text", line}};
}

std::string shown(const JsonValue& value) {
    const std::string* text = value.text();
    return printable(text == nullptr ? line_json(value) : *text, value_shown);
}

}  // namespace

Disk::Path LogLines::older(std::uint32_t number) const {
    Disk::Path path = file_;
    path += "." + std::to_string(number);
    return path;
}

Result<LogLines::Piece> LogLines::read(const Disk::Path& path,
                                       std::uint64_t from,
                                       std::size_t limit) const {
    Piece out{.lines = {}, .end = from};
    while (true) {
        const auto bytes = disk_->read_range(path, {.offset = out.end, .length = piece_bytes});
        if (!bytes) {
            return fail(bytes.error());
        }
        const std::size_t whole = bytes->rfind('\n') + 1;  // what lies behind is being written
        for (std::size_t at = 0; at < whole;) {
            const std::size_t end = bytes->find('\n', at);
            JsonValue line = value_of(std::string_view(*bytes).substr(at, end - at));
            at = end + 1;
            const std::string* level = line["level"].text();
            if (level == nullptr || gravity(*level) >= gravity(level_)) {
                out.lines.push_back(std::move(line));
            }
            if (out.lines.size() > limit) {
                out.lines.pop_front();
            }
        }
        out.end += whole;
        if (whole == 0) {
            return out;
        }
    }
}

Result<std::deque<JsonValue>> LogLines::newest(std::size_t limit) {
    auto piece = read(file_, 0, limit);
    if (!piece) {
        return fail(std::move(piece).error());
    }
    end_ = piece->end;
    beginning_ = beginning(file_);
    std::deque<JsonValue> lines = std::move(piece->lines);
    for (std::uint32_t number = 1; number <= older_max && lines.size() < limit; ++number) {
        const auto before = read(older(number), 0, limit - lines.size());
        if (!before) {
            break;
        }
        lines.insert(lines.begin(), before->lines.begin(), before->lines.end());
    }
    return lines;
}

Result<std::deque<JsonValue>> LogLines::more() {
    std::deque<JsonValue> lines;
    const auto info = disk_->stat(file_);
    const std::string begins = beginning(file_);
    if (info && !beginning_.empty() && begins != beginning_) {
        lines = rest_of_older();
        end_ = 0;
    }
    // Between two names there is no file for a moment.
    if (auto piece = info ? read(file_, end_, SIZE_MAX) : fail(info.error())) {
        end_ = piece->end;
        beginning_ = begins;
        std::ranges::move(piece->lines, std::back_inserter(lines));
    } else if (piece.error().code != ErrorCode::not_found) {
        return fail(std::move(piece).error());
    }
    return lines;
}

std::string LogLines::beginning(const Disk::Path& path) const {
    const auto bytes = disk_->read_range(path, {.offset = 0, .length = beginning_bytes});
    const std::size_t end = bytes ? bytes->find('\n') : std::string::npos;
    // A line that is longer than that is told by what there is of it.
    const bool is_whole = end != std::string::npos || (bytes && bytes->size() == beginning_bytes);
    return is_whole ? bytes->substr(0, end) : "";
}

std::deque<JsonValue> LogLines::rest_of_older() const {
    std::uint32_t number = 1;
    while (number <= older_max && beginning(older(number)) != beginning_) {
        if (!disk_->exists(older(number))) {
            return {};  // it is not kept any more
        }
        ++number;
    }
    std::deque<JsonValue> lines;
    std::uint64_t from = end_;
    for (; number > 0; --number) {
        if (auto piece = read(older(number), from, SIZE_MAX)) {
            std::ranges::move(piece->lines, std::back_inserter(lines));
        }
        from = 0;
    }
    return lines;
}

std::string log_line(const JsonValue& line) {
    std::string text;
    for (const auto& [name, value] : *line.object()) {
        const bool is_head = name == "at" || name == "level" || name == "event";
        text += (text.empty() ? "" : "  ") + (is_head ? "" : printable(name, value_shown) + "=") +
                (value.is_null() ? "-" : shown(value));
    }
    return text;
}

}  // namespace tradelab
