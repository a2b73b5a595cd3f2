#include "cli/data_recordings.hpp"

#include <fmt/format.h>

namespace tradelab {
namespace {

std::string clock_text(const ReceiverClock& clock) {
    const auto& findings = clock.judgement.verdict.findings;
    if (findings.empty()) {
        return fmt::format(
            "none of {} events was received before it happened: the receiver's "
            "clock is not known to be off",
            clock.events);
    }
    return fmt::format("{}: {}", findings.front().code, findings.front().text);
}

JsonValue clock_json(const ReceiverClock& clock) {
    JsonArray defects;
    for (const Finding& finding : clock.judgement.verdict.findings) {
        defects.emplace_back(finding.code);
    }
    return JsonObject{{"events", clock.events},
                      {"offset_ns", clock.least.count()},
                      {"receive_minus_event_max_ns", clock.most.count()},
                      {"defects", defects}};
}

}  // namespace

std::vector<TickRecording> read_recordings(Session& session, const ImportPlan& plan) {
    std::vector<TickRecording> recordings;
    for (const auto& path : plan.recordings) {
        TickRecording& recording = recordings.emplace_back(TickRecording{.path = path});
        session.output.progress("reading the times in " + path.native());
        const auto ticks = read_ticks(session.disk, path);
        if (ticks) {
            recording.lines = ticks->lines();
            recording.clock = examine_receiver_clock(ticks->events);
        } else {
            recording.error = ticks.error();
        }
    }
    session.output.end_progress();
    return recordings;
}

std::string recording_text(const TickRecording& recording) {
    const std::string why = "recorded ticks are not imported: no part reads order books yet";
    if (recording.error) {
        return why + "; nor can these be read: " + describe(*recording.error);
    }
    return why + "; " +
           (recording.clock
                ? clock_text(*recording.clock)
                : fmt::format("none of its {} lines says when an event happened", recording.lines));
}

JsonValue recording_json(const TickRecording& recording) {
    return JsonObject{
        {"file", recording.path.native()},
        {"why", recording_text(recording)},
        {"receiver_clock", recording.clock ? clock_json(*recording.clock) : JsonValue()}};
}

}  // namespace tradelab
