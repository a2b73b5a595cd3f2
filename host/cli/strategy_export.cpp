#include "cli/commands.hpp"
#include "cli/strategy_file.hpp"
#include "cli/strategy_record.hpp"
#include "core/time.hpp"
#include "document/json_parse.hpp"
#include "document/json_write.hpp"
#include "os/clock.hpp"

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

JsonValue moment(const std::optional<UnixNanos>& at) {
    return at ? JsonValue(iso_text(*at)) : JsonValue();
}

}  // namespace

// Exactly this shape, in every format; what is not known is null.  What a strategy does on paper is
// that of an account which others may share, and known to the daemon that trades it alone: a dry
// run is null here.  Nothing trades live.
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
    const auto record = record_of(session, identity, SystemClock().now());
    if (!record) {
        return fail(record.error());
    }
    const auto& backtest = record->backtest;
    JsonObject parameters;
    for (const ParameterTicks& given : file->parameters) {
        parameters.push_back({given.name, given.ticks});
    }
    session.output.verbatim(
        pretty_json(
            JsonObject{{"id", identity},
                       {"name", file->name},
                       {"type", type_of(*file)},
                       {"parameters", std::move(parameters)},
                       {"performance",
                        JsonObject{{"backtest", backtest ? figures_of(*backtest) : JsonValue()},
                                   {"dry_run", nullptr},
                                   {"live", nullptr}}},
                       {"status", record->status},
                       {"created_at", moment(record->created_at)},
                       {"approved_at", moment(record->approved_at)}}) +
        "\n");
    return ExitCode::ok;
}

}  // namespace tradelab
