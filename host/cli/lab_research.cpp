#include "cli/commands.hpp"
#include "cli/daemon_settings.hpp"
#include "control/client.hpp"
#include "core/text.hpp"
#include "document/json_write.hpp"
#include "lifecycle/lifecycle.hpp"
#include "research/research_form.hpp"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <string>
#include <utility>

// What the daemon searches, seen and told from outside.
namespace tradelab {
namespace {

constexpr std::chrono::seconds patience(8);
constexpr std::size_t words_shown = 400;

std::string text_of(const JsonValue& value, std::string none = "-") {
    if (value.is_null()) {
        return none;
    }
    return value.text() == nullptr ? line_json(value) : printable(*value.text(), words_shown);
}

// Nobody runs it: what the newest campaign left on disk.
Result<JsonValue> left_on_disk(Session& session, const DaemonPlaces& places) {
    const auto progress = read_progress(session.disk, search_progress_file(places.research));
    if (!progress) {
        return fail(progress.error());
    }
    JsonObject out{{"schema", "tradelab.research/1"}, {"daemon", "not reachable"}};
    for (JsonMember& member : research_members(std::nullopt, *progress)) {
        out.push_back(std::move(member));
    }
    return JsonValue(std::move(out));
}

// Nobody goes on with it now, and it has not come to its end.
bool is_interrupted(const Disk& disk, const JsonValue& answer) {
    if (const bool* said = answer["is_interrupted"].boolean()) {
        return *said;
    }
    const JsonValue& campaign = answer["campaign"];
    return campaign["phase"] != JsonValue(search_phase_text(SearchPhase::ended)) &&
           !disk.exists("/proc/" + text_of(campaign["process"]));
}

std::string how_it_goes_on(const JsonValue& answer) {
    if (answer["state"].is_null()) {
        return "once a daemon searches here: start it with: tradelabd";
    }
    return answer["begins_in_seconds"].is_null() ? "tradelab lab start" : "by itself";
}

void show_campaign(const Disk& disk, Output& output, const JsonValue& answer) {
    const JsonValue& campaign = answer["campaign"];
    if (campaign.is_null()) {
        output.line("no campaign has been begun here");
        return;
    }
    const bool* synthetic = campaign["synthetic"].boolean();
    const bool is_cut = is_interrupted(disk, answer);
    output.line(fmt::format("campaign    {}, seed {}{}, {}{}",
                            text_of(campaign["campaign"]).substr(0, 12),
                            text_of(campaign["seed"]),
                            synthetic != nullptr && *synthetic ? ", SYNTHETIC data" : "",
                            is_cut ? "interrupted while " : "",
                            text_of(campaign["phase"])));
    if (is_cut) {
        output.line("goes on     " + how_it_goes_on(answer));
    }
    output.line(fmt::format("tried       {} of {}{}; {} were in the ledger before",
                            text_of(campaign["tried"]),
                            text_of(campaign["budget"]),
                            is_cut ? ""
                                   : fmt::format(", {} a minute, {} minutes left",
                                                 text_of(answer["trials_per_minute"]),
                                                 text_of(answer["minutes_left"])),
                            text_of(campaign["known"])));
    output.line("best        Sharpe " + text_of(campaign["best_sharpe"]) +
                " a year on explore, before any correction");
    if (!campaign["outcome"].is_null()) {
        output.line("outcome     " + text_of(campaign["outcome"]));
    }
    const JsonArray* page = campaign["page"].array();
    for (std::size_t at = 0; page != nullptr && at < page->size(); ++at) {
        output.line("            " + text_of((*page)[at]));
    }
}

// How many strategies have come how far.
Status show_stages(Session& session, const DaemonPlaces& places) {
    const auto lives = Lifecycle(session.disk, lifecycle_of(places)).lives();
    if (!lives) {
        return fail(lives.error());
    }
    std::array<std::size_t, stage_count> counts{};
    for (const StrategyLife& life : *lives) {
        ++counts.at(static_cast<std::size_t>(life.stage));
    }
    std::string text;
    for (int at = 0; at < stage_count; ++at) {
        if (const std::size_t count = counts.at(static_cast<std::size_t>(at)); count > 0) {
            text += fmt::format(
                "{}{} {}", text.empty() ? "" : ", ", count, stage_text(static_cast<LifeStage>(at)));
        }
    }
    session.output.line("strategies  " + (text.empty() ? "none so far" : text));
    return {};
}

void show_state(Output& output, const JsonValue& answer) {
    if (answer["state"].is_null()) {
        output.title("research: no daemon answers");
        return;
    }
    output.title("research: " + text_of(answer["state"]));
    output.line(fmt::format("budget      {} % of one core; {} campaigns came to their end",
                            text_of(answer["cpu_percent"]),
                            text_of(answer["campaigns"])));
    if (!answer["begins_in_seconds"].is_null()) {
        output.line("next        in " + text_of(answer["begins_in_seconds"]) + " s, with seed " +
                    text_of(answer["seed"]));
    }
    if (!answer["last_failure"].is_null()) {
        output.line("FAILED      " + text_of(answer["last_failure"]));
    }
}

}  // namespace

Answer run(Session& session, const ShowResearch& request) {
    const auto settings = read_settings(session, request.settings);
    if (!settings) {
        return fail(settings.error());
    }
    auto answer = ask_daemon(settings->places.socket, {.verb = ControlVerb::research}, patience);
    if (!answer && answer.error().code == ErrorCode::daemon_unreachable) {
        answer = left_on_disk(session, settings->places);
    }
    if (!answer) {
        return fail(std::move(answer).error());
    }
    session.output.document(*answer);
    show_state(session.output, *answer);
    show_campaign(session.disk, session.output, *answer);
    if (auto shown = show_stages(session, settings->places); !shown) {
        return fail(std::move(shown).error());
    }
    return ExitCode::ok;
}

Answer run(Session& session, const CommandResearch& request) {
    const auto settings = read_settings(session, request.settings);
    if (!settings) {
        return fail(settings.error());
    }
    if (request.reason.size() > reason_bytes_max) {
        return fail(ErrorCode::invalid_argument,
                    "--reason has more than 200 bytes",
                    "say it shorter: it is kept in the log");
    }
    const auto answer = ask_daemon(
        settings->places.socket, {.verb = request.verb, .reason = request.reason}, patience);
    if (!answer) {
        return fail(answer.error());
    }
    session.output.document(*answer);
    show_state(session.output, *answer);
    return ExitCode::ok;
}

}  // namespace tradelab
