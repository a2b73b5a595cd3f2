#include "store/row_writer.hpp"

#include "core/check.hpp"

#include <bit>
#include <cstring>
#include <utility>

namespace tradelab {
namespace {

constexpr std::uint64_t prime = 0x9fb21c651e98df25;  // odd, about half of its bits set

// Eight bytes or fewer, the first the least significant, on every machine.
std::uint64_t word_of(std::string_view bytes) {
    static_assert(std::endian::native == std::endian::little);
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data(), bytes.size());
    return word;
}

}  // namespace

void RowDigest::add(std::uint64_t word) {
    state_ = (state_ ^ word) * prime;
    state_ ^= state_ >> 29U;
}

void RowDigest::add(const TableCell& cell) {
    add(std::uint64_t{cell.index()});
    if (const auto* number = std::get_if<std::int64_t>(&cell)) {
        add(static_cast<std::uint64_t>(*number));
    } else if (const auto* text = std::get_if<std::string_view>(&cell)) {
        add(std::uint64_t{text->size()});
        for (std::size_t at = 0; at < text->size(); at += sizeof(std::uint64_t)) {
            add(word_of(text->substr(at, sizeof(std::uint64_t))));
        }
    }
}

RowWriter::RowWriter(std::vector<SqlStatement> insertions) : insertions_(std::move(insertions)) {}

Result<RowWriter> RowWriter::make(const Database& database) {
    std::vector<SqlStatement> insertions;
    for (std::size_t at = 0; at < table_count; ++at) {
        auto prepared = database.prepare(insertion_into(static_cast<StoreTable>(at)));
        if (!prepared) {
            return fail(std::move(prepared).error());
        }
        insertions.push_back(*std::move(prepared));
    }
    return RowWriter(std::move(insertions));
}

void RowWriter::add(StoreTable table, std::initializer_list<TableCell> cells) {
    if (!status_) {
        return;
    }
    TL_CHECK(cells.size() == static_cast<std::size_t>(columns_of(table)));
    SqlStatement& insertion = insertions_[static_cast<std::size_t>(table)];
    RowDigest digest(static_cast<std::uint64_t>(table));
    int place = 0;
    for (const TableCell& cell : cells) {
        insertion.bind(++place, cell);
        digest.add(cell);
    }
    status_ = insertion.run();
    digest_ += digest.value();
}

void RowWriter::restore(std::uint64_t digest) {
    digest_ = digest;
    status_ = {};
}

}  // namespace tradelab
