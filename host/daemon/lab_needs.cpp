#include "daemon/lab_desk.hpp"
#include "lifecycle/expiry.hpp"

#include <chrono>

namespace tradelab {
namespace {

constexpr Duration day = std::chrono::hours(24);

}  // namespace

std::string LabDesk::cut_short() const {
    std::string names;
    for (const StrategyLife* life : awaiting_proof()) {
        names += (names.empty() ? "" : ", ") + life->name;
    }
    return names + " cannot be found consistent on this account: the command of " +
           iso_text(*paper_->commanded_at) + " ended what can be compared with a backtest, after " +
           std::to_string(PaperCheck::window_of(*paper_) / day) + " of " +
           std::to_string(options_.judge_after_days) +
           " days; for another account end the daemon, move " + options_.paper.string() +
           " away (the latch is in there, too), and start it again";
}

JsonValue LabDesk::consistency() const {
    if (!paper_ || awaiting_proof().empty()) {
        return {};
    }
    const auto& commanded = paper_->commanded_at;
    return JsonObject{
        {"from", iso_text(paper_->from)},
        {"days", PaperCheck::window_of(*paper_) / day},
        {"days_asked", options_.judge_after_days},
        {"ended_by_command_at", commanded ? JsonValue(iso_text(*commanded)) : JsonValue()},
        {"is_cut_short", check_.is_cut_short(*paper_)}};
}

std::vector<std::string> LabDesk::needs() const {
    std::vector<std::string> out;
    const auto running = running_now();
    for (const StrategyLife& life : record_.known()) {
        const std::string id = life.strategy.substr(0, 12);
        if (life.stage == LifeStage::awaiting_approval) {
            out.push_back(
                life.name +
                (has_expired(life)
                     ? std::string(" awaits you again, its approval has expired and counts for "
                                   "nothing: tradelab approve ")
                 : was_voided(life) ? " awaits you again, its approval is void (" +
                                          life.steps.back().edge.why + "): tradelab approve "
                                    : " awaits you: tradelab approve ") +
                id + " --why TEXT, or reject; its evidence: tradelab lab show " + id);
        }
        if (life.stage == LifeStage::approved && running) {
            const auto judged = judge_standing(life, *running, parts_.clock.now());
            if (judged.state == ApprovalState::undecided) {
                out.push_back(life.name +
                              " is approved, which does not count now: " + judged.text());
            }
        }
        const VaultBinding* binding = proven_binding(life);
        if (options_.takes_proven && life.stage == LifeStage::vaulted && binding != nullptr &&
            binding->fill_model != options_.fill_model) {
            out.push_back(life.name + " was proven under " + binding->fill_model +
                          " and does not come on paper under " + options_.fill_model +
                          ": tradelabd.toml, [paper] fill_model");
        }
    }
    if (options_.takes_proven && mode_ != PaperMode::running && wanted()) {
        out.emplace_back("a newly proven strategy waits for another account: tradelab resume");
    }
    // As it is now: a decision may be newer than the last look.
    const bool is_awaited = paper_ && !awaiting_proof().empty();
    if (is_awaited && check_.is_cut_short(*paper_)) {
        out.push_back(cut_short());
    } else if (is_awaited && paper_->has_ended) {
        out.push_back("the feed ended with strategies that were not found consistent, after " +
                      std::to_string(PaperCheck::window_of(*paper_) / day) + " days; " +
                      std::to_string(options_.judge_after_days) +
                      " are asked: tradelab lab consistency");
    }
    if (left_by_this_) {
        out.push_back(left_behind_);
    }
    for (const std::string& one : {why_unfit_, trouble_, ledger_trouble_}) {
        if (!one.empty()) {
            out.push_back(one);
        }
    }
    if (!check_.failure().empty()) {
        out.push_back("paper could not be compared: " + check_.failure());
    }
    if (const std::string failure = researcher_.last_failure(); !failure.empty()) {
        out.push_back(researcher_.plan().why_not.empty()
                          ? "the search failed and is tried again: " + failure
                          : "nothing is searched: " + researcher_.plan().why_not);
    }
    return out;
}

}  // namespace tradelab
