#include "cli/commands.hpp"
#include "cli/data_form.hpp"

namespace tradelab {

namespace {

void show_file(Output& output, const CataloguedFile& file) {
    const SealedSummary& summary = file.summary;
    const Provenance& from = summary.provenance;
    output.line();
    output.title(file.path.native());
    output.line("  rows      " + std::to_string(summary.rows) + ", " + iso_text(summary.first) +
                " to " + iso_text(summary.last));
    output.line("  source    " + from.source + ": " + from.location);
    output.line("  fetched   " + (from.fetched_at ? iso_text(*from.fetched_at) : "unknown"));
    output.line("  importer  " + from.importer.id + " " + from.importer.version);
    if (from.raw) {
        output.line("  raw       " + from.raw->sha256 + ", " + bytes_text(from.raw->bytes));
    }
    if (from.synthetic) {
        output.line("  SYNTHETIC by " + from.synthetic->generator.id + " " +
                    from.synthetic->generator.version + ", seed " +
                    std::to_string(from.synthetic->seed) + ": never evidence for live trading");
    }
    output.line("  content   " + summary.content_sha256);
    if (!from.verdict) {
        output.line("  score     unjudged");
        return;
    }
    output.line("  score     " + score_text(from.verdict->score_e4) + " of 100");
    for (const auto& finding : from.verdict->findings) {
        output.line("    " + finding.code + " (" + std::to_string(finding.count) +
                    "): " + finding.text);
    }
}

}  // namespace

Answer run(Session& session, const ShowData& request) {
    const auto folder = history_folder(session, request.store);
    const auto series = series_in(request.series);
    if (!folder || !series) {
        return fail(folder ? series.error() : folder.error());
    }
    const auto found = Catalogue(session.disk, *folder).find(*series);
    if (!found) {
        return fail(found.error());
    }
    Output& output = session.output;
    output.title(series->text() + (found->origin == DataOrigin::synthetic ? "  SYNTHETIC" : ""));
    output.line("  " + std::to_string(found->rows) + " rows in " +
                std::to_string(found->files.size()) + " files, " + bytes_text(found->bytes));
    output.line("  " + iso_text(found->first) + " to " + iso_text(found->last) + ", " +
                std::to_string(found->holes.size()) + " holes with " +
                std::to_string(missing_rows(*series, found->holes)) + " rows missing");
    JsonArray files;
    for (const auto& file : found->files) {
        show_file(output, file);
        files.emplace_back(
            JsonObject{{"path", file.path.native()}, {"sealed", summary_json(file.summary)}});
    }
    output.document(JsonObject{{"schema", "tradelab.data_show/1"},
                               {"series", series_json(*found)},
                               {"files", std::move(files)}});
    return ExitCode::ok;
}

Answer run(Session& session, const ShowGaps& request) {
    const auto folder = history_folder(session, request.store);
    const auto series = series_in(request.series);
    if (!folder || !series) {
        return fail(folder ? series.error() : folder.error());
    }
    if (!series->interval()) {
        return fail(ErrorCode::invalid_argument,
                    series->text() + " has no interval",
                    "of bars and marks it is known what should have been there; of others not");
    }
    const auto found = Catalogue(session.disk, *folder).find(*series);
    if (!found) {
        return fail(found.error());
    }
    Table table{.columns = {{.title = "after"},
                            {.title = "up to"},
                            {.title = "rows missing", .align = Align::right}},
                .rows = {}};
    JsonArray holes;
    for (const Hole& hole : found->holes) {
        const std::uint64_t missing = missing_rows(*series, {hole});
        table.add({iso_text(hole.from), iso_text(hole.to), std::to_string(missing)});
        holes.emplace_back(JsonObject{
            {"from", iso_text(hole.from)}, {"to", iso_text(hole.to)}, {"missing_rows", missing}});
    }
    const std::uint64_t missing = missing_rows(*series, found->holes);
    session.output.document(JsonObject{{"schema", "tradelab.data_gaps/1"},
                                       {"series", series->text()},
                                       {"synthetic", found->origin == DataOrigin::synthetic},
                                       {"holes", std::move(holes)},
                                       {"missing_rows", missing}});
    if (found->origin == DataOrigin::synthetic) {
        session.output.title(series->text() + "  SYNTHETIC");
    }
    session.output.table(table);
    session.output.line(std::to_string(found->holes.size()) + " holes, " + std::to_string(missing) +
                        " rows missing, in " + std::to_string(found->rows) + " rows");
    return ExitCode::ok;
}

}  // namespace tradelab
