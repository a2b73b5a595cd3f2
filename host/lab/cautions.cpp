#include "lab/cautions.hpp"

#include "core/time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace tradelab {
namespace {

// Above this share of orders, what was refused decides the result.
constexpr std::uint64_t refused_one_in = 5;

bool is_drawdown(const OrderRecord& order) {
    return order.refused_by_risk && order.refused_by_risk->reason == RiskReason::drawdown;
}

bool is_passed_entry(const OrderRecord& order) {
    return !order.refused_by_risk && !order.refused_by_filter &&
           order.terms.reduce_only == ReduceOnly::no;
}

// The drawdown limit lets nothing in until the equity has recovered, which without entries it may
// never do: a run that looks calm may only be silenced.
void add_drawdown(std::vector<std::string>& out, const RunRecord& record) {
    const auto first = std::ranges::find_if(record.orders, is_drawdown);
    if (first == record.orders.end()) {
        return;
    }
    const auto refused = std::ranges::count_if(record.orders, is_drawdown);
    const auto silenced = silenced_since(record);
    std::string after;
    if (silenced) {
        after = ", and none passed after " +
                (*silenced == first->decided_at ? "it" : iso_text(*silenced)) +
                ": the quiet that follows is the limit's, not the market's";
    }
    out.push_back(fmt::format("The drawdown limit refused {} entries, the first at {}{}.",
                              refused,
                              iso_text(first->decided_at),
                              after));
}

bool is_exit_too_small(const OrderRecord& order) {
    return order.terms.reduce_only == ReduceOnly::yes && order.refused_by_filter &&
           order.refused_by_filter->bound == Bound::min;
}

// What is worth less than the venue's smallest order cannot be sold: a strategy that waits for its
// exit before it enters again is stuck, and the run looks calm.
void add_stuck(std::vector<std::string>& out, const RunRecord& record) {
    auto after_last_fill = record.orders.end();
    while (after_last_fill != record.orders.begin() &&
           std::prev(after_last_fill)->filled == Quantity()) {
        --after_last_fill;
    }
    const auto first = std::find_if(after_last_fill, record.orders.end(), is_exit_too_small);
    const auto refused = std::count_if(first, record.orders.end(), is_exit_too_small);
    // One may be the end of history.
    if (refused > 1) {
        out.push_back(
            fmt::format("The venue refused {} exits as too small, the first at {}, and nothing was "
                        "filled after it: the strategy was stuck with what it could not sell.",
                        refused,
                        iso_text(first->decided_at)));
    }
}

}  // namespace

std::optional<UnixNanos> silenced_since(const RunRecord& record) {
    const auto last_passed =
        std::find_if(record.orders.rbegin(), record.orders.rend(), is_passed_entry);
    const auto first = std::find_if(last_passed.base(), record.orders.end(), is_drawdown);
    return first == record.orders.end() ? std::nullopt : std::optional(first->decided_at);
}

std::vector<std::string> cautions_of(const RunRecord& record) {
    std::vector<std::string> out;
    add_drawdown(out, record);
    add_stuck(out, record);
    const auto refused =
        static_cast<std::uint64_t>(std::ranges::count_if(record.orders, [](const auto& order) {
            return order.refused_by_risk || order.refused_by_filter;
        }));
    if (refused * refused_one_in > record.orders.size()) {
        out.push_back(fmt::format("{} of {} orders were refused: see which limits, and how often.",
                                  refused,
                                  record.orders.size()));
    }
    return out;
}

}  // namespace tradelab
