#include "report/dossier_json.hpp"

#include "core/decimal.hpp"

#include <utility>

namespace tradelab {
namespace {

using Facts = std::vector<std::pair<std::string, std::string>>;
using Counts = std::vector<std::pair<std::string, std::uint64_t>>;

JsonValue number_or_null(std::optional<double> value) {
    return value ? JsonValue::real(*value) : JsonValue();
}

JsonArray json_of(const std::vector<double>& numbers) {
    JsonArray out;
    for (const double number : numbers) {
        out.push_back(JsonValue::real(number));
    }
    return out;
}

JsonArray json_of(const Facts& facts) {
    JsonArray out;
    for (const auto& [name, value] : facts) {
        out.push_back(JsonObject{{"name", name}, {"value", value}});
    }
    return out;
}

JsonArray json_of(const Counts& counts) {
    JsonArray out;
    for (const auto& [name, trials] : counts) {
        out.push_back(JsonObject{{"name", name}, {"trials", trials}});
    }
    return out;
}

JsonValue json_of(const DossierMember& member) {
    return JsonObject{{"name", member.name},
                      {"proposed_by", member.arm},
                      {"why", member.rationale},
                      {"made_from", member.lineage},
                      {"trial", member.trial},
                      {"explore_sharpe", number_or_null(member.explore_sharpe)},
                      {"parameters", json_of(member.parameters)}};
}

JsonValue json_of(const DossierEpoch& epoch) {
    return JsonObject{{"name", epoch.name},
                      {"first_day", epoch.first_day},
                      {"trades", epoch.trades},
                      {"fees", decimal_text(epoch.fees)},
                      {"slippage", decimal_text(epoch.slippage)},
                      {"funding_received", decimal_text(-epoch.funding)},
                      {"net", decimal_text(epoch.net)},
                      {"returns", json_of(epoch.returns)}};
}

JsonValue json_of(const DossierPlateau& plateau) {
    JsonArray rows;
    for (const auto& row : plateau.cells) {
        JsonArray cells;
        for (const DossierPlateau::Cell& cell : row) {
            cells.push_back(JsonObject{{"trials", cell.trials},
                                       {"mean_sharpe", JsonValue::real(cell.mean_sharpe)}});
        }
        rows.push_back(std::move(cells));
    }
    return JsonObject{{"family", plateau.family},
                      {"across", plateau.across},
                      {"up", plateau.up},
                      {"columns", plateau.columns},
                      {"rows", plateau.rows},
                      {"row", plateau.row},
                      {"column", plateau.column},
                      {"cells", std::move(rows)}};
}

JsonValue json_of(const DossierNeighbours& near) {
    JsonArray rows;
    for (const DossierNeighbours::Row& row : near.rows) {
        JsonArray moves;
        for (const auto& [ticks, sharpe] : row.sharpe) {
            moves.push_back(JsonObject{{"ticks", ticks}, {"sharpe", number_or_null(sharpe)}});
        }
        rows.push_back(JsonObject{{"parameter", row.parameter}, {"moves", std::move(moves)}});
    }
    return JsonObject{{"own", number_or_null(near.own)}, {"rows", std::move(rows)}};
}

template <class Items>
JsonArray each_of(const Items& items) {
    JsonArray out;
    for (const auto& item : items) {
        out.push_back(json_of(item));
    }
    return out;
}

}  // namespace

JsonValue json_of(const Dossier& dossier) {
    JsonArray regimes;
    for (const DossierRegime& regime : dossier.regimes) {
        regimes.push_back(JsonObject{{"name", regime.name}, {"returns", json_of(regime.returns)}});
    }
    return JsonObject{{"schema", dossier_schema},
                      {"id", dossier.id},
                      {"data", dossier.origin == DataOrigin::recorded ? "recorded" : "synthetic"},
                      {"asset", dossier.asset},
                      {"capital", decimal_text(dossier.capital)},
                      {"seed", std::to_string(dossier.seed)},
                      {"verdict", json_of(dossier.document)},
                      {"members", each_of(dossier.members)},
                      {"fates", json_of(dossier.fates)},
                      {"arms", json_of(dossier.arms)},
                      {"epochs", each_of(dossier.epochs)},
                      {"plateau", dossier.plateau ? json_of(*dossier.plateau) : JsonValue()},
                      {"neighbours", json_of(dossier.neighbours)},
                      {"regimes", std::move(regimes)},
                      {"bound_to", json_of(dossier.bound_to)}};
}

JsonValue json_of(const DossierFigures& figures) {
    return JsonObject{{"total_return", JsonValue::real(figures.total_return)},
                      {"deepest_fall", JsonValue::real(figures.deepest_fall)},
                      {"worst_day", JsonValue::real(figures.worst_day)},
                      {"worst_year", number_or_null(figures.worst_year)},
                      {"break_even", number_or_null(figures.break_even)}};
}

}  // namespace tradelab
