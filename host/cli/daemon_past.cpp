#include "cli/commands.hpp"
#include "cli/daemon_pages.hpp"
#include "cli/daemon_settings.hpp"
#include "cli/write.hpp"
#include "control/client.hpp"
#include "core/text.hpp"
#include "document/json_write.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <poll.h>
#include <string>
#include <unistd.h>
#include <utility>

// What is asked of the past: events and audit.
namespace tradelab {

namespace {

constexpr std::chrono::seconds patience(8);
constexpr int look_again_ms = 500;

Result<ControlRequest> question_of(const AskPast& request) {
    ControlRequest question{.verb = request.verb, .last = request.limit};
    if (!request.since.empty()) {
        const auto since = parse_iso(request.since);
        if (!since) {
            return fail(ErrorCode::invalid_argument,
                        "--since " + in_quotes(request.since) + ": " + since.error().context,
                        since.error().hint);
        }
        question.since = *since;
    }
    return question;
}

// Each event on a line of its own; where the next question goes on.
struct Written {
    std::uint64_t after = 0;
    bool is_read = true;  // somebody still does
};

Written write_events(Session& session, const JsonValue& answer, std::uint64_t after) {
    Written out{.after = after};
    std::string text;
    for (const JsonValue& event :
         answer["events"].array() == nullptr ? JsonArray{} : *answer["events"].array()) {
        text += (session.output.wants_json() ? line_json(event) : event_line(event)) + "\n";
        const std::int64_t* number = event["seq"].integer();
        // Within a step they are in the order of their time, not of their numbers.
        out.after = number == nullptr ? out.after
                                      : std::max(out.after, static_cast<std::uint64_t>(*number));
    }
    out.is_read = text.empty() || write_all(STDOUT_FILENO, text) == 0;
    return out;
}

// Written as it comes, not gathered: this has no end of its own.
Answer follow(Session& session, const DaemonPlaces& places, ControlRequest question) {
    std::optional<std::int64_t> account;
    while (true) {
        const auto answer = ask_daemon(places.socket, question, patience);
        if (!answer) {
            return fail(answer.error());
        }
        // Numbers are of one journal, and another account has another: it is read from its
        // beginning.
        const std::int64_t* number = (*answer)["account"].integer();
        const std::int64_t stands = number == nullptr ? 0 : *number;
        if (account && std::exchange(account, stands) != stands) {
            question.after = 0;
            question.last = rows_max;
            continue;
        }
        account = stands;
        const Written written = write_events(session, *answer, question.after.value_or(0));
        if (!written.is_read) {
            return ExitCode::ok;
        }
        question.after = written.after;
        question.last = rows_max;
        (void)::poll(nullptr, 0, look_again_ms);
    }
}

}  // namespace

Answer run(Session& session, const AskPast& request) {
    const auto question = question_of(request);
    if (!question) {
        return fail(question.error());
    }
    const auto settings = read_settings(session, request.settings);
    if (!settings) {
        return fail(settings.error());
    }
    if (request.follow) {
        return follow(session, settings->places, *question);
    }
    const auto answer = ask_daemon(settings->places.socket, *question, patience);
    if (!answer) {
        return fail(answer.error());
    }
    Output& output = session.output;
    if (output.wants_json()) {
        output.document(*answer);
        return ExitCode::ok;
    }
    output.title(mode_bar(*answer, output.look()));
    for (const std::string& line : page_of(*answer, output.look())) {
        output.line("  " + line);
    }
    return ExitCode::ok;
}

}  // namespace tradelab
