#include "cli/commands.hpp"
#include "cli/data_form.hpp"
#include "ingest/export_table.hpp"

namespace tradelab {

namespace {

constexpr std::size_t rows_at_once = 4'096;
constexpr std::size_t text_at_once = std::size_t{1} << 20U;

// Gives the text of a series in pieces.
template <class Take>
Status write_rows(SeriesReader& reader, const TableText& table, Take take) {
    std::string text = table.header();
    while (true) {
        const auto rows = reader.next(rows_at_once);
        if (!rows) {
            return fail(rows.error());
        }
        if (rows_of(*rows) == 0) {
            return take(text);
        }
        if (auto appended = table.append(*rows, text); !appended) {
            return appended;
        }
        if (text.size() >= text_at_once) {
            if (auto taken = take(text); !taken) {
                return taken;
            }
            text.clear();
        }
    }
}

// A whole file or none.
Status write_file(Session& session,
                  const std::filesystem::path& path,
                  SeriesReader& reader,
                  const TableText& table) {
    if (session.disk.exists(path)) {
        return fail(ErrorCode::already_exists,
                    "'" + path.native() + "' is there",
                    "remove it, or name another file");
    }
    const std::filesystem::path part = path.native() + ".part";
    if (session.disk.exists(part)) {
        if (auto removed = session.disk.remove_file(part); !removed) {
            return removed;
        }
    }
    auto file = session.disk.create_new(part);
    if (!file) {
        return fail(file.error());
    }
    auto done =
        write_rows(reader, table, [&](const std::string& text) { return (*file)->write(text); });
    done = done ? (*file)->sync() : done;
    done = done ? (*file)->close() : done;
    done = done ? session.disk.rename(part, path) : done;
    if (!done) {
        // The first error is the one to report.
        static_cast<void>(session.disk.remove_file(part));
        return done;
    }
    return session.disk.sync_directory(path.parent_path());
}

}  // namespace

Answer run(Session& session, const ExportData& request) {
    const auto folder = history_folder(session, request.store);
    const auto series = series_in(request.series);
    if (!folder || !series) {
        return fail(folder ? series.error() : folder.error());
    }
    auto reader = Catalogue(session.disk, *folder).open(*series);
    if (!reader) {
        return fail(reader.error());
    }
    // In the archive's layout nothing could say so any more.
    if (!reader->files().empty() && reader->files().front()->provenance.synthetic) {
        return fail(ErrorCode::refused,
                    series->text() + " is synthetic: exported, it would come back as recorded",
                    "make it again where it is needed: tradelab data synth, with the seed that "
                    "`tradelab data show` names");
    }
    const auto unit =
        request.unit == "us" ? TableText::Unit::microseconds : TableText::Unit::milliseconds;
    const std::string importer =
        reader->files().empty() ? "" : reader->files().front()->provenance.importer.id;
    const TableText table(*series, reader->places(), unit, importer);
    if (request.csv == "-") {
        const auto done = write_rows(*reader, table, [&](const std::string& text) {
            session.output.verbatim(text);
            return Status{};
        });
        return done ? Answer(ExitCode::ok) : Answer(fail(done.error()));
    }
    const auto path = session.layout.absolute(request.csv);
    if (auto done = write_file(session, path, *reader, table); !done) {
        return fail(done.error());
    }
    session.output.document(JsonObject{{"schema", "tradelab.data_export/1"},
                                       {"series", series->text()},
                                       {"rows", reader->rows()},
                                       {"file", path.native()}});
    session.output.line(std::to_string(reader->rows()) + " rows of " + series->text() + " in " +
                        path.native());
    return ExitCode::ok;
}

}  // namespace tradelab
