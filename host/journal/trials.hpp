#pragma once

#include "journal/record.hpp"
#include "journal/trial.hpp"
#include "os/disk.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

// The trial ledger: a journal of the kind "trials", one record for each backtest that was run, by
// whichever process ran it.  It is what every later claim of significance is corrected by, so no
// trial is ever taken out of it.
//
// A run of several parameter files is one record and looked at each of them, so it counts once for
// each.
namespace tradelab {

inline constexpr std::string_view trials_kind = "trials";

// Other processes append within milliseconds each; a lock held longer than this is a process that
// hangs.
inline constexpr std::chrono::nanoseconds trials_patience = std::chrono::seconds(10);

struct RecordedTrial {
    std::uint64_t seq = 0;
    UnixNanos written = {};
    std::uint16_t version = trial_record_version;  // 1: cannot be run again
    Trial trial = {};
};

// Absent means: any.  Strategy and plugin are those of one and the same parameter file.
struct TrialFilter {
    std::optional<std::string> strategy = {};
    std::optional<std::string> plugin_id = {};
    std::optional<std::string> data = {};  // one of its manifests
    std::optional<std::string> campaign = {};
    std::optional<TrialData> basis = {};
    std::optional<TrialCounts> counts = {};
};

// How many of the run's parameter files are meant; 0: it is another trial.
[[nodiscard]] std::uint64_t matches(const TrialFilter& filter, const Trial& trial);

// Makes the ledger, with the directory it lies in, if there is none yet.  On disk and acknowledged
// when this returns; after an error, or kill -9, at most these trials are missing, never a part of
// one.  Several processes at once wait for each other.
//
// Takes the same time however long the ledger is: only its end is judged.  Yields the first number.
[[nodiscard]] Result<std::uint64_t> append_trials(
    Disk& disk,
    const Disk::Path& path,
    std::span<const Trial> trials,
    UnixNanos now,
    std::chrono::nanoseconds patience = trials_patience);

[[nodiscard]] Result<std::uint64_t> append_trial(Disk& disk,
                                                 const Disk::Path& path,
                                                 const Trial& trial,
                                                 UnixNanos now);

// Every trial in order, the whole ledger judged on the way.  A ledger that was never begun has
// none.  What `visit` is given lives until it returns.
[[nodiscard]] Status for_each_trial(const Disk& disk,
                                    const Disk::Path& path,
                                    const std::function<void(const RecordedTrial&)>& visit);

[[nodiscard]] Result<std::vector<RecordedTrial>> read_trials(const Disk& disk,
                                                             const Disk::Path& path,
                                                             const TrialFilter& filter = {});

// The one of that number.  Err: not_found with how many there are.
[[nodiscard]] Result<RecordedTrial> read_trial(const Disk& disk,
                                               const Disk::Path& path,
                                               std::uint64_t number);

// The number of the last one, 0 without any; its end alone is read and judged.
[[nodiscard]] Result<std::uint64_t> last_trial(const Disk& disk, const Disk::Path& path);

// By parameter files: see above.
[[nodiscard]] Result<std::uint64_t> count_trials(const Disk& disk,
                                                 const Disk::Path& path,
                                                 const TrialFilter& filter = {});

}  // namespace tradelab
