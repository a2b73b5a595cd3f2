#pragma once

#include "campaign/campaign.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "journal/trial.hpp"
#include "os/disk.hpp"

#include <cstddef>
#include <filesystem>
#include <set>
#include <span>
#include <string>
#include <utility>

namespace tradelab {

// The trials of one campaign in the ledger.  A campaign that was interrupted runs its first trials
// again and comes to the same records: these are there and are not counted twice.
class CampaignLedger {
public:
    CampaignLedger(Disk& disk, std::filesystem::path file) : disk_(disk), file_(std::move(file)) {}

    [[nodiscard]] Status read(const std::string& campaign);
    // Every trial of a batch is on disk before the next one is asked for.
    [[nodiscard]] Status keep(std::span<const CampaignTrial> trials, UnixNanos now);
    [[nodiscard]] Status keep(std::span<const Trial> trials, UnixNanos now);

    // How many of the search itself it holds: neighbours of the candidate were run to explain it.
    [[nodiscard]] std::size_t searched() const { return searched_; }

private:
    // Whether it is new.
    bool note(const Trial& trial);

    Disk& disk_;
    std::filesystem::path file_;
    std::set<std::string> known_;
    std::size_t searched_ = 0;
};

}  // namespace tradelab
