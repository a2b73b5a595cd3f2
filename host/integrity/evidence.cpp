#include "integrity/evidence.hpp"

#include <string>

namespace tradelab {

Status check_evidence(std::string_view what,
                      const std::optional<Verdict>& verdict,
                      const IntegrityOptions& options) {
    if (!verdict) {
        return fail(ErrorCode::refused,
                    std::string(what) + ": the data were never judged",
                    "import them again: tradelab data import");
    }
    if (verdict->score_e4 >= options.score_min_e4) {
        return {};
    }
    std::string reasons;
    for (const Finding& finding : verdict->findings) {
        if (!finding.text.ends_with("(information)")) {
            reasons += (reasons.empty() ? "" : "; ") + finding.code + ": " + finding.text;
        }
    }
    return fail(ErrorCode::refused,
                std::string(what) + ": the data score " + std::to_string(verdict->score_e4) +
                    " of " + std::to_string(Verdict::score_max) + ", evidence needs " +
                    std::to_string(options.score_min_e4) + " (" + reasons + ")",
                "get the data from another source; nothing here repairs them");
}

}  // namespace tradelab
