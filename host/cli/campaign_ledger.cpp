#include "cli/campaign_ledger.hpp"

#include "campaign/explanation.hpp"
#include "cli/lab_checks.hpp"
#include "document/sha256.hpp"
#include "journal/trials.hpp"

#include <vector>

namespace tradelab {

Status CampaignLedger::read(const std::string& campaign) {
    return for_each_trial(disk_, file_, [&](const RecordedTrial& one) {
        if (one.trial.proposal.campaign == campaign) {
            (void)note(one.trial);
        }
    });
}

bool CampaignLedger::note(const Trial& trial) {
    const bool is_new = known_.insert(sha256_hex(encode_trial(trial))).second;
    const std::string& arm = trial.proposal.arm;
    const bool is_searched = arm != plateau_arm && arm != checks_arm && arm != evidence_arm;
    searched_ += is_new && is_searched ? 1U : 0U;
    return is_new;
}

Status CampaignLedger::keep(std::span<const CampaignTrial> trials, UnixNanos now) {
    std::vector<Trial> entries;
    for (const CampaignTrial& one : trials) {
        if (one.entry) {
            entries.push_back(*one.entry);
        }
    }
    return keep(std::span<const Trial>(entries), now);
}

Status CampaignLedger::keep(std::span<const Trial> trials, UnixNanos now) {
    std::vector<Trial> entries;
    for (const Trial& one : trials) {
        if (note(one)) {
            entries.push_back(one);
        }
    }
    if (entries.empty()) {
        return {};
    }
    const auto kept = append_trials(disk_, file_, entries, now);
    return kept ? Status() : fail(kept.error(), "writing the trial ledger");
}

}  // namespace tradelab
