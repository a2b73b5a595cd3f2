#pragma once

#include "core/id.hpp"
#include "core/result.hpp"
#include "engine/event_source.hpp"
#include "history/event_block.hpp"
#include "history/series_reader.hpp"

#include <cstdint>

namespace tradelab {

// A sealed series as a stream of events, in blocks of at most 64.
//
// The reader was opened with the places of the instrument.  Of bars, funding and marks; a series of
// trades is refused by source_kind().
// Marks tell their extremes where they stand for the same time as the instrument's bars.
enum class MarkExtremes : std::uint8_t { told, withheld };

class SeriesSource final : public EventSource {
public:
    SeriesSource(SeriesReader reader, InstrumentId instrument, MarkExtremes extremes);

    [[nodiscard]] Result<SourceBlock> next() override;
    [[nodiscard]] const SeriesReader& reader() const { return reader_; }

private:
    SeriesReader reader_;
    EventBlock::Stamp stamp_;
    MarkExtremes extremes_;
    EventBlock block_;
};

[[nodiscard]] Result<SourceKind> source_kind(SeriesKind kind);

}  // namespace tradelab
