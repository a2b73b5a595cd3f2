#pragma once

#include "campaign/judgement.hpp"
#include "cli/lab_campaign.hpp"
#include "report/dossier.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace tradelab {

// A verdict with all that led to it.
struct JudgedCampaign {
    const CampaignSetup& setup;
    const CampaignResult& result;
    const Judgement& judgement;  // with a document
    const JudgementSubject& subject;
};

struct KeptDossier {
    Dossier dossier;
    std::filesystem::path path;
    std::vector<std::filesystem::path> files;  // parameter files of the members
    std::vector<std::string> checks;           // of look-ahead and recursion, a line each
};

// Runs what the verdict is about once more, the vault only where it was opened.
[[nodiscard]] Result<Dossier> dossier_of(const JudgedCampaign& judged);

// Where the dossier of a verdict is, or would be.
[[nodiscard]] Result<std::filesystem::path> dossier_path(const Session& session,
                                                         const std::string& verdict);

// dossiers/<verdict>.json and, when that is there, <verdict>.html, beside the verdicts; yields the
// latter.  The same verdict again is the same files.
[[nodiscard]] Result<std::filesystem::path> keep_dossier(Session& session, const Dossier& dossier);

// Its facts as they were kept, the days of its epochs among them.  Err, not_found: an earlier
// version kept the page alone, or nothing.
[[nodiscard]] Result<Dossier> kept_dossier(const Session& session, const std::string& verdict);

// found/<name>.json beside it: before the gate looks, so that what it passes is there to be run,
// whenever the campaign dies.
[[nodiscard]] Status keep_finalists(Session& session, const JudgementSubject& subject);

// found/<name>.json beside it: what was judged, as a parameter file like any other.
[[nodiscard]] Result<std::vector<std::filesystem::path>> keep_found(Session& session,
                                                                    const JudgedCampaign& judged);

}  // namespace tradelab
