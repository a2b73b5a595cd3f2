#include "cli/evidence_terms.hpp"

#include "config/evidence_file.hpp"
#include "integrity/evidence.hpp"

#include <algorithm>
#include <string>

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
    for (const PairScore& pair : market.plan().pairs) {
        if (pair.score_e4 < score_min_e4) {
            return fail(
                ErrorCode::refused,
                pair.first + " and " + pair.second + " do not agree: of each other they score " +
                    std::to_string(pair.score_e4) + " of " + std::to_string(Verdict::score_max) +
                    ", evidence needs " + std::to_string(score_min_e4) + " (" + pair.worst + ")",
                "one of the two is not this market: tradelab data verify says where they "
                "differ; get it from another source");
        }
    }
    const bool is_synthetic = std::ranges::any_of(
        market.plan().series,
        [](const PlannedSeries& planned) { return planned.found.origin == DataOrigin::synthetic; });
    if (const auto bare = perps_without_marks(market.plan()); !bare.empty() && !is_synthetic) {
        return fail(ErrorCode::refused,
                    bare.front() +
                        " has no recorded marks, or none up to the end: what its "
                        "funding cost is a guess by last prices, and no evidence",
                    "import them: tradelab data import PATH (markPriceKlines)");
    }
    return {};
}

}  // namespace tradelab
