#include "lifecycle/standing_approval.hpp"

#include "lifecycle/expiry.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

namespace tradelab {
namespace {

constexpr std::size_t hash_shown = 12;

ApprovalJudgement undecided(std::string why, std::string remedy) {
    return {.state = ApprovalState::undecided, .why = std::move(why), .remedy = std::move(remedy)};
}

// The first of them that is not in `now`; nothing: all are.  Both are in the order of their rows,
// so that each is found where the one before it was, or a little behind.
const std::string* missing_part(const std::vector<std::string>& then,
                                const std::vector<std::string>& now) {
    auto from = now.begin();
    for (const std::string& part : then) {
        auto at = std::find(from, now.end(), part);
        if (at == now.end()) {
            at = std::find(now.begin(), from, part);
            if (at == from) {
                return &part;
            }
        }
        from = std::next(at);
    }
    return nullptr;
}

// What is not there any more as it was; nothing: all of it is.
std::optional<ApprovalJudgement> judge_history(const TestedHistory& then,
                                               const TestedHistory& now) {
    for (const FootingSeries& series : then) {
        const auto at = std::ranges::find(now, series.series, &FootingSeries::series);
        if (at == now.end()) {
            return undecided(
                "the history that it was tested on, " + series.series + ", is not in the store",
                "restore it, or import it again: tradelab data import");
        }
        if (series.parts.empty()) {
            return undecided("the history that it was tested on, " + series.series +
                                 ", has more parts than could be kept",
                             "import it in longer files, and search again");
        }
        if (const std::string* part = missing_part(series.parts, at->parts)) {
            return ApprovalJudgement{
                .state = ApprovalState::changed,
                .why = "the part " + part->substr(0, hash_shown) + " of " + series.series +
                       ", which it was tested on, is not in the store any more",
                .remedy = "restore it, or search again on what is there: tradelab lab campaign"};
        }
    }
    return std::nullopt;
}

// Holds the step against what runs; what is no matter of the footing is in `approval` and
// `subject`.
ApprovalJudgement judge(const StrategyLife& life,
                        Approval approval,
                        ApprovalSubject subject,
                        const RunningNow& running) {
    subject.binding = approval.binding;
    subject.binding.engine = running.engine;
    subject.binding.fill_model = running.fill_model;
    subject.binding.rules = running.rules.empty() ? subject.binding.rules : running.rules;
    const ApprovalJudgement without = judge_approval(approval, subject);
    const bool is_settled = is_void(without) || without.state == ApprovalState::used ||
                            without.state == ApprovalState::expired ||
                            without.state == ApprovalState::not_yet;
    if (is_settled || !running.footing) {
        return without;
    }
    const auto now = running.footing(life);
    if (!now) {
        return undecided("what it would run with cannot be told: " + describe(now.error()), "");
    }
    if (!*now) {
        return without;
    }
    const KeptFooting* then = footing_of(life);
    if (then == nullptr) {
        return undecided(
            "it was tested before the plugin, venue and history of each strategy were "
            "kept, so they cannot be compared",
            "search again: tradelab lab campaign");
    }
    subject.binding.plugin = (*now)->plugin;
    subject.binding.venue = (*now)->venue;
    approval.binding.plugin = then->plugin;
    approval.binding.venue = then->venue;
    const ApprovalJudgement with = judge_approval(approval, subject);
    if (is_void(with)) {
        return with;
    }
    const auto tested_on = running.tested_on(*then);
    if (!tested_on) {
        return undecided(tested_on.error().context, tested_on.error().hint);
    }
    const auto history = judge_history(**tested_on, (*now)->history);
    return history.value_or(with);
}

// For how long it counts, and whether it has let somebody in.
struct Term {
    UnixNanos granted_at;
    UnixNanos expires_at;
    bool is_used = false;
};

ApprovalJudgement judge_terms(const StrategyLife& life,
                              const StageEdge& bound,
                              const Term& term,
                              const RunningNow& running,
                              UnixNanos now,
                              const std::optional<EvidenceReplay>& replay) {
    const auto limits = running.read_limits(bound.limits);
    if (!limits) {
        return undecided("the limits on record cannot be read: " + describe(limits.error()),
                         "search again: tradelab lab campaign");
    }
    return judge(life,
                 {.binding = *bound.binding,
                  .limits = *limits,
                  .granted_at = term.granted_at,
                  .expires_at = term.expires_at,
                  .is_used = term.is_used},
                 {.binding = {}, .limits = running.limits, .now = now, .replay = replay},
                 running);
}

}  // namespace

ApprovalJudgement judge_standing(const StrategyLife& life,
                                 const RunningNow& running,
                                 UnixNanos now,
                                 const std::optional<EvidenceReplay>& replay) {
    const StageStep* bound = bound_step(life);
    if (bound == nullptr || !bound->edge.expires_at) {
        return {.state = ApprovalState::changed, .why = "nobody has approved it"};
    }
    return judge_terms(life,
                       bound->edge,
                       {.granted_at = bound->at,
                        .expires_at = *bound->edge.expires_at,
                        .is_used = bound != &life.steps.back()},
                       running,
                       now,
                       replay);
}

ApprovalJudgement judge_next(const StrategyLife& life,
                             const RunningNow& running,
                             UnixNanos now,
                             const std::optional<EvidenceReplay>& replay) {
    const StageStep* bound = bound_step(life);
    if (bound == nullptr) {
        return {.state = ApprovalState::changed, .why = "it is bound to nothing"};
    }
    const Term from_now{.granted_at = now, .expires_at = UnixNanos(INT64_MAX)};
    return judge_terms(life, bound->edge, from_now, running, now, replay);
}

StageEdge voided(const StrategyLife& life, const ApprovalJudgement& judged) {
    // A word that is longer than the record keeps would hold up the step.
    std::string why = "is void: " + judged.text();
    std::size_t end = std::min<std::size_t>(why.size(), 800);
    while (end < why.size() && (static_cast<unsigned char>(why[end]) & 0xc0U) == 0x80U) {
        --end;  // between two characters
    }
    why.resize(end);
    return taken_back(life, binding_author, why);
}

std::vector<StageEdge> voided_approvals(std::span<const StrategyLife> lives,
                                        const RunningNow& running,
                                        UnixNanos now) {
    std::vector<StageEdge> out;
    for (const StrategyLife& life : lives) {
        if (life.stage != LifeStage::approved) {
            continue;
        }
        const ApprovalJudgement judged = judge_standing(life, running, now);
        if (is_void(judged)) {
            out.push_back(voided(life, judged));
        }
    }
    return out;
}

bool was_voided(const StrategyLife& life) {
    return life.stage == LifeStage::awaiting_approval &&
           life.steps.back().edge.by == binding_author;
}

}  // namespace tradelab
