#include "cli/commands.hpp"
#include "cli/data_form.hpp"
#include "cli/json_form.hpp"

namespace tradelab {

namespace {

void report_refused(Output& output, const CatalogueListing& listing) {
    for (const auto& refused : listing.refused) {
        Error error = refused.why;
        error.context = "not used: " + error.context;
        error.file = error.file.empty() ? refused.path.native() : error.file;
        output.error(error);
    }
}

JsonValue refused_json(const CatalogueListing& listing) {
    JsonArray refused;
    for (const auto& one : listing.refused) {
        refused.emplace_back(
            JsonObject{{"file", one.path.native()}, {"error", error_json(one.why)}});
    }
    return refused;
}

}  // namespace

Answer run(Session& session, const ListData& request) {
    const auto folder = history_folder(session, request.store);
    if (!folder) {
        return fail(folder.error());
    }
    const auto listing = Catalogue(session.disk, *folder).list();
    if (!listing) {
        return fail(listing.error());
    }
    Table table{.columns = {{.title = "series"},
                            {.title = "first"},
                            {.title = "last"},
                            {.title = "rows", .align = Align::right},
                            {.title = "holes", .align = Align::right},
                            {.title = "missing", .align = Align::right},
                            {.title = "score", .align = Align::right},
                            {.title = "origin"}},
                .rows = {}};
    JsonArray all;
    for (const auto& series : listing->series) {
        table.add({series.series.text(),
                   iso_text(series.first),
                   iso_text(series.last),
                   std::to_string(series.rows),
                   std::to_string(series.holes.size()),
                   std::to_string(missing_rows(series.series, series.holes)),
                   score_text(series.score_e4),
                   origin_text(series.origin)});
        all.push_back(series_json(series));
    }
    session.output.document(JsonObject{{"schema", "tradelab.data_list/1"},
                                       {"store", folder->native()},
                                       {"series", std::move(all)},
                                       {"refused", refused_json(*listing)}});
    session.output.table(table);
    if (listing->series.empty() && listing->refused.empty()) {
        session.output.note("No history in " + folder->native() + ".");
        session.output.note("  hint: import some: tradelab data import PATH");
    }
    report_refused(session.output, *listing);
    return listing->refused.empty() ? ExitCode::ok : ExitCode::partly_done;
}

Answer run(Session& session, const ShowDataUsage& request) {
    const auto folder = history_folder(session, request.store);
    if (!folder) {
        return fail(folder.error());
    }
    const Catalogue store(session.disk, *folder);
    const auto listing = store.list();
    if (!listing) {
        return fail(listing.error());
    }
    Table table{.columns = {{.title = "series"},
                            {.title = "files", .align = Align::right},
                            {.title = "on disk", .align = Align::right},
                            {.title = "origin"}},
                .rows = {}};
    JsonArray all;
    for (const auto& series : listing->series) {
        const auto one = store.usage(series.series);
        if (!one) {
            return fail(one.error());
        }
        table.add({series.series.text(),
                   std::to_string(one->files),
                   bytes_text(one->bytes),
                   origin_text(series.origin)});
        all.emplace_back(JsonObject{{"series", series.series.text()},
                                    {"synthetic", series.origin == DataOrigin::synthetic},
                                    {"files", one->files},
                                    {"bytes", one->bytes}});
    }
    const auto total = store.usage();
    if (!total) {
        return fail(total.error());
    }
    table.add({"all", std::to_string(total->files), bytes_text(total->bytes), ""});
    session.output.document(JsonObject{{"schema", "tradelab.data_du/1"},
                                       {"store", folder->native()},
                                       {"series", std::move(all)},
                                       {"files", total->files},
                                       {"bytes", total->bytes}});
    session.output.table(table);
    return ExitCode::ok;
}

}  // namespace tradelab
