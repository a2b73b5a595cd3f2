#pragma once

#include "core/result.hpp"
#include "journal/reader.hpp"
#include "journal/record.hpp"
#include "os/disk.hpp"
#include "store/row_writer.hpp"
#include "store/schema.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tradelab {

// Where the database is, and the journals that it is made of.
struct ProjectionPlaces {
    Disk::Path file;
    Disk::Path state;  // trials, lives, vaults
    // The folder of a paper session, and of those of other accounts below it: `account-1`, ...
    Disk::Path paper;
};

[[nodiscard]] ProjectionPlaces projection_places(const Disk::Path& state, const Disk::Path& paper);

// How far one journal was read.  Only acknowledged records are: they stay, whatever happens.
struct SourceState {
    Source source = Source::paper;
    std::uint64_t account = 0;       // of paper; 0 is the one without a number
    JournalHead applied = {};        // without a record: all zero
    std::uint64_t acknowledged = 0;  // the last record, as of the last look
    bool is_proven = false;          // this process has seen the journal to have that head
    // Why it goes no further: the journal is damaged, or says what this program does not know.
    std::optional<std::string> problem = {};

    [[nodiscard]] bool is_begun() const { return applied.offset != 0; }
    // "trials", "paper", "paper/account-2"
    [[nodiscard]] std::string name() const;
};

[[nodiscard]] Disk::Path journal_of(const ProjectionPlaces& places, const SourceState& source);

// Adds those that are there and not among them yet; they stay in order.
void find_sources(const Disk& disk,
                  const ProjectionPlaces& places,
                  std::vector<SourceState>& sources);

// Kind of the journal, as its header says it.
[[nodiscard]] std::string_view kind_of(Source source);

// The rows of one record.
[[nodiscard]] Status add_rows(RowWriter& rows, const SourceState& source, const RecordView& record);

}  // namespace tradelab
