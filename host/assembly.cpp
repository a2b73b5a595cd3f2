#include "assembly.hpp"

#include "cli/backtest_setup.hpp"
#include "cli/daemon_settings.hpp"
#include "cli/layout.hpp"
#include "cli/output.hpp"
#include "cli/session.hpp"
#include "config/daemon_file.hpp"
#include "config/risk_file.hpp"
#include "config/trusted_file.hpp"
#include "control/server.hpp"
#include "core/decimal.hpp"
#include "daemon/log.hpp"
#include "daemon/only_one.hpp"
#include "daemon/paper_account.hpp"
#include "history/catalogue.hpp"
#include "store/keeper.hpp"

#include <utility>

namespace tradelab {

namespace {

constexpr std::uint64_t limits_bytes_max = std::uint64_t{64} << 10U;
constexpr std::int64_t mebibyte = std::int64_t{1} << 20;

// What the daemon is made of before it looks at a strategy.
struct Settings {
    Layout layout;
    DaemonFile file;
    DaemonPlaces places;
    RiskFile risk;
};

Failure no_home() {
    return fail(ErrorCode::not_found,
                "there is no place for the daemon's files: HOME is not set",
                "name it: --state DIR and --store DIR");
}

Result<DaemonPlaces> places_for(const DaemonRequest& request,
                                const Layout& layout,
                                DaemonFile& file) {
    if (request.state) {
        file.state = layout.absolute(*request.state);
    }
    if (request.store) {
        file.feed.store = layout.absolute(*request.store);
    }
    if ((!file.state && !layout.state) || (!file.feed.store && !layout.history)) {
        return no_home();
    }
    return places_of(file,
                     {.state = layout.state.value_or(""), .store = layout.history.value_or("")});
}

Result<Settings> read_settings(const DaemonRequest& request, const DaemonMachine& machine) {
    const auto layout = find_layout(machine.environment, machine.disk, {});
    if (!layout) {
        return fail(layout.error());
    }
    const auto path =
        request.settings ? layout->absolute(*request.settings) : layout->config / "tradelabd.toml";
    auto file = read_daemon_file(machine.disk, path);
    if (!file) {
        return fail(std::move(file).error());
    }
    const auto limits = read_trusted(machine.disk, file->paper.limits, limits_bytes_max);
    auto risk = limits ? parse_risk(*limits, file->paper.limits.string()) : fail(limits.error());
    auto places = places_for(request, *layout, *file);
    if (!risk || !places) {
        return fail(!risk ? std::move(risk).error() : std::move(places).error());
    }
    return Settings{.layout = *layout,
                    .file = *std::move(file),
                    .places = *std::move(places),
                    .risk = *std::move(risk)};
}

BacktestOptions options_for(const Settings& settings, const DaemonMachine& machine) {
    BacktestOptions options = paper_options(settings.file, settings.risk);
    options.is_interrupted = machine.is_ending;
    return options;
}

// What a session refers to, and what must stay where it is while it runs.
struct Feed {
    VenueBook venues;
    Catalogue catalogue;
};

Result<std::vector<Candidate>> candidates_of(const Settings& settings,
                                             const DaemonMachine& machine) {
    std::vector<std::string> paths;
    for (const auto& path : settings.file.paper.strategies) {
        paths.push_back(path.string());
    }
    Output nobody({});
    Session session{.output = nobody,
                    .disk = machine.disk,
                    .process = machine.process,
                    .layout = settings.layout};
    return load_candidates(session, paths);
}

Result<Feed> feed_of(const Settings& settings,
                     const DaemonMachine& machine,
                     const std::vector<Candidate>& candidates) {
    auto venues = VenueBook::read(
        machine.disk, settings.layout.config / "venues", instruments_of(candidates));
    if (!venues) {
        return fail(std::move(venues).error());
    }
    return Feed{.venues = *std::move(venues),
                .catalogue = Catalogue(machine.disk, settings.places.store)};
}

Access access_of(const DaemonFile& file, const DaemonMachine& machine) {
    return {.owner = machine.user,
            .view = file.control.view,
            .operate = file.control.operate,
            .approve = file.control.approve};
}

ProjectionPlaces store_places(const Settings& settings) {
    return projection_places(settings.places.state, settings.places.paper);
}

DaemonFacts facts_of(const Settings& settings,
                     const DaemonMachine& machine,
                     const PaperAccount& account) {
    return {.limits = settings.risk.limits,
            .is_idle = account.is_idle(),
            .process = machine.process_number,
            .speed = settings.file.feed.speed,
            .limits_sha256 = settings.risk.sha256,
            .settings_sha256 = settings.file.sha256};
}

Status run_account(const Settings& settings,
                   const DaemonRequest& request,
                   const DaemonMachine& machine,
                   Log& log,
                   ControlInbox& inbox,
                   PaperAccount account) {
    const PaperView view = account.view();
    const bool is_synthetic = view.origin == DataOrigin::synthetic;
    log.write(LogLevel::info,
              "open",
              {{"mode", "paper"},
               {"data",
                account.is_idle() ? JsonValue()
                : is_synthetic    ? "synthetic"
                                  : "recorded"},
               {"state", paper_mode_text(view.mode)},
               {"now", account.is_idle() ? JsonValue() : JsonValue(iso_text(view.now))},
               {"steps", view.steps},
               {"equity", decimal_text(view.statement.equity)},
               {"decision_hash", view.decision_hash}});
    StoreKeeper store(machine.disk, machine.clock, store_places(settings));
    Daemon daemon({.disk = machine.disk,
                   .clock = machine.clock,
                   .log = log,
                   .inbox = inbox,
                   .account = account,
                   .store = store},
                  {.facts = facts_of(settings, machine, account),
                   .at_end = request.at_end,
                   .is_ending = machine.is_ending});
    Status ended = daemon.run();
    // All that was journalled is in the tables when we are gone.
    store.finish();
    daemon.tell_of_store();
    return ended;
}

Status open_and_run(const Settings& settings,
                    const DaemonRequest& request,
                    const DaemonMachine& machine,
                    Log& log,
                    ControlInbox& inbox) {
    if (settings.file.paper.strategies.empty()) {
        auto idle =
            PaperAccount::idle(machine.disk, settings.places.paper, settings.file.paper.capital);
        return idle ? run_account(settings, request, machine, log, inbox, *std::move(idle))
                    : Status(fail(std::move(idle).error()));
    }
    auto candidates = candidates_of(settings, machine);
    if (!candidates) {
        return fail(std::move(candidates).error());
    }
    const auto feed = feed_of(settings, machine, *candidates);
    if (!feed) {
        return fail(feed.error());
    }
    auto session = PaperSession::open({.disk = machine.disk,
                                       .catalogue = feed->catalogue,
                                       .venues = feed->venues,
                                       .folder = settings.places.paper,
                                       .candidates = *std::move(candidates),
                                       .options = options_for(settings, machine)});
    if (!session) {
        return fail(std::move(session).error(), "opening the paper session");
    }
    return run_account(settings, request, machine, log, inbox, PaperAccount(*std::move(session)));
}

Result<Log> log_of(const Settings& settings, const DaemonMachine& machine) {
    const DaemonFile::Log& wanted = settings.file.log;
    return Log::open(machine.disk,
                     machine.clock,
                     {.file = settings.places.log,
                      .bytes_max = static_cast<std::uint64_t>(wanted.rotate_mib * mebibyte),
                      .age_max = std::chrono::hours(wanted.rotate_hours),
                      .keep = static_cast<std::uint32_t>(wanted.keep)});
}

}  // namespace

Result<Rebuilt> rebuild_store(const DaemonRequest& request,
                              const DaemonMachine& machine,
                              const std::function<bool(const RebuildProgress&)>& tell) {
    const auto settings = read_settings(request, machine);
    if (!settings) {
        return fail(settings.error());
    }
    const auto only_one =
        OnlyOne::take(machine.disk, settings->places.state, machine.process_number);
    if (!only_one) {
        return fail(only_one.error());
    }
    return rebuild_projection(machine.disk, machine.clock, store_places(*settings), tell);
}

Status run_daemon(const DaemonRequest& request, const DaemonMachine& machine) {
    const auto settings = read_settings(request, machine);
    if (!settings) {
        return fail(settings.error());
    }
    const auto only_one =
        OnlyOne::take(machine.disk, settings->places.state, machine.process_number);
    if (!only_one) {
        return fail(only_one.error());
    }
    auto log = log_of(*settings, machine);
    if (!log) {
        return fail(std::move(log).error());
    }
    log->write(LogLevel::info, "start", {{"process", machine.process_number}});
    // The socket is open before a long session is: whoever asks then waits, and is not turned away.
    ControlInbox inbox;
    const auto server = ControlServer::open({.socket = settings->places.socket,
                                             .access = access_of(settings->file, machine),
                                             .metrics_port = settings->file.metrics.port},
                                            inbox);
    Status ended = server ? open_and_run(*settings, request, machine, *log, inbox)
                          : Status(fail(server.error()));
    // Asked to end while it was opening: nothing has gone wrong.
    if (!ended && ended.error().code == ErrorCode::interrupted && machine.is_ending()) {
        ended = {};
    }
    log->write(ended ? LogLevel::info : LogLevel::error,
               "end",
               {{"error", ended ? JsonValue() : JsonValue(describe(ended.error()))}});
    return ended;
}

}  // namespace tradelab
