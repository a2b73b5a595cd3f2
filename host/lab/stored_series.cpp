#include "lab/stored_series.hpp"

#include "lab/series_source.hpp"

#include <memory>
#include <optional>
#include <span>
#include <system_error>
#include <utility>
#include <vector>

namespace tradelab {
namespace {

Result<std::vector<OpenSeries>> open_series(const Catalogue& catalogue,
                                            const VenueBook& venues,
                                            const BacktestPlan& plan,
                                            RunSpan span) {
    std::vector<OpenSeries> out;
    for (const PlannedSeries& planned : plan.series) {
        const InstrumentName& name = plan.instruments[planned.instrument.value() - 1];
        const Places places = venues.instrument(name, planned.instrument).places;
        const bool has_places = planned.kind == SourceKind::bars;
        const auto finest = finest_bars(plan, planned.instrument);
        // A bar that closes at data_from lies before it.
        const TimeRange range{.from = UnixNanos(span.data_from.ns() + 1),
                              .to = UnixNanos(span.to.ns() + 1)};
        auto reader = catalogue.open(
            planned.found.series,
            {.range = range, .places = has_places ? std::optional(places) : std::nullopt});
        if (!reader) {
            return fail(std::move(reader).error());
        }
        const auto& interval = planned.found.series.interval();
        OpenSeries& one = out.emplace_back();
        one.rows = reader->rows();
        one.source = std::make_unique<SeriesSource>(
            *std::move(reader),
            planned.instrument,
            interval == finest ? MarkExtremes::told : MarkExtremes::withheld);
        one.spec = {.instrument = planned.instrument,
                    .kind = planned.kind,
                    .interval = has_places ? interval->length() : Duration(0),
                    .source = one.source.get()};
    }
    return out;
}

Status open_finer(FinerSeries& finer,
                  const Catalogue& catalogue,
                  const VenueBook& venues,
                  const BacktestPlan& plan) {
    for (const FinerPlanned& planned : plan.finer) {
        const InstrumentName& name = plan.instruments[planned.instrument.value() - 1];
        auto reader = catalogue.open(
            planned.found.series, {.places = venues.instrument(name, planned.instrument).places});
        if (!reader) {
            return fail(std::move(reader).error());
        }
        finer.add(planned.instrument, *std::move(reader));
    }
    return {};
}

// A file read for the first time costs its checksums, and the pages it lies in: of a year of
// minutes a tenth of the run, which the second core does before the run gets there.
std::jthread check_ahead(std::span<const OpenSeries> series) {
    constexpr std::uint64_t rows_worth_it = 100'000;
    std::vector<const SeriesReader*> readers;
    for (const OpenSeries& one : series) {
        if (one.rows >= rows_worth_it) {
            readers.push_back(&static_cast<const SeriesSource&>(*one.source).reader());
        }
    }
    if (readers.empty()) {
        return {};
    }
    try {
        return std::jthread([readers = std::move(readers)](const std::stop_token& stop) {
            for (const SeriesReader* reader : readers) {
                reader->check_ahead(stop);
            }
        });
    } catch (const std::system_error&) {
        return {};  // no thread to be had: the run checks for itself
    }
}

}  // namespace

Result<StoredSeries> open_stored(const Catalogue& catalogue,
                                 const VenueBook& venues,
                                 const BacktestPlan& plan,
                                 RunSpan span) {
    auto series = open_series(catalogue, venues, plan, span);
    if (!series) {
        return fail(std::move(series).error());
    }
    StoredSeries out{.series = *std::move(series), .finer = {}, .checks_ahead = {}};
    if (!plan.finer.empty()) {
        out.finer = std::make_unique<FinerSeries>();
        if (auto opened = open_finer(*out.finer, catalogue, venues, plan); !opened) {
            return fail(std::move(opened).error());
        }
    }
    out.checks_ahead = check_ahead(out.series);
    return out;
}

}  // namespace tradelab
