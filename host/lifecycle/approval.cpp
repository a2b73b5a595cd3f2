#include "lifecycle/approval.hpp"

#include <array>
#include <utility>

namespace tradelab {
namespace {

// Every limit is a most, so less is tighter.
template <class T>
bool is_at_most(Limit<T> now, Limit<T> before) {
    return *now <= *before;
}

// What may not differ, by the names that people read.  Limits and engine have rules of their own.
std::string first_change(const VaultBinding& approved, const VaultBinding& now) {
    const std::array<std::pair<const char*, std::pair<const std::string*, const std::string*>>, 7>
        parts = {{{"parameters", {&approved.parameters, &now.parameters}},
                  {"plugin", {&approved.plugin, &now.plugin}},
                  {"data", {&approved.data, &now.data}},
                  {"venue", {&approved.venue, &now.venue}},
                  {"epochs", {&approved.epochs, &now.epochs}},
                  {"gate rules", {&approved.rules, &now.rules}},
                  {"fill model", {&approved.fill_model, &now.fill_model}}}};
    for (const auto& [name, both] : parts) {
        if (*both.first != *both.second) {
            return std::string(name) + " was " + *both.first + " when it was approved, and is " +
                   *both.second;
        }
    }
    return {};
}

}  // namespace

bool is_as_tight(const RiskLimits& now, const RiskLimits& before) {
    return is_at_most(now.position_notional, before.position_notional) &&
           is_at_most(now.order_notional, before.order_notional) &&
           is_at_most(now.gross_exposure, before.gross_exposure) &&
           is_at_most(now.leverage, before.leverage) &&
           is_at_most(now.daily_loss, before.daily_loss) &&
           is_at_most(now.drawdown, before.drawdown) &&
           is_at_most(now.correlation, before.correlation) &&
           is_at_most(now.orders_per_minute, before.orders_per_minute) &&
           is_at_most(now.daily_fees, before.daily_fees) &&
           is_at_most(now.price_deviation, before.price_deviation) &&
           is_at_most(now.open_orders, before.open_orders);
}

ApprovalJudgement judge_approval(const Approval& approval, const ApprovalSubject& subject) {
    if (approval.is_used) {
        return {.state = ApprovalState::used, .why = "it was used: an approval counts once"};
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
        return {.state = ApprovalState::changed, .why = std::move(change)};
    }
    if (!is_as_tight(subject.limits, approval.limits)) {
        return {.state = ApprovalState::loosened,
                .why = "a limit of config/risk.toml was loosened since it was approved"};
    }
    if (approval.binding.engine == subject.binding.engine) {
        return {.state = ApprovalState::holds, .why = {}};
    }
    if (subject.evidence_hash && subject.replayed_hash == subject.evidence_hash) {
        return {.state = ApprovalState::carried_over, .why = {}};
    }
    return {.state = ApprovalState::changed,
            .why = "the engine was " + approval.binding.engine + " when it was approved, is " +
                   subject.binding.engine + ", and " +
                   (subject.replayed_hash ? "replays the evidence to another result"
                                          : "has not replayed the evidence")};
}

}  // namespace tradelab
