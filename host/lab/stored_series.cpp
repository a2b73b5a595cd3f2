#include "lab/stored_series.hpp"

#include "lab/series_source.hpp"

#include <memory>
#include <optional>
#include <utility>

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

}  // namespace

Result<StoredSeries> open_stored(const Catalogue& catalogue,
                                 const VenueBook& venues,
                                 const BacktestPlan& plan,
                                 RunSpan span) {
    auto series = open_series(catalogue, venues, plan, span);
    if (!series) {
        return fail(std::move(series).error());
    }
    StoredSeries out{.series = *std::move(series), .finer = {}};
    if (!plan.finer.empty()) {
        out.finer = std::make_unique<FinerSeries>();
        if (auto opened = open_finer(*out.finer, catalogue, venues, plan); !opened) {
            return fail(std::move(opened).error());
        }
    }
    return out;
}

}  // namespace tradelab
