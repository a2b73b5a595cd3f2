#pragma once

#include "brain/behaviour.hpp"
#include "strategy/declaration.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// What every arm of the search is to the lab: a pure function from what was tried to what should be
// tried next.
namespace tradelab::brain {

using Ticks = std::vector<std::int64_t>;

// One plugin on one binding and timeframe, and what of it may be searched: `ticks` of everything
// below are in the order of `parameters`.  A parameter with TL_PARAM_FIXED stays at `initial`, one
// with TL_PARAM_LOG is searched on a logarithmic scale; a lab that wants to fix or narrow something
// changes its copy.
struct Family {
    std::string name;    // unique within a brief: "momentum, binance.usdm:BTC-USDT-PERP, 8h"
    std::string plugin;  // id: playbook cards name it
    std::vector<Parameter> parameters;
    std::vector<ParameterConstraint> constraints;
};

// What a trial gave, on the explore epoch only.  A proposer never learns more.  It stays as it was
// first told: a score that a later brief tells otherwise is another past.
struct Outcome {
    std::size_t family = 0;
    Ticks ticks;
    std::optional<double> score;  // deflated by the caller, larger is better; nothing: it failed
    std::optional<Behaviour> behaviour;
    std::string arm;          // name() of who proposed it; of a Council, of the arm within
    std::uint64_t trial = 0;  // unique: what `parents` name
};

struct Proposal {
    std::size_t family = 0;
    Ticks ticks;
    std::vector<std::uint64_t> parents;  // trials it was made from, at most `parents_max`
    std::string rationale;               // a sentence or more for the person who reads the dossier
    std::string arm;                     // as in Outcome
};

inline constexpr std::size_t parents_max = 16;  // of a parameter file

struct Brief {
    std::uint64_t seed = 0;  // of the campaign: the same in all of its briefs
    std::span<const Family> families;
    std::span<const Outcome> past;      // in the order of the trials
    std::span<const Proposal> pending;  // proposed before and not yet answered
    std::size_t wanted = 0;
};

// Deterministic: the same brief gives the same answer, whatever was asked before; all randomness
// comes from `seed` and from how much there is in `past` and `pending`.  What a proposer remembers
// between calls is what it would find again in the brief.
//
// So a campaign that was killed goes on exactly as if it had not been: it hands in its outcomes
// again.  Killed in the middle of a batch, it first asks as it did when the batch began (the
// outcomes up to there) and runs what is missing of the answer.
//
// Every proposal keeps ranges and constraints of its family (`Space`), and none repeats another of
// the answer, of `past` or of `pending` in the same family.  Fewer than `wanted` come back where
// the space is exhausted or the proposer has no more ideas for now.
class Proposer {
public:
    virtual ~Proposer() = default;
    Proposer(const Proposer&) = delete;
    Proposer& operator=(const Proposer&) = delete;
    Proposer(Proposer&&) = delete;
    Proposer& operator=(Proposer&&) = delete;

    [[nodiscard]] virtual std::string_view name() const = 0;
    [[nodiscard]] virtual std::vector<Proposal> propose(const Brief& brief) = 0;

protected:
    Proposer() = default;
};

}  // namespace tradelab::brain
