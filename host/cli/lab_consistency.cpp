#include "cli/backtest_setup.hpp"
#include "cli/commands.hpp"
#include "cli/daemon_settings.hpp"
#include "config/trusted_file.hpp"
#include "core/decimal.hpp"
#include "document/json_write.hpp"
#include "journal/kept_text.hpp"
#include "lifecycle/lifecycle.hpp"
#include "os/clock.hpp"
#include "paper/consistency.hpp"
#include "strategy/parameter_file.hpp"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

// Whether paper did what the backtest of the same window does, and what that makes of strategies.
namespace tradelab {
namespace {

constexpr std::uint64_t limits_bytes_max = std::uint64_t{64} << 10U;

JsonValue share_json(const std::optional<Rate>& share) {
    return share ? JsonValue(decimal_text(*share)) : JsonValue();
}

JsonObject json_of(const ConsistencyVerdict& verdict) {
    JsonArray reasons;
    for (const std::string& reason : verdict.reasons) {
        reasons.emplace_back(reason);
    }
    return {{"schema", "tradelab.consistency/1"},
            {"verdict", consistency_text(verdict.verdict)},
            {"from", iso_text(verdict.from)},
            {"until", iso_text(verdict.until)},
            {"steps", verdict.steps},
            {"signals_of_paper", verdict.signals_of_paper},
            {"signals_of_backtest", verdict.signals_of_backtest},
            {"signals_alike", verdict.signals_alike},
            {"fills_of_paper", verdict.fills_of_paper},
            {"fills_of_backtest", verdict.fills_of_backtest},
            {"matched", verdict.matched},
            {"matched_share", share_json(verdict.matched_share)},
            {"paired_difference", share_json(verdict.paired_difference)},
            {"equity_of_paper", decimal_text(verdict.equity_of_paper)},
            {"equity_of_backtest", decimal_text(verdict.equity_of_backtest)},
            {"reasons", std::move(reasons)}};
}

std::string sentence_of(const ConsistencyVerdict& verdict) {
    return fmt::format("{} of {} signals alike, {} of {} fills matched, from {} to {}",
                       verdict.signals_alike,
                       verdict.signals_of_backtest,
                       verdict.matched,
                       verdict.fills_of_backtest,
                       iso_text(verdict.from),
                       iso_text(verdict.until));
}

// The steps that a strategy has earned by now.
std::vector<StageEdge> steps_of(const StrategyLife& life,
                                const ConsistencyVerdict& verdict,
                                const std::string& evidence) {
    std::vector<StageEdge> edges;
    LifeStage stage = life.stage;
    const auto go = [&](LifeStage from, LifeStage to, std::string why) {
        if (stage == from) {
            edges.push_back({.strategy = life.strategy,
                             .name = life.name,
                             .basis = life.basis,
                             .from = from,
                             .to = to,
                             .by = "the check of paper",
                             .evidence = evidence,
                             .why = std::move(why)});
            stage = to;
        }
    };
    go(LifeStage::vaulted,
       LifeStage::paper,
       "It trades on paper since " + iso_text(verdict.from) + ".");
    if (verdict.verdict == Consistency::consistent) {
        const std::string why = sentence_of(verdict) + ". Whether it earned was not asked.";
        go(LifeStage::paper, LifeStage::consistent, why);
        go(LifeStage::consistent,
           LifeStage::awaiting_approval,
           "Paper does what the backtest says: a human may decide.");
    } else if (verdict.verdict == Consistency::inconsistent) {
        go(LifeStage::consistent, LifeStage::paper, verdict.reasons.front());
    }
    return edges;
}

// Only what the gate has passed has a life; what a person put on paper by hand has none.
Status record_steps(Session& session,
                    const std::vector<std::filesystem::path>& files,
                    const ConsistencyVerdict& verdict,
                    const std::string& evidence) {
    const auto path = lifecycle_of(session.layout);
    if (!path) {
        return fail(path.error());
    }
    Lifecycle record(session.disk, *path);
    std::vector<StageEdge> edges;
    for (const auto& file : files) {
        const auto text = session.disk.read_file(file, {.size_max = parameter_file_bytes_max});
        const auto parsed = text ? parse_parameter_file(*text, file.string()) : fail(text.error());
        if (!parsed) {
            return fail(parsed.error());
        }
        const auto life = record.find(identity_of(*parsed));
        if (!life && life.error().code == ErrorCode::not_found) {
            continue;
        }
        if (!life) {
            return fail(life.error());
        }
        auto steps = steps_of(*life, verdict, evidence);
        edges.insert(edges.end(), steps.begin(), steps.end());
    }
    return edges.empty() ? Status() : record.add(edges, SystemClock().now());
}

Result<ConsistencyVerdict> judged(Session& session,
                                  const DaemonSettings& settings,
                                  const std::string& store) {
    const auto limits = read_trusted(session.disk, settings.file.paper.limits, limits_bytes_max);
    const auto risk =
        limits ? parse_risk(*limits, settings.file.paper.limits.string()) : fail(limits.error());
    if (!risk) {
        return fail(risk.error());
    }
    std::vector<std::string> files;
    for (const auto& file : settings.file.paper.strategies) {
        files.push_back(file.string());
    }
    const auto candidates = load_candidates(session, files);
    if (!candidates) {
        return fail(candidates.error());
    }
    const auto venues = venues_of(session, *candidates);
    if (!venues) {
        return fail(venues.error());
    }
    const Catalogue catalogue(
        session.disk, store.empty() ? settings.places.store : session.layout.absolute(store));
    return check_consistency(session.disk,
                             settings.places.paper,
                             {.candidates = *candidates,
                              .catalogue = catalogue,
                              .venues = *venues,
                              .options = paper_options(settings.file, *risk)});
}

}  // namespace

Answer run(Session& session, const CheckPaper& request) {
    const auto settings = read_settings(session, request.settings);
    if (!settings) {
        return fail(settings.error());
    }
    if (settings->file.paper.strategies.empty()) {
        return fail(ErrorCode::data_missing,
                    "no strategy is on paper",
                    "name some in " + settings->path.string() + ", [paper] strategies");
    }
    const auto verdict = judged(session, *settings, request.store);
    if (!verdict) {
        return fail(verdict.error());
    }
    const JsonObject document = json_of(*verdict);
    const auto kept = keep_text(session.disk,
                                settings->places.paper.parent_path() / "consistency",
                                pretty_json(document) + "\n",
                                ".json");
    if (!kept) {
        return fail(kept.error());
    }
    if (auto recorded = record_steps(
            session, settings->file.paper.strategies, *verdict, "consistency " + *kept);
        !recorded) {
        return fail(std::move(recorded).error());
    }
    session.output.title("paper is " + std::string(consistency_text(verdict->verdict)) +
                         " with the backtest of the same window");
    session.output.line(sentence_of(*verdict));
    for (const std::string& reason : verdict->reasons) {
        session.output.line(reason);
    }
    session.output.line("whether it earned was not asked: so short a time cannot say");
    session.output.document(document);
    return verdict->verdict == Consistency::inconsistent ? ExitCode::refused : ExitCode::ok;
}

}  // namespace tradelab
