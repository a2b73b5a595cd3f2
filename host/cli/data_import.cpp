#include "cli/commands.hpp"
#include "cli/data_form.hpp"
#include "cli/data_recordings.hpp"
#include "cli/evidence_terms.hpp"
#include "cli/json_form.hpp"
#include "ingest/import_plan.hpp"
#include "ingest/importer.hpp"
#include "integrity/evidence.hpp"
#include "os/clock.hpp"
#include "os/large_pages.hpp"

#include <fmt/format.h>

#include <chrono>
#include <unistd.h>

namespace tradelab {

namespace {

using Seconds = std::chrono::duration<double>;

// Four years of minutes, text and columns: what a file needs, the next one uses again.
constexpr std::size_t heap_bytes = std::size_t{512} << 20U;

// What is shown while a long import runs: the file, the part done, the rate, what it will still
// take.  On a terminal it replaces itself; in a log it is a line now and then.
class ImportProgress {
public:
    ImportProgress(Output& output, const ImportPlan& plan)
        : output_(output),
          plan_(plan),
          begin_(clock_.monotonic()),
          step_(::isatty(STDERR_FILENO) != 0 ? Seconds(0.1) : Seconds(10)),
          next_(begin_ + std::chrono::duration_cast<std::chrono::nanoseconds>(step_)) {}

    void begin(std::size_t file) { file_ = file; }
    void end(std::uint64_t raw_bytes, std::uint64_t rows) {
        bytes_ += raw_bytes;
        rows_ += rows;
    }
    void show(const ImportStep& step) {
        const auto now = clock_.monotonic();
        if (now < next_) {
            return;
        }
        next_ = now + std::chrono::duration_cast<std::chrono::nanoseconds>(step_);
        const double passed = Seconds(now - begin_).count();
        const auto done = static_cast<double>(bytes_ + step.raw_used);
        const double part = done / static_cast<double>(std::max<std::uint64_t>(plan_.bytes, 1));
        const double rate = static_cast<double>(rows_ + step.rows) / passed;
        output_.progress(fmt::format("[{}/{}] {}  {:.0f} %  {:.2f} M rows/s  {:.0f} s left",
                                     file_ + 1,
                                     plan_.files.size(),
                                     plan_.files[file_].path.filename().native(),
                                     part * 100,
                                     rate / 1e6,
                                     part > 0 ? passed / part - passed : 0.0));
    }

private:
    Output& output_;
    const ImportPlan& plan_;
    SystemClock clock_;
    std::chrono::nanoseconds begin_;
    Seconds step_;
    std::chrono::nanoseconds next_;
    std::size_t file_ = 0;
    std::uint64_t bytes_ = 0;
    std::uint64_t rows_ = 0;
};

std::string_view outcome_text(Imported::Outcome outcome) {
    switch (outcome) {
        case Imported::Outcome::same_file:
            return "there already";
        case Imported::Outcome::same_rows:
            return "the same rows are there";
        case Imported::Outcome::stored:
            break;
    }
    return "imported";
}

std::optional<std::uint32_t> score_of(const SealedSummary& summary) {
    const auto& verdict = summary.provenance.verdict;
    return verdict ? std::optional(verdict->score_e4) : std::nullopt;
}

Result<ImportAs> said_by(const ImportData& request) {
    ImportAs as;
    if (!request.instrument.empty()) {
        auto name = InstrumentName::make(request.instrument);
        if (!name) {
            return fail(name.error());
        }
        as.instrument = std::move(*name);
    }
    if (!request.kind.empty()) {
        as.layout = archive_layout_of(request.kind);
        if (!as.layout) {
            return fail(ErrorCode::invalid_argument,
                        "there is no kind '" + request.kind + "'",
                        "there are bars, mark, funding, agg_trades and trades");
        }
    }
    if (!request.interval.empty()) {
        const auto interval = BarInterval::parse(request.interval);
        if (!interval) {
            return fail(interval.error());
        }
        as.interval = *interval;
    }
    return as;
}

// Files of one name lie in several folders of an archive: below the folder that the user named,
// each has a name of its own.
std::string shown_path(const std::filesystem::path& file,
                       const std::vector<std::filesystem::path>& named) {
    std::filesystem::path shown = file.filename();
    for (const auto& folder : named) {
        const auto below = file.lexically_relative(folder);
        if (!below.empty() && below != "." && *below.begin() != "..") {
            shown = below;
        }
    }
    return shown.native();
}

// What became of all files.
struct ImportReport {
    std::uint32_t score_min_e4 = evidence_score_min_e4;
    std::vector<std::filesystem::path> named = {};
    Table table{.columns = {{.title = "file"},
                            {.title = "series"},
                            {.title = "rows", .align = Align::right},
                            {.title = "first"},
                            {.title = "last"},
                            {.title = "holes", .align = Align::right},
                            {.title = "score", .align = Align::right},
                            {.title = "outcome"}},
                .rows = {}};
    JsonArray files = {};
    std::vector<std::string> poor = {};  // sentences
    std::vector<Error> errors = {};

    void add(const PlannedFile& file, const Imported& imported) {
        const SealedSummary& summary = imported.summary;
        const std::string name = shown_path(file.path, named);
        const bool is_evidence = score_of(summary).value_or(0) >= score_min_e4;
        table.add({name,
                   summary.series.text(),
                   std::to_string(summary.rows),
                   iso_text(summary.first),
                   iso_text(summary.last),
                   std::to_string(summary.holes.size()),
                   score_text(score_of(summary)),
                   std::string(outcome_text(imported.outcome)) +
                       (is_evidence ? "" : ", too poor for evidence")});
        if (!is_evidence) {
            add_poor(name, summary);
        }
        files.emplace_back(JsonObject{{"file", file.path.native()},
                                      {"outcome", outcome_text(imported.outcome)},
                                      {"sealed", summary_json(summary)},
                                      {"error", nullptr}});
    }
    void add(const PlannedFile& file, const Error& error) {
        errors.push_back(error);
        files.emplace_back(JsonObject{{"file", file.path.native()},
                                      {"outcome", "refused"},
                                      {"sealed", nullptr},
                                      {"error", error_json(error)}});
    }

private:
    void add_poor(const std::string& name, const SealedSummary& summary) {
        const auto& verdict = summary.provenance.verdict;
        const Finding* worst = verdict ? costliest_finding(*verdict) : nullptr;
        poor.push_back(fmt::format("{}: no evidence{}{}",
                                   name,
                                   worst != nullptr ? ", above all: " + worst->code + ": " : "",
                                   worst != nullptr ? worst->text : ""));
        poor.push_back("  all of it: tradelab data show \"" + summary.series.text() + "\"");
    }
};

JsonValue passed_over_json(const ImportPlan& plan, const std::vector<TickRecording>& recordings) {
    JsonArray passed;
    for (const auto& one : plan.passed_over) {
        passed.emplace_back(JsonObject{{"file", one.path.native()}, {"why", one.why}});
    }
    for (const auto& one : recordings) {
        passed.emplace_back(recording_json(one));
    }
    return passed;
}

void say_passed_over(Output& output,
                     const ImportPlan& plan,
                     const std::vector<TickRecording>& recordings) {
    for (const auto& one : plan.passed_over) {
        output.note("passed over: " + one.path.native() + ": " + one.why);
    }
    for (const auto& one : recordings) {
        output.note("passed over: " + one.path.native() + ": " + recording_text(one));
    }
}

ImportReport import_all(Session& session,
                        Catalogue& store,
                        const ImportPlan& plan,
                        const ImportAs& as,
                        ImportReport report) {
    ImportProgress progress(session.output, plan);
    const ImportOptions options{
        .as = as, .progress = [&progress](const ImportStep& step) { progress.show(step); }};
    for (std::size_t i = 0; i < plan.files.size(); ++i) {
        progress.begin(i);
        const auto imported = import_file(session.disk, store, plan.files[i].path, options);
        if (imported) {
            report.add(plan.files[i], *imported);
        } else {
            report.add(plan.files[i], imported.error());
            session.output.error(imported.error());
        }
        progress.end(plan.files[i].bytes, imported ? imported->summary.rows : 0);
    }
    session.output.end_progress();
    return report;
}

}  // namespace

Answer run(Session& session, const ImportData& request) {
    const auto folder = history_folder(session, request.store);
    const auto as = said_by(request);
    const auto score_min = score_that_evidence_needs(session);
    if (!folder || !as) {
        return fail(folder ? as.error() : folder.error());
    }
    if (!score_min) {
        return fail(score_min.error());
    }
    std::vector<std::filesystem::path> paths;
    for (const auto& path : request.paths) {
        paths.push_back(session.layout.absolute(path));
    }
    const auto plan = plan_import(session.disk, paths);
    if (!plan) {
        return fail(plan.error());
    }
    const std::vector<TickRecording> recordings = read_recordings(session, *plan);
    say_passed_over(session.output, *plan, recordings);
    if (plan->files.empty()) {
        return fail(ErrorCode::data_missing,
                    "there is no table of the archive in " + paths.front().native(),
                    "name .csv, .csv.gz or .zip files, or folders with spot, um or cm in them");
    }
    keep_heap_in_large_pages(heap_bytes);
    Catalogue store(session.disk, *folder);
    ImportReport report =
        import_all(session, store, *plan, *as, {.score_min_e4 = *score_min, .named = paths});
    session.output.document(JsonObject{{"schema", "tradelab.data_import/1"},
                                       {"store", folder->native()},
                                       {"files", report.files},
                                       {"passed_over", passed_over_json(*plan, recordings)}});
    session.output.table(report.table);
    for (const std::string& sentence : report.poor) {
        session.output.line(sentence);
    }
    if (report.errors.empty()) {
        return ExitCode::ok;
    }
    return report.errors.size() < plan->files.size() ? ExitCode::partly_done
                                                     : exit_code(report.errors.front().code);
}

}  // namespace tradelab
