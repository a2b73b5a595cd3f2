#pragma once

#include "campaign/campaign_identity.hpp"
#include "core/result.hpp"
#include "gate/lifetime.hpp"
#include "os/disk.hpp"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tradelab {

// What a campaign is told before its first trial.
struct SearchBeginning {
    // The same search was begun under other circumstances: a sentence that names both.
    std::optional<std::string> note = {};
    // It was looked at under others: nothing is to be searched, now or ever, with this seed.
    std::optional<Error> refusal = {};
};

// The campaigns that one search has been, a file for each search: what each of them ran with.
//
// Why it is needed beside the record of vaults: that one knows a campaign by its hash and a vault
// by what trades (substance_of), whatever plugin it was run with, and both stay as they are.  But a
// plugin that was built anew would make the search a campaign that nobody has judged, and
// walk-forward would be looked at again with the same seed.  So a search that was judged, or that
// has opened a vault, is refused under all other circumstances: a new plugin or new rules are
// looked at with another seed or newer data, at a level of their own, like any other idea.  One
// that was begun and never judged has seen explore alone; it goes on as another campaign, and says
// so.
class SearchRecord {
public:
    // The disk outlives this.
    SearchRecord(Disk& disk, Disk::Path folder) : disk_(&disk), folder_(std::move(folder)) {}

    // Before a campaign's first trial; on disk when it returns.  Err: what the search was cannot be
    // read or noted.
    [[nodiscard]] Result<SearchBeginning> begin(const CampaignIdentity& identity,
                                                const Lifetime& lifetime);

    // Directly before the gate hears it: the search may have been looked at as another campaign
    // since it began.  Held until the verdict is kept, against other processes with the same
    // search.  Refused as told above.
    [[nodiscard]] Result<std::unique_ptr<FileLock>> hold(const CampaignIdentity& identity,
                                                         const Lifetime& lifetime);

private:
    [[nodiscard]] Result<std::vector<CampaignIdentity>> read(const std::string& search) const;
    [[nodiscard]] Status write(const std::vector<CampaignIdentity>& all);
    [[nodiscard]] Disk::Path file_of(const std::string& search) const;

    Disk* disk_;
    Disk::Path folder_;
};

}  // namespace tradelab
