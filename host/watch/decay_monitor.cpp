#include "watch/decay_monitor.hpp"

#include "core/check.hpp"
#include "core/decimal.hpp"
#include "watch/day_return.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tradelab {
namespace {

constexpr std::string_view readmission = "The market is of a kind again that it knows.";

// In thousandths, which is as exact as a person reads.
std::string number_text(double value) {
    const double scaled = std::clamp(value * 1e3, -9e15, 9e15);
    return short_decimal_text(static_cast<std::int64_t>(scaled), DecimalPlaces(3));
}

std::string evidence_of(DecayAlarm alarm, const DecayWatch& watch, Regime regime, UnixNanos at) {
    const std::string market =
        alarm == DecayAlarm::regime
            ? ", market " + regime_names().at(static_cast<std::size_t>(regime))
            : "";
    return "decay " + std::string(alarm_text(alarm)) + " on " + iso_text(at) + ": wealth " +
           number_text(watch.edge().greatest) + " of " + number_text(DecayWatch::wealth_limit) +
           ", shortfall " + number_text(watch.shortfall().sum) + " of " +
           number_text(watch.shortfall().rules.limit) + ", drawdown " +
           number_text(watch.drawdown()) + " of " + number_text(watch.drawdown_limit()) + market;
}

const char* sentence_of(DecayAlarm alarm) {
    switch (alarm) {
        case DecayAlarm::edge:
            return "It is refuted that half of what was promised is there.";
        case DecayAlarm::shortfall:
            return "It has brought less than was promised for too long.";
        case DecayAlarm::drawdown:
            return "It has fallen further than 95 of 100 resampled years of its evidence do.";
        case DecayAlarm::regime:
            return "The market is of a kind that its evidence has hardly seen.";
        case DecayAlarm::none:
            break;
    }
    return "";
}

// Paper is judged by consistency and never by profit: only from who was approved is anything taken.
bool may_act_on(const StrategyLife& life) {
    return !approval_of(life).empty() || is_demoted(life);
}

StageEdge edge_of(const StrategyLife& life, std::string evidence) {
    return {.strategy = life.strategy,
            .name = life.name,
            .basis = life.basis,
            .from = life.stage,
            .to = LifeStage::paper,
            .by = std::string(decay_author),
            .evidence = std::move(evidence)};
}

}  // namespace

std::string approval_of(const StrategyLife& life) {
    std::string out;
    for (const StageStep& step : life.steps) {
        if (step.edge.to == LifeStage::paper) {
            out = is_for_the_market(step.edge) ? out : "";
        } else if (step.edge.to == LifeStage::approved && out.empty()) {
            out = "It was approved as step " + std::to_string(step.seq) + " of all lives.";
        }
    }
    return out;
}

DecayMonitor::DecayMonitor(Lifecycle record,
                           std::vector<WatchedStrategy> watched,
                           std::vector<std::string> unwatched)
    : record_(std::move(record)), unwatched_(std::move(unwatched)) {
    for (WatchedStrategy& one : watched) {
        const Cash opening = one.opening;
        const DecayWatch watch = one.watch;
        watched_.push_back({.of = std::move(one), .watch = watch, .last = opening});
    }
}

void DecayMonitor::begin(Watched& one, PaperWatch since) {
    one.since = std::move(since);
    one.watch = one.of.watch;
    one.charge.reset();
    one.has_heard = false;
}

void DecayMonitor::hear(Watched& one, const PaperDay& day) {
    const std::size_t place = one.of.instance.value() - 1;
    const Cash equity = day.equity[place];
    const double change = day_return(one.last, equity, one.of.opening);
    one.last = equity;
    // As it was known the day before.
    const Regime regime = one.of.labels.now();
    if (day.closes[place]) {
        one.of.labels.add(static_cast<double>(day.closes[place]->mantissa()));
    }
    if (!one.since || day.ended <= one.since->since) {
        return;
    }
    one.has_heard = true;
    const DecayAlarm alarm = one.watch.add(change, regime);
    const DecayAlarm before = one.charge ? one.charge->alarm : DecayAlarm::none;
    if (alarm > before) {
        one.charge = {.alarm = alarm, .evidence = evidence_of(alarm, one.watch, regime, day.ended)};
    } else if (alarm == DecayAlarm::none && before == DecayAlarm::regime) {
        one.charge.reset();
    }
}

void DecayMonitor::ask(Watched& one,
                       const StrategyLife& life,
                       const PaperView& view,
                       UnixNanos now,
                       std::vector<PaperCommand>& out) {
    const PaperInstance& stands = view.instances[one.of.instance.value() - 1];
    if (stands.is_retired) {
        return;
    }
    PaperCommand command{
        .instance = one.of.instance, .by = std::string(decay_author), .given_at = now};
    const std::string approval = approval_of(life);
    const bool is_promised = !approval.empty() && life.stage != LifeStage::retired;
    if (is_promised && (!one.since || one.since->under != approval)) {
        begin(one, {.since = view.now, .under = approval});
        command.verb = PaperVerb::watch;
        command.reason = approval;
        out.push_back(command);
    }
    is_unrecorded_ = is_unrecorded_ || one.charge || is_sat_out(life);
    // Who sat the market out elsewhere does so here until a day has shown that it is another.
    const bool is_out = one.charge || (is_sat_out(life) && !one.has_heard);
    if (!one.since || is_out == stands.demoted_why.has_value() ||
        (one.charge && !may_act_on(life))) {
        return;
    }
    const DecayAlarm alarm = one.charge ? one.charge->alarm : DecayAlarm::regime;
    command.verb = is_out ? PaperVerb::demote : PaperVerb::readmit;
    command.reason = is_out ? sentence_of(alarm) : std::string(readmission);
    out.push_back(command);
}

std::vector<PaperCommand> DecayMonitor::hear(std::span<const PaperDay> days,
                                             const PaperView& view,
                                             UnixNanos now) {
    std::vector<PaperCommand> out;
    TL_CHECK_MSG(heard_ <= days.size(), "the days of a session only become more");
    if (heard_ == days.size() && trouble_.empty()) {
        return out;
    }
    for (Watched& one : watched_) {
        const auto& known = view.instances[one.of.instance.value() - 1].watched;
        if (known && (!one.since || one.since->under != known->under)) {
            begin(one, *known);
        }
        for (const PaperDay& day : days.subspan(heard_)) {
            hear(one, day);
        }
    }
    heard_ = days.size();
    const auto read = record_.catch_up();
    trouble_ = read ? "" : describe(read.error());
    for (Watched& one : watched_) {
        const StrategyLife* life = read ? record_.known(one.of.identity) : nullptr;
        if (life != nullptr) {
            ask(one, *life, view, now, out);
        }
    }
    return out;
}

bool DecayMonitor::says(const StrategyLife& life, const Charge& charge) {
    if (charge.alarm == DecayAlarm::regime && is_sat_out(life)) {
        return true;  // also where it came from another account
    }
    return std::ranges::any_of(life.steps, [&](const StageStep& step) {
        return step.edge.by == decay_author && step.edge.evidence == charge.evidence;
    });
}

Status DecayMonitor::record(UnixNanos now) {
    if (!is_unrecorded_) {
        return {};
    }
    auto done = record_.catch_up();
    std::vector<StageEdge> edges;
    for (const Watched& one : watched_) {
        const StrategyLife* life = done ? record_.known(one.of.identity) : nullptr;
        if (life == nullptr || life->stage == LifeStage::retired) {
            continue;
        }
        if (one.charge && may_act_on(*life) && !says(*life, *one.charge)) {
            edges.push_back(edge_of(*life, one.charge->evidence));
            edges.back().why = sentence_of(one.charge->alarm);
            if (one.charge->alarm == DecayAlarm::edge) {
                edges.back().to = LifeStage::retired;
            }
        } else if (!one.charge && one.has_heard && is_sat_out(*life)) {
            edges.push_back(edge_of(*life, life->steps.back().edge.evidence));
            edges.back().by = std::string(readmission_author);
            edges.back().why = readmission;
        }
    }
    done = !done || edges.empty() ? done : record_.add(edges, now);
    trouble_ = done ? "" : describe(done.error());
    is_unrecorded_ = !done;
    return done;
}

std::vector<std::string> DecayMonitor::needs() const {
    std::vector<std::string> out;
    for (const std::string& one : unwatched_) {
        out.push_back("something was promised of a strategy that cannot be watched: " + one);
    }
    if (!trouble_.empty()) {
        out.push_back(
            "the watch over decay cannot read or write the lives of strategies and tries again: " +
            trouble_);
    }
    return out;
}

}  // namespace tradelab
