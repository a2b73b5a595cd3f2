#pragma once

#include "core/id.hpp"
#include "core/instrument.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "engine/event_source.hpp"
#include "history/catalogue.hpp"
#include "history/series.hpp"
#include "lab/candidate.hpp"
#include "lab/pair_score.hpp"
#include "lab/venue_book.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tradelab {

enum class Need { required, helpful };

// A series that a run reads.
struct NeededSeries {
    Series series;
    SourceKind kind = SourceKind::bars;
    Need need = Need::required;
};

// Bars of every role in the timeframe; of a perpetual also its funding, without which nobody knows
// what a position cost, and its marks, without which it is liquidated by last prices.  Sorted, each
// once.
[[nodiscard]] Result<std::vector<NeededSeries>> needed_series(std::span<const Candidate> candidates,
                                                              const VenueBook& venues);

// The instruments of a run by canonical name: an instrument's id is its place in here, from 1.
[[nodiscard]] std::vector<InstrumentName> instruments_of(std::span<const Candidate> candidates);

struct PlannedSeries {
    InstrumentId instrument;
    SourceKind kind = SourceKind::bars;
    CataloguedSeries found;
};

// Finer bars of an instrument, to look into its bars with.
struct FinerPlanned {
    InstrumentId instrument;
    CataloguedSeries found;
};

// The part of a time in which there are bars, 0 to 1: without their holes, and what lies before and
// behind them.
[[nodiscard]] double covered_share(const CataloguedSeries& bars, UnixNanos from, UnixNanos to);

// What is read, and from when to when.
struct BacktestPlan {
    std::vector<InstrumentName> instruments;
    std::vector<PlannedSeries> series;
    std::vector<FinerPlanned> finer;
    // Rows with data_from <= time <= to are read; those before `from` only warm strategies up.
    UnixNanos data_from;
    UnixNanos from;
    UnixNanos to;
    std::vector<std::string> warnings;
    // What the series say of each other, where that was asked: see pair_scores.hpp.
    std::vector<PairScore> pairs = {};
};

// The perpetuals of a plan whose marks were not recorded, or not up to a day before its end: what
// they paid and when they were liquidated is a guess by last prices.
[[nodiscard]] std::vector<std::string> perps_without_marks(const BacktestPlan& plan);

// The shortest bars that an instrument has: those that it executes on.
[[nodiscard]] std::optional<BarInterval> finest_bars(const BacktestPlan& plan,
                                                     InstrumentId instrument);

struct PlanRange {
    std::optional<UnixNanos> from = {};  // nothing: where all required series have begun
    std::optional<UnixNanos> to = {};    // nothing: where the first of them ends
    // Of the longest warm-up.
    Duration warmup{0};
    // Finer bars that every instrument must have, if only for a part of the time.
    std::optional<BarInterval> finer = {};
};

// Finds the series in the store.  Err: data_missing with the series' names where one is not there,
// or where the range asked for lies outside of what is.
[[nodiscard]] Result<BacktestPlan> plan_backtest(std::span<const Candidate> candidates,
                                                 const Catalogue& catalogue,
                                                 const VenueBook& venues,
                                                 const PlanRange& range);

}  // namespace tradelab
