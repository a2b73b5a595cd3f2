#include "brain/analyzer.hpp"

#include "brain/analyzer_json.hpp"
#include "brain/draws.hpp"
#include "core/text.hpp"

#include <utility>

namespace tradelab::brain {

Result<std::vector<Proposal>> Analyzer::ask(const Brief& brief) {
    Draws draws(brief.seed, "analyzer " + name_, {brief.past.size(), brief.pending.size()});
    const auto answer = ask_({.seed = draws.bits(), .brief = brief_text(brief)});
    return answer ? read_answer(*answer, brief) : fail(answer.error());
}

std::vector<Proposal> Analyzer::propose(const Brief& brief) {
    if (dropped_ || brief.wanted == 0 || brief.families.empty()) {
        return {};
    }
    auto proposals = ask(brief);
    if (!proposals) {
        dropped_ = std::move(proposals).error();
        dropped_->context = "analyzer " + in_quotes(name_) + ": " + dropped_->context;
        if (tell_) {
            tell_(*dropped_);
        }
        return {};
    }
    for (Proposal& proposal : *proposals) {
        proposal.arm = name_;
    }
    return *std::move(proposals);
}

}  // namespace tradelab::brain
