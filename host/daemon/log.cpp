#include "daemon/log.hpp"

#include "daemon/redact.hpp"
#include "document/json_parse.hpp"
#include "document/json_write.hpp"

#include <array>
#include <string>
#include <utility>

namespace tradelab {

namespace {

constexpr std::uint32_t mode = 0640;  // it names positions and money: not for everybody
constexpr std::uint64_t first_line_max = std::uint64_t{8} << 10U;

std::string_view text_of(LogLevel level) {
    constexpr std::array<std::string_view, 3> texts = {"info", "warning", "error"};
    return texts.at(static_cast<std::size_t>(level));
}

std::string line_of(UnixNanos now, LogLevel level, std::string_view event, JsonObject fields) {
    JsonObject line{{"at", iso_text(now)}, {"level", text_of(level)}, {"event", event}};
    for (JsonMember& field : fields) {
        line.push_back(std::move(field));
    }
    return line_json(redacted(JsonValue(std::move(line)))) + "\n";
}

// When the file was begun, as its first line says; now where it says nothing.
UnixNanos begun_at(const Disk& disk, const Disk::Path& file, UnixNanos now) {
    const auto text = disk.read_range(file, {.offset = 0, .length = first_line_max});
    const auto line = text ? parse_json(text->substr(0, text->find('\n'))) : fail(text.error());
    const std::string* at = line ? (*line)["at"].text() : nullptr;
    const auto said = at == nullptr ? Result<UnixNanos>(now) : parse_iso(*at);
    return said ? std::min(*said, now) : now;
}

}  // namespace

Log::Log(Disk& disk, const Clock& clock, LogOptions options)
    : disk_(&disk), clock_(&clock), options_(std::move(options)) {}

Result<Log> Log::open(Disk& disk, const Clock& clock, LogOptions options) {
    Log log(disk, clock, std::move(options));
    if (auto made = disk.make_directories(log.options_.file.parent_path()); !made) {
        return fail(std::move(made).error(), "making the folder of the log");
    }
    if (auto taken = log.take_up(); !taken) {
        return fail(std::move(taken).error(), "opening the log");
    }
    return log;
}

Status Log::take_up() {
    const UnixNanos now = clock_->now();
    if (!disk_->exists(options_.file)) {
        auto made = disk_->create_new(options_.file, mode);
        if (!made) {
            return fail(std::move(made).error());
        }
        file_ = *std::move(made);
        bytes_ = 0;
        begun_ = now;
        return {};
    }
    const auto info = disk_->stat(options_.file);
    if (!info) {
        return fail(info.error());
    }
    auto opened = disk_->open_existing(options_.file, info->size);
    if (!opened) {
        return fail(std::move(opened).error());
    }
    file_ = *std::move(opened);
    bytes_ = info->size;
    begun_ = begun_at(*disk_, options_.file, now);
    return {};
}

Disk::Path Log::old_file(std::uint32_t number) const {
    Disk::Path path = options_.file;
    path += "." + std::to_string(number);
    return path;
}

Status Log::rotate() {
    file_.reset();
    for (std::uint32_t number = options_.keep; number > 1; --number) {
        if (disk_->exists(old_file(number - 1))) {
            if (auto moved = disk_->rename(old_file(number - 1), old_file(number)); !moved) {
                return moved;
            }
        }
    }
    if (auto moved = disk_->rename(options_.file, old_file(1)); !moved) {
        return moved;
    }
    return take_up();
}

Status Log::put(const std::string& line, UnixNanos now) {
    if (file_ == nullptr) {
        if (auto taken = take_up(); !taken) {
            return taken;
        }
    }
    // A date that was set back makes no file old.
    const bool is_old = now - begun_ >= options_.age_max;
    if (bytes_ > 0 && (is_old || bytes_ + line.size() > options_.bytes_max)) {
        if (auto rotated = rotate(); !rotated) {
            return rotated;
        }
    }
    if (auto written = file_->write(line); !written) {
        // A part of the line may be there: take the file up anew where it was whole.
        if (auto opened = disk_->open_existing(options_.file, bytes_)) {
            file_ = *std::move(opened);
        } else {
            file_.reset();
        }
        return written;
    }
    bytes_ += line.size();
    return {};
}

void Log::write(LogLevel level, std::string_view event, JsonObject fields) {
    const UnixNanos now = clock_->now();
    if (unsaid_ > 0 &&
        put(line_of(now, LogLevel::warning, "log_lines_lost", {{"lines", unsaid_}}), now)) {
        unsaid_ = 0;
    }
    if (!put(line_of(now, level, event, std::move(fields)), now)) {
        ++lost_;
        ++unsaid_;
    }
}

}  // namespace tradelab
