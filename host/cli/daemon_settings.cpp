#include "cli/daemon_settings.hpp"

#include "cli/footing_now.hpp"
#include "config/risk_file.hpp"
#include "gate/gate_rules.hpp"
#include "lab/backtest.hpp"
#include "lifecycle/tested_histories.hpp"

#include <map>
#include <string>
#include <utility>

namespace tradelab {

namespace {

Result<DaemonPlaces> places_for(const Session& session, DaemonFile& file) {
    const Layout& layout = session.layout;
    // --state is what the user says now; the file is what was said once.
    if (layout.named_state) {
        file.state = layout.named_state;
    }
    if (!file.state && !layout.default_state) {
        return fail(ErrorCode::not_found,
                    "there is no place for the daemon's files: HOME is not set",
                    "name it: --state DIR");
    }
    return places_of(
        file, {.state = layout.default_state.value_or(""), .store = layout.history.value_or("")});
}

}  // namespace

std::filesystem::path settings_path(const Session& session, const std::string& typed) {
    return typed.empty() ? session.layout.config / "tradelabd.toml"
                         : session.layout.absolute(typed);
}

Result<DaemonSettings> read_settings(const Session& session,
                                     const std::string& typed,
                                     const std::string& store) {
    const auto path = settings_path(session, typed);
    auto file = read_daemon_file(session.disk, path);
    if (!file) {
        return fail(std::move(file).error());
    }
    if (!store.empty()) {
        file->feed.store = session.layout.absolute(store);
    }
    auto places = places_for(session, *file);
    if (!places) {
        return fail(std::move(places).error());
    }
    return DaemonSettings{.path = path, .file = *std::move(file), .places = *std::move(places)};
}

BacktestOptions paper_options(const DaemonFile& file, const RiskFile& risk) {
    BacktestOptions options;
    options.from = file.feed.from;
    options.fill_model = file.paper.fill_model;
    options.capital = file.paper.capital;
    options.limits = risk.limits;
    options.risk_sha256 = risk.sha256;
    options.risk_text = risk.canonical;
    return options;
}

std::filesystem::path lifecycle_of(const DaemonPlaces& places) {
    return places.state / "lifecycle";
}

Result<DaemonPlaces> places_without_settings(const Session& session) {
    DaemonFile file;
    return places_for(session, file);
}

Result<RiskLimits> approved_limits(std::string_view canonical) {
    const auto read = parse_risk(canonical, "the limits that were approved");
    return read ? Result<RiskLimits>(read->limits) : fail(read.error());
}

RunningNow running_now(const DaemonFile& file, const RiskFile& risk) {
    return {.limits = risk.limits,
            .engine = std::string(engine_version),
            .fill_model = file.paper.fill_model,
            .read_limits = &approved_limits,
            .rules = GateRules().hash()};
}

Result<RunningNow> running_of(Session& session, const DaemonSettings& settings) {
    const DaemonFile& file = settings.file;
    const auto risk = read_limits(session.disk, file);
    if (!risk) {
        return fail(risk.error());
    }
    RunningNow out = running_now(file, *risk);
    out.footing = [&session, places = settings.places, held = std::map<std::string, Footing>()](
                      const StrategyLife& life) mutable -> Result<const Footing*> {
        auto now = footing_now(session, places, life);
        if (!now) {
            return fail(std::move(now).error());
        }
        return &held.insert_or_assign(life.strategy, *std::move(now)).first->second;
    };
    out.tested_on = [histories = TestedHistories(session.disk, lifecycle_of(settings.places))](
                        const KeptFooting& footing) mutable { return histories.of(footing); };
    return out;
}

}  // namespace tradelab
