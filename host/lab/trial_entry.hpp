#pragma once

#include "core/result.hpp"
#include "core/time.hpp"
#include "journal/trial.hpp"
#include "lab/backtest_result.hpp"
#include "os/disk.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tradelab {

// What the ledger keeps of a backtest: a run of several parameter files is one trial of the account
// that they shared.  It counts where any of its data was recorded and good enough to be evidence,
// however it ran: who looked without limits or costs has looked.  A run on synthetic or refused
// data is kept and does not count.
//
// A search writes many at once: trial_of() each, keep_limits() once, append_trials() for all.
[[nodiscard]] Trial trial_of(const BacktestResult& result, TrialProposal proposal = {});

// A series' identity in a trial: SHA-256 over its name and the content hashes of its files in their
// order.
[[nodiscard]] std::string series_sha256(std::string_view series,
                                        const std::vector<std::string>& content_sha256);

inline constexpr std::string_view limits_ending = ".toml";

// Where the limits that trials ran under are kept, by their hash: beside the ledger.
[[nodiscard]] Disk::Path limits_folder(const Disk::Path& ledger);

// The limits of a run, as its options and its manifest have them.
struct LimitsOfRun {
    const std::string& sha256;  // "none": it had none
    const std::string& text;    // canonical
};

// On disk when this returns.  Nothing to do where a run had none.
[[nodiscard]] Status keep_limits(Disk& disk, const Disk::Path& ledger, const LimitsOfRun& limits);

struct TrialReceipt {
    std::uint64_t number = 0;
    std::uint64_t counted = 0;  // parameter files of this run that count
};

// Keeps the limits, then appends the trial: on disk when this returns.
[[nodiscard]] Result<TrialReceipt> record_trial(Disk& disk,
                                                const Disk::Path& ledger,
                                                const BacktestResult& result,
                                                UnixNanos now);

}  // namespace tradelab
