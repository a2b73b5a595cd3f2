#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tradelab {

enum class GateOutcome : std::uint8_t {
    pass,
    fail,
    not_enough_data,
};
[[nodiscard]] std::string_view outcome_text(GateOutcome outcome);

// What decided.
enum class GateReason : std::uint8_t {
    proven,            // nothing vetoed
    undefined,         // a number that had to be there is none: NaN, infinite, no variance
    minimum_evidence,  // too few days, trades, weeks, settled intervals; or the hedge is none
    loses,             // on data that the search never saw
    costs,             // at twice the costs, or a bar later, nothing is left
    correction,        // the best of the finalists is what luck alone gives
    holding,           // what passed is its share of a market that rose
    vault,             // opened, and not confirmed
    looked_at,         // another campaign had looked at the same in its vault, which stays shut
};
[[nodiscard]] std::string_view reason_text(GateReason reason);

enum class FigureRole : std::uint8_t { decides, explains };

// One number of a verdict, with everything that a reader needs to compute it anew.
struct Figure {
    std::string name = {};             // "walk_forward.p"
    std::optional<double> value = {};  // absent: undefined
    std::string unit = {};             // "per year", "days", ""
    FigureRole role = FigureRole::explains;
    std::string demand = {};  // "<= 0.05"; empty where nothing is demanded
    std::optional<double> demanded = {};
    std::string formula = {};
    std::string source = {};

    friend bool operator==(const Figure&, const Figure&) = default;
};

// A Sharpe ratio per year that was corrected for having been chosen.
struct PromisedSharpe {
    double median = 0;
    double low = 0;   // 5 % lie below
    double high = 0;  // 5 % lie above

    friend bool operator==(const PromisedSharpe&, const PromisedSharpe&) = default;
};

// How much more history of the same kind would make the test pass with even chances, if what was
// seen is true.
struct MoreData {
    std::uint32_t days = 0;
    std::uint32_t trades = 0;  // at the rate so far; 0 where trades are not what is missing

    friend bool operator==(const MoreData&, const MoreData&) = default;
};

struct GateVerdict {
    GateOutcome outcome = GateOutcome::fail;
    GateReason reason = GateReason::undefined;
    std::string candidate = {};  // id of the finalist that it is about
    std::string sentence = {};   // which, by how much, in words
    std::optional<MoreData> more = {};
    std::optional<PromisedSharpe> promised = {};  // of what passed
    std::vector<Figure> figures = {};

    [[nodiscard]] const Figure* find(std::string_view name) const;

    friend bool operator==(const GateVerdict&, const GateVerdict&) = default;
};

}  // namespace tradelab
