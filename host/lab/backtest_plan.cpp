#include "lab/backtest_plan.hpp"

#include "lab/series_source.hpp"

#include <algorithm>
#include <compare>
#include <utility>

namespace tradelab {
namespace {

auto key_of(const NeededSeries& needed) {
    return std::pair(needed.series.text(), needed.kind);
}

Status add(std::vector<NeededSeries>& out,
           const InstrumentName& name,
           SeriesKind kind,
           std::optional<BarInterval> interval,
           Need need) {
    auto series = Series::make(name, kind, interval);
    auto source = source_kind(kind);
    if (!series || !source) {
        return fail(!series ? std::move(series).error() : std::move(source).error());
    }
    out.push_back({.series = *std::move(series), .kind = *source, .need = need});
    return {};
}

InstrumentId id_of(const std::vector<InstrumentName>& names, const InstrumentName& name) {
    const auto at = std::ranges::find(names, name);
    return InstrumentId(static_cast<std::uint32_t>(at - names.begin()) + 1);
}

Error missing(const std::vector<std::string>& names) {
    std::string text = "the store has no history of ";
    for (const std::string& name : names) {
        text += (&name == names.data() ? "" : ", ") + name;
    }
    return {.code = ErrorCode::data_missing,
            .context = std::move(text),
            .hint = "import it: tradelab data import PATH, or make some: tradelab data synth"};
}

// The open of the first bar or the first settlement: from when on the series says something.
UnixNanos begin_of(const PlannedSeries& planned) {
    const auto& interval = planned.found.series.interval();
    return interval ? planned.found.first - interval->length() : planned.found.first;
}

Status narrow(BacktestPlan& plan, std::span<const NeededSeries> needed, const PlanRange& range) {
    std::optional<UnixNanos> first;
    std::optional<UnixNanos> last;
    for (const PlannedSeries& planned : plan.series) {
        const auto at = std::ranges::find(needed, planned.found.series, &NeededSeries::series);
        // Settlements are hours apart: their first and last say little of where history ends.
        if (at->need == Need::required && planned.kind == SourceKind::bars) {
            first = std::max(first.value_or(begin_of(planned)), begin_of(planned));
            last = std::min(last.value_or(planned.found.last), planned.found.last);
        }
        if (planned.kind == SourceKind::funding) {
            const UnixNanos begin = planned.found.first - std::chrono::hours(8);
            first = std::max(first.value_or(begin), begin);
        }
        if (planned.kind == SourceKind::mark) {
            first = std::max(first.value_or(begin_of(planned)), begin_of(planned));
        }
    }
    plan.from = range.from.value_or(*first);
    plan.to = range.to.value_or(*last);
    if (range.from && range.to && *range.from >= *range.to) {
        return fail(ErrorCode::invalid_argument,
                    "a run from " + iso_text(plan.from) + " to " + iso_text(plan.to) +
                        ", which is not later",
                    "swap --from and --to");
    }
    if (plan.from < *first || plan.to > *last || plan.from >= plan.to) {
        return fail(ErrorCode::data_missing,
                    "the history in the store that all series share is from " + iso_text(*first) +
                        " to " + iso_text(*last) + "; " + iso_text(plan.from) + " to " +
                        iso_text(plan.to) + " was asked for",
                    "choose --from and --to within, or import more");
    }
    for (const PlannedSeries& planned : plan.series) {
        if (planned.kind == SourceKind::mark && planned.found.last < plan.to) {
            plan.warnings.push_back("the marks of " + planned.found.series.instrument().text() +
                                    " end at " + iso_text(planned.found.last) +
                                    ": after that, liquidation and funding go by last prices");
        }
    }
    plan.data_from = std::max(*first, plan.from - range.warmup);
    if (range.from && plan.data_from > plan.from - range.warmup) {
        plan.warnings.push_back("the history before " + iso_text(plan.from) +
                                " is shorter than the warm-up: trading begins later");
    }
    return {};
}

Status add_finer(BacktestPlan& plan, const Catalogue& catalogue, BarInterval interval) {
    for (const InstrumentName& name : plan.instruments) {
        const auto series = Series::make(name, SeriesKind::bars, interval);
        if (!series) {
            return fail(series.error());
        }
        auto found = catalogue.find(*series);
        if (!found) {
            return fail(std::move(found).error(), "finer bars");
        }
        plan.finer.push_back(
            {.instrument = id_of(plan.instruments, name), .found = *std::move(found)});
    }
    return {};
}

// Half a market that never was says nothing about the half that was, and would not count as a look
// at it.
Status refuse_mixture(const BacktestPlan& plan) {
    std::string recorded;
    std::string synthetic;
    const auto sort = [&](const CataloguedSeries& found) {
        auto& of_its_kind = found.origin == DataOrigin::synthetic ? synthetic : recorded;
        of_its_kind = found.series.text();
    };
    std::ranges::for_each(plan.series, sort, &PlannedSeries::found);
    std::ranges::for_each(plan.finer, sort, &FinerPlanned::found);
    if (recorded.empty() || synthetic.empty()) {
        return {};
    }
    return fail(ErrorCode::refused,
                recorded + " was recorded and " + synthetic +
                    " is synthetic: one account cannot "
                    "trade on both",
                "run them apart");
}

// The last files of an archive end on different days.
constexpr Duration mark_delay = std::chrono::hours(24);

// So many permille of a run may be without a mark: an exchange that was down.
constexpr std::int64_t unmarked_permille_max = 10;

bool has_few_holes(const CataloguedSeries& marks, const BacktestPlan& plan) {
    std::int64_t without = 0;
    for (const Hole& hole : marks.holes) {
        const std::int64_t from = std::max(hole.from, plan.from).ns();
        without += std::max<std::int64_t>(std::min(hole.to, plan.to).ns() - from, 0);
    }
    return without <= (plan.to - plan.from).count() / 1'000 * unmarked_permille_max;
}

}  // namespace

std::vector<std::string> perps_without_marks(const BacktestPlan& plan) {
    std::vector<std::string> out;
    for (const PlannedSeries& paid : plan.series) {
        const bool is_marked = std::ranges::any_of(plan.series, [&](const PlannedSeries& other) {
            return other.kind == SourceKind::mark && other.instrument == paid.instrument &&
                   other.found.last + mark_delay >= plan.to && has_few_holes(other.found, plan);
        });
        if (paid.kind == SourceKind::funding && !is_marked) {
            out.push_back(paid.found.series.instrument().text());
        }
    }
    return out;
}

std::vector<InstrumentName> instruments_of(std::span<const Candidate> candidates) {
    std::vector<InstrumentName> names;
    for (const Candidate& candidate : candidates) {
        names.insert(names.end(), candidate.roles.begin(), candidate.roles.end());
    }
    std::ranges::sort(names);
    names.erase(std::ranges::unique(names).begin(), names.end());
    return names;
}

double covered_share(const CataloguedSeries& bars, UnixNanos from, UnixNanos to) {
    // A bar is stamped with its close.
    const UnixNanos begin = std::max(from, bars.first - bars.series.interval()->length());
    const UnixNanos end = std::min(to, bars.last);
    if (begin >= end || from >= to) {
        return 0;
    }
    Duration covered = end - begin;
    for (const Hole& hole : bars.holes) {
        const UnixNanos hole_begin = std::max(hole.from, begin);
        const UnixNanos hole_end = std::min(hole.to, end);
        covered -= hole_begin < hole_end ? hole_end - hole_begin : Duration(0);
    }
    return static_cast<double>(covered.count()) / static_cast<double>((to - from).count());
}

std::optional<BarInterval> finest_bars(const BacktestPlan& plan, InstrumentId instrument) {
    std::optional<BarInterval> finest;
    for (const PlannedSeries& planned : plan.series) {
        const auto& interval = planned.found.series.interval();
        if (planned.instrument == instrument && planned.kind == SourceKind::bars) {
            finest = finest ? std::min(*finest, *interval) : *interval;
        }
    }
    return finest;
}

Result<std::vector<NeededSeries>> needed_series(std::span<const Candidate> candidates,
                                                const VenueBook& venues) {
    std::vector<NeededSeries> out;
    for (const Candidate& candidate : candidates) {
        for (const InstrumentName& name : candidate.roles) {
            auto added = add(out, name, SeriesKind::bars, candidate.timeframe, Need::required);
            if (venues.instrument(name, InstrumentId(1)).kind == InstrumentKind::perp) {
                const auto hour = BarInterval::parse("1h");
                added = !added ? added : add(out, name, SeriesKind::funding, {}, Need::required);
                added = !added ? added : add(out, name, SeriesKind::mark, *hour, Need::helpful);
            }
            if (!added) {
                return fail(std::move(added).error());
            }
        }
    }
    std::ranges::sort(out, {}, key_of);
    out.erase(std::ranges::unique(out, {}, key_of).begin(), out.end());
    return out;
}

Result<BacktestPlan> plan_backtest(std::span<const Candidate> candidates,
                                   const Catalogue& catalogue,
                                   const VenueBook& venues,
                                   const PlanRange& range) {
    const auto needed = needed_series(candidates, venues);
    if (!needed) {
        return fail(needed.error());
    }
    BacktestPlan plan;
    plan.instruments = instruments_of(candidates);
    std::vector<std::string> absent;
    for (const NeededSeries& one : *needed) {
        auto found = catalogue.find(one.series);
        if (found) {
            plan.series.push_back({.instrument = id_of(plan.instruments, one.series.instrument()),
                                   .kind = one.kind,
                                   .found = *std::move(found)});
        } else if (found.error().code != ErrorCode::data_missing) {
            return fail(std::move(found).error());
        } else if (one.need == Need::required) {
            absent.push_back(one.series.text());
        } else {
            plan.warnings.push_back("there are no marks of " + one.series.instrument().text() +
                                    ": liquidation and funding go by last prices");
        }
    }
    if (!absent.empty()) {
        return fail(missing(absent));
    }
    if (range.finer) {
        const auto is_no_finer = [&](const Candidate& one) {
            return one.timeframe.length() <= range.finer->length();
        };
        if (std::ranges::any_of(candidates, is_no_finer)) {
            return fail(ErrorCode::invalid_argument,
                        "bars of " + range.finer->text() + " are no finer than those traded on",
                        "choose a shorter --finer, such as 1m");
        }
        if (auto added = add_finer(plan, catalogue, *range.finer); !added) {
            return fail(std::move(added).error());
        }
    }
    if (auto mixed = refuse_mixture(plan); !mixed) {
        return fail(std::move(mixed).error());
    }
    if (auto narrowed = narrow(plan, *needed, range); !narrowed) {
        return fail(std::move(narrowed).error());
    }
    return plan;
}

}  // namespace tradelab
