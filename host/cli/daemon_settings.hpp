#pragma once

#include "cli/session.hpp"
#include "config/daemon_file.hpp"
#include "config/risk_file.hpp"
#include "core/result.hpp"
#include "lab/backtest_run.hpp"
#include "lifecycle/standing_approval.hpp"

#include <filesystem>
#include <string>

namespace tradelab {

// The settings that a daemon of this layout reads, and where its things lie.
struct DaemonSettings {
    std::filesystem::path path;
    DaemonFile file;
    DaemonPlaces places;
};

// The path as the user typed it; empty: the one of the layout.
[[nodiscard]] std::filesystem::path settings_path(const Session& session, const std::string& typed);

// `store` is what the user typed, too; empty: the one of the file.
[[nodiscard]] Result<DaemonSettings> read_settings(const Session& session,
                                                   const std::string& typed,
                                                   const std::string& store = {});

// How the daemon runs what is on paper; `from` is that of the feed.
[[nodiscard]] BacktestOptions paper_options(const DaemonFile& file, const RiskFile& risk);

// How the limits on record are read.
[[nodiscard]] Result<RiskLimits> approved_limits(std::string_view canonical);
// What approvals are held against, but for what each strategy runs with.
[[nodiscard]] RunningNow running_now(const DaemonFile& file, const RiskFile& risk);
// All of it, with the limits that the settings name.  What a strategy runs with is looked up when
// it is asked for: its plugin is loaded into this process.  The session must outlive it.
[[nodiscard]] Result<RunningNow> running_of(Session& session, const DaemonSettings& settings);

// How far each strategy has come, as the daemon of these settings has it; that of a layout alone
// may be another record.
[[nodiscard]] std::filesystem::path lifecycle_of(const DaemonPlaces& places);

// Where things lie, as far as can be told when the settings cannot be read: whoever wants to stop a
// daemon shall not be stopped by a typo.
[[nodiscard]] Result<DaemonPlaces> places_without_settings(const Session& session);

}  // namespace tradelab
