#include "cli/commands.hpp"
#include "cli/json_form.hpp"
#include "cli/kept_journals.hpp"
#include "core/text.hpp"
#include "document/sha256.hpp"
#include "journal/verify.hpp"
#include "lifecycle/ledger_note.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace tradelab {

namespace {

using Path = std::filesystem::path;

constexpr std::size_t path_length_max = 80;
constexpr std::size_t hash_shown = 16;

// The journals that the program itself keeps, as far as they were begun.
Result<std::vector<Path>> kept(const Session& session) {
    const auto ledger = trial_ledger_of(session.layout);
    if (!ledger) {
        return fail(ledger.error());
    }
    auto paths = kept_journals(session.disk, ledger->parent_path());
    if (paths.empty()) {
        return fail(ErrorCode::data_missing,
                    "no journal was begun in " + ledger->parent_path().string(),
                    "name one, or another folder: --state DIR");
    }
    return paths;
}

// A path that is not there is no journal that lost something; a mark without its journal is.
Result<JournalVerdict> verdict_of(const Session& session, const Path& path) {
    Path mark = path;
    mark += ".mark";
    if (!session.disk.exists(path) && !session.disk.exists(mark)) {
        return fail(ErrorCode::data_missing,
                    path.string() + " is not there",
                    "tradelab journal verify without a path looks at those that were begun");
    }
    return verify_journal(session.disk, path);
}

// The ledger of this state directory against what its record of lives has noted of it.
Result<JournalVerdict> verdict_of_noted(const Session& session, const Path& path) {
    auto verdict = verdict_of(session, path);
    const auto ledger = trial_ledger_of(session.layout);
    const auto lives = lifecycle_of(session.layout);
    if (!verdict || !ledger || !lives || path != *ledger) {
        return verdict;
    }
    Lifecycle record(session.disk, *lives);
    if (!record.catch_up()) {
        return verdict;  // its own row says why
    }
    const auto same = check_ledger(session.disk, path, record.noted_ledger());
    return same ? std::move(verdict) : fail(same.error());
}

JsonValue json_of(const JournalVerdict& verdict) {
    return JsonObject{{"kind", verdict.kind},
                      {"first_seq", verdict.first_seq},
                      {"records", verdict.records},
                      {"last_seq", verdict.head.seq},
                      {"bytes", verdict.head.offset},
                      {"chain", hex(verdict.head.chain)},
                      {"acknowledged_seq", verdict.acknowledged.seq},
                      {"torn_bytes", verdict.torn_bytes}};
}

std::vector<std::string> row_of(const Path& path, const Result<JournalVerdict>& verdict) {
    const std::string name = printable(path.string(), path_length_max);
    if (!verdict) {
        const bool is_there = verdict.error().code != ErrorCode::data_missing;
        return {name, "", "", "", "", "", is_there ? "damaged" : "not there"};
    }
    return {name,
            verdict->kind,
            std::to_string(verdict->records),
            std::to_string(verdict->head.seq),
            std::to_string(verdict->acknowledged.seq),
            hex(verdict->head.chain).substr(0, hash_shown),
            verdict->torn_bytes == 0
                ? "whole"
                : fmt::format("whole, {} bytes never acknowledged", verdict->torn_bytes)};
}

}  // namespace

Answer run(Session& session, const VerifyJournals& request) {
    std::vector<Path> paths;
    for (const auto& path : request.paths) {
        paths.push_back(session.layout.absolute(path));
    }
    if (paths.empty()) {
        auto found = kept(session);
        if (!found) {
            return fail(std::move(found.error()));
        }
        paths = std::move(*found);
    }
    Table table{.columns = {{.title = "journal"},
                            {.title = "kind"},
                            {.title = "records", .align = Align::right},
                            {.title = "last", .align = Align::right},
                            {.title = "acknowledged", .align = Align::right},
                            {.title = "chain"},
                            {.title = "verdict"}},
                .rows = {}};
    JsonArray documents;
    ExitCode code = ExitCode::ok;
    for (const Path& path : paths) {
        const auto verdict = verdict_of_noted(session, path);
        if (!verdict) {
            session.output.error(verdict.error());
            code = paths.size() == 1 ? exit_code(verdict.error().code) : ExitCode::failed;
        }
        table.add(row_of(path, verdict));
        documents.emplace_back(
            JsonObject{{"path", path.string()},
                       {"ok", verdict.has_value()},
                       {"journal", verdict ? json_of(*verdict) : JsonValue()},
                       {"error", verdict ? JsonValue() : error_json(verdict.error())}});
    }
    session.output.table(table);
    session.output.document(
        JsonObject{{"schema", "tradelab.journal-verify/1"}, {"journals", std::move(documents)}});
    return code;
}

// Whether the last records were cut off nobody can tell any more: a person says that they were not.
Answer run(Session& session, const AdoptJournal& request) {
    const Path path = session.layout.absolute(request.path);
    if (!session.disk.exists(path)) {
        return fail(ErrorCode::data_missing,
                    path.string() + " is not there",
                    "restore it together with its .mark file from a backup");
    }
    if (!request.yes) {
        return fail(ErrorCode::refused,
                    "adopting " + path.string() +
                        " says that no record is missing at its end, and that needs a yes",
                    "look at its records first; then give --yes");
    }
    const auto verdict = adopt_journal(session.disk, path);
    if (!verdict) {
        return fail(verdict.error());
    }
    session.output.document(JsonObject{{"schema", "tradelab.journal-adopt/1"},
                                       {"path", path.string()},
                                       {"journal", json_of(*verdict)}});
    session.output.line("adopted " + path.string() + ": " + std::to_string(verdict->records) +
                        " records, the last is " + std::to_string(verdict->head.seq));
    return ExitCode::ok;
}

}  // namespace tradelab
