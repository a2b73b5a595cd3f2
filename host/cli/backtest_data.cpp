#include "cli/backtest_data.hpp"

#include "cli/backtest_setup.hpp"
#include "cli/data_form.hpp"
#include "ingest/archive_path.hpp"
#include "ingest/import_plan.hpp"
#include "ingest/importer.hpp"
#include "lab/backtest_plan.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

namespace tradelab {

namespace {

// Does the path of a file say that it holds this series?  Klines have no word of their own in it.
bool holds(const std::filesystem::path& path, const Series& series) {
    const auto said = read_archive_path(path);
    return said && said->instrument == series.instrument() &&
           series_kind_of(said->layout.value_or(ArchiveLayout::klines)) == series.kind() &&
           said->interval == series.interval();
}

Result<std::vector<Series>> absent(const Catalogue& catalogue,
                                   const std::vector<Candidate>& candidates,
                                   const VenueBook& venues) {
    const auto needed = needed_series(candidates, venues);
    if (!needed) {
        return fail(needed.error());
    }
    std::vector<Series> out;
    for (const NeededSeries& one : *needed) {
        const auto found = catalogue.find(one.series);
        if (!found && found.error().code == ErrorCode::data_missing) {
            out.push_back(one.series);
        }
    }
    return out;
}

Status import_missing(Session& session,
                      Catalogue& catalogue,
                      const std::vector<Candidate>& candidates,
                      const VenueBook& venues) {
    if (!session.layout.shared) {
        return {};
    }
    const auto missing = absent(catalogue, candidates, venues);
    if (!missing) {
        return fail(missing.error());
    }
    if (missing->empty()) {
        return {};
    }
    const auto files = plan_import(session.disk, {*session.layout.shared / "data"});
    if (!files) {
        return fail(files.error(), "looking for recorded data (TRADELAB_SHARED)");
    }
    for (const Series& series : *missing) {
        for (const PlannedFile& file : files->files) {
            if (!holds(file.path, series)) {
                continue;
            }
            session.output.note("importing " + series.text() + " from " +
                                file.path.filename().string());
            const auto imported = import_file(session.disk, catalogue, file.path, {});
            if (!imported) {
                return fail(imported.error());
            }
        }
    }
    return {};
}

}  // namespace

Result<TradedHistory> history_for(Session& session,
                                  const std::vector<Candidate>& candidates,
                                  const std::string& store) {
    const auto folder = history_folder(session, store);
    if (!folder) {
        return fail(folder.error());
    }
    auto venues = venues_of(session, candidates);
    if (!venues) {
        return fail(std::move(venues).error());
    }
    Catalogue catalogue(session.disk, *folder);
    if (auto imported = import_missing(session, catalogue, candidates, *venues); !imported) {
        return fail(std::move(imported).error());
    }
    return TradedHistory{.venues = *std::move(venues), .catalogue = std::move(catalogue)};
}

}  // namespace tradelab
