#include "report/record_sheets.hpp"

#include "core/decimal.hpp"
#include "report/names.hpp"
#include "report/result_json.hpp"

#include <utility>

namespace tradelab {

namespace {

constexpr auto whole = SheetKind::whole;
constexpr auto truth = SheetKind::truth;

std::vector<SheetColumn> columns_of(std::initializer_list<const char*> texts) {
    std::vector<SheetColumn> columns;
    for (const char* text : texts) {
        columns.push_back({.name = text});
    }
    return columns;
}

std::string yes_or_no(bool is_so) {
    return is_so ? "yes" : "no";
}

std::string refused_by(const OrderRecord& order) {
    if (order.refused_by_risk) {
        return "risk:" + std::string(risk_reason_text(order.refused_by_risk->reason));
    }
    if (order.refused_by_filter) {
        return "venue:" + std::string(filter_kind_text(order.refused_by_filter->filter));
    }
    return "";
}

std::string refusal_words(const OrderRecord& order) {
    if (order.refused_by_risk) {
        return refusal_text(*order.refused_by_risk);
    }
    return order.refused_by_filter ? describe(refusal_error(*order.refused_by_filter)) : "";
}

}  // namespace

Sheet trades_sheet(const BacktestResult& result) {
    const RecordNames names(result.manifest);
    Sheet sheet{.columns = columns_of({"number",
                                       "trade",
                                       "instance",
                                       "instrument",
                                       "side",
                                       "opened_at",
                                       "closed_at",
                                       "quantity",
                                       "entry",
                                       "exit",
                                       "gross",
                                       "fees",
                                       "slippage",
                                       "funding_received",
                                       "net",
                                       "entry_reason",
                                       "exit_reason",
                                       "exit_cause"}),
                .rows = {},
                .basis = std::string(basis_text(result.manifest))};
    sheet.columns[0].kind = whole;
    sheet.columns[1].kind = whole;
    sheet.columns.push_back({.name = "ambiguous", .kind = truth});
    for (const RoundTrip& t : result.trades) {
        const bool is_closed = t.closed_at.has_value();
        sheet.rows.push_back({std::to_string(sheet.rows.size() + 1),
                              std::to_string(t.trade),
                              names.instance(t.instance),
                              names.instrument(t.instrument),
                              std::string(direction_text(t.side)),
                              iso_text(t.opened_at),
                              is_closed ? iso_text(*t.closed_at) : "",
                              names.quantity(t.instrument, t.quantity),
                              names.price(t.instrument, t.entry),
                              t.exit ? names.price(t.instrument, *t.exit) : "",
                              decimal_text(t.gross),
                              decimal_text(t.fees),
                              decimal_text(t.slippage),
                              decimal_text(-t.funding),
                              decimal_text(t.net),
                              names.reason(t.instance, t.entry_reason),
                              is_closed ? names.reason(t.instance, t.exit_reason) : "",
                              is_closed ? std::string(fill_cause_text(t.exit_cause)) : "",
                              yes_or_no(t.is_ambiguous)});
    }
    return sheet;
}

Sheet orders_sheet(const BacktestResult& result) {
    const RecordNames names(result.manifest);
    Sheet sheet{.columns = columns_of({"order",
                                       "instance",
                                       "instrument",
                                       "side",
                                       "type",
                                       "quantity",
                                       "limit",
                                       "time_in_force",
                                       "purpose",
                                       "reason",
                                       "cause_seq",
                                       "decided_at",
                                       "state",
                                       "filled",
                                       "refused_by",
                                       "refusal"}),
                .rows = {},
                .basis = std::string(basis_text(result.manifest))};
    sheet.columns[0].kind = whole;
    sheet.columns[10].kind = whole;
    sheet.columns.push_back({.name = "reduce_only", .kind = truth});
    sheet.columns.push_back({.name = "post_only", .kind = truth});
    for (const OrderRecord& o : result.record.orders) {
        const InstrumentId id = o.terms.instrument;
        sheet.rows.push_back({std::to_string(o.order.value()),
                              names.instance(o.instance),
                              names.instrument(id),
                              std::string(side_text(o.terms.side)),
                              o.terms.type() == OrderType::limit ? "limit" : "market",
                              names.quantity(id, o.terms.quantity),
                              o.terms.limit ? names.price(id, *o.terms.limit) : "",
                              std::string(time_in_force_text(o.terms.time_in_force)),
                              std::string(order_purpose_text(o.purpose)),
                              names.reason(o.instance, o.reason),
                              std::to_string(o.cause.value()),
                              iso_text(o.decided_at),
                              std::string(order_state_text(o.state)),
                              names.quantity(id, o.filled),
                              refused_by(o),
                              refusal_words(o),
                              yes_or_no(o.terms.reduce_only == ReduceOnly::yes),
                              yes_or_no(o.terms.post_only == PostOnly::yes)});
    }
    return sheet;
}

Sheet fills_sheet(const BacktestResult& result) {
    const RecordNames names(result.manifest);
    Sheet sheet{.columns = columns_of({"order",
                                       "instance",
                                       "instrument",
                                       "at",
                                       "side",
                                       "cause",
                                       "reason",
                                       "price",
                                       "quantity",
                                       "fee",
                                       "slippage",
                                       "realised",
                                       "position_after"}),
                .rows = {},
                .basis = std::string(basis_text(result.manifest))};
    sheet.columns.front().kind = whole;
    sheet.columns.push_back({.name = "ambiguous", .kind = truth});
    for (const FillRecord& f : result.record.fills) {
        sheet.rows.push_back({std::to_string(f.order.value()),
                              names.instance(f.instance),
                              names.instrument(f.instrument),
                              iso_text(f.at),
                              std::string(side_text(f.side)),
                              std::string(fill_cause_text(f.cause)),
                              names.reason(f.instance, f.reason),
                              names.price(f.instrument, f.price),
                              names.quantity(f.instrument, f.quantity),
                              decimal_text(f.fee),
                              decimal_text(f.slippage),
                              decimal_text(f.realised),
                              names.quantity(f.instrument, f.position_after),
                              yes_or_no(f.is_ambiguous)});
    }
    return sheet;
}

Sheet funding_sheet(const BacktestResult& result) {
    const RecordNames names(result.manifest);
    Sheet sheet{.columns = columns_of({"instance",
                                       "instrument",
                                       "boundary",
                                       "rate",
                                       "mark",
                                       "mark_source",
                                       "position",
                                       "received"}),
                .rows = {},
                .basis = std::string(basis_text(result.manifest))};
    for (const FundingRecord& f : result.record.funding) {
        sheet.rows.push_back({names.instance(f.instance),
                              names.instrument(f.instrument),
                              iso_text(f.boundary),
                              decimal_text(f.rate),
                              decimal_text(f.mark, mark_places),
                              std::string(mark_source_text(f.mark_source)),
                              names.quantity(f.instrument, f.position),
                              decimal_text(-f.paid)});
    }
    return sheet;
}

std::string equity_csv(const BacktestResult& result) {
    const EquityCurve& curve = result.record.curve;
    const std::string basis(basis_text(result.manifest));
    std::string out = "ts,equity,exposure," + basis_title(basis, curve.ts.size()) + "\r\n";
    for (std::size_t at = 0; at < curve.ts.size(); ++at) {
        out += iso_text(UnixNanos(curve.ts[at])) + "," + decimal_text(Cash(curve.equity[at])) + ",";
        out += at < curve.exposure.size() ? decimal_text(Cash(curve.exposure[at])) : "";
        out += "," + basis + "\r\n";
    }
    return out;
}

std::string equity_json(const BacktestResult& result) {
    const EquityCurve& curve = result.record.curve;
    std::string out = "{\n  \"schema\": \"tradelab.equity/1\",\n  \"basis\": \"" +
                      std::string(basis_text(result.manifest)) + "\",\n  \"rows\": [";
    for (std::size_t at = 0; at < curve.ts.size(); ++at) {
        out += at == 0 ? "\n    " : ",\n    ";
        out += R"({"ts": ")" + iso_text(UnixNanos(curve.ts[at])) + R"(", "equity": ")" +
               decimal_text(Cash(curve.equity[at])) + R"(", "exposure": )";
        out += at < curve.exposure.size() ? "\"" + decimal_text(Cash(curve.exposure[at])) + "\"}"
                                          : "null}";
    }
    return out + (curve.ts.empty() ? "]\n}\n" : "\n  ]\n}\n");
}

}  // namespace tradelab
