#include "cli/commands.hpp"
#include "cli/daemon_pages.hpp"
#include "cli/daemon_settings.hpp"
#include "cli/write.hpp"
#include "control/client.hpp"
#include "core/text.hpp"
#include "document/json_write.hpp"

#include <chrono>
#include <poll.h>
#include <string>
#include <unistd.h>
#include <utility>

// What can be asked of the daemon without changing anything.
namespace tradelab {

namespace {

// More than the daemon's own patience with itself, so that it is the one to say why.
constexpr std::chrono::seconds patience(8);
constexpr int refresh_ms = 1'000;

// The daemon may have been told of another history than the settings name, and only it knows.
void learn_places(Output& output, const JsonValue& answer) {
    constexpr std::size_t path_bytes_max = 4'096;
    const std::string* store = answer["store"].text();
    if (store != nullptr && printable(*store, path_bytes_max) == *store) {
        output.add_place({.option = "--store", .value = *store});
    }
}

std::string text_of(const JsonValue& answer, Look look) {
    std::string text = mode_bar(answer, look) + "\n";
    for (const std::string& line : page_of(answer, look)) {
        text += line.empty() ? "\n" : "  " + line + "\n";
    }
    return text;
}

// Written as it comes, not gathered: this has no end of its own.
Answer watch(Session& session, const DaemonPlaces& places) {
    const bool is_screen = ::isatty(STDOUT_FILENO) != 0 && session.output.look() == Look::rich;
    while (true) {
        const auto answer = ask_daemon(places.socket, {.verb = ControlVerb::status}, patience);
        if (!answer) {
            return fail(answer.error());
        }
        learn_places(session.output, *answer);
        std::string text = session.output.wants_json()
                               ? line_json(*answer) + "\n"
                               : session.output.completed(text_of(*answer, session.output.look()));
        if (is_screen && !session.output.wants_json()) {
            text.insert(0, "\x1b[H\x1b[2J");  // home, and all of it cleared
        }
        if (write_all(STDOUT_FILENO, text) != 0) {
            return ExitCode::ok;  // whoever read has gone
        }
        (void)::poll(nullptr, 0, refresh_ms);
    }
}

}  // namespace

Answer run(Session& session, const AskDaemon& request) {
    const auto settings = read_settings(session, request.settings);
    if (!settings) {
        return fail(settings.error());
    }
    if (request.watch) {
        return watch(session, settings->places);
    }
    const auto answer =
        ask_daemon(settings->places.socket, {.verb = request.verb, .last = request.last}, patience);
    if (!answer) {
        return fail(answer.error());
    }
    Output& output = session.output;
    learn_places(output, *answer);
    if (output.wants_json()) {
        output.document(*answer);
        return ExitCode::ok;
    }
    output.title(mode_bar(*answer, output.look()));
    for (const std::string& line : page_of(*answer, output.look())) {
        output.line(line.empty() ? line : "  " + line);
    }
    return ExitCode::ok;
}

}  // namespace tradelab
