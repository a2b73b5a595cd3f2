#include "cli/backtest_setup.hpp"
#include "cli/commands.hpp"
#include "cli/daemon_settings.hpp"
#include "config/risk_file.hpp"
#include "core/decimal.hpp"
#include "document/json_write.hpp"
#include "journal/kept_text.hpp"
#include "lifecycle/lifecycle.hpp"
#include "os/clock.hpp"
#include "paper/consistency.hpp"
#include "research/proven_account.hpp"
#include "strategy/parameter_file.hpp"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

// Whether paper did what the backtest of the same window does, and what that makes of strategies.
namespace tradelab {
namespace {

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

// What was on paper, and where its journal is.
struct OnPaper {
    std::filesystem::path folder;
    std::filesystem::path lifecycle;
    std::vector<std::string> files;
    // Who was proven is who he was when he came on it, whatever has become of his file since; of
    // the first files.
    std::vector<ProvenMember> members;
    std::optional<UnixNanos> from;  // of the feed
    Duration window{0};             // that is enough to be judged by
};

Result<OnPaper> on_paper(Session& session, const DaemonSettings& settings) {
    OnPaper out{.folder = settings.places.paper,
                .lifecycle = lifecycle_of(settings.places),
                .files = {},
                .members = {},
                .from = settings.file.feed.from,
                .window = std::chrono::hours(24) * settings.file.paper.judge_after_days};
    if (settings.file.paper.takes_proven) {
        const auto account = read_account(session.disk, settings.places.paper);
        if (!account) {
            return fail(account.error());
        }
        if (*account) {
            out.folder = folder_of(settings.places.paper, **account);
            out.files = files_of(settings.places.state, **account);
            out.members = (*account)->members;
            out.from = (*account)->from;
        }
    }
    for (const auto& file : settings.file.paper.strategies) {
        out.files.push_back(file.string());
    }
    if (out.files.empty()) {
        return fail(ErrorCode::data_missing,
                    "no strategy is on paper",
                    settings.file.paper.takes_proven
                        ? "nothing was proven so far: tradelab lab status"
                        : "name some in " + settings.path.string() + ", [paper] strategies");
    }
    return out;
}

// The steps that a strategy has earned by now.
std::vector<StageEdge> steps_of(const StrategyLife& life,
                                const ConsistencyVerdict& verdict,
                                Duration window,
                                const std::string& evidence) {
    std::vector<StageEdge> edges;
    if (is_demoted(life)) {
        return edges;  // that paper does what the backtest says does not bring back what is gone
    }
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
    const bool is_long = checked_sub(verdict.until, verdict.from).value_or(Duration(0)) >= window;
    if (verdict.verdict == Consistency::consistent && is_long) {
        const std::string why = sentence_of(verdict) + ". Whether it earned was not asked.";
        go(LifeStage::paper, LifeStage::consistent, why);
        go(LifeStage::consistent,
           LifeStage::awaiting_approval,
           "Paper does what the backtest says: a human may decide.");
    } else if (verdict.verdict == Consistency::inconsistent) {
        // An approval rests on paper that did what the backtest says.
        for (const LifeStage from :
             {LifeStage::consistent, LifeStage::awaiting_approval, LifeStage::approved}) {
            go(from, LifeStage::paper, verdict.reasons.front());
        }
    }
    return edges;
}

Result<std::string> strategy_at(const Disk& disk, const OnPaper& paper, std::size_t place) {
    if (place < paper.members.size()) {
        return paper.members[place].strategy;
    }
    const std::string& file = paper.files[place];
    const auto text = disk.read_file(file, {.size_max = parameter_file_bytes_max});
    const auto parsed = text ? parse_parameter_file(*text, file) : fail(text.error());
    return parsed ? Result<std::string>(identity_of(*parsed)) : fail(parsed.error());
}

// Only what the gate has passed has a life; what a person put on paper by hand has none.
Status record_steps(Session& session,
                    const OnPaper& paper,
                    const ConsistencyVerdict& verdict,
                    const std::string& evidence) {
    Lifecycle record(session.disk, paper.lifecycle);
    std::vector<StageEdge> edges;
    for (std::size_t place = 0; place < paper.files.size(); ++place) {
        const auto strategy = strategy_at(session.disk, paper, place);
        if (!strategy) {
            return fail(strategy.error());
        }
        const auto life = record.find(*strategy);
        if (!life && life.error().code == ErrorCode::not_found) {
            continue;
        }
        if (!life) {
            return fail(life.error());
        }
        auto steps = steps_of(*life, verdict, paper.window, evidence);
        edges.insert(edges.end(), steps.begin(), steps.end());
    }
    return edges.empty() ? Status() : record.add(edges, SystemClock().now());
}

Result<ConsistencyVerdict> judged(Session& session,
                                  const DaemonSettings& settings,
                                  const OnPaper& paper,
                                  const std::string& store) {
    const auto risk = read_limits(session.disk, settings.file);
    if (!risk) {
        return fail(risk.error());
    }
    const auto candidates = load_candidates(session, paper.files);
    if (!candidates) {
        return fail(candidates.error());
    }
    const auto venues = venues_of(session, *candidates);
    if (!venues) {
        return fail(venues.error());
    }
    const Catalogue catalogue(
        session.disk, store.empty() ? settings.places.store : session.layout.absolute(store));
    BacktestOptions options = paper_options(settings.file, *risk);
    options.from = paper.from;
    return check_consistency(
        session.disk,
        paper.folder,
        {.candidates = *candidates, .catalogue = catalogue, .venues = *venues, .options = options});
}

}  // namespace

Answer run(Session& session, const CheckPaper& request) {
    const auto settings = read_settings(session, request.settings);
    if (!settings) {
        return fail(settings.error());
    }
    const auto paper = on_paper(session, *settings);
    if (!paper) {
        return fail(paper.error());
    }
    const auto verdict = judged(session, *settings, *paper, request.store);
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
    if (auto recorded = record_steps(session, *paper, *verdict, "consistency " + *kept);
        !recorded) {
        return fail(std::move(recorded).error());
    }
    session.output.title("paper is " + std::string(consistency_text(verdict->verdict)) +
                         " with the backtest of the same window");
    session.output.line(sentence_of(*verdict));
    for (const std::string& reason : verdict->reasons) {
        session.output.line(reason);
    }
    if (checked_sub(verdict->until, verdict->from).value_or(Duration(0)) < paper->window) {
        session.output.line(
            fmt::format("{} days of paper are asked before it says anything of a "
                        "strategy ([paper] judge_after_days)",
                        settings->file.paper.judge_after_days));
    }
    session.output.line("whether it earned was not asked: so short a time cannot say");
    session.output.document(document);
    return verdict->verdict == Consistency::inconsistent ? ExitCode::refused : ExitCode::ok;
}

}  // namespace tradelab
