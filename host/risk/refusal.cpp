#include "risk/refusal.hpp"

#include "core/decimal.hpp"

#include <array>

namespace tradelab {
namespace {

struct Words {
    std::string_view key;
    std::string_view says;
};

constexpr std::array<Words, risk_reason_count> words = {{
    {"none", ""},
    {"stopped",
     "the kill latch is set, or the strategy is demoted: only what reduces exposure passes"},
    {"price_missing", "no last price is known: the order cannot be judged"},
    {"overflow", "the order's value does not fit into 64 bits"},
    {"spot_short", "spot cannot be short: asked against what is held and free"},
    {"not_reducing", "reduce-only, but it would open: asked against what is held"},
    {"price_deviation", "the limit price is that far from the last price"},
    {"order_notional", "the order is too large"},
    {"position_notional", "the position would be too large, promised orders included"},
    {"gross_exposure", "the account would hold too much, promised orders included"},
    {"leverage", "exposure would be too many times the equity"},
    {"daily_loss", "too much was lost since 00:00 UTC: entries resume the next day"},
    {"drawdown", "too much of the highest equity is lost: a person must look"},
    {"correlation", "too much like something held in the same direction"},
    {"order_rate", "too many orders within a minute"},
    {"fee_budget", "the day's fees are spent: entries resume the next day"},
    {"open_orders", "too many orders of open fate"},
    {"known_intent", "this intent was approved before: an intent is sent once"},
}};

std::string amount(RiskUnit unit, std::int64_t value) {
    switch (unit) {
        case RiskUnit::cash:
            return short_decimal_text(value, cash_places);
        case RiskUnit::rate:
            return short_decimal_text(value, rate_places);
        case RiskUnit::none:
        case RiskUnit::count:
        case RiskUnit::quantity:
            break;
    }
    return std::to_string(value);
}

}  // namespace

std::string_view risk_reason_text(RiskReason reason) {
    return words.at(static_cast<std::size_t>(reason)).key;
}

std::string refusal_text(const Refusal& refusal) {
    const Words& said = words.at(static_cast<std::size_t>(refusal.reason));
    std::string text(said.key);
    if (refusal.unit != RiskUnit::none) {
        text += ": " + amount(refusal.unit, refusal.value) + " is above the limit of " +
                amount(refusal.unit, refusal.limit);
    }
    return text + ": " + std::string(said.says);
}

}  // namespace tradelab
