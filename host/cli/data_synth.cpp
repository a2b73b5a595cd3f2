#include "cli/commands.hpp"
#include "cli/data_form.hpp"
#include "history/catalogue.hpp"
#include "integrity/judge.hpp"
#include "synthetic/market.hpp"

#include <string>
#include <utility>
#include <vector>

namespace tradelab {

namespace {

// What became of one series of the market.
struct Sealed {
    std::string series;
    std::uint64_t rows = 0;
    UnixNanos first;
    UnixNanos last;
    std::uint32_t score_e4 = 0;
    Added added;
};

constexpr std::string_view stamp = "SYNTHETIC";

Result<std::vector<BarInterval>> intervals_of(const SynthesiseData& request) {
    std::vector<BarInterval> all;
    for (const std::string& text : request.intervals) {
        const auto interval = BarInterval::parse(text);
        if (!interval) {
            return fail(interval.error(), "--interval");
        }
        all.push_back(*interval);
    }
    return all;
}

Result<Sealed> seal(Catalogue& catalogue,
                    const SyntheticSettings& settings,
                    const SyntheticSeries& made) {
    const ColumnsView rows = view_of(made.columns);
    const I64Span times = times_of(rows);
    Provenance provenance = synthetic_provenance(settings);
    provenance.verdict = judge(made.series, made.places, rows);
    const std::uint32_t score_e4 = provenance.verdict->score_e4;
    auto added = catalogue.add({.series = made.series,
                                .places = made.places,
                                .provenance = std::move(provenance),
                                .rows = rows});
    if (!added) {
        Error error = added.error();
        if (error.code == ErrorCode::duplicate) {
            error.hint =
                "another market of this name is there: choose another --symbol, or: "
                "tradelab data remove";
        }
        return fail(std::move(error), "sealing " + made.series.text());
    }
    return Sealed{.series = made.series.text(),
                  .rows = times.size(),
                  .first = UnixNanos(times.front()),
                  .last = UnixNanos(times.back()),
                  .score_e4 = score_e4,
                  .added = std::move(*added)};
}

std::string_view outcome_text(const Added& added) {
    return added.outcome == Added::Outcome::stored ? "stored" : "already there";
}

void show(Output& output, const SyntheticSettings& settings, const std::vector<Sealed>& all) {
    output.title(std::string(stamp) + ": a market that nobody traded, never evidence for live");
    Table table{.columns = {{.title = "origin"},
                            {.title = "series"},
                            {.title = "rows", .align = Align::right},
                            {.title = "first"},
                            {.title = "last"},
                            {.title = "score", .align = Align::right},
                            {.title = "file"}},
                .rows = {}};
    for (const Sealed& one : all) {
        table.add({std::string(stamp),
                   one.series,
                   std::to_string(one.rows),
                   iso_text(one.first),
                   iso_text(one.last),
                   score_text(one.score_e4),
                   std::string(outcome_text(one.added))});
    }
    output.table(table);
    output.line("seed " + std::to_string(settings.seed) + "  " + settings_text(settings));
}

JsonValue document_of(const SyntheticSettings& settings, const std::vector<Sealed>& all) {
    JsonArray series;
    for (const Sealed& one : all) {
        series.emplace_back(JsonObject{{"series", one.series},
                                       {"origin", "synthetic"},
                                       {"rows", one.rows},
                                       {"first", iso_text(one.first)},
                                       {"last", iso_text(one.last)},
                                       {"score_e4", score_json(one.score_e4)},
                                       {"outcome", outcome_text(one.added)},
                                       {"file", one.added.path.string()}});
    }
    return JsonObject{{"schema", "tradelab.data_synth/1"},
                      {"synthetic", true},
                      {"seed", settings.seed},
                      {"settings", settings_text(settings)},
                      {"series", std::move(series)}};
}

}  // namespace

Answer run(Session& session, const SynthesiseData& request) {
    SyntheticSettings settings = request.settings;
    const auto start = parse_iso(request.start);
    if (!start) {
        return fail(start.error(), "--from");
    }
    settings.start = *start;
    const auto intervals = intervals_of(request);
    if (!intervals) {
        return fail(intervals.error());
    }
    const auto folder = history_folder(session, request.store, NamedStore::may_be_begun);
    if (!folder) {
        return fail(folder.error());
    }
    const auto market = make_synthetic(settings, *intervals);
    if (!market) {
        return fail(market.error());
    }

    Catalogue catalogue(session.disk, *folder);
    std::vector<Sealed> all;
    for (const SyntheticSeries& made : *market) {
        auto sealed = seal(catalogue, settings, made);
        if (!sealed) {
            return fail(sealed.error());
        }
        all.push_back(std::move(*sealed));
    }
    if (session.output.wants_json()) {
        session.output.document(document_of(settings, all));
    } else {
        show(session.output, settings, all);
    }
    return ExitCode::ok;
}

}  // namespace tradelab
