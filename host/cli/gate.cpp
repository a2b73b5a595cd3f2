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
void tell_other(Output& output, const Spent& other) {
    const std::size_t count = other.tests.size();
    output.line(fmt::format(
        "{} data spend a budget apart: {} test{} of it so far, the next gets {:.3g} (tradelab gate "
        "budget{})",
        basis_text(other.basis),
        count,
        count == 1 ? "" : "s",
        other.next,
        other.basis == VerdictBasis::synthetic ? " --synthetic" : ""));
}

void show_budget(Output& output, const Spent& spent, const Spent& other) {
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
    tell_other(output, other);
    output.document(JsonObject{{"schema", "tradelab.error-budget/1"},
                               {"basis", basis_word(basis)},
                               {"next_level", JsonValue::real(next)},
                               {"other",
                                JsonObject{{"basis", basis_word(other.basis)},
                                           {"next_level", JsonValue::real(other.next)},
                                           {"tests", other.tests.size()}}},
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
                   more_text(verdict),
                   verdict.promised ? correlation_text(rank) : "",
                   printable(verdict.sentence, sentence_shown)});
        documents.push_back(
            JsonObject{{"id", id}, {"rank", json_of(rank)}, {"verdict", json_of(document)}});
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
    if (document->verdict.promised) {
        const Rank rank = Ranking::read(session).of_verdict(session, ids->front(), *document);
        session.output.line();
        session.output.title("beside what runs now: rank " + rank_text(rank));
        session.output.line(printable(rank.why, 1000));
        session.output.line("rank: " + std::string(rank_formula));
    }
    session.output.document(json_of(*document));
    return ExitCode::ok;
}

Answer run(Session& session, const ShowBudget& request) {
    const auto recorded = spent_on(session, VerdictBasis::recorded);
    const auto synthetic = spent_on(session, VerdictBasis::synthetic);
    if (!recorded || !synthetic) {
        return fail(recorded ? synthetic.error() : recorded.error());
    }
    request.synthetic ? show_budget(session.output, *synthetic, *recorded)
                      : show_budget(session.output, *recorded, *synthetic);
    return ExitCode::ok;
}

}  // namespace tradelab
