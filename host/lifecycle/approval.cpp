#include "lifecycle/approval.hpp"

#include <array>
#include <string_view>
#include <type_traits>
#include <utility>

namespace tradelab {
namespace {

// A limit by its name in risk.toml, then and now, and how much one of its unit there is.
struct LimitPair {
    std::string_view name;
    std::int64_t before;
    std::int64_t now;
    std::int64_t one;
};

template <class T>
std::int64_t amount(Limit<T> limit) {
    if constexpr (std::is_same_v<T, std::int64_t>) {
        return *limit;
    } else {
        return (*limit).mantissa();
    }
}

std::array<LimitPair, 11> pairs_of(const RiskLimits& before, const RiskLimits& now) {
    constexpr std::int64_t usdt = 100'000'000;
    constexpr std::int64_t percent = 10'000'000'000;
    constexpr std::int64_t basis_point = 100'000'000;
    const auto pair = [&](std::string_view name, auto member, std::int64_t one) {
        return LimitPair{
            .name = name, .before = amount(before.*member), .now = amount(now.*member), .one = one};
    };
    return {pair("max_position_usdt", &RiskLimits::position_notional, usdt),
            pair("max_order_usdt", &RiskLimits::order_notional, usdt),
            pair("max_gross_exposure_usdt", &RiskLimits::gross_exposure, usdt),
            pair("max_leverage_percent", &RiskLimits::leverage, percent),
            pair("max_daily_loss_usdt", &RiskLimits::daily_loss, usdt),
            pair("max_drawdown_bps", &RiskLimits::drawdown, basis_point),
            pair("max_correlation_percent", &RiskLimits::correlation, percent),
            pair("max_orders_per_minute", &RiskLimits::orders_per_minute, 1),
            pair("max_daily_fees_usdt", &RiskLimits::daily_fees, usdt),
            pair("max_price_deviation_bps", &RiskLimits::price_deviation, basis_point),
            pair("max_open_orders", &RiskLimits::open_orders, 1)};
}

// Every limit is a most, so less is tighter.  The first that is looser; empty: none.
std::string first_loosened(const RiskLimits& before, const RiskLimits& now) {
    for (const LimitPair& limit : pairs_of(before, now)) {
        if (limit.now > limit.before) {
            return "the limit " + std::string(limit.name) + " was " +
                   std::to_string(limit.before / limit.one) + " when it was approved, and is " +
                   std::to_string(limit.now / limit.one);
        }
    }
    return {};
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
    return first_loosened(before, now).empty();
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
    if (auto looser = first_loosened(approval.limits, subject.limits); !looser.empty()) {
        return {.state = ApprovalState::loosened, .why = std::move(looser)};
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
