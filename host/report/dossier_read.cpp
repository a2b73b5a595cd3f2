#include "core/decimal.hpp"
#include "document/json_fields.hpp"
#include "document/json_parse.hpp"
#include "document/json_write.hpp"
#include "report/dossier_json.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace tradelab {
namespace {

constexpr std::size_t text_max = 4096;
constexpr std::size_t cells_max = 1024;  // of a plateau, each way

using Facts = std::vector<std::pair<std::string, std::string>>;
using Counts = std::vector<std::pair<std::string, std::uint64_t>>;

// What json_of wrote, the first thing wrong in `problem`.
class Reader {
public:
    Reader(const JsonValue& document, std::optional<Error>& problem)
        : problem_(problem),
          fields_(document,
                  "",
                  {"schema",
                   "id",
                   "data",
                   "asset",
                   "capital",
                   "seed",
                   "verdict",
                   "members",
                   "fates",
                   "arms",
                   "epochs",
                   "plateau",
                   "neighbours",
                   "regimes",
                   "bound_to"},
                  problem) {}

    Dossier read() {
        Dossier out;
        if (fields_.any_text("schema", text_max) != dossier_schema) {
            fields_.refuse("schema is not " + std::string(dossier_schema),
                           "read it with a newer program");
        }
        out.id = fields_.text("id", text_max);
        out.document = verdict();
        out.origin = origin();
        out.asset = fields_.text("asset", text_max);
        out.capital = cash(fields_, "capital");
        out.seed = seed();
        each("members", [&](const JsonValue& one, std::string at) {
            out.members.push_back(member(one, std::move(at)));
        });
        out.fates = counts("fates");
        out.arms = counts("arms");
        each("epochs", [&](const JsonValue& one, std::string at) {
            out.epochs.push_back(epoch(one, std::move(at)));
        });
        if (const JsonValue& one = fields_.value("plateau"); !one.is_null()) {
            out.plateau = plateau(one);
        }
        out.neighbours = neighbours();
        each("regimes", [&](const JsonValue& one, std::string at) {
            JsonFields fields(one, std::move(at), {"name", "returns"}, problem_);
            out.regimes.push_back(
                {.name = fields.any_text("name", text_max), .returns = fields.numbers("returns")});
        });
        out.bound_to = facts(fields_, "bound_to");
        return out;
    }

private:
    template <class Visit>
    void each(std::string_view name, Visit visit) {
        each(fields_, name, visit);
    }
    template <class Visit>
    static void each(JsonFields& fields, std::string_view name, Visit visit) {
        const JsonArray& items = fields.array(name);
        for (std::size_t at = 0; at < items.size(); ++at) {
            visit(items[at], pointer_to(fields.pointer(name), at));
        }
    }

    static Cash cash(JsonFields& fields, std::string_view name) {
        const std::string text = fields.text(name, text_max);
        const auto amount = parse_cash(text);
        if (!amount) {
            fields.refuse(fields.pointer(name) + " = '" + text + "'", "an amount is expected");
        }
        return amount.value_or(Cash());
    }

    static std::uint64_t count(JsonFields& fields, std::string_view name) {
        const std::int64_t value = fields.integer(name);
        if (value < 0) {
            fields.refuse(fields.pointer(name) + " = " + std::to_string(value), "it is a count");
        }
        return static_cast<std::uint64_t>(std::max<std::int64_t>(value, 0));
    }

    // Beyond what a whole number of JSON may be.
    std::uint64_t seed() {
        const std::string text = fields_.text("seed", text_max);
        std::uint64_t out = 0;
        const auto read = std::from_chars(text.data(), text.data() + text.size(), out);
        if (read.ec != std::errc() || read.ptr != text.data() + text.size()) {
            fields_.refuse("/seed = '" + text + "'", "a whole number is expected");
        }
        return out;
    }

    DataOrigin origin() {
        const std::string text = fields_.any_text("data", text_max);
        if (text != "recorded" && text != "synthetic") {
            fields_.refuse("/data = '" + text + "'", "recorded or synthetic");
        }
        return text == "recorded" ? DataOrigin::recorded : DataOrigin::synthetic;
    }

    VerdictDocument verdict() {
        auto document = parse_verdict(line_json(fields_.value("verdict")));
        if (!document) {
            fields_.refuse("/verdict: " + document.error().context, document.error().hint);
        }
        return document ? *std::move(document) : VerdictDocument();
    }

    Facts facts(JsonFields& parent, std::string_view name) {
        Facts out;
        each(parent, name, [&](const JsonValue& one, std::string at) {
            JsonFields fields(one, std::move(at), {"name", "value"}, problem_);
            std::string fact = fields.any_text("name", text_max);
            out.emplace_back(std::move(fact), fields.any_text("value", text_max));
        });
        return out;
    }

    Counts counts(std::string_view name) {
        Counts out;
        each(name, [&](const JsonValue& one, std::string at) {
            JsonFields fields(one, std::move(at), {"name", "trials"}, problem_);
            std::string counted = fields.any_text("name", text_max);
            out.emplace_back(std::move(counted), count(fields, "trials"));
        });
        return out;
    }

    DossierMember member(const JsonValue& value, std::string at) {
        JsonFields fields(
            value,
            std::move(at),
            {"name", "proposed_by", "why", "made_from", "trial", "explore_sharpe", "parameters"},
            problem_);
        return {.name = fields.any_text("name", text_max),
                .arm = fields.any_text("proposed_by", text_max),
                .rationale = fields.any_text("why", text_max),
                .lineage = fields.any_text("made_from", text_max),
                .trial = count(fields, "trial"),
                .explore_sharpe = fields.number_or_null("explore_sharpe"),
                .parameters = facts(fields, "parameters")};
    }

    DossierEpoch epoch(const JsonValue& value, std::string at) {
        JsonFields fields(value,
                          std::move(at),
                          {"name",
                           "first_day",
                           "trades",
                           "fees",
                           "slippage",
                           "funding_received",
                           "net",
                           "returns"},
                          problem_);
        return {.name = fields.any_text("name", text_max),
                .first_day = fields.integer("first_day"),
                .returns = fields.numbers("returns"),
                .trades = count(fields, "trades"),
                .fees = cash(fields, "fees"),
                .slippage = cash(fields, "slippage"),
                .funding = -cash(fields, "funding_received"),
                .net = cash(fields, "net")};
    }

    DossierPlateau plateau(const JsonValue& value) {
        JsonFields fields(value,
                          "/plateau",
                          {"family", "across", "up", "columns", "rows", "row", "column", "cells"},
                          problem_);
        DossierPlateau out{.family = fields.any_text("family", text_max),
                           .across = fields.any_text("across", text_max),
                           .up = fields.any_text("up", text_max),
                           .columns = fields.texts("columns", text_max),
                           .rows = fields.texts("rows", text_max),
                           .cells = {},
                           .row = count(fields, "row"),
                           .column = count(fields, "column")};
        each(fields, "cells", [&](const JsonValue& row, const std::string& at) {
            out.cells.push_back(plateau_row(row, at));
            if (out.cells.back().size() != out.columns.size()) {
                fields.refuse(at + " has " + std::to_string(out.cells.back().size()) + " cells",
                              "one for each of the columns");
            }
        });
        if (out.cells.size() != out.rows.size() || out.rows.size() > cells_max ||
            out.columns.size() > cells_max) {
            fields.refuse("/plateau/cells has " + std::to_string(out.cells.size()) + " rows",
                          "one for each of the rows named");
        }
        return out;
    }

    std::vector<DossierPlateau::Cell> plateau_row(const JsonValue& row, const std::string& at) {
        std::vector<DossierPlateau::Cell> out;
        const JsonArray none;
        const JsonArray& cells = row.array() == nullptr ? none : *row.array();
        for (std::size_t place = 0; place < cells.size(); ++place) {
            JsonFields fields(
                cells[place], pointer_to(at, place), {"trials", "mean_sharpe"}, problem_);
            out.push_back({.trials = count(fields, "trials"),
                           .mean_sharpe = fields.number_or_null("mean_sharpe").value_or(0)});
        }
        return out;
    }

    DossierNeighbours neighbours() {
        JsonFields fields(fields_.value("neighbours"), "/neighbours", {"own", "rows"}, problem_);
        DossierNeighbours out{.own = fields.number_or_null("own"), .rows = {}};
        each(fields, "rows", [&](const JsonValue& one, std::string at) {
            JsonFields row(one, std::move(at), {"parameter", "moves"}, problem_);
            out.rows.push_back({.parameter = row.any_text("parameter", text_max), .sharpe = {}});
            each(row, "moves", [&](const JsonValue& move, std::string place) {
                JsonFields moved(move, std::move(place), {"ticks", "sharpe"}, problem_);
                const std::int64_t ticks = moved.integer("ticks");
                out.rows.back().sharpe.emplace(ticks, moved.number_or_null("sharpe"));
            });
        });
        return out;
    }

    std::optional<Error>& problem_;
    JsonFields fields_;
};

}  // namespace

Result<Dossier> parse_dossier(std::string_view text) {
    const auto document = parse_json(text, {.bytes_max = dossier_bytes_max, .depth_max = 8});
    if (!document) {
        return fail(document.error());
    }
    std::optional<Error> problem;
    Dossier out = Reader(*document, problem).read();
    if (problem) {
        return fail(*std::move(problem));
    }
    return out;
}

}  // namespace tradelab
