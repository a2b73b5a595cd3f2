#include "cli/commands.hpp"
#include "cli/daemon_settings.hpp"
#include "cli/evidence_replay.hpp"
#include "config/risk_file.hpp"
#include "control/client.hpp"
#include "core/text.hpp"
#include "lifecycle/lifecycle.hpp"
#include "os/clock.hpp"
#include "paper/latch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

// What would have to be true to go live, each line yes or no.
namespace tradelab {
namespace {

constexpr std::chrono::seconds patience(2);
constexpr std::size_t words_shown = 400;

struct Line {
    std::string what;
    bool holds = false;
    std::string detail;  // why it holds, or the remedy where it does not
};

Line no(std::string what, const Error& error) {
    return {.what = std::move(what), .holds = false, .detail = describe(error)};
}

// Evidence of synthetic data never reaches money.
Line approved(Session& session, const Result<DaemonSettings>& settings, UnixNanos now) {
    const std::string what = "a strategy is approved";
    const auto lives = settings ? Lifecycle(session.disk, lifecycle_of(settings->places)).lives()
                                : fail(settings.error());
    if (!lives) {
        return no(what, lives.error());
    }
    const auto running = running_of(session, *settings);
    if (!running) {
        return no(what, running.error());
    }
    std::optional<Line> holds;
    std::string voided;
    // All of them, whatever the first is: each may wait for a replay.
    for (const StrategyLife& life : *lives) {
        if (life.stage != LifeStage::approved) {
            continue;
        }
        // Of synthetic evidence, too: it is carried over or taken back as well.
        const auto settled = settle_approval(session, *settings, *running, life, now);
        if (!settled) {
            voided = "the approval of " + life.name + ": " + describe(settled.error());
            continue;
        }
        const ApprovalJudgement& judged = settled->judged;
        if (life.basis != VerdictBasis::recorded || judged.state == ApprovalState::expired) {
            continue;
        }
        if (judged.state == ApprovalState::holds) {
            holds = holds.value_or(Line{
                .what = what,
                .holds = true,
                .detail = life.name + " until " + iso_text(*bound_step(life)->edge.expires_at)});
            continue;
        }
        voided = "the approval of " + life.name +
                 (is_void(judged) ? " is void: " : " does not count now: ") + judged.text();
    }
    if (holds) {
        return *std::move(holds);
    }
    if (!voided.empty()) {
        return {.what = what, .holds = false, .detail = std::move(voided)};
    }
    const auto waits =
        std::ranges::find(*lives, LifeStage::awaiting_approval, &StrategyLife::stage);
    return {.what = what,
            .holds = false,
            .detail = waits == lives->end()
                          ? "none that was proven on recorded data awaits it: tradelab lab status"
                          : "tradelab approve " + waits->strategy.substr(0, 12) +
                                " --why TEXT (what was proven on synthetic data counts for nothing "
                                "here)"};
}

Line limits(Session& session, const DaemonFile& file) {
    const auto risk = read_limits(session.disk, file);
    return risk
               ? Line{.what = "limits are set", .holds = true, .detail = file.paper.limits.string()}
               : no("limits are set", risk.error());
}

Line latch(Session& session, const DaemonPlaces& places) {
    const auto read = read_paper_latch(session.disk, places.paper);
    if (!read) {
        return no("nothing is latched", read.error());
    }
    return {.what = "nothing is latched",
            .holds = !read->has_value(),
            .detail = *read ? "stop or panic holds: tradelab resume" : "neither stop nor panic"};
}

Line daemon(const DaemonPlaces& places) {
    const auto answer = ask_daemon(places.socket, {.verb = ControlVerb::doctor}, patience);
    return answer ? Line{.what = "the daemon runs",
                         .holds = true,
                         .detail = "answers at " + places.socket.string()}
                  : no("the daemon runs", answer.error());
}

std::vector<Line> lines_of(Session& session, const CheckPreflight& request) {
    std::vector<Line> out;
    const auto settings = read_settings(session, request.settings, request.store);
    if (settings) {
        out.push_back(
            {.what = "settings are read", .holds = true, .detail = settings->path.string()});
        out.push_back(limits(session, settings->file));
        out.push_back(daemon(settings->places));
        out.push_back(latch(session, settings->places));
    } else {
        out.push_back(no("settings are read", settings.error()));
    }
    out.push_back(approved(session, settings, SystemClock().now()));
    out.push_back({.what = "an exchange is connected",
                   .holds = false,
                   .detail = "this version has none: it trades on paper only"});
    out.push_back({.what = "keys are held by the guardian",
                   .holds = false,
                   .detail = "this version has none: it comes with the exchange"});
    return out;
}

}  // namespace

Answer run(Session& session, const CheckPreflight& request) {
    const auto lines = lines_of(session, request);
    const bool is_ready = std::ranges::all_of(lines, &Line::holds);
    Table table{.columns = {{.title = "to go live"}, {.title = "so?"}, {.title = ""}}, .rows = {}};
    JsonArray rows;
    for (const Line& line : lines) {
        table.add({line.what, line.holds ? "yes" : "NO", printable(line.detail, words_shown)});
        rows.push_back(
            JsonObject{{"what", line.what}, {"holds", line.holds}, {"detail", line.detail}});
    }
    session.output.table(table);
    session.output.document(JsonObject{
        {"schema", "tradelab.preflight/1"}, {"ready", is_ready}, {"lines", std::move(rows)}});
    return is_ready ? ExitCode::ok : ExitCode::refused;
}

}  // namespace tradelab
