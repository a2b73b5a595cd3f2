#include "store/lifecycle_rows.hpp"

#include "lifecycle/edge.hpp"

#include <optional>
#include <string>

namespace tradelab {

Status add_lifecycle_rows(RowWriter& rows, const RecordView& record) {
    if (record.kind != stage_edge_kind) {
        return fail(ErrorCode::unsupported,
                    "its type or version is unknown to this program",
                    "read it with the program that wrote it, or a newer one");
    }
    const auto edge = decode_edge(record.payload);
    if (!edge) {
        return fail(edge.error());
    }
    const std::string binding = edge->binding ? edge->binding->hash() : "";
    const auto expires = edge->expires_at ? std::optional(edge->expires_at->ns()) : std::nullopt;
    rows.add(StoreTable::stages,
             {cell(record.seq),
              cell(record.times.event.ns()),
              cell(edge->strategy),
              cell(edge->name),
              cell(edge->basis == VerdictBasis::recorded ? "recorded" : "synthetic"),
              cell(stage_text(edge->from)),
              cell(stage_text(edge->to)),
              cell(edge->by),
              cell(edge->evidence),
              cell(edge->why),
              cell_or_null(binding),
              cell(expires)});
    return {};
}

}  // namespace tradelab
