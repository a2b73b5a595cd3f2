#pragma once

#include "core/result.hpp"
#include "journal/reader.hpp"
#include "journal/record.hpp"
#include "os/disk.hpp"
#include "store/row_writer.hpp"
#include "store/schema.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace tradelab {

// Where the database is, and the journals that it is made of.
struct ProjectionPlaces {
    Disk::Path file;
    std::array<Disk::Path, source_count> journals = {};  // by Source

    [[nodiscard]] const Disk::Path& of(Source source) const {
        return journals.at(static_cast<std::size_t>(source));
    }
};

// Places in a state directory, as everybody who writes these journals has them.
[[nodiscard]] ProjectionPlaces projection_places(const Disk::Path& state, const Disk::Path& paper);

// How far one journal was read.  Only acknowledged records are: they stay, whatever happens.
struct SourceState {
    Source source = Source::paper;
    JournalHead applied = {};        // without a record: all zero
    std::uint64_t acknowledged = 0;  // the last record, as of the last look
    // Why it goes no further: the journal is damaged, or says what this program does not know.
    std::optional<std::string> problem = {};

    [[nodiscard]] bool is_begun() const { return applied.offset != 0; }
};

// Kind of the journal, as its header says it.
[[nodiscard]] std::string_view kind_of(Source source);

// The rows of one record.
[[nodiscard]] Status add_rows(RowWriter& rows, Source source, const RecordView& record);

}  // namespace tradelab
