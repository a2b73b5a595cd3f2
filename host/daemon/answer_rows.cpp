#include "core/decimal.hpp"
#include "daemon/answer_head.hpp"
#include "daemon/answers.hpp"
#include "report/names.hpp"
#include "risk/refusal.hpp"

#include <algorithm>
#include <span>
#include <utility>

namespace tradelab {

namespace {

// What the numbers of rows are called.
class RowNames {
public:
    explicit RowNames(const PaperView& view) : view_(view) {}

    [[nodiscard]] JsonValue instrument(InstrumentId id) const {
        const PaperInstrument* found = find(id);
        return found == nullptr ? JsonValue("#" + std::to_string(id.value()))
                                : JsonValue(found->name);
    }
    [[nodiscard]] JsonValue instance(InstanceId id) const {
        const auto at = std::ranges::find(view_.instances, id, &PaperInstance::instance);
        return at == view_.instances.end() ? JsonValue("#" + std::to_string(id.value()))
                                           : JsonValue(at->name);
    }
    [[nodiscard]] JsonValue price(InstrumentId id, std::optional<Price> price) const {
        const PaperInstrument* found = find(id);
        return found == nullptr || !price ? JsonValue()
                                          : JsonValue(decimal_text(*price, found->places.price));
    }
    [[nodiscard]] JsonValue quantity(InstrumentId id, Quantity quantity) const {
        const PaperInstrument* found = find(id);
        return found == nullptr ? JsonValue()
                                : JsonValue(decimal_text(quantity, found->places.quantity));
    }
    [[nodiscard]] const PaperInstrument* find(InstrumentId id) const {
        const auto at = std::ranges::find(view_.instruments, id, &PaperInstrument::id);
        return at == view_.instruments.end() ? nullptr : &*at;
    }

private:
    const PaperView& view_;
};

template <class Row>
std::span<const Row> newest(const std::vector<Row>& rows, std::uint32_t last) {
    return std::span(rows).last(std::min<std::size_t>(rows.size(), last));
}

JsonValue mark_text(std::optional<Price> mark) {
    return mark ? JsonValue(decimal_text(*mark, cash_places)) : JsonValue();
}

JsonValue order_json(const OrderRecord& order, const RowNames& names) {
    const OrderTerms& terms = order.terms;
    JsonValue refusal;
    if (order.refused_by_risk) {
        refusal = risk_reason_text(order.refused_by_risk->reason);
    } else if (order.refused_by_filter) {
        refusal = "venue_filter";
    }
    return JsonObject{
        {"order", order.order ? JsonValue(order.order.value()) : JsonValue()},
        {"instance", names.instance(order.instance)},
        {"instrument", names.instrument(terms.instrument)},
        {"side", side_text(terms.side)},
        {"quantity", names.quantity(terms.instrument, terms.quantity)},
        {"limit", names.price(terms.instrument, terms.limit)},
        {"reduce_only", terms.reduce_only == ReduceOnly::yes},
        {"purpose", order_purpose_text(order.purpose)},
        {"state", refusal.is_null() ? JsonValue(order_state_text(order.state)) : "refused"},
        {"filled", names.quantity(terms.instrument, order.filled)},
        {"refused_by", refusal},
        {"decided_at", iso_text(order.decided_at)}};
}

JsonValue stop_of(const PaperView& view, const PaperPosition& position, const RowNames& names) {
    for (const PaperProtection& one : view.protections) {
        if (one.terms.instance == position.instance &&
            one.terms.instrument == position.instrument && !one.is_waiting) {
            return names.price(position.instrument, one.terms.stop);
        }
    }
    return {};
}

}  // namespace

JsonValue positions_answer(const PaperView& view, const DaemonFacts& facts) {
    JsonObject out = answer_head("tradelab.positions/2", view, facts);
    const RowNames names(view);
    JsonArray rows;
    for (const PaperPosition& one : view.positions) {
        const PaperInstrument* instrument = names.find(one.instrument);
        rows.push_back(
            JsonObject{{"instance", names.instance(one.instance)},
                       {"instrument", names.instrument(one.instrument)},
                       {"quantity", names.quantity(one.instrument, one.position.quantity)},
                       {"average", names.price(one.instrument, one.position.average)},
                       {"mark", instrument == nullptr ? JsonValue() : mark_text(instrument->mark)},
                       {"stop", stop_of(view, one, names)},
                       {"cost", decimal_text(one.position.cost)},
                       {"unrealised", decimal_text(one.position.unrealised)},
                       {"realised", decimal_text(one.position.realised)},
                       {"fees", decimal_text(one.position.fees)},
                       {"funding", decimal_text(-one.position.funding)},
                       {"dust", one.is_dust}});
    }
    out.push_back({"positions", std::move(rows)});
    return out;
}

JsonValue orders_answer(const PaperView& view,
                        const DaemonFacts& facts,
                        const RunRecord& record,
                        std::uint32_t last) {
    JsonObject out = answer_head("tradelab.orders/1", view, facts);
    const RowNames names(view);
    JsonArray open;
    for (const OrderRecord& order : view.orders) {
        open.push_back(order_json(order, names));
    }
    JsonArray rows;
    for (const OrderRecord& order : newest(record.orders, last)) {
        rows.push_back(order_json(order, names));
    }
    out.push_back({"made", record.orders.size()});
    out.push_back({"open", std::move(open)});
    out.push_back({"orders", std::move(rows)});
    return out;
}

JsonValue fills_answer(const PaperView& view,
                       const DaemonFacts& facts,
                       const RunRecord& record,
                       std::uint32_t last) {
    JsonObject out = answer_head("tradelab.fills/1", view, facts);
    const RowNames names(view);
    JsonArray rows;
    for (const FillRecord& fill : newest(record.fills, last)) {
        rows.push_back(
            JsonObject{{"at", iso_text(fill.at)},
                       {"order", fill.order.value()},
                       {"instance", names.instance(fill.instance)},
                       {"instrument", names.instrument(fill.instrument)},
                       {"side", side_text(fill.side)},
                       {"cause", fill_cause_text(fill.cause)},
                       {"price", names.price(fill.instrument, fill.price)},
                       {"quantity", names.quantity(fill.instrument, fill.quantity)},
                       {"fee", decimal_text(fill.fee)},
                       {"slippage", decimal_text(fill.slippage)},
                       {"realised", decimal_text(fill.realised)},
                       {"position_after", names.quantity(fill.instrument, fill.position_after)}});
    }
    out.push_back({"made", record.fills.size()});
    out.push_back({"fills", std::move(rows)});
    return out;
}

JsonValue funding_answer(const PaperView& view,
                         const DaemonFacts& facts,
                         const RunRecord& record,
                         std::uint32_t last) {
    JsonObject out = answer_head("tradelab.funding/2", view, facts);
    const RowNames names(view);
    JsonArray rows;
    for (const FundingRecord& one : newest(record.funding, last)) {
        rows.push_back(JsonObject{{"at", iso_text(one.boundary)},
                                  {"instance", names.instance(one.instance)},
                                  {"instrument", names.instrument(one.instrument)},
                                  {"rate", short_decimal_text(one.rate.mantissa(), rate_places)},
                                  {"mark", decimal_text(one.mark, cash_places)},
                                  {"position", names.quantity(one.instrument, one.position)},
                                  {"received", decimal_text(-one.paid)}});
    }
    out.push_back({"received", decimal_text(-view.statement.funding)});
    out.push_back({"made", record.funding.size()});
    out.push_back({"settlements", std::move(rows)});
    return out;
}

}  // namespace tradelab
