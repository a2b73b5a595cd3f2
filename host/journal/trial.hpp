#pragma once

#include "core/money.hpp"
#include "core/result.hpp"
#include "core/time.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tradelab {

// Metrics of one trial: a tear sheet has about forty.
inline constexpr std::size_t trial_metrics_max = 64;
// Series of one trial: of every instrument bars, finer bars, funding and marks.
inline constexpr std::size_t trial_data_max = 128;
// Parameter files that share one account, and their texts together: with all else they stay below
// the longest record of a journal.
inline constexpr std::size_t trial_instances_max = 64;
inline constexpr std::size_t trial_file_bytes_max = std::size_t{192} << 10;

enum class TrialData { recorded, synthetic };
enum class TrialCounts { yes, no };
enum class TrialEnd { value, close };        // of positions that are open when history ends
enum class TrialMargin { cross, isolated };  // of perpetuals
// Whether it was also run in ways that must not change what it decides: look-ahead.
enum class TrialChecks { not_run, passed, failed };

// A figure: the shortest decimal that reads back as the same double ("-0.25", "1e-07"), or
// "undefined".
struct TrialMetric {
    std::string name = {};
    std::string value = {};

    friend bool operator==(const TrialMetric&, const TrialMetric&) = default;
};

// One parameter file of a run, and the plugin that played it.
struct TrialInstance {
    std::string strategy = {};  // SHA-256 of `file`: its identity
    std::string file = {};      // the canonical parameter file: plugin, roles, timeframe, ticks
    std::string plugin_id = {};
    std::string plugin_version = {};
    std::string library = {};  // SHA-256 of the plugin's .so
    std::string origin = {};   // who proposed it: "human", "search"

    friend bool operator==(const TrialInstance&, const TrialInstance&) = default;
};

// A series that the run read: SHA-256 over the names and content hashes of its files, and what
// people call it ("binance.usdm:BTC-USDT-PERP bars 1h").
struct TrialSeries {
    std::string manifest = {};
    std::string series = {};

    friend bool operator==(const TrialSeries&, const TrialSeries&) = default;
};

// Where in a search a trial stands; all of it may be absent.
struct TrialProposal {
    std::string campaign = {};
    std::string hypothesis = {};
    std::string arm = {};                      // of the proposers: "tpe", "coverage"
    std::optional<std::uint64_t> parent = {};  // number of the trial that it was made from

    friend bool operator==(const TrialProposal&, const TrialProposal&) = default;
};

// One backtest that was run, with everything needed to run it again and to see that the answer is
// the same.  Several parameter files on one account are one run, and the figures are those of the
// account.  Hashes are lower-case hexadecimal; names are words of letters, digits and ._:/+- .
//
// How many events a strategy was handed at once is not in here: it cannot change a result.
struct Trial {
    std::vector<TrialInstance> instances = {};  // in the order of their ids
    std::vector<TrialSeries> data = {};         // in the order of use
    std::optional<UnixNanos> asked_from = {};   // nothing: from where the history begins
    std::optional<UnixNanos> asked_to = {};     // nothing: to where it ends
    UnixNanos from = {};                        // what came of it
    UnixNanos to = {};
    std::string engine = {};      // "tl.engine/1"
    std::string fill_model = {};  // "pessimistic/1"
    std::uint32_t cost_stress_permille = 1000;
    std::uint32_t latency_bars = 0;
    std::string finer = {};  // interval of the bars that ambiguous ones were looked into with
    TrialEnd at_end = TrialEnd::value;
    Cash capital = {};
    std::optional<Rate> spot_share = {};  // of it in the spot wallet; nothing: as needed
    TrialMargin margin = TrialMargin::cross;
    std::uint32_t leverage = 1;
    std::string venues = {};  // SHA-256 of the venue files: rules, fees, tiers
    std::string risk =
        {};  // SHA-256 of the limits, whose text is kept beside the ledger, or "none"
    std::uint64_t seed = 0;
    TrialProposal proposal = {};
    std::string result = {};   // hash of the result, 32 or 64 digits
    std::string figures = {};  // SHA-256 of every figure, to the last bit
    TrialChecks checks = TrialChecks::not_run;
    std::vector<TrialMetric> metrics = {};   // sorted by name
    TrialData basis = TrialData::synthetic;  // only recorded data is evidence
    TrialCounts counts = TrialCounts::no;    // against the search, in every later correction

    friend bool operator==(const Trial&, const Trial&) = default;
};

inline constexpr std::uint16_t trial_record_type = 1;
inline constexpr std::uint16_t trial_record_version = 3;
// Said nothing of checks.
inline constexpr std::uint16_t trial_record_version_2 = 2;
// Had one parameter file by its hash alone, and not how it was run: it cannot be run again.
inline constexpr std::uint16_t trial_record_version_1 = 1;

[[nodiscard]] constexpr bool is_trial_version(std::uint16_t version) {
    return version >= trial_record_version_1 && version <= trial_record_version;
}

// What is wrong with it, if anything: a field that is no hash or no word, a file that is not what
// its hash says, metrics out of order, an empty span, a synthetic trial that counts.
[[nodiscard]] Status check_trial(const Trial& trial);

// Lines of "key value" in one fixed order: equal trials have equal bytes, and a person can read
// them.  The trial must have passed check_trial.
[[nodiscard]] std::string encode_trial(const Trial& trial);

// The same lines of any trial, for people: one of version 1 says less.
[[nodiscard]] std::string trial_text(const Trial& trial);

// Exactly what encode_trial writes; an unknown, missing, repeated or misplaced key is refused, as
// is a number in another spelling.
[[nodiscard]] Result<Trial> decode_trial(std::string_view bytes);

// A record of version 2: nobody looked whether checks passed.
[[nodiscard]] Result<Trial> decode_trial_2(std::string_view bytes);

// A record of version 1: what it did not say is empty.
[[nodiscard]] Result<Trial> decode_trial_1(std::string_view bytes);

}  // namespace tradelab
