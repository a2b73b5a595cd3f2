#include "ingest/read_table.hpp"

#include "ingest/funding_rows.hpp"
#include "ingest/kline_rows.hpp"
#include "ingest/text_blocks.hpp"
#include "ingest/trade_rows.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace tradelab {
namespace {

std::string_view first_field(const char* at, std::size_t skip) {
    while (skip > 0 && *at != '\n') {
        skip -= *at++ == ',' ? 1U : 0U;
    }
    const char* end = at;
    while (*end != ',' && *end != '\n') {
        ++end;
    }
    return {at, end};
}

Failure fail_at(std::uint64_t line, Error error) {
    error.line = static_cast<int>(line);
    return fail(std::move(error));
}

// TextBlocks counts from the first line that it has not given out; what is wrong with the packing
// is in no line.
Failure fail_behind(std::uint64_t number, Error error) {
    return error.line == 0 ? fail(std::move(error))
                           : fail_at(number + static_cast<std::uint64_t>(error.line), error);
}

Failure fail_line(const char* line,
                  std::uint64_t number,
                  const TableShape& shape,
                  const LineProblem& problem) {
    const auto names = column_names(shape.layout, shape.columns);
    return fail_at(number,
                   {.code = ErrorCode::malformed,
                    .context = std::string(names[problem.column]) + " " +
                               shown_field(first_field(line, problem.column)) + " " + problem.what,
                    .hint = problem.hint});
}

// Rows for what is left, from how many the first block had.  Only for plain text, whose size is
// what it says; a packed one could ask for any amount of memory.
std::size_t rows_expected(const ReadTable& request, Packing packing, std::string_view block) {
    if (packing != Packing::plain) {
        return 0;
    }
    const auto lines = static_cast<std::uint64_t>(std::ranges::count(block, '\n'));
    const std::uint64_t blocks = request.raw_bytes / std::max<std::uint64_t>(block.size(), 1) + 1;
    return static_cast<std::size_t>(std::min(lines * blocks, table_rows_max));
}

template <class Rows>
Result<TableRows> read_rows(TextBlocks& blocks,
                            std::string_view block,
                            const TextSource& source,
                            const TableFacts& facts,
                            const ReadTable& request) {
    Rows rows(facts);
    rows.reserve(rows_expected(request, source.packing(), block));
    const char* at = block.data();
    for (std::size_t i = 0; i < facts.shape.header_lines; ++i) {
        at = block.data() + block.find('\n') + 1;
    }
    std::uint64_t number = facts.shape.header_lines;  // of the line read last
    while (!block.empty()) {
        for (const char* const end = block.data() + block.size(); at != end;) {
            const char* const line = at;
            ++number;
            at = rows.read(line);
            if (at == nullptr) {
                return fail_line(line, number, facts.shape, rows.problem());
            }
        }
        if (rows.size() > table_rows_max) {
            return fail(ErrorCode::too_large,
                        "it has more than " + std::to_string(table_rows_max) + " rows",
                        "import the days instead of the month");
        }
        if (request.progress) {
            request.progress(source.raw_used(), rows.size());
        }
        auto next = blocks.next();
        if (!next) {
            return fail_behind(number, next.error());
        }
        block = *next;
        at = block.data();
    }
    if (rows.size() == 0) {
        return fail_at(2,
                       {.code = ErrorCode::malformed,
                        .context = "there are no rows below the header",
                        .hint = "download the file again"});
    }
    auto table = rows.finish();
    if (table) {
        table->header_lines = facts.shape.header_lines;
    }
    return table;
}

}  // namespace

Result<TableRows> read_table(TextSource& source, const ReadTable& request) {
    TextBlocks blocks(source);
    const auto block = blocks.next();
    if (!block) {
        return fail_behind(0, block.error());
    }
    if (block->empty()) {
        return fail_at(1,
                       {.code = ErrorCode::malformed,
                        .context = "the file is empty",
                        .hint = "download it again"});
    }
    const auto shape = shape_of(block->substr(0, block->find('\n')), request.layout);
    if (!shape) {
        return fail(shape.error());
    }
    const TableFacts facts{.shape = *shape, .interval = request.interval};
    switch (shape->layout) {
        case ArchiveLayout::klines:
        case ArchiveLayout::mark_klines:
            return read_rows<KlineRows>(blocks, *block, source, facts, request);
        case ArchiveLayout::funding:
            return read_rows<FundingRows>(blocks, *block, source, facts, request);
        case ArchiveLayout::agg_trades:
        case ArchiveLayout::trades:
            break;
    }
    return read_rows<TradeRows>(blocks, *block, source, facts, request);
}

}  // namespace tradelab
