#include "store/lifecycle_rows.hpp"

#include "lifecycle/edge.hpp"
#include "lifecycle/lifecycle.hpp"

#include <optional>
#include <string>

namespace tradelab {

Status add_lifecycle_rows(RowWriter& rows, const RecordView& record) {
    if (record.kind == ledger_note_kind) {
        return {};  // of the ledger, which has rows of its own
    }
    if (!is_stage_edge(record.kind)) {
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
             {table_cell(record.seq),
              table_cell(record.times.event.ns()),
              table_cell(edge->strategy),
              table_cell(edge->name),
              table_cell(edge->basis == VerdictBasis::recorded ? "recorded" : "synthetic"),
              table_cell(stage_text(edge->from)),
              table_cell(stage_text(edge->to)),
              table_cell(edge->by),
              table_cell(edge->evidence),
              table_cell(edge->why),
              table_cell_or_null(binding),
              table_cell(expires)});
    return {};
}

}  // namespace tradelab
