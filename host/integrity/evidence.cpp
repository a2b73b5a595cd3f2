#include "integrity/evidence.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string>

namespace tradelab {
namespace {

// A verdict in the store keeps of a cost only what its sentence ends with: "(-500)".
std::uint32_t cost_of(const Finding& finding) {
    const std::size_t at = finding.text.rfind("(-");
    std::uint32_t cost = 0;
    if (at != std::string::npos) {
        const char* const text = finding.text.data();
        (void)std::from_chars(text + at + 2, text + finding.text.size(), cost);
    }
    return cost;
}

}  // namespace

const Finding* costliest_finding(const Verdict& verdict) {
    const auto costliest = std::ranges::max_element(verdict.findings, {}, cost_of);
    return costliest == verdict.findings.end() || cost_of(*costliest) == 0 ? nullptr : &*costliest;
}

Status check_evidence(std::string_view what,
                      const std::optional<Verdict>& verdict,
                      std::uint32_t score_min_e4) {
    if (!verdict) {
        return fail(ErrorCode::refused,
                    std::string(what) + ": the data were never judged",
                    "import them again: tradelab data import");
    }
    if (verdict->score_e4 >= score_min_e4) {
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
                    std::to_string(score_min_e4) + " (" + reasons + ")",
                "get the data from another source, nothing here repairs them; config/evidence.toml "
                "says what evidence needs");
}

}  // namespace tradelab
