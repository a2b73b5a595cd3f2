#include "store/gate_rows.hpp"

#include "gate/lifetime_record.hpp"

#include <string>

namespace tradelab {

Status add_gate_rows(RowWriter& rows, Source source, const RecordView& record) {
    const auto act = decode_lifetime(record.kind, record.payload);
    if (!act) {
        return fail(act.error());
    }
    const Cell of = cell(static_cast<std::uint8_t>(source));
    const Cell seq = cell(record.seq);
    const Cell at = cell(record.times.event.ns());
    const Cell none = nullptr;
    if (const auto* grant = std::get_if<GrantRecord>(&*act)) {
        rows.add(StoreTable::gate,
                 {of,
                  seq,
                  at,
                  cell(grant->test),
                  cell("grant"),
                  cell(grant->campaign),
                  cell(grant->level),
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
                  cell(opening->test),
                  cell("open_vault"),
                  none,
                  none,
                  cell(binding),
                  cell(opening->power_permille),
                  none,
                  none});
    } else {
        const auto& ending = std::get<EndingRecord>(*act);
        rows.add(StoreTable::gate,
                 {of,
                  seq,
                  at,
                  cell(ending.test),
                  cell("conclude"),
                  none,
                  none,
                  none,
                  none,
                  cell(ending.verdict),
                  cell(ending.promoted ? 1 : 0)});
    }
    return {};
}

}  // namespace tradelab
