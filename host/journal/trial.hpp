#pragma once

#include "core/result.hpp"
#include "core/time.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tradelab {

// Metrics of one trial: a tear sheet has about forty.
inline constexpr std::size_t trial_metrics_max = 64;
// Data manifests of one trial: eight roles with bars, finer bars, funding, mark and trades each.
inline constexpr std::size_t trial_data_max = 40;

enum class TrialData { recorded, synthetic };
enum class TrialCounts { yes, no };

// A figure as it was printed: a decimal number, or "undefined".
struct TrialMetric {
    std::string name = {};
    std::string value = {};

    friend bool operator==(const TrialMetric&, const TrialMetric&) = default;
};

// One backtest that was run, with everything needed to run it again and to see that the answer is
// the same.  Hashes are lower-case hexadecimal; names are words of letters, digits and ._:/+- .
struct Trial {
    std::string strategy = {};  // SHA-256 of the canonical parameter file: its identity
    std::string plugin_id = {};
    std::string plugin_version = {};
    std::string library = {};            // SHA-256 of the plugin's .so
    std::vector<std::string> data = {};  // SHA-256 of each data manifest, in the order of use
    UnixNanos from = {};
    UnixNanos to = {};
    std::string engine = {};      // "tl.engine/1"
    std::string fill_model = {};  // "pessimistic/1"
    std::string risk = {};        // SHA-256 of the limits, or "none"
    std::uint32_t cost_stress_permille = 1000;
    std::uint64_t seed = 0;
    std::string result = {};                 // hash of the result, 32 or 64 digits
    std::vector<TrialMetric> metrics = {};   // sorted by name
    TrialData basis = TrialData::synthetic;  // only recorded data is evidence
    std::string origin = {};                 // who proposed it: "human", "evolution/1"
    TrialCounts counts = TrialCounts::no;    // against the search, in every later correction

    friend bool operator==(const Trial&, const Trial&) = default;
};

inline constexpr std::uint16_t trial_record_type = 1;
inline constexpr std::uint16_t trial_record_version = 1;

// What is wrong with it, if anything: a field that is no hash or no word, metrics out of order, an
// empty span, a synthetic trial that counts.
[[nodiscard]] Status check_trial(const Trial& trial);

// Lines of "key value" in one fixed order: equal trials have equal bytes, and a person can read
// them.  The trial must have passed check_trial.
[[nodiscard]] std::string encode_trial(const Trial& trial);

// Exactly what encode_trial writes; an unknown, missing, repeated or misplaced key is refused, as
// is a number in another spelling.
[[nodiscard]] Result<Trial> decode_trial(std::string_view bytes);

}  // namespace tradelab
