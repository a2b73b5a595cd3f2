#include "lab/backtest.hpp"

#include "cli/backtest_checks.hpp"
#include "cli/backtest_data.hpp"
#include "cli/backtest_setup.hpp"
#include "cli/commands.hpp"
#include "cli/json_form.hpp"
#include "journal/verify.hpp"
#include "lab/trial_entry.hpp"
#include "os/clock.hpp"
#include "os/large_pages.hpp"
#include "report/artefacts.hpp"
#include "report/comparison.hpp"
#include "report/result_json.hpp"
#include "report/stored_result.hpp"
#include "report/terminal_summary.hpp"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <future>
#include <utility>

namespace tradelab {

namespace {

// Two years of minutes with all that is recorded of them; only what is written to is ever there.
constexpr std::size_t heap_bytes = std::size_t{128} << 20U;

// A document has no years without a report: whoever reads it wants the figures at once.
Detail detail_of(const Session& session, const RunBacktest& request) {
    if (request.report) {
        return Detail::full;
    }
    return session.output.wants_json() ? Detail::figures : Detail::years;
}

// Every byte of the ledger is judged before anything is appended to it, beside the run: what was
// changed in its middle would count for ever.  One that was never begun is whole.
std::future<Status> judge_ledger(const Disk& disk, const std::filesystem::path& ledger) {
    return std::async(std::launch::async, [&disk, &ledger]() -> Status {
        const auto verdict = verify_journal(disk, ledger);
        const bool is_fine = verdict || verdict.error().code == ErrorCode::not_found;
        return is_fine ? Status() : fail(verdict.error());
    });
}

Status check_words(const RunBacktest& request) {
    if (request.files.empty()) {
        return fail(ErrorCode::invalid_argument,
                    "tradelab backtest needs a parameter file",
                    "tradelab backtest strategies/FILE.json");
    }
    if (!request.report && !request.out.empty()) {
        return fail(ErrorCode::invalid_argument,
                    "--no-report writes no folder, and --out names one",
                    "leave one of the two away");
    }
    return {};
}

std::filesystem::path folder_of(const Session& session,
                                const std::filesystem::path& ledger,
                                const RunBacktest& request,
                                const BacktestResult& result) {
    if (!request.out.empty()) {
        return session.layout.absolute(request.out);
    }
    const RunManifest& manifest = result.manifest;
    std::string name = manifest.instances.front().name;
    if (manifest.instances.size() > 1) {
        name += "+" + std::to_string(manifest.instances.size() - 1);
    }
    return ledger.parent_path() / "results" / (name + "-" + manifest.result_hash.substr(0, 12));
}

JsonValue document_of(const BacktestResult& result,
                      const TrialReceipt& receipt,
                      const std::string& folder) {
    return JsonObject{{"schema", "tradelab.backtest/1"},
                      {"result_hash", result.manifest.result_hash},
                      {"synthetic", result.manifest.is_synthetic},
                      {"trial", receipt.number},
                      {"trials_counted", receipt.counted},
                      {"folder", text_unless_empty(folder)},
                      {"manifest", manifest_json(result.manifest)},
                      {"metrics", metrics_json(result)}};
}

void show(Session& session,
          const BacktestResult& result,
          const TrialReceipt& receipt,
          const std::string& folder) {
    Output& output = session.output;
    if (output.wants_json()) {
        output.document(document_of(result, receipt, folder));
        return;
    }
    for (const SummaryLine& line : terminal_summary(result, {.look = output.look()})) {
        line.kind == SummaryLine::Kind::title ? output.title(line.text) : output.line(line.text);
    }
    output.line();
    output.line("trial " + std::to_string(receipt.number) +
                (receipt.counted != 0 ? " in the ledger, counted"
                                      : " in the ledger, not counted: " + result.manifest.why_not));
    if (!folder.empty()) {
        output.line("tear sheet " + folder + "/tear_sheet.html");
    }
}

}  // namespace

Answer run(Session& session, const RunBacktest& request) {
    if (auto asked = check_words(request); !asked) {
        return fail(std::move(asked).error());
    }
    const auto ledger = trial_ledger_of(session.layout);
    const auto candidates = load_candidates(session, request.files);
    const auto options = options_of(session, request);
    for (const Error* error : {ledger ? nullptr : &ledger.error(),
                               candidates ? nullptr : &candidates.error(),
                               options ? nullptr : &options.error()}) {
        if (error != nullptr) {
            return fail(*error);
        }
    }
    const auto history = history_for(session, *candidates, request.store);
    if (!history) {
        return fail(history.error());
    }
    const auto due = checks_due(session, *ledger, request, *candidates);
    if (!due) {
        return fail(due.error());
    }
    const SystemClock clock;
    const auto begun = clock.monotonic();
    keep_heap_in_large_pages(heap_bytes);
    auto judged = judge_ledger(session.disk, *ledger);
    auto result = backtest({.candidates = *candidates,
                            .options = *options,
                            .checks = due->checks,
                            .detail = detail_of(session, request)},
                           history->catalogue,
                           history->venues);
    if (!result) {
        return fail(std::move(result).error());
    }
    if (due->checks == LookAheadChecks::leave) {
        result->checks = {{.name = "look-ahead and recursion", .value = due->why_not}};
    }
    result->wall_ns = static_cast<std::uint64_t>((clock.monotonic() - begun).count());
    if (auto whole = judged.get(); !whole) {
        return fail(std::move(whole).error());
    }
    const auto receipt = record_trial(session.disk, *ledger, *result, clock.now());
    if (!receipt) {
        return fail(receipt.error());
    }
    std::filesystem::path folder;
    Status written;
    if (request.report) {
        folder = folder_of(session, *ledger, request, *result);
        const auto artefacts = write_artefacts(
            session.disk, folder, *result, ledger->parent_path() / "results" / ".lock");
        written = artefacts ? Status() : fail(artefacts.error());
    }
    // The run is in the ledger: whatever became of its folder, its figures are told.
    show(session, *result, *receipt, written ? folder.string() : "");
    if (!written) {
        session.output.error(written.error());
        return exit_code(written.error().code);
    }
    return ExitCode::ok;
}

namespace {

void say_unproven(Output& output, const StoredResult& stored) {
    if (!stored.is_proven) {
        output.note(stored.name +
                    " was written before results carried checksums: nobody can say whether it was "
                    "changed since (to be sure: tradelab backtest, into another folder)");
    }
}

}  // namespace

Answer run(Session& session, const ShowBacktest& request) {
    const auto stored = read_stored_result(session.disk, session.layout.absolute(request.folder));
    if (!stored) {
        return fail(stored.error());
    }
    const std::vector<StoredResult> one = {*stored};
    const Comparison comparison = compared(one);
    Output& output = session.output;
    if (output.wants_json()) {
        output.document(comparison_json(comparison));
        return ExitCode::ok;
    }
    say_unproven(output, *stored);
    output.title(stored->name + (stored->is_synthetic ? "  SYNTHETIC" : ""));
    output.line(stored->from + " to " + stored->to + "  result " + stored->result_hash);
    output.table(metric_table(comparison, output.look()));
    return ExitCode::ok;
}

namespace {

// What people compare by: parameters that one strategy alone has, and hashes and lengths of data,
// fill pages and explain little.  The document has all of them.
bool is_telling(const ManifestDifference& difference) {
    const bool everywhere = std::ranges::none_of(difference.values, &std::string::empty);
    return everywhere && !difference.name.starts_with("data/") &&
           !difference.name.starts_with("instruments/") &&
           difference.name.find("/reasons/") == std::string::npos;
}

}  // namespace

Answer run(Session& session, const CompareBacktests& request) {
    std::vector<StoredResult> results;
    for (const auto& folder : request.folders) {
        auto stored = read_stored_result(session.disk, session.layout.absolute(folder));
        if (!stored) {
            return fail(std::move(stored).error());
        }
        results.push_back(*std::move(stored));
    }
    Comparison comparison = compared(results);
    Output& output = session.output;
    if (output.wants_json()) {
        output.document(comparison_json(comparison));
        return ExitCode::ok;
    }
    std::ranges::for_each(results, [&](const StoredResult& one) { say_unproven(output, one); });
    std::erase_if(comparison.differences, std::not_fn(is_telling));
    if (comparison.is_synthetic) {
        output.line("SYNTHETIC: at least one of these ran on a market that nobody traded");
    }
    output.table(metric_table(comparison, output.look()));
    if (!comparison.differences.empty()) {
        output.title("where they differ");
        output.table(difference_table(comparison, 40));
    }
    return ExitCode::ok;
}

}  // namespace tradelab
