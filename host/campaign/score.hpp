#pragma once

#include "brain/behaviour.hpp"
#include "lab/trial_run.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace tradelab {

// What became of a trial on explore.
enum class TrialFate : std::uint8_t {
    candidate = 1,  // made money after costs
    costs,          // made money before costs only
    loss,           // lost before costs, too
    idle,           // traded too rarely to ever be evidence
    failed,         // could not be run to its end
};

[[nodiscard]] std::string_view trial_fate_text(TrialFate fate);

struct Appraisal {
    TrialFate fate = TrialFate::failed;
    // Larger is better; nothing for trials that are idle or failed.
    std::optional<double> score = {};
    std::optional<double> annual_sharpe = {};
};

struct AppraisalRules {
    std::uint64_t trades_min = 0;       // on explore
    std::uint64_t settlements_min = 0;  // of funding, on explore
    std::uint64_t budget = 1;           // trials of the campaign
    double lending_rate = 0;            // per year: what the money would have earned elsewhere
};

// The score is the Sharpe ratio in its own standard errors, with the skewness and kurtosis of the
// days (E. Mertens, "Comments on variance of the IID estimator in Lo (2002)", 2002), less what the
// luckiest of as many trials as the campaign has would show without an edge (D. Bailey, M. Lopez de
// Prado, "The Deflated Sharpe Ratio", 2014): above 0 it is more than luck gives to somebody.
// All of it is of the returns above the lending rate: what the money costs is a cost.
[[nodiscard]] Appraisal appraise(const TrialRun& run, const AppraisalRules& rules);

// Made money after costs, that of the money included.
[[nodiscard]] bool earns(const TrialRun& run, double lending_rate);

[[nodiscard]] brain::Behaviour behaviour_of(const TrialRun& run);

}  // namespace tradelab
