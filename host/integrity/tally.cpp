#include "integrity/tally.hpp"

#include "integrity/wording.hpp"

#include <algorithm>

namespace tradelab {
namespace {

std::string cost_text(std::uint32_t cost) {
    return cost == 0 ? std::string(" (information)") : " (-" + std::to_string(cost) + ")";
}

}  // namespace

void Tally::keep(Entry& entry, Defect defect, std::int64_t ts, std::string what) {
    const UnixNanos at(ts);
    if (!entry.first) {
        entry.first = at;
    }
    entry.places.push_back({.defect = defect, .at = at, .what = std::move(what)});
}

DataJudgement Tally::judgement(std::uint64_t rows) const {
    DataJudgement out;
    out.verdict.validator = {.id = std::string(validator_id),
                             .version = std::string(validator_version)};
    std::uint32_t score = Verdict::score_max;
    for (std::size_t i = 0; i < defect_count; ++i) {
        const Entry& entry = entries_[i];
        if (entry.count == 0) {
            continue;
        }
        const auto defect = static_cast<Defect>(i);
        const DefectTerms& terms = defect_terms(defect);
        const std::uint64_t of = std::max<std::uint64_t>(entry.of != 0 ? entry.of : rows, 1);
        const std::uint32_t cost = defect_cost(defect, entry.affected.value_or(entry.count), of);
        score -= std::min(score, cost);
        const std::string sentence = entry.sentence.empty()
                                         ? wording::rows(entry.count) + " of " +
                                               std::to_string(of) + " " + std::string(terms.means)
                                         : entry.sentence;
        out.verdict.findings.push_back({.code = std::string(terms.code),
                                        .count = entry.count,
                                        .first = entry.first,
                                        .text = sentence + cost_text(cost)});
        out.places.insert(out.places.end(), entry.places.begin(), entry.places.end());
    }
    out.verdict.score_e4 = score;
    out.swapped = swapped_;
    return out;
}

}  // namespace tradelab
