#include "cli/evidence_terms.hpp"

#include "config/evidence_file.hpp"
#include "integrity/evidence.hpp"

namespace tradelab {

Result<std::uint32_t> score_that_evidence_needs(const Session& session) {
    const auto file = read_evidence(session.disk, session.layout.config / "evidence.toml");
    if (!file) {
        return fail(file.error());
    }
    return *file ? (*file)->score_min_e4 : evidence_score_min_e4;
}

Status refuse_poor_data(const Market& market, std::uint32_t score_min_e4) {
    for (const PlannedSeries& planned : market.plan().series) {
        if (planned.found.origin == DataOrigin::synthetic) {
            continue;
        }
        for (const CataloguedFile& file : planned.found.files) {
            if (auto judged = check_evidence(
                    planned.found.series.text(), file.summary.provenance.verdict, score_min_e4);
                !judged) {
                return judged;
            }
        }
    }
    return {};
}

}  // namespace tradelab
