#include "store/gate_rows.hpp"

#include "gate/lifetime_record.hpp"

#include <string>

namespace tradelab {

Status add_gate_rows(RowWriter& rows, Source source, const RecordView& record) {
    const auto act = decode_lifetime(record.kind, record.payload);
    if (!act) {
        return fail(act.error());
    }
    const TableCell of = table_cell(static_cast<std::uint8_t>(source));
    const TableCell seq = table_cell(record.seq);
    const TableCell at = table_cell(record.times.event.ns());
    const TableCell none = nullptr;
    if (const auto* grant = std::get_if<GrantRecord>(&*act)) {
        rows.add(StoreTable::gate,
                 {of,
                  seq,
                  at,
                  table_cell(grant->test),
                  table_cell("grant"),
                  table_cell(grant->campaign),
                  table_cell(grant->level),
                  none,
                  none,
                  none,
                  none});
    } else if (const auto* opening = std::get_if<OpeningRecord>(&*act)) {
        const std::string binding = opening->binding.hash();
        rows.add(StoreTable::gate,
                 {of,
                  seq,
                  at,
                  table_cell(opening->test),
                  table_cell("open_vault"),
                  none,
                  none,
                  table_cell(binding),
                  table_cell(opening->power_permille),
                  none,
                  none});
    } else {
        const auto& ending = std::get<EndingRecord>(*act);
        rows.add(StoreTable::gate,
                 {of,
                  seq,
                  at,
                  table_cell(ending.test),
                  table_cell("conclude"),
                  none,
                  none,
                  none,
                  none,
                  table_cell(ending.verdict),
                  table_cell(ending.promoted ? 1 : 0)});
    }
    return {};
}

}  // namespace tradelab
