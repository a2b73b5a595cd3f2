#include "assembly.hpp"

#include "assembly_account.hpp"
#include "assembly_lab.hpp"
#include "assembly_paper.hpp"
#include "cli/backtest_setup.hpp"
#include "cli/daemon_settings.hpp"
#include "cli/lab_mend.hpp"
#include "cli/layout.hpp"
#include "cli/output.hpp"
#include "cli/session.hpp"
#include "config/daemon_file.hpp"
#include "config/risk_file.hpp"
#include "control/server.hpp"
#include "core/decimal.hpp"
#include "daemon/lab_desk.hpp"
#include "daemon/log.hpp"
#include "daemon/only_one.hpp"
#include "daemon/paper_account.hpp"
#include "history/catalogue.hpp"
#include "store/keeper.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tradelab {

namespace {

constexpr std::int64_t mebibyte = std::int64_t{1} << 20;

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
    if ((!file.state && !layout.default_state) || (!file.feed.store && !layout.history)) {
        return no_home();
    }
    return places_of(
        file, {.state = layout.default_state.value_or(""), .store = layout.history.value_or("")});
}

Result<AssembledSettings> read_settings(const DaemonRequest& request,
                                        const DaemonMachine& machine) {
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
    auto risk = read_limits(machine.disk, *file);
    auto places = places_for(request, *layout, *file);
    if (!risk || !places) {
        return fail(!risk ? std::move(risk).error() : std::move(places).error());
    }
    return AssembledSettings{.path = path,
                             .layout = *layout,
                             .file = *std::move(file),
                             .places = *std::move(places),
                             .risk = *std::move(risk)};
}

Access access_of(const DaemonFile& file, const DaemonMachine& machine) {
    return {.owner = machine.user,
            .view = file.control.view,
            .operate = file.control.operate,
            .approve = file.control.approve};
}

DaemonFacts facts_of(const AssembledSettings& settings,
                     const DaemonMachine& machine,
                     const PaperAccount& account) {
    return {.limits = settings.risk.limits,
            .is_idle = account.is_idle(),
            .process = machine.process_number,
            .speed = settings.file.feed.speed,
            .limits_sha256 = settings.risk.sha256,
            .settings_sha256 = settings.file.sha256};
}

// What every account of one daemon shares.
struct House {
    const AssembledSettings& settings;
    const DaemonRequest& request;
    const DaemonMachine& machine;
    Log& log;
    ControlInbox& inbox;
    LabDesk& lab;
    Companions& companions;
};

// Of all accounts that there were.
ProjectionPlaces store_places(const AssembledSettings& settings) {
    return projection_places(settings.places.state, settings.places.paper);
}

DaemonFacts facts_of(const House& house, const PaperAccount& account) {
    DaemonFacts out = facts_of(house.settings, house.machine, account);
    if (house.request.store) {
        out.store = house.settings.places.store.string();
    }
    const auto& standing = house.lab.standing();
    out.account = standing ? standing->number : 0;
    return out;
}

Result<DaemonEnd> run_account(const House& house, PaperAccount account, DecayMonitor decay) {
    const PaperView view = account.view();
    const bool is_synthetic = view.origin == DataOrigin::synthetic;
    house.log.write(LogLevel::info,
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
    StoreKeeper store(house.machine.disk, house.machine.clock, store_places(house.settings));
    Daemon daemon({.disk = house.machine.disk,
                   .clock = house.machine.clock,
                   .log = house.log,
                   .inbox = house.inbox,
                   .account = account,
                   .lab = house.lab,
                   .store = store,
                   .decay = decay},
                  {.facts = facts_of(house, account),
                   .at_end = house.request.at_end,
                   .is_ending = house.machine.is_ending,
                   .paper = house.settings.places.paper});
    auto end = daemon.run();
    if (end && *end == DaemonEnd::another_account && !account.is_idle()) {
        house.lab.leaving(account.view());
    }
    // All that was journalled is in the tables when we are gone.
    store.finish();
    daemon.tell_of_store();
    return end;
}

Result<OpenAccount> open_listed(const House& house, const std::optional<ProvenAccount>& account) {
    return open_account(house.settings,
                        house.machine,
                        house.companions,
                        house.log,
                        listed_of(house.settings, account));
}

Result<OpenAccount> opened(const House& house,
                           const std::optional<ProvenAccount>& account,
                           Result<OpenAccount> open) {
    if (!open) {
        return open;
    }
    auto kept = house.lab.opened(account, open->members, open->footings);
    return kept ? std::move(open) : fail(std::move(kept).error());
}

// The account that stands, whoever was proven since: only it knows whether it was stopped.
Result<OpenAccount> open_standing(const House& house) {
    const auto standing = house.lab.standing();
    return opened(house, standing, open_listed(house, standing));
}

// The one that should stand instead.  One that cannot be opened is given up, and the one before
// goes on.
Result<OpenAccount> open_another(const House& house) {
    while (const auto wanted = house.lab.wanted()) {
        auto open = open_listed(house, wanted);
        if (open || open.error().code == ErrorCode::interrupted) {
            return opened(house, wanted, std::move(open));
        }
        house.lab.could_not_open(*wanted, open.error());
    }
    return open_standing(house);
}

// On what, and where everything else is said: once, for its log is a file.
void tell_begin(const House& house, const PaperAccount& account) {
    if (house.machine.tell == nullptr) {
        return;
    }
    const PaperView view = account.view();
    const std::string data = account.is_idle()                      ? "no data, nothing trades"
                             : view.origin == DataOrigin::synthetic ? "SYNTHETIC data"
                                                                    : "REAL data";
    const DaemonPlaces& places = house.settings.places;
    house.machine.tell("PAPER  " + data + "  socket " + places.socket.string() + "  log " +
                       places.log.string());
}

// One account after the other, until it is asked to end.
Status open_and_run(const House& house) {
    for (auto* next = &open_standing;; next = &open_another) {
        auto open = next(house);
        if (!open) {
            return fail(std::move(open).error());
        }
        if (next == &open_standing) {
            tell_begin(house, *open->account);
        }
        const auto end = run_account(house, *std::move(open->account), *std::move(open->decay));
        if (!end || *end == DaemonEnd::asked) {
            return end ? Status() : fail(end.error());
        }
    }
}

// What a person decided while nobody was there, and what a campaign could not finish.
Result<LabDesk> open_lab(const AssembledSettings& settings,
                         const DaemonMachine& machine,
                         Log& log,
                         Companions& companions) {
    OwnCommandLine line(settings, machine);
    if (auto mended = mend_lives(line.session(), machine.clock.now()); !mended) {
        // Campaigns refuse to begin until it is repaired; what is on paper is not left alone for
        // it.
        log.write(LogLevel::error, "lives_not_mended", {{"error", describe(mended.error())}});
    }
    auto options = lab_options({.layout = settings.layout,
                                .settings = settings.path,
                                .file = settings.file,
                                .places = settings.places},
                               machine.environment);
    options.running = running_now(settings.file, settings.risk);
    return LabDesk::open(
        {.disk = machine.disk, .clock = machine.clock, .log = log, .companions = companions},
        std::move(options));
}

Result<Log> log_of(const AssembledSettings& settings, const DaemonMachine& machine) {
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
    RealCompanions companions;
    auto lab = server ? open_lab(*settings, machine, *log, companions)
                      : Result<LabDesk>(fail(server.error()));
    Status ended = lab ? open_and_run({.settings = *settings,
                                       .request = request,
                                       .machine = machine,
                                       .log = *log,
                                       .inbox = inbox,
                                       .lab = *lab,
                                       .companions = companions})
                       : Status(fail(lab.error()));
    if (lab) {
        lab->end();
    }
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
