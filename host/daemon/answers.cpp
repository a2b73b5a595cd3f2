#include "daemon/answers.hpp"

#include "core/decimal.hpp"
#include "daemon/answer_head.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

namespace tradelab {

namespace {

JsonValue moment(std::optional<UnixNanos> at) {
    return at ? JsonValue(iso_text(*at)) : JsonValue();
}

JsonValue share_json(std::optional<Rate> share) {
    return share ? JsonValue(short_decimal_text(share->mantissa(), rate_places)) : JsonValue();
}

JsonValue cash_json(std::optional<Cash> cash) {
    return cash ? JsonValue(decimal_text(*cash)) : JsonValue();
}

// How much of a limit is used, rounded down; nothing of what does not fit, or of nothing.
std::optional<Rate> used(std::optional<Cash> value, Cash limit) {
    if (!value || limit <= Cash()) {
        return std::nullopt;
    }
    const Int128 scaled = Int128{value->mantissa()} * rate_one.mantissa() / limit.mantissa();
    return scaled > INT64_MAX ? std::nullopt
                              : std::optional(Rate(static_cast<std::int64_t>(scaled)));
}

// total = realised + unrealised - fees + funding + insurance, and = equity - opening.  Funding is
// positive where it was received, here as on every other surface.
JsonValue pnl_json(const PaperView& view) {
    const Statement& statement = view.statement;
    return JsonObject{{"total", decimal_text(statement.equity - statement.opening)},
                      {"day", decimal_text(standing_of(view).day)},
                      {"realised", decimal_text(statement.realised)},
                      {"unrealised", decimal_text(statement.unrealised)},
                      {"fees", decimal_text(statement.fees)},
                      {"funding", decimal_text(-statement.funding)},
                      {"insurance", decimal_text(statement.insurance)}};
}

JsonValue drawdown_json(const PaperView& view) {
    const PaperStanding standing = standing_of(view);
    return JsonObject{{"high", decimal_text(view.high)},
                      {"below", decimal_text(standing.drawdown)},
                      {"share", share_json(standing.share)}};
}

JsonValue instances_json(const PaperView& view) {
    JsonArray rows;
    for (const PaperInstance& one : view.instances) {
        rows.push_back(JsonObject{
            {"instance", one.instance.value()},
            {"name", one.name},
            {"plugin", one.plugin},
            {"budget", decimal_text(one.budget)},
            {"equity", decimal_text(one.equity)},
            {"pnl", decimal_text(one.equity - one.budget)},
            {"orders", one.orders},
            {"failed", one.failed_why ? JsonValue(*one.failed_why) : JsonValue()},
            {"demoted", one.demoted_why ? JsonValue(*one.demoted_why) : JsonValue()},
            {"watched_since", one.watched ? JsonValue(iso_text(one.watched->since)) : JsonValue()},
            {"retired", one.is_retired}});
    }
    return rows;
}

JsonValue exposure_json(const PaperView& view, const DaemonFacts& facts) {
    const Cash limit = *facts.limits.gross_exposure;
    return JsonObject{{"gross", cash_json(view.gross_exposure)},
                      {"limit", decimal_text(limit)},
                      {"used", share_json(used(view.gross_exposure, limit))}};
}

JsonValue protection_json(const PaperView& view) {
    return JsonObject{{"open", decimal_text(view.coverage.open)},
                      {"guarded", decimal_text(view.coverage.guarded)},
                      {"share", share_json(view.coverage.share())}};
}

JsonValue feed_json(const PaperView& view, const DaemonFacts& facts) {
    JsonValue age;
    if (facts.feed_clock && view.last_event) {
        const auto late = checked_sub(*facts.feed_clock, *view.last_event);
        age = late ? JsonValue(std::max<std::int64_t>(late->count(), 0) / 1'000'000'000) : age;
    }
    return JsonObject{{"clock", moment(facts.feed_clock)},
                      {"last_event", moment(view.last_event)},
                      {"age_seconds", age},
                      {"speed", facts.speed ? JsonValue(*facts.speed) : JsonValue("max")},
                      {"ended", view.has_ended}};
}

JsonValue last_command_json(const PaperView& view) {
    if (!view.last_command) {
        return {};
    }
    const PaperCommand& last = *view.last_command;
    return JsonObject{{"verb", paper_verb_text(last.verb)},
                      {"by", last.by},
                      {"reason", last.reason},
                      {"given_at", iso_text(last.given_at)}};
}

// Long enough for an hourly strategy to have asked for something, and short enough to be told of a
// broken one within a month.
constexpr Duration silence_max = std::chrono::hours(30 * 24);

void add_strategies(std::vector<std::string>& out, const PaperView& view) {
    const bool is_long = view.now - view.feed_from >= silence_max;
    for (const PaperInstance& one : view.instances) {
        if (one.is_retired) {
            continue;
        }
        if (one.failed_why) {
            out.push_back(one.name +
                          " failed and is isolated, what it holds stays under its stops (tradelab "
                          "positions); why: " +
                          *one.failed_why);
        } else if (one.demoted_why) {
            out.push_back(one.name + " is demoted, no entries: " + *one.demoted_why);
        } else if (is_long && one.orders == 0) {
            out.push_back(one.name + " has asked for nothing since " + iso_text(view.feed_from) +
                          ": are its parameters what you meant?");
        }
    }
}

}  // namespace

std::vector<std::string> needs_a_person(const PaperView& view, const DaemonFacts& facts) {
    std::vector<std::string> out;
    if (facts.is_idle) {
        out.emplace_back(facts.takes_proven
                             ? "nothing trades: nothing is proven so far: tradelab lab status"
                             : "nothing trades: name strategies in tradelabd.toml, [paper] "
                               "strategies");
    }
    if (view.mode == PaperMode::stopped || view.mode == PaperMode::panicked) {
        out.emplace_back("latched, no entries, also after a restart: tradelab resume lifts it");
    }
    if (view.mode == PaperMode::panicked && !view.is_flat) {
        out.emplace_back(
            view.has_ended ? "panic is not flat and will not be: the feed has ended, so there is "
                             "no bar left to close at; what is held stays as it is on paper, and "
                             "another account begins without it"
                           : "panic is not flat yet: positions close at the next bar of the feed");
    }
    if (view.mode == PaperMode::paused) {
        out.emplace_back("paused, no entries: tradelab resume");
    }
    if (view.has_ended) {
        out.emplace_back(
            "the feed has ended: nothing more will happen on this account; newer history is "
            "another one (--state DIR)");
    }
    add_strategies(out, view);
    if (const auto share = view.coverage.share(); share && *share < rate_one) {
        out.emplace_back("a part of the exposure has no stop or hedge: tradelab risk");
    }
    for (const auto& [reason, count] : view.refusals) {
        if (reason == "drawdown" || reason == "daily_loss") {
            out.push_back("entries were refused by the limit " + reason + ", " +
                          std::to_string(count) + " times: tradelab risk");
        }
    }
    std::ranges::copy(facts.lab_needs, std::back_inserter(out));
    if (facts.log_lines_lost > 0) {
        out.push_back(std::to_string(facts.log_lines_lost) +
                      " lines of the log could not be written: is the disk full?");
    }
    if (facts.store_problem) {
        out.push_back(*facts.store_problem);
    }
    return out;
}

JsonObject answer_head(std::string_view schema, const PaperView& view, const DaemonFacts& facts) {
    const bool is_synthetic = view.origin == DataOrigin::synthetic;
    return JsonObject{{"schema", schema},
                      {"mode", "paper"},
                      {"data",
                       facts.is_idle  ? JsonValue()
                       : is_synthetic ? "synthetic"
                                      : "recorded"},
                      {"state", paper_mode_text(view.mode)},
                      {"now", facts.is_idle ? JsonValue() : JsonValue(iso_text(view.now))},
                      {"steps", view.steps},
                      {"commands", view.commands},
                      {"asset", view.asset},
                      {"equity", decimal_text(view.statement.equity)}};
}

JsonValue status_answer(const PaperView& view, const DaemonFacts& facts) {
    JsonObject out = answer_head("tradelab.status/2", view, facts);
    out.push_back({"opening", decimal_text(view.statement.opening)});
    out.push_back({"pnl", pnl_json(view)});
    out.push_back({"drawdown", drawdown_json(view)});
    out.push_back({"exposure", exposure_json(view, facts)});
    out.push_back({"protection", protection_json(view)});
    out.push_back({"feed", feed_json(view, facts)});
    out.push_back({"instances", instances_json(view)});
    out.push_back({"positions", view.positions.size()});
    out.push_back({"open_orders", view.orders.size()});
    out.push_back({"is_flat", view.is_flat});
    out.push_back({"orders_made", view.orders_made});
    out.push_back({"fills", view.fills});
    out.push_back({"last_command", last_command_json(view)});
    out.push_back({"decision_hash", view.decision_hash});
    out.push_back(
        {"account", facts.account_number ? JsonValue(*facts.account_number) : JsonValue()});
    out.push_back(
        {"left_behind", facts.left_behind.empty() ? JsonValue() : JsonValue(facts.left_behind)});
    out.push_back({"research", facts.research.empty() ? JsonValue() : JsonValue(facts.research)});
    out.push_back({"consistency", facts.consistency});
    out.push_back({"process", facts.process});
    out.push_back({"store", facts.store ? JsonValue(*facts.store) : JsonValue()});
    out.push_back({"up_seconds", facts.up.count() / 1'000'000'000});
    out.push_back({"needs_a_person", needs_a_person(view, facts)});
    return out;
}

JsonValue pnl_answer(const PaperView& view, const DaemonFacts& facts) {
    JsonObject out = answer_head("tradelab.pnl/2", view, facts);
    out.push_back({"opening", decimal_text(view.statement.opening)});
    out.push_back({"pnl", pnl_json(view)});
    out.push_back({"drawdown", drawdown_json(view)});
    out.push_back({"instances", instances_json(view)});
    return out;
}

JsonValue risk_answer(const PaperView& view, const DaemonFacts& facts) {
    JsonObject out = answer_head("tradelab.risk/1", view, facts);
    JsonArray refusals;
    for (const auto& [reason, count] : view.refusals) {
        refusals.push_back(JsonObject{{"reason", reason}, {"count", count}});
    }
    const RiskLimits& limits = facts.limits;
    out.push_back({"exposure", exposure_json(view, facts)});
    out.push_back({"leverage", share_json(used(view.gross_exposure, view.statement.equity))});
    out.push_back({"protection", protection_json(view)});
    out.push_back({"free",
                   JsonObject{{"spot", decimal_text(view.free_spot)},
                              {"futures", decimal_text(view.free_futures)}}});
    out.push_back({"limits",
                   JsonObject{{"position_notional", decimal_text(*limits.position_notional)},
                              {"order_notional", decimal_text(*limits.order_notional)},
                              {"gross_exposure", decimal_text(*limits.gross_exposure)},
                              {"leverage", share_json(*limits.leverage)},
                              {"daily_loss", decimal_text(*limits.daily_loss)},
                              {"drawdown", share_json(*limits.drawdown)},
                              {"correlation", share_json(*limits.correlation)},
                              {"orders_per_minute", *limits.orders_per_minute},
                              {"daily_fees", decimal_text(*limits.daily_fees)},
                              {"price_deviation", share_json(*limits.price_deviation)},
                              {"open_orders", *limits.open_orders}}});
    out.push_back({"limits_sha256", facts.limits_sha256});
    out.push_back({"refusals", std::move(refusals)});
    return out;
}

JsonValue command_answer(const PaperView& view, const DaemonFacts& facts, ControlVerb verb) {
    JsonObject out = answer_head("tradelab.command/1", view, facts);
    out.push_back({"verb", control_verb_text(verb)});
    out.push_back({"positions", view.positions.size()});
    out.push_back({"open_orders", view.orders.size()});
    out.push_back({"is_flat", view.is_flat});
    out.push_back({"feed_ended", view.has_ended});
    return out;
}

JsonValue doctor_answer(const PaperView& view, const DaemonFacts& facts) {
    JsonObject out = answer_head("tradelab.doctor.daemon/1", view, facts);
    out.push_back({"process", facts.process});
    out.push_back({"up_seconds", facts.up.count() / 1'000'000'000});
    out.push_back({"feed", feed_json(view, facts)});
    out.push_back({"log_lines_lost", facts.log_lines_lost});
    out.push_back(
        {"store_problem", facts.store_problem ? JsonValue(*facts.store_problem) : JsonValue()});
    out.push_back({"settings_sha256", facts.settings_sha256});
    out.push_back({"limits_sha256", facts.limits_sha256});
    out.push_back({"needs_a_person", needs_a_person(view, facts)});
    return out;
}

}  // namespace tradelab
