#include "cli/commands.hpp"
#include "cli/json_form.hpp"
#include "cli/ranking.hpp"
#include "core/text.hpp"
#include "core/time.hpp"
#include "gate/lifetime.hpp"
#include "gate/verdict_document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

// What the gate said, and what saying it cost.
namespace tradelab {

namespace {

constexpr std::size_t id_shown = 12;
constexpr std::size_t name_shown = 40;
constexpr std::size_t sentence_shown = 90;

std::string number_text(std::optional<double> value) {
    return value ? fmt::format("{:.4g}", *value) : "undefined";
}

Result<VerdictStore> store_in(Session& session) {
    const auto folder = verdicts_of(session.layout);
    if (!folder) {
        return fail(folder.error());
    }
    return VerdictStore(session.disk, *folder);
}

// A synthetic market proves nothing, and every line says so.
std::string basis_text(VerdictBasis basis) {
    return basis == VerdictBasis::recorded ? "recorded" : "SYNTHETIC";
}

std::string more_text(const GateVerdict& verdict) {
    if (!verdict.more) {
        return "";
    }
    return verdict.more->trades > 0 ? fmt::format("{} more", verdict.more->trades)
                                    : fmt::format("{} days more", verdict.more->days);
}

Table figures_of(const GateVerdict& verdict, FigureRole role) {
    Table table{.columns = {{.title = "figure"},
                            {.title = "value", .align = Align::right},
                            {.title = "unit"},
                            {.title = "demand", .fit = Fit::whole},
                            {.title = "formula", .fit = Fit::whole},
                            {.title = "source", .fit = Fit::whole}},
                .rows = {}};
    for (const Figure& figure : verdict.figures) {
        if (figure.role == role) {
            table.add({printable(figure.name, name_shown),
                       number_text(figure.value),
                       printable(figure.unit, name_shown),
                       printable(figure.demand, name_shown),
                       printable(figure.formula, 400),
                       printable(figure.source, 200)});
        }
    }
    return table;
}

void show(Output& output, std::string_view id, const VerdictDocument& document) {
    const GateVerdict& verdict = document.verdict;
    output.title(fmt::format("{}: {}, {}",
                             printable(document.strategy, name_shown),
                             outcome_text(verdict.outcome),
                             reason_text(verdict.reason)));
    output.line(printable(verdict.sentence, 1000));
    output.line(fmt::format("{} data, judged {}, verdict {}, candidate {}",
                            basis_text(document.basis),
                            iso_text(document.judged_at),
                            id.substr(0, id_shown),
                            printable(verdict.candidate.substr(0, id_shown), id_shown)));
    output.line();
    output.title("what decided");
    output.table(figures_of(verdict, FigureRole::decides));
    output.line();
    output.title("what explains");
    output.table(figures_of(verdict, FigureRole::explains));
}

// What was spent on one kind of market.
struct Spent {
    VerdictBasis basis;
    std::vector<LifetimeTest> tests;
    double next = 0;  // level
};

Result<Spent> spent_on(Session& session, VerdictBasis basis) {
    const auto path = vault_record_of(session.layout, basis);
    if (!path) {
        return fail(path.error());
    }
    const Lifetime lifetime(session.disk, *path);
    auto tests = lifetime.tests();
    const auto next = lifetime.next_level();
    if (!tests || !next) {
        return fail(tests ? next.error() : tests.error());
    }
    return Spent{.basis = basis, .tests = *std::move(tests), .next = *next};
}

std::string basis_word(VerdictBasis basis) {
    return basis == VerdictBasis::recorded ? "recorded" : "synthetic";
}

// That there is another budget, and how much of it is spent: nobody looks for it otherwise.
void tell_other(Output& output, VerdictBasis basis, const Result<Spent>& other) {
    if (!other) {
        output.line(basis_text(basis) +
                    " data spend a budget apart, which cannot be read: " + describe(other.error()));
        return;
    }
    const std::size_t count = other->tests.size();
    output.line(fmt::format(
        "{} data spend a budget apart: {} test{} of it so far, the next gets {:.3g} (tradelab gate "
        "budget{})",
        basis_text(basis),
        count,
        count == 1 ? "" : "s",
        other->next,
        basis == VerdictBasis::synthetic ? " --synthetic" : ""));
}

JsonValue json_of(VerdictBasis basis, const Result<Spent>& other) {
    JsonObject out{{"basis", basis_word(basis)},
                   {"next_level", other ? JsonValue::real(other->next) : JsonValue()},
                   {"tests", other ? JsonValue(other->tests.size()) : JsonValue()}};
    if (!other) {
        out.push_back({"error", error_document(other.error())["error"]});
    }
    return out;
}

VerdictBasis other_than(VerdictBasis basis) {
    return basis == VerdictBasis::recorded ? VerdictBasis::synthetic : VerdictBasis::recorded;
}

void show_budget(Output& output, const Spent& spent, const Result<Spent>& other) {
    const auto& [basis, tests, next] = spent;
    Table table{.columns = {{.title = "test", .align = Align::right},
                            {.title = "granted"},
                            {.title = "level", .align = Align::right},
                            {.title = "campaign"},
                            {.title = "vault opened"},
                            {.title = "verdict"},
                            {.title = "promoted"}},
                .rows = {}};
    JsonArray rows;
    for (const LifetimeTest& test : tests) {
        table.add({std::to_string(test.grant.test),
                   iso_text(test.granted_at),
                   number_text(test.grant.level),
                   test.campaign.substr(0, id_shown),
                   test.opened_at ? iso_text(*test.opened_at) : "",
                   test.verdict ? test.verdict->substr(0, id_shown) : "none",
                   test.promoted ? "yes" : "no"});
        rows.push_back(JsonObject{{"test", test.grant.test},
                                  {"granted_at", iso_text(test.granted_at)},
                                  {"level", JsonValue::real(test.grant.level)},
                                  {"campaign", test.campaign},
                                  {"opened_at", moment_or_null(test.opened_at)},
                                  {"hypothesis", text_or_null(test.hypothesis)},
                                  {"verdict", text_or_null(test.verdict)},
                                  {"promoted", test.promoted}});
    }
    output.table(table);
    output.line(fmt::format(
        "{} data: the next hypothesis gets a joint level of {:.3g}", basis_text(basis), next));
    tell_other(output, other_than(basis), other);
    output.document(JsonObject{{"schema", "tradelab.error-budget/1"},
                               {"basis", basis_word(basis)},
                               {"next_level", JsonValue::real(next)},
                               {"other", json_of(other_than(basis), other)},
                               {"tests", std::move(rows)}});
}

struct RankedVerdict {
    std::string id;
    VerdictDocument document;
    Rank rank;
};

}  // namespace

Answer run(Session& session, const ListVerdicts&) {
    const auto store = store_in(session);
    if (!store) {
        return fail(store.error());
    }
    const auto ids = store->ids();
    if (!ids) {
        return fail(ids.error());
    }
    const Ranking ranking = Ranking::read(session);
    std::vector<RankedVerdict> ranked;
    for (const std::string& id : *ids) {
        auto document = store->find(id);
        if (!document) {
            return fail(std::move(document).error());
        }
        const Rank rank = ranking.of_verdict(session, id, *document);
        ranked.push_back({.id = id, .document = *std::move(document), .rank = rank});
    }
    std::ranges::stable_sort(ranked, ranks_before, &RankedVerdict::rank);
    Table table{.columns = {{.title = "rank", .align = Align::right},
                            {.title = "verdict"},
                            {.title = "judged"},
                            {.title = "strategy"},
                            {.title = "basis"},
                            {.title = "outcome"},
                            {.title = "reason"},
                            {.title = "now"},
                            {.title = "missing"},
                            {.title = "correlation"},
                            {.title = "in words"}},
                .rows = {}};
    JsonArray documents;
    for (const auto& [id, document, rank] : ranked) {
        const GateVerdict& verdict = document.verdict;
        table.add({rank_text(rank),
                   id.substr(0, id_shown),
                   iso_text(document.judged_at).substr(0, 10),
                   printable(document.strategy, name_shown),
                   basis_text(document.basis),
                   std::string(outcome_text(verdict.outcome)),
                   std::string(reason_text(verdict.reason)),
                   ranking.state_of(id),
                   more_text(verdict),
                   verdict.promised ? correlation_text(rank) : "",
                   printable(verdict.sentence, sentence_shown)});
        documents.push_back(JsonObject{{"id", id},
                                       {"rank", json_of(rank)},
                                       {"state", text_unless_empty(ranking.state_of(id))},
                                       {"verdict", json_of(document)}});
    }
    session.output.table(table);
    if (!ranked.empty() && ranked.front().document.verdict.promised) {
        session.output.line("rank: " + std::string(rank_formula));
    }
    if (ids->empty()) {
        session.output.note("No verdict was given so far.");
    }
    session.output.document(JsonObject{{"schema", "tradelab.verdicts/1"},
                                       {"ranked_by", rank_formula},
                                       {"verdicts", std::move(documents)}});
    return ExitCode::ok;
}

Answer run(Session& session, const ExplainVerdict& request) {
    const auto store = store_in(session);
    if (!store) {
        return fail(store.error());
    }
    const auto ids = store->ids(request.id);
    const auto document = store->find(request.id);
    if (!document || !ids) {
        return fail(document ? ids.error() : document.error());
    }
    show(session.output, ids->front(), *document);
    const Ranking ranking = Ranking::read(session);
    const Rank rank = ranking.of_verdict(session, ids->front(), *document);
    if (document->verdict.promised) {
        session.output.line();
        session.output.title("beside what runs now: rank " + rank_text(rank));
        session.output.line(printable(rank.why, 1000));
        session.output.line("rank: " + std::string(rank_formula));
    }
    JsonObject said = *json_of(*document).object();
    said.push_back({"rank", json_of(rank)});
    said.push_back({"state", text_unless_empty(ranking.state_of(ids->front()))});
    session.output.document(std::move(said));
    return ExitCode::ok;
}

// Two records of two kinds of market: where one cannot be read, the other one is shown, and is what
// the document is about, whichever was asked for.
Answer run(Session& session, const ShowBudget& request) {
    const VerdictBasis asked = request.synthetic ? VerdictBasis::synthetic : VerdictBasis::recorded;
    const auto first = spent_on(session, asked);
    const auto second = spent_on(session, other_than(asked));
    if (!first && !second) {
        session.output.error(second.error());
        return fail(first.error());
    }
    first ? show_budget(session.output, *first, second)
          : show_budget(session.output, *second, first);
    if (first && second) {
        return ExitCode::ok;
    }
    session.output.error(first ? second.error() : first.error());
    return first ? ExitCode::partly_done : ExitCode::failed;
}

}  // namespace tradelab
