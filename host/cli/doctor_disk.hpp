#pragma once

#include "cli/session.hpp"
#include "cli/symptom.hpp"
#include "config/daemon_file.hpp"
#include "lab/backtest_plan.hpp"

// What lies on the disk, looked at as the daemon will: it has to write there, and what it reads
// must be what was written.
namespace tradelab {

// Writes a small file there and takes it away again.
[[nodiscard]] Symptom look_at_state(Session& session, const DaemonPlaces& places);

// Every byte of every journal, as far as the doctor's patience goes; it says where that ended.
[[nodiscard]] Symptom look_at_journals(Session& session, const DaemonPlaces& places);

// The same of the history that is replayed.
[[nodiscard]] Symptom look_at_blocks(Session& session, const BacktestPlan& plan);

}  // namespace tradelab
