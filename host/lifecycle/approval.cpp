#include "lifecycle/approval.hpp"

#include "risk/limit_names.hpp"

#include <array>
#include <string_view>
#include <utility>

namespace tradelab {
namespace {

constexpr std::size_t hash_shown = 12;
constexpr std::string_view set_back =
    "set it back, or search again under what runs now: tradelab lab campaign";

// Every limit is a most, so less is tighter.  The first that is looser; empty: none.
std::string first_loosened(const RiskLimits& before, const RiskLimits& now) {
    const LimitAmounts was = amounts_of(before);
    const LimitAmounts is = amounts_of(now);
    for (std::size_t at = 0; at < limit_count; ++at) {
        const LimitName& limit = limit_names().at(at);
        if (is.at(at) > was.at(at)) {
            return "the limit " + std::string(limit.name) + " was " +
                   std::to_string(was.at(at) / limit.one) + " when it was approved, and is " +
                   std::to_string(is.at(at) / limit.one);
        }
    }
    return {};
}

std::string differing(std::string_view what, const std::string& before, const std::string& now) {
    return "the " + std::string(what) + " was " + before.substr(0, hash_shown) +
           " when it was tested, and is " + now.substr(0, hash_shown);
}

// What may not differ, by the names that people read.  Limits, engine and fill model have rules of
// their own.
std::string first_change(const VaultBinding& approved, const VaultBinding& now) {
    const std::array<std::pair<const char*, std::pair<const std::string*, const std::string*>>, 6>
        parts = {{{"parameter file", {&approved.parameters, &now.parameters}},
                  {"plugin", {&approved.plugin, &now.plugin}},
                  {"data", {&approved.data, &now.data}},
                  {"venue file", {&approved.venue, &now.venue}},
                  {"split into epochs", {&approved.epochs, &now.epochs}},
                  {"hash of the gate's rules", {&approved.rules, &now.rules}}}};
    for (const auto& [name, both] : parts) {
        if (*both.first != *both.second) {
            return differing(name, *both.first, *both.second);
        }
    }
    const bool is_another_model = approved.fill_model != now.fill_model &&
                                  !is_another_version(approved.fill_model, now.fill_model);
    return is_another_model ? "the fill model was " + approved.fill_model +
                                  " when it was tested, and is " + now.fill_model
                            : std::string();
}

// "the engine was tl.engine/1 when it was tested, and is tl.engine/2"; empty: neither is another.
std::string first_version(const VaultBinding& approved, const VaultBinding& now) {
    const bool is_engine = approved.engine != now.engine;
    if (!is_engine && approved.fill_model == now.fill_model) {
        return {};
    }
    const auto& [was, is] = is_engine ? std::pair(approved.engine, now.engine)
                                      : std::pair(approved.fill_model, now.fill_model);
    return std::string(is_engine ? "the engine" : "the fill model") + " was " + was +
           " when it was tested, and is " + is;
}

ApprovalJudgement judge_replay(std::string version, const std::optional<EvidenceReplay>& replay) {
    if (!replay) {
        return {.state = ApprovalState::undecided,
                .why = std::move(version) + ", which has not replayed the evidence",
                .remedy =
                    "tradelab preflight replays it, as does tradelab approve of what awaits "
                    "you; what comes to the same is carried over"};
    }
    if (replay->recorded == replay->replayed) {
        return {.state = ApprovalState::carried_over};
    }
    return {.state = ApprovalState::changed,
            .why = std::move(version) + ", which replays the evidence to result " +
                   replay->replayed.substr(0, hash_shown) + " instead of " +
                   replay->recorded.substr(0, hash_shown),
            .remedy = "search again under what runs now: tradelab lab campaign"};
}

}  // namespace

bool is_as_tight(const RiskLimits& now, const RiskLimits& before) {
    return first_loosened(before, now).empty();
}

bool is_void(const ApprovalJudgement& judged) {
    return judged.state == ApprovalState::changed || judged.state == ApprovalState::loosened;
}

bool is_another_version(std::string_view one, std::string_view other) {
    const auto word = [](std::string_view name) { return name.substr(0, name.find('/')); };
    return one != other && word(one) == word(other);
}

ApprovalJudgement judge_approval(const Approval& approval, const ApprovalSubject& subject) {
    if (approval.is_used) {
        return {.state = ApprovalState::used,
                .why = "it was used or taken back, and counts once",
                .remedy = "a human decides anew"};
    }
    if (subject.now < approval.granted_at) {
        return {.state = ApprovalState::not_yet,
                .why = "it was granted at " + iso_text(approval.granted_at) +
                       ", and the clock says " + iso_text(subject.now)};
    }
    if (subject.now >= approval.expires_at) {
        return {.state = ApprovalState::expired,
                .why = "it expired at " + iso_text(approval.expires_at)};
    }
    if (auto change = first_change(approval.binding, subject.binding); !change.empty()) {
        return {.state = ApprovalState::changed,
                .why = std::move(change),
                .remedy = std::string(set_back)};
    }
    if (auto looser = first_loosened(approval.limits, subject.limits); !looser.empty()) {
        return {.state = ApprovalState::loosened,
                .why = std::move(looser),
                .remedy = std::string(set_back)};
    }
    auto version = first_version(approval.binding, subject.binding);
    return version.empty() ? ApprovalJudgement{.state = ApprovalState::holds}
                           : judge_replay(std::move(version), subject.replay);
}

}  // namespace tradelab
