#include "paper/record_text.hpp"

#include "paper/lines.hpp"

#include <bit>
#include <string_view>

namespace tradelab {
namespace {

template <class Enum>
int number_of(Enum value) {
    return static_cast<int>(value);
}

std::string_view text_of(Side side) {
    return side == Side::buy ? "buy" : "sell";
}

void add_refusal(Lines& lines, const OrderRecord& order) {
    if (const auto& risk = order.refused_by_risk) {
        lines.add("refused_by_limit", risk_reason_text(risk->reason));
        lines.add("unit", number_of(risk->unit)).add("value", risk->value);
        lines.add("limit", risk->limit);
    }
    if (const auto& filter = order.refused_by_filter) {
        lines.add("refused_by_filter", filter_kind_text(filter->filter));
        lines.add("bound", number_of(filter->bound)).add("value", filter->value);
        lines.add("limit", filter->limit);
    }
}

}  // namespace

std::string order_text(const OrderRecord& order, std::size_t place, const std::string& name) {
    const OrderTerms& terms = order.terms;
    Lines lines;
    lines.add("place", place + 1).add("order", order.order.value());
    lines.add("instance", order.instance.value()).add("instrument", name);
    lines.add("side", text_of(terms.side)).add("quantity", terms.quantity.mantissa());
    if (terms.limit) {
        lines.add("limit_price", terms.limit->mantissa());
    }
    lines.add("time_in_force", number_of(terms.time_in_force));
    lines.add("reduce_only", number_of(terms.reduce_only));
    lines.add("post_only", number_of(terms.post_only));
    lines.add("purpose", number_of(order.purpose)).add("reason", order.reason);
    lines.add("cause", order.cause.value()).add("pair", order.pair);
    add_refusal(lines, order);
    return lines.text();
}

std::string fill_text(const FillRecord& fill, const std::string& name) {
    Lines lines;
    lines.add("order", fill.order.value()).add("instance", fill.instance.value());
    lines.add("instrument", name).add("side", text_of(fill.side));
    lines.add("cause", number_of(fill.cause)).add("price", fill.price.mantissa());
    lines.add("quantity", fill.quantity.mantissa()).add("fee_e8", fill.fee.mantissa());
    lines.add("slippage_e8", fill.slippage.mantissa());
    lines.add("realised_e8", fill.realised.mantissa());
    lines.add("position_after", fill.position_after.mantissa());
    lines.add("reason", fill.reason).add("ambiguous", fill.is_ambiguous ? 1 : 0);
    return lines.text();
}

std::string funding_text(const FundingRecord& funding, const std::string& name) {
    Lines lines;
    lines.add("instance", funding.instance.value()).add("instrument", name);
    lines.add("rate_e12", funding.rate.mantissa()).add("mark_e8", funding.mark.mantissa());
    lines.add("mark_source", number_of(funding.mark_source));
    lines.add("position", funding.position.mantissa()).add("paid_e8", funding.paid.mantissa());
    return lines.text();
}

std::string liquidation_text(const LiquidationRecord& one, const std::string& name) {
    Lines lines;
    lines.add("instrument", name).add("mark_e8", one.mark.mantissa());
    lines.add("realised_e8", one.realised.mantissa()).add("fee_e8", one.fee.mantissa());
    lines.add("insurance_e8", one.insurance.mantissa());
    return lines.text();
}

std::string isolation_text(const IsolationRecord& one) {
    Lines lines;
    lines.add("instance", one.instance.value()).add("why", on_one_line(one.why));
    return lines.text();
}

std::string note_text(const NoteRecord& note) {
    Lines lines;
    lines.add("instance", note.instance.value()).add("reason", note.reason);
    // Its bits: a decimal could say two numbers alike.
    lines.add("number_bits", std::bit_cast<std::uint64_t>(note.number));
    return lines.text();
}

}  // namespace tradelab
