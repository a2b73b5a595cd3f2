#include "ingest/export_table.hpp"
#include "ingest/read_table.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

// Hostile text as a table of the archive, of each kind: rows or an error that names a line; and
// rows that were read are written and read again the same.
namespace tradelab {
namespace {

Result<TableRows> read(std::string_view text, ArchiveLayout layout) {
    auto source = TextSource::open(text);
    return source ? read_table(*source, {.layout = layout, .raw_bytes = text.size()})
                  : Result<TableRows>(fail(source.error()));
}

void check_round_trip(const TableRows& table, ArchiveLayout layout) {
    const ColumnsView rows = view_of(table.columns);
    const auto name = InstrumentName::make("a:B").value();
    const auto series = Series::make(name, kind_of(rows), table.interval);
    if (!series) {
        std::abort();
    }
    const TableText written(*series, table.places, TableText::Unit::microseconds);
    std::string text = written.header();
    if (!written.append(rows, text)) {
        return;  // an id or a price that the layout cannot say again
    }
    const auto again = layout == ArchiveLayout::trades ? ArchiveLayout::agg_trades : layout;
    const auto twice = read(text, again);
    if (twice && times_of(view_of(twice->columns)).size() != times_of(rows).size()) {
        std::abort();
    }
}

}  // namespace
}  // namespace tradelab

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using tradelab::ArchiveLayout;
    const std::string text(reinterpret_cast<const char*>(data), size);
    if (tradelab::packing_of(text) != tradelab::Packing::plain) {
        return 0;
    }
    for (const auto layout : {ArchiveLayout::klines,
                              ArchiveLayout::mark_klines,
                              ArchiveLayout::funding,
                              ArchiveLayout::agg_trades,
                              ArchiveLayout::trades}) {
        const auto table = tradelab::read(text, layout);
        if (table) {
            tradelab::check_round_trip(*table, layout);
        } else if (table.error().hint.empty()) {
            std::abort();
        }
    }
    return 0;
}
