#include "cli/commands.hpp"
#include "cli/strategy_file.hpp"
#include "core/time.hpp"
#include "document/json_parse.hpp"
#include "document/json_write.hpp"
#include "journal/trials.hpp"

#include <optional>
#include <string>
#include <utility>

namespace tradelab {

namespace {

// "funding_carry" of "org.tradelab.funding_carry".
std::string type_of(const ParameterFile& file) {
    return file.plugin.substr(file.plugin.rfind('.') + 1);  // npos + 1 is 0
}

// A figure as a number; "undefined" is null.
JsonValue figure(const std::string& text) {
    const auto number = parse_json(text);
    const bool is_number = number && (number->integer() != nullptr || number->decimal() != nullptr);
    return is_number ? *number : JsonValue();
}

// Figures of a made-up market, or of a stressed one, are none of another: the trial says which.
JsonValue figures_of(const RecordedTrial& recorded) {
    const Trial& trial = recorded.trial;
    JsonObject figures = {{"trial", recorded.seq},
                          {"synthetic", trial.basis == TrialData::synthetic},
                          {"from", iso_text(trial.from)},
                          {"to", iso_text(trial.to)}};
    for (const TrialMetric& metric : trial.metrics) {
        figures.push_back({metric.name, figure(metric.value)});
    }
    return figures;
}

// The last backtest that the ledger knows of this very file.  Without a ledger there is none.
Result<std::optional<RecordedTrial>> last_backtest(Session& session, const std::string& identity) {
    std::optional<RecordedTrial> last;
    const auto ledger = trial_ledger_of(session.layout);
    if (!ledger) {
        return last;
    }
    const auto read = for_each_trial(session.disk, *ledger, [&](const RecordedTrial& recorded) {
        // Figures of an account that several files shared are no one's of them.
        const auto& instances = recorded.trial.instances;
        if (instances.size() == 1 && instances.front().strategy == identity) {
            last = recorded;
        }
    });
    if (!read) {
        return fail(read.error());
    }
    return last;
}

}  // namespace

// Exactly this shape, in every format; what is not known is null.  A strategy is "testing" until an
// approval in the journal says otherwise, and nothing writes approvals so far.
Answer run(Session& session, const ExportStrategy& request) {
    const auto file = read_strategy(session, request.file);
    if (!file) {
        return fail(file.error());
    }
    Declarations declarations(session);
    if (auto bound = bind_strategy(declarations, *file, request.file); !bound) {
        return fail(std::move(bound.error()));
    }
    const std::string identity = identity_of(*file);
    const auto trial = last_backtest(session, identity);
    if (!trial) {
        return fail(trial.error());
    }
    JsonObject parameters;
    for (const ParameterTicks& given : file->parameters) {
        parameters.push_back({given.name, given.ticks});
    }
    session.output.verbatim(
        pretty_json(JsonObject{{"id", identity},
                               {"name", file->name},
                               {"type", type_of(*file)},
                               {"parameters", std::move(parameters)},
                               {"performance",
                                JsonObject{{"backtest", *trial ? figures_of(**trial) : JsonValue()},
                                           {"dry_run", nullptr},
                                           {"live", nullptr}}},
                               {"status", "testing"},
                               {"created_at", nullptr},
                               {"approved_at", nullptr}}) +
        "\n");
    return ExitCode::ok;
}

}  // namespace tradelab
