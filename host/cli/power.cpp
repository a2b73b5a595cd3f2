#include "gate/power.hpp"

#include "cli/commands.hpp"
#include "gate/lifetime.hpp"
#include "statistics/sharpe_inference.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

// How much history does it take to prove an edge?
namespace tradelab {

namespace {

PowerQuestion question_of(const AskPower& request) {
    return {.annual_sharpe = request.sharpe,
            .years = request.years > 0 ? request.years : 5,
            .clusters = request.clusters,
            .finalists = request.finalists,
            .symbols = request.symbols,
            .symbol_correlation = request.correlation,
            .joint_level = request.level > 0 ? request.level : first_joint_level(),
            .first_level = GateRules{}.first_level()};
}

std::string years_text(std::optional<double> years) {
    return years ? fmt::format("{:.1f}", *years) : "no history is enough";
}

std::string sharpe_text(std::optional<double> sharpe) {
    return sharpe ? fmt::format("{:.2f}", *sharpe) : "none";
}

JsonValue json_or_null(std::optional<double> value) {
    return value ? JsonValue::real(*value) : JsonValue();
}

constexpr std::array chances = {0.5, 0.8, 0.9};

void tell_years(Output& output, const PowerQuestion& question, JsonObject& document) {
    output.line(fmt::format("an edge of Sharpe {:.2f} a year is found and proven by",
                            question.annual_sharpe));
    JsonArray rows;
    Table table{.columns = {{.title = "chance", .align = Align::right},
                            {.title = "years of history", .align = Align::right}},
                .rows = {}};
    for (const double chance : chances) {
        const auto years = years_for(question, chance);
        table.add({fmt::format("{:.0f} %", 100 * chance), years_text(years)});
        rows.push_back(
            JsonObject{{"power", JsonValue::real(chance)}, {"years", json_or_null(years)}});
    }
    output.table(table);
    document.push_back({"years_for", std::move(rows)});
}

void tell_chances(Output& output, const PowerQuestion& question, JsonObject& document) {
    const auto answer = power_of(question).value_or(PowerAnswer{});
    output.line(fmt::format(
        "in {:.1f} years an edge of Sharpe {:.2f} a year", question.years, question.annual_sharpe));
    output.line(
        fmt::format("  is among the finalists in   {:3.0f} of 100 searches", 100 * answer.found));
    output.line(fmt::format("  is then proven in           {:3.0f} of 100", 100 * answer.proven));
    output.line(fmt::format("  found and proven together   {:3.0f} of 100", 100 * answer.power));
    JsonArray rows;
    for (const double chance : chances) {
        const auto sharpe = sharpe_for(question, chance);
        output.line(
            fmt::format("for {:.0f} % it must be at least  {}", 100 * chance, sharpe_text(sharpe)));
        rows.push_back(
            JsonObject{{"power", JsonValue::real(chance)}, {"sharpe", json_or_null(sharpe)}});
    }
    document.push_back({"found", JsonValue::real(answer.found)});
    document.push_back({"proven", JsonValue::real(answer.proven)});
    document.push_back({"power", JsonValue::real(answer.power)});
    document.push_back({"sharpe_for", std::move(rows)});
}

}  // namespace

Answer run(Session& session, const AskPower& request) {
    const PowerQuestion question = question_of(request);
    if (!power_of(question)) {
        return fail(ErrorCode::invalid_argument,
                    "these numbers make no question",
                    "tradelab power --help says the range of each");
    }
    Output& output = session.output;
    JsonObject document = {{"schema", "tradelab.power/1"},
                           {"sharpe", JsonValue::real(request.sharpe)},
                           {"trials", request.clusters},
                           {"finalists", request.finalists},
                           {"symbols", request.symbols},
                           {"correlation", JsonValue::real(request.correlation)},
                           {"joint_level", JsonValue::real(question.joint_level)}};
    output.line(
        fmt::format("{} different things tried, {} finalists, {} symbol{}, joint error {:.2g} %",
                    request.clusters,
                    request.finalists,
                    request.symbols,
                    request.symbols == 1 ? "" : "s",
                    100 * question.joint_level));
    if (request.years > 0) {
        document.push_back({"years", JsonValue::real(request.years)});
        tell_chances(output, question, document);
    } else {
        tell_years(output, question, document);
    }
    // What a backtest alone would need before its best trial says anything.
    const auto least = min_backtest_length(request.clusters, request.sharpe);
    output.line(fmt::format("(the best of {} without an edge shows as much over {} years)",
                            request.clusters,
                            least ? fmt::format("{:.1f}", *least) : "no"));
    document.push_back({"min_backtest_years", json_or_null(least)});
    output.document(std::move(document));
    return ExitCode::ok;
}

}  // namespace tradelab
