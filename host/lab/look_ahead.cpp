#include "lab/look_ahead.hpp"

#include "core/hash.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <utility>

namespace tradelab {
namespace {

// How the verdict on a fault begins.
constexpr std::string_view fault = "FAIL";

using Orders = std::span<const OrderRecord>;

// What was decided, without what became of it.
struct Wish {
    InstanceId instance;
    InstrumentId instrument;
    UnixNanos decided_at;
    Side side;
    Quantity quantity;
    std::optional<Price> limit;
    OrderPurpose purpose;

    friend bool operator==(const Wish&, const Wish&) = default;
};

std::vector<Wish> wishes(Orders orders, UnixNanos from, UnixNanos before) {
    std::vector<Wish> out;
    for (const OrderRecord& order : orders) {
        if (order.decided_at >= from && order.decided_at < before) {
            out.push_back({.instance = order.instance,
                           .instrument = order.terms.instrument,
                           .decided_at = order.decided_at,
                           .side = order.terms.side,
                           .quantity = order.terms.quantity,
                           .limit = order.terms.limit,
                           .purpose = order.purpose});
        }
    }
    return out;
}

std::string first_difference(const std::vector<Wish>& a, const std::vector<Wish>& b) {
    const auto [left, right] = std::ranges::mismatch(a, b);
    const Wish* at = left != a.end() ? &*left : right != b.end() ? &*right : nullptr;
    return at == nullptr ? "" : iso_text(at->decided_at);
}

struct Rerun {
    std::span<const Candidate> candidates;
    const Catalogue& catalogue;
    const VenueBook& venues;
    const BacktestPlan& plan;
    const BacktestOptions& options;

    [[nodiscard]] Result<RunOutcome> operator()(RunSpan span, std::uint32_t batch) const {
        BacktestOptions changed = options;
        changed.batch = batch;
        return run_backtest(candidates, catalogue, venues, plan, changed, span);
    }
};

Result<NamedValue> check_batch(const Rerun& rerun, std::string_view decision_hash) {
    const auto again =
        rerun({.data_from = rerun.plan.data_from, .to = rerun.plan.to}, std::uint32_t{1});
    if (!again) {
        return fail(again.error());
    }
    const bool same = again->decision_hash == decision_hash;
    return NamedValue{.name = "look-ahead, one event a call",
                      .value = same ? "pass: the same decisions"
                                    : "FAIL: other decisions, so it reads what lies ahead"};
}

Result<NamedValue> check_truncation(const Rerun& rerun, Orders orders) {
    const Duration length = rerun.plan.to - rerun.plan.data_from;
    const UnixNanos cut = rerun.plan.data_from + length * 2 / 3;
    const auto again = rerun({.data_from = rerun.plan.data_from, .to = cut}, rerun.options.batch);
    if (!again) {
        return fail(again.error());
    }
    const auto before = wishes(orders, rerun.plan.data_from, cut);
    const auto after = wishes(again->record.orders, rerun.plan.data_from, cut);
    const std::string where = first_difference(before, after);
    return NamedValue{.name = "look-ahead, without the last third",
                      .value = where.empty()
                                   ? fmt::format("pass: {} orders, all the same", before.size())
                                   : "FAIL: the first order that differs is of " + where};
}

Result<NamedValue> check_recursion(const Rerun& rerun, Orders orders) {
    const Duration length = rerun.plan.to - rerun.plan.data_from;
    const UnixNanos later = rerun.plan.data_from + length / 6;
    const UnixNanos judged = rerun.plan.data_from + length / 2;
    const UnixNanos end = rerun.plan.to + Duration(1);
    const auto again = rerun({.data_from = later, .to = rerun.plan.to}, rerun.options.batch);
    if (!again) {
        return fail(again.error());
    }
    const auto one = wishes(orders, judged, end);
    const auto other = wishes(again->record.orders, judged, end);
    // By time and side alone: another equity means other sizes.
    const auto shared = static_cast<std::size_t>(std::ranges::count_if(one, [&](const Wish& wish) {
        return std::ranges::any_of(other, [&](const Wish& match) {
            return match.decided_at == wish.decided_at && match.side == wish.side &&
                   match.instrument == wish.instrument;
        });
    }));
    const bool same = shared == one.size() && shared == other.size();
    return NamedValue{.name = "recursion, history from a sixth later",
                      .value = same ? fmt::format("pass: {} orders at the same times", shared)
                                    : fmt::format("note: of {} and {} orders {} are at the same "
                                                  "times: where history begins matters",
                                                  one.size(),
                                                  other.size(),
                                                  shared)};
}

}  // namespace

Result<LookAheadFindings> look_ahead(std::span<const Candidate> candidates,
                                     const Catalogue& catalogue,
                                     const VenueBook& venues,
                                     const BacktestPlan& plan,
                                     const BacktestOptions& options,
                                     std::span<const OrderRecord> orders,
                                     std::string_view decision_hash) {
    const Rerun rerun{.candidates = candidates,
                      .catalogue = catalogue,
                      .venues = venues,
                      .plan = plan,
                      .options = options};
    LookAheadFindings out{.outcome = TrialChecks::passed};
    for (auto& check : {check_batch(rerun, decision_hash),
                        check_truncation(rerun, orders),
                        check_recursion(rerun, orders)}) {
        if (!check) {
            return fail(check.error());
        }
        if (check->value.starts_with(fault)) {
            out.outcome = TrialChecks::failed;
        }
        out.said.push_back(*check);
    }
    return out;
}

}  // namespace tradelab
