#pragma once

#include "campaign/campaign.hpp"
#include "cli/requests_lab.hpp"
#include "cli/session.hpp"
#include "os/clock.hpp"
#include "research/cpu_share.hpp"
#include "research/progress.hpp"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace tradelab {

// What a campaign does beside searching: says how far it is, on the terminal or in a file, and
// rests where it may have a part of a core only.
class CampaignBeat {
public:
    CampaignBeat(Session& session, const Clock& clock, const RunCampaign& request);

    // Rests as long as it must; Ctrl-C ends the rest.
    void before_run();
    // Which campaign it is, and how many of its trials the ledger holds already.
    void begin(const std::string& campaign, bool is_synthetic, std::size_t known);
    void tried(const CampaignProgress& at);
    void judging();
    // The last word: what came of it, in a sentence and as people read it.
    void end(const std::string& outcome,
             const std::string& verdict,
             std::vector<std::string> page = {});

private:
    // In between, at most once a second: a file that is written for each trial wears out disks.
    void keep();
    void keep_now();

    Session& session_;
    const Clock& clock_;
    std::optional<std::filesystem::path> file_;
    std::optional<CpuShare> share_;
    SearchProgress progress_;
    std::chrono::nanoseconds kept_{0};
};

}  // namespace tradelab
