#include "history/series_reader.hpp"

#include "core/check.hpp"
#include "history/coverage.hpp"
#include "history/series_merge.hpp"

#include <algorithm>
#include <array>
#include <tuple>

namespace tradelab {
namespace {

// Of one column, exactly, into `out`.
Status rescale_column(I64Span in, DecimalPlaces from, DecimalPlaces to, I64Column& out) {
    out.resize(in.size());
    if (to >= from) {
        const std::int64_t factor = DecimalPlaces(to.count() - from.count()).one();
        bool overflow = false;
        for (std::size_t i = 0; i < in.size(); ++i) {
            overflow |= __builtin_mul_overflow(in[i], factor, &out[i]);
        }
        if (!overflow) {
            return {};
        }
    }
    for (std::size_t i = 0; i < in.size(); ++i) {
        const auto value = rescale(in[i], from, to);
        if (!value) {
            return fail(ErrorCode::overflow,
                        "the value " + std::to_string(in[i]) + " with " +
                            std::to_string(from.count()) +
                            " decimal places cannot be written with " + std::to_string(to.count()),
                        "read the series with more places, or with those of its files");
        }
        out[i] = *value;
    }
    return {};
}

// A column that is to be converted: a view's span, which then shows the converted values.
struct Conversion {
    I64Span* span;
    I64Column* out;
    DecimalPlaces from;
    DecimalPlaces to;
};

Status convert(std::span<const Conversion> conversions) {
    for (const auto& [span, out, from, to] : conversions) {
        if (from == to) {
            continue;
        }
        if (auto done = rescale_column(*span, from, to, *out); !done) {
            return done;
        }
        *span = *out;
    }
    return {};
}

}  // namespace

struct SeriesReader::State {
    std::vector<SealedFile> files;
    std::vector<const SealedSummary*> summaries;
    std::vector<Segment> segments;
    std::vector<Hole> holes;
    Places places;
    std::uint64_t rows = 0;

    std::size_t segment = 0;
    std::uint64_t read = 0;  // rows of the segment
    BarColumns bars;         // converted
    TradeColumns trades;

    [[nodiscard]] Status convert_rows(BarView& view, Places from) {
        return convert(std::array{
            Conversion{&view.open, &bars.open, from.price, places.price},
            Conversion{&view.high, &bars.high, from.price, places.price},
            Conversion{&view.low, &bars.low, from.price, places.price},
            Conversion{&view.close, &bars.close, from.price, places.price},
            Conversion{&view.volume, &bars.volume, from.quantity, places.quantity},
            Conversion{
                &view.taker_buy_volume, &bars.taker_buy_volume, from.quantity, places.quantity},
        });
    }
    [[nodiscard]] Status convert_rows(TradeView& view, Places from) {
        return convert(std::array{
            Conversion{&view.price, &trades.price, from.price, places.price},
            Conversion{&view.quantity, &trades.quantity, from.quantity, places.quantity},
        });
    }
    // Marks and funding have the same places in all files.
    [[nodiscard]] Status convert_rows(FundingView& /*view*/, Places /*from*/) { return {}; }
    [[nodiscard]] Status convert_rows(MarkView& /*view*/, Places /*from*/) { return {}; }
};

namespace {

std::vector<const SealedFile*> pointers_to(const std::vector<SealedFile>& files) {
    std::vector<const SealedFile*> pointers;
    pointers.reserve(files.size());
    for (const SealedFile& file : files) {
        pointers.push_back(&file);
    }
    return pointers;
}

Places finest_places(const std::vector<const SealedSummary*>& files) {
    Places finest;
    for (const SealedSummary* file : files) {
        finest.price = std::max(finest.price, file->places.price);
        finest.quantity = std::max(finest.quantity, file->places.quantity);
    }
    return finest;
}

bool within(const SealedSummary& file, TimeRange range) {
    return file.first < range.to && file.last >= range.from;
}

}  // namespace

SeriesReader::SeriesReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
SeriesReader::SeriesReader(SeriesReader&&) noexcept = default;
SeriesReader& SeriesReader::operator=(SeriesReader&&) noexcept = default;
SeriesReader::~SeriesReader() = default;

Result<SeriesReader> SeriesReader::open(std::vector<SealedFile> files,
                                        const SeriesSelection& selection) {
    const TimeRange range = selection.range;
    std::erase_if(files, [range](const SealedFile& f) { return !within(f.summary(), range); });
    std::ranges::sort(files, [](const SealedFile& a, const SealedFile& b) {
        // The path last, so that the order never depends on who listed the directory.
        return std::tuple(a.summary().first, a.summary().last, a.path()) <
               std::tuple(b.summary().first, b.summary().last, b.path());
    });
    auto segments = merge(pointers_to(files), range);
    if (!segments) {
        return fail(segments.error());
    }
    if (segments->empty()) {
        return fail(
            ErrorCode::data_missing,
            "there are no rows from " + iso_text(range.from) + " up to " + iso_text(range.to),
            "import them, or choose another range");
    }

    auto state = std::make_unique<State>();
    state->files = std::move(files);
    state->segments = std::move(*segments);
    for (const SealedFile& file : state->files) {
        state->summaries.push_back(&file.summary());
    }
    for (const Segment& segment : state->segments) {
        state->rows += segment.rows.count;
    }
    state->places = selection.places.value_or(finest_places(state->summaries));
    if (state->summaries.front()->series.kind() == SeriesKind::mark ||
        state->summaries.front()->series.kind() == SeriesKind::funding) {
        state->places = state->summaries.front()->places;
    }
    state->holes = common_holes(state->summaries);
    std::erase_if(state->holes, [&state](const Hole& hole) {
        return hole.from < state->segments.front().first || hole.to > state->segments.back().last;
    });
    return SeriesReader(std::move(state));
}

const Series& SeriesReader::series() const {
    return state_->summaries.front()->series;
}

Places SeriesReader::places() const {
    return state_->places;
}

std::uint64_t SeriesReader::rows() const {
    return state_->rows;
}

const std::vector<const SealedSummary*>& SeriesReader::files() const {
    return state_->summaries;
}

const std::vector<Hole>& SeriesReader::holes() const {
    return state_->holes;
}

Result<std::optional<UnixNanos>> SeriesReader::next_time() const {
    if (state_->segment == state_->segments.size()) {
        return std::optional<UnixNanos>();
    }
    const Segment& segment = state_->segments[state_->segment];
    const auto held =
        state_->files[segment.file].rows({.first = segment.rows.first + state_->read, .count = 1});
    if (!held) {
        return fail(held.error());
    }
    return std::optional(UnixNanos(times_of(*held)[0]));
}

Status SeriesReader::seek(UnixNanos at) {
    const auto segment = std::ranges::lower_bound(state_->segments, at, {}, &Segment::last);
    state_->segment = static_cast<std::size_t>(segment - state_->segments.begin());
    state_->read = 0;
    if (segment == state_->segments.end() || at <= segment->first) {
        return {};
    }
    const auto row = state_->files[segment->file].row_at_or_after(at);
    if (!row) {
        return fail(row.error());
    }
    TL_CHECK(*row >= segment->rows.first && *row - segment->rows.first < segment->rows.count);
    state_->read = *row - segment->rows.first;
    return {};
}

Result<ColumnsView> SeriesReader::next(std::size_t rows_max) {
    TL_CHECK(rows_max > 0);
    if (state_->segment == state_->segments.size()) {
        return state_->files.front().rows({});
    }
    const Segment& segment = state_->segments[state_->segment];
    const SealedFile& file = state_->files[segment.file];
    const std::uint64_t first = segment.rows.first + state_->read;
    const std::uint64_t left_in_block = SealedFile::block_rows - first % SealedFile::block_rows;
    const std::uint64_t count =
        std::min({rows_max, segment.rows.count - state_->read, left_in_block});
    auto held = file.rows({.first = first, .count = count});
    if (!held) {
        return held;
    }
    const Places from = file.summary().places;
    if (from != state_->places) {
        auto converted =
            std::visit([&](auto& view) { return state_->convert_rows(view, from); }, *held);
        if (!converted) {
            return fail(converted.error(), "'" + file.path().native() + "'");
        }
    }
    state_->read += count;
    if (state_->read == segment.rows.count) {
        ++state_->segment;
        state_->read = 0;
    }
    return held;
}

Status SeriesReader::next(EventBlock& events, EventBlock::Stamp stamp) {
    const auto held = next(EventBlock::capacity);
    if (!held) {
        return fail(held.error());
    }
    if (const auto* bars = std::get_if<BarView>(&*held)) {
        events.fill(*bars, *series().interval(), stamp);
    } else if (const auto* trades = std::get_if<TradeView>(&*held)) {
        events.fill(*trades, stamp);
    } else if (const auto* funding = std::get_if<FundingView>(&*held)) {
        events.fill(*funding, stamp);
    } else {
        events.fill(std::get<MarkView>(*held), stamp);
    }
    return {};
}

Status check_agreement(const SealedFile& first, const SealedFile& second) {
    const std::array both = {&first, &second};
    const auto merged = merge(both, {});
    return merged ? Status{} : fail(merged.error());
}

void SeriesReader::check_ahead(const std::stop_token& stop) const {
    for (const SealedFile& file : state_->files) {
        const std::uint64_t rows = file.summary().rows;
        for (std::uint64_t first = 0; first < rows; first += SealedFile::block_rows) {
            const auto block = file.rows({.first = first, .count = 1});
            if (!block || stop.stop_requested()) {
                return;
            }
        }
    }
}

}  // namespace tradelab
