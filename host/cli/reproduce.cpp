#include "cli/backtest_data.hpp"
#include "cli/commands.hpp"
#include "cli/json_form.hpp"
#include "cli/recorded_candidates.hpp"
#include "config/risk_file.hpp"
#include "core/text.hpp"
#include "journal/trials.hpp"
#include "lab/reproduction.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// A trial of the ledger, run again.
namespace tradelab {

namespace {

constexpr std::size_t value_bytes_max = 200;

Result<RecordedTrial> trial_to_redo(Session& session,
                                    const std::filesystem::path& ledger,
                                    std::uint64_t number) {
    auto trial = read_trial(session.disk, ledger, number);
    if (trial && trial->version == trial_record_version_1) {
        return fail(ErrorCode::unsupported,
                    fmt::format("trial {} is a record of version 1, which kept the hash of its "
                                "parameter file ({}) and not how it ran",
                                number,
                                trial->trial.instances.front().strategy),
                    "run the file again: tradelab backtest FILE");
    }
    return trial;
}

Result<Reproduction> redo(Session& session,
                          const std::filesystem::path& ledger,
                          const ReproduceTrial& request,
                          const RecordedTrial& recorded) {
    const auto candidates = candidates_of(session, recorded);
    if (!candidates) {
        return fail(candidates.error());
    }
    const auto history = history_for(session, *candidates, request.store);
    if (!history) {
        return fail(history.error());
    }
    Workplace workplace{.disk = session.disk,
                        .ledger = ledger,
                        .catalogue = history->catalogue,
                        .venues = history->venues};
    if (auto today = read_risk(session.disk, session.layout.config / "risk.toml")) {
        workplace.limits_today = *std::move(today);
    }
    return reproduce(workplace, recorded.trial, *candidates);
}

std::string_view outcome_text(const Reproduction& done) {
    return !done.inputs.empty() ? "not_run" : done.outcome.empty() ? "identical" : "differs";
}

JsonArray json_of(const std::vector<TrialDifference>& differences) {
    JsonArray out;
    for (const TrialDifference& one : differences) {
        out.emplace_back(JsonObject{{"what", one.what},
                                    {"recorded", text_unless_empty(one.recorded)},
                                    {"now", text_unless_empty(one.now)}});
    }
    return out;
}

void show(Output& output, const std::vector<TrialDifference>& differences) {
    Table table{.columns = {{.title = "differs"}, {.title = "recorded"}, {.title = "now"}},
                .rows = {}};
    const auto cell = [](const std::string& text) {
        return text.empty() ? std::string("absent") : printable(text, value_bytes_max);
    };
    for (const TrialDifference& one : differences) {
        table.add({printable(one.what, value_bytes_max), cell(one.recorded), cell(one.now)});
    }
    output.table(table);
}

void show(Output& output, const RecordedTrial& recorded, const Reproduction& done) {
    const Trial& trial = recorded.trial;
    output.title(fmt::format(
        "trial {}{}", recorded.seq, trial.basis == TrialData::synthetic ? "  SYNTHETIC" : ""));
    for (const std::string& note : done.notes) {
        output.note(note);
    }
    if (!done.inputs.empty()) {
        output.line("not run: what it needs is no longer what it was");
        show(output, done.inputs);
    } else if (!done.outcome.empty()) {
        output.line("differs: of the same inputs came another result");
        show(output, done.outcome);
    } else {
        output.line("identical");
        output.line(fmt::format("result {}, {} metrics and the hash of all figures to the last bit",
                                done.result_hash,
                                trial.metrics.size()));
    }
}

// Data that changed is data that is missing; a program or a file that changed is a failure.
ExitCode code_of(const Reproduction& done) {
    const bool is_data = std::ranges::any_of(done.inputs, [](const TrialDifference& one) {
        return one.of == TrialDifference::Of::data;
    });
    if (is_data) {
        return ExitCode::data_missing;
    }
    return done.is_identical() ? ExitCode::ok : ExitCode::failed;
}

}  // namespace

Answer run(Session& session, const ReproduceTrial& request) {
    const auto ledger = trial_ledger_of(session.layout);
    if (!ledger) {
        return fail(ledger.error());
    }
    const auto recorded = trial_to_redo(session, *ledger, request.number);
    if (!recorded) {
        return fail(recorded.error());
    }
    const auto done = redo(session, *ledger, request, *recorded);
    if (!done) {
        return fail(done.error());
    }
    Output& output = session.output;
    if (output.wants_json()) {
        output.document(JsonObject{{"schema", "tradelab.reproduce/1"},
                                   {"trial", recorded->seq},
                                   {"synthetic", recorded->trial.basis == TrialData::synthetic},
                                   {"outcome", outcome_text(*done)},
                                   {"recorded_result_hash", recorded->trial.result},
                                   {"result_hash", text_unless_empty(done->result_hash)},
                                   {"inputs", json_of(done->inputs)},
                                   {"differences", json_of(done->outcome)},
                                   {"notes", done->notes}});
    } else {
        show(output, *recorded, *done);
    }
    return code_of(*done);
}

}  // namespace tradelab
