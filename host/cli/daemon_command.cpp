#include "cli/commands.hpp"
#include "cli/daemon_pages.hpp"
#include "cli/daemon_settings.hpp"
#include "control/client.hpp"
#include "os/clock.hpp"
#include "paper/command.hpp"
#include "paper/latch.hpp"
#include "paper/left_command.hpp"

#include <chrono>
#include <optional>
#include <poll.h>
#include <string>
#include <unistd.h>
#include <utility>

// What changes what the daemon does.
namespace tradelab {

namespace {

constexpr std::chrono::seconds patience(8);
// How long a panic is watched for all to be closed: a bar at the shipped speed takes a second.
constexpr std::chrono::seconds flat_patience(5);
constexpr int look_again_ms = 50;

bool can_be_latched(ControlVerb verb) {
    return verb == ControlVerb::stop || verb == ControlVerb::panic;
}

// Whether the daemon's state directory is known.
enum class Whereabouts : std::uint8_t { known, guessed };

Status latch(Session& session, const DaemonPlaces& places, const CommandDaemon& request) {
    if (auto made = session.disk.make_directories(places.paper); !made) {
        return fail(std::move(made).error(), "writing the latch");
    }
    const SystemClock clock;
    auto engaged =
        engage_paper_latch(session.disk,
                           places.paper,
                           {.level = request.verb == ControlVerb::panic ? PaperLatchLevel::panic
                                                                        : PaperLatchLevel::stop,
                            .by = "user " + std::to_string(::getuid()) + ", by the latch file",
                            .reason = request.reason,
                            .given_at = clock.now()});
    if (!engaged) {
        return engaged;
    }
    // A resume that was left before it must not lift it, whatever clocks say.
    auto forgotten = forget_left_command(session.disk, places.paper);
    return forgotten ? forgotten
                     : Status(fail(std::move(forgotten).error(),
                                   "it is latched; but what was left for the next start"));
}

// Nobody is there: the next start takes it up, and so does one that begins just now.
Answer leave_alone(Session& session, const DaemonPlaces& places, const CommandDaemon& request) {
    const SystemClock clock;
    const bool is_pause = request.verb == ControlVerb::pause;
    auto left = leave_paper_command(
        session.disk,
        places.paper,
        {.verb = is_pause ? PaperVerb::pause : PaperVerb::resume,
         .by = "user " + std::to_string(::getuid()) + ", left while no daemon ran",
         .reason = command_text(request.reason),
         .given_at = clock.now()});
    if (!left) {
        return fail(std::move(left).error(), "leaving it for the next start");
    }
    const std::string verb(control_verb_text(request.verb));
    Output& output = session.output;
    if (output.wants_json()) {
        output.document(JsonObject{{"schema", "tradelab.command/1"},
                                   {"verb", verb},
                                   {"is_latched", false},
                                   {"is_left", true},
                                   {"state", places.state.string()},
                                   {"is_state_known", true},
                                   {"daemon", "not reachable"}});
        return ExitCode::ok;
    }
    output.title(verb + " is left on disk");
    output.line("  no daemon answers at " + places.socket.string());
    output.line("  it takes effect when one starts on " + places.state.string() + ": " +
                (is_pause ? "no entries until: tradelab resume"
                          : "entries again, unless a stop or panic comes in between"));
    return ExitCode::ok;
}

// Nobody answers: the file is what the next start obeys, and within a step one that still runs.
Answer latch_alone(Session& session,
                   const DaemonPlaces& places,
                   const CommandDaemon& request,
                   const Error& why,
                   Whereabouts sure) {
    if (auto latched = latch(session, places, request); !latched) {
        return fail(std::move(latched).error());
    }
    const std::string verb(control_verb_text(request.verb));
    Output& output = session.output;
    if (why.code != ErrorCode::daemon_unreachable) {
        Error told = why;
        told.hint = verb + " is latched on disk all the same; it holds as soon as the daemon moves";
        return fail(std::move(told));
    }
    const ExitCode exit = sure == Whereabouts::known ? ExitCode::ok : ExitCode::partly_done;
    if (output.wants_json()) {
        output.document(JsonObject{{"schema", "tradelab.command/1"},
                                   {"verb", verb},
                                   {"is_latched", true},
                                   {"state", places.state.string()},
                                   {"is_state_known", sure == Whereabouts::known},
                                   {"daemon", "not reachable"}});
        return exit;
    }
    output.title(verb + " is latched on disk");
    output.line("  no daemon answers at " + places.socket.string());
    output.line("  it takes effect when one starts on " + places.state.string() +
                ", and holds until: tradelab resume");
    return exit;
}

// The command's answer with what has become of it since.
JsonValue brought_up_to(const JsonValue& answer, const JsonValue& status) {
    JsonObject out;
    for (const auto& [name, value] : *answer.object()) {
        const JsonValue* since = name == "schema" ? nullptr : status.find(name);
        out.push_back({name, since == nullptr ? value : *since});
    }
    return out;
}

// Watches a panic until nothing is held; a feed that has ended closes nothing any more.
Result<JsonValue> until_flat(const DaemonPlaces& places, JsonValue answer) {
    const SystemClock clock;
    const auto deadline = clock.monotonic() + flat_patience;
    while (answer["is_flat"] == JsonValue(false) && answer["feed_ended"] != JsonValue(true) &&
           clock.monotonic() < deadline) {
        (void)::poll(nullptr, 0, look_again_ms);
        const auto status = ask_daemon(places.socket, {.verb = ControlVerb::status}, patience);
        if (!status) {
            return fail(status.error());
        }
        answer = brought_up_to(answer, *status);
    }
    return answer;
}

std::string consequence(ControlVerb verb) {
    switch (verb) {
        case ControlVerb::pause:
            return "no entries until: tradelab resume; what is held keeps its protection";
        case ControlVerb::resume:
            return "entries again";
        case ControlVerb::stop:
            return "no entries, also after a restart, until: tradelab resume; what is held keeps "
                   "its protection";
        default:
            return "no entries, also after a restart, until: tradelab resume";
    }
}

Answer show(Session& session, const CommandDaemon& request, const JsonValue& answer) {
    const bool* flat = answer["is_flat"].boolean();
    const bool* ended = answer["feed_ended"].boolean();
    const bool has_ended = ended != nullptr && *ended;
    const bool is_open = request.verb == ControlVerb::panic && flat != nullptr && !*flat;
    Output& output = session.output;
    if (output.wants_json()) {
        output.document(answer);
    } else {
        output.title(mode_bar(answer, output.look()));
        output.line("  " + consequence(request.verb));
        if (request.verb == ControlVerb::panic) {
            output.line(!is_open    ? "  flat: nothing is held and nothing works"
                        : has_ended ? "  NOT FLAT: the feed has ended, so there is no bar left to "
                                      "close at; see: tradelab positions"
                                    : "  NOT FLAT YET: the rest closes at the next bar of the "
                                      "feed; see: tradelab status");
        }
    }
    return is_open ? ExitCode::partly_done : ExitCode::ok;
}

// Where to stop a daemon whose settings cannot be read: where --state says, else where one without
// settings would be, which is a guess.
Result<DaemonPlaces> places_for(Session& session, const CommandDaemon& request, Whereabouts& sure) {
    auto settings = read_settings(session, request.settings);
    if (settings) {
        return std::move(settings->places);
    }
    if (!can_be_latched(request.verb)) {
        return fail(std::move(settings).error());
    }
    session.output.note(describe(settings.error()));
    auto places = places_without_settings(session);
    if (places && !session.layout.named_state) {
        sure = Whereabouts::guessed;
        session.output.note("going by " + places->state.string() +
                            ": if the daemon's state is elsewhere, this stops nothing; name it: "
                            "--state DIR");
    }
    return places;
}

}  // namespace

Answer run(Session& session, const CommandDaemon& request) {
    Whereabouts sure = Whereabouts::known;
    const auto places = places_for(session, request, sure);
    if (!places) {
        return fail(places.error());
    }
    const bool is_vital = can_be_latched(request.verb);
    if (!is_vital && request.reason.size() > reason_bytes_max) {
        return fail(ErrorCode::invalid_argument,
                    "--reason has more than 200 bytes",
                    "say it shorter: it is kept for ever");
    }
    // A stop is never refused for its wording.
    const std::string reason = is_vital ? command_text(request.reason) : request.reason;
    auto answer = ask_daemon(places->socket, {.verb = request.verb, .reason = reason}, patience);
    // Where there is no state no daemon ever ran: most likely another place was meant.
    if (!answer && !is_vital && answer.error().code == ErrorCode::daemon_unreachable &&
        session.disk.exists(places->state)) {
        return leave_alone(session, *places, request);
    }
    if (!answer) {
        const bool may_be_latched = answer.error().code != ErrorCode::not_authorised;
        return is_vital && may_be_latched
                   ? latch_alone(session, *places, request, answer.error(), sure)
                   : fail(std::move(answer).error());
    }
    if (request.verb == ControlVerb::panic) {
        answer = until_flat(*places, *std::move(answer));
        if (!answer) {
            return fail(std::move(answer).error(), "watching the panic");
        }
    }
    return show(session, request, *answer);
}

}  // namespace tradelab
