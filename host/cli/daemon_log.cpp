#include "cli/commands.hpp"
#include "cli/daemon_settings.hpp"
#include "cli/log_lines.hpp"
#include "cli/write.hpp"
#include "document/json_write.hpp"

#include <deque>
#include <poll.h>
#include <string>
#include <unistd.h>
#include <utility>

// The daemon's log, read from its file: whoever wants to know why it does not start needs it most.
namespace tradelab {

namespace {

constexpr int look_again_ms = 250;

// False: whoever read has gone.
bool write_lines(Session& session, const std::deque<JsonValue>& lines) {
    std::string text;
    for (const JsonValue& line : lines) {
        text += (session.output.wants_json() ? line_json(line) : log_line(line)) + "\n";
    }
    return text.empty() || write_all(STDOUT_FILENO, text) == 0;
}

Answer follow(Session& session, LogLines& log, const std::deque<JsonValue>& newest) {
    bool is_read = write_lines(session, newest);
    while (is_read) {
        (void)::poll(nullptr, 0, look_again_ms);
        const auto lines = log.more();
        if (!lines) {
            return fail(lines.error());
        }
        is_read = write_lines(session, *lines);
    }
    return ExitCode::ok;
}

}  // namespace

Answer run(Session& session, const ReadLog& request) {
    const auto settings = read_settings(session, request.settings);
    if (!settings) {
        return fail(settings.error());
    }
    const auto& file = settings->places.log;
    LogLines log(session.disk, file, request.level);
    auto lines = log.newest(request.limit);
    if (!lines) {
        return lines.error().code == ErrorCode::not_found
                   ? Answer(fail(ErrorCode::not_found,
                                 "there is no log at " + file.string(),
                                 "the daemon's first start makes it: tradelabd"))
                   : fail(std::move(lines).error());
    }
    if (request.follow) {
        return follow(session, log, *lines);
    }
    Output& output = session.output;
    JsonArray rows;
    for (JsonValue& line : *lines) {
        output.line(log_line(line));
        rows.push_back(std::move(line));
    }
    if (rows.empty()) {
        output.note("no line of " + file.string() + " is as grave as that");
    }
    output.document(JsonObject{
        {"schema", "tradelab.logs/1"}, {"file", file.string()}, {"lines", std::move(rows)}});
    return ExitCode::ok;
}

}  // namespace tradelab
