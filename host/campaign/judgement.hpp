#pragma once

#include "campaign/evidence.hpp"
#include "campaign/explanation.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "gate/explanation.hpp"
#include "gate/gate.hpp"
#include "gate/gate_rules.hpp"
#include "gate/lifetime.hpp"
#include "gate/verdict.hpp"
#include "gate/verdict_document.hpp"
#include "journal/trial.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tradelab {

// What became of a campaign's trials.  Every trial is in one of the last six.
struct FateCounts {
    std::uint64_t tried = 0;
    std::uint64_t failed = 0;
    std::uint64_t lost = 0;             // before costs, too
    std::uint64_t costs = 0;            // killed by costs
    std::uint64_t correction = 0;       // made money, as the luckiest of so many do
    std::uint64_t not_enough_data = 0;  // traded too rarely, or need more history to tell
    std::uint64_t proven = 0;
};

// How the first looks are granted and remembered, where the verdict is kept, and who looks on.
struct JudgementRecord {
    Lifetime& lifetime;
    VerdictStore& verdicts;
    UnixNanos now;
    // Told the power of the vault before it is opened.  May be left out.
    std::function<void(const FirstLook&)> before_opening = {};
    // The ledger: neighbours of the candidate that were run to explain it, before the vault is
    // opened.  May be left out where trials are not kept.
    std::function<Status(std::span<const Trial>)> keep_trials = {};
    // Asked directly before the gate hears the finalists: whether it still may.  May be left out.
    std::function<Status()> before_hearing = {};
    // Asked before the level is spent, and before the vault is opened.  May be left out.
    std::function<bool()> is_interrupted = {};
};

// What a verdict is about, beside the numbers.
struct JudgementSubject {
    std::string campaign;  // SHA-256 of what was searched
    VerdictBasis basis = VerdictBasis::synthetic;
    GateRules rules = {};
    // Of the vault, but for parameters and span: these are filled in.
    VaultBinding binding = {};
    std::uint64_t seed = 1;            // of the twins that explain it
    std::vector<ParameterFile> files;  // of the finalists, in their order
};

struct Judgement {
    FateCounts counts;
    std::optional<VerdictDocument> document;  // nothing: no trial came so far
    std::string verdict_id;
    std::vector<std::size_t> members;  // finalists that the verdict is about
    Explanation explanation = {};
};

// How a candidate is explained, whether it is judged or told again.
struct ExplanationWatch {
    std::function<Status(std::span<const Trial>)> keep = {};  // the ledger
    std::function<bool()> is_interrupted = {};
};
[[nodiscard]] ExplanationOptions explanation_options(const JudgementSubject& subject,
                                                     ExplanationWatch watch);

// Runs the finalists on walk-forward and hears them (gate/hearing.hpp).  Without a finalist nothing
// is spent.  Err interrupted: no vault was opened, and the same campaign may be judged again.
[[nodiscard]] Result<Judgement> judge_campaign(const EvidenceRequest& request,
                                               const JudgementSubject& subject,
                                               const JudgementRecord& record);

}  // namespace tradelab
