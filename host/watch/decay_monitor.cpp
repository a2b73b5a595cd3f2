#include "watch/decay_monitor.hpp"

#include "core/decimal.hpp"
#include "lab/regimes.hpp"
#include "watch/day_return.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tradelab {
namespace {

// In days: a month and the weeks around it.
constexpr std::size_t regime_window = 30;

// In thousandths, which is as exact as a person reads.
std::string number_text(double value) {
    const double scaled = std::clamp(value * 1e3, -9e15, 9e15);
    return short_decimal_text(static_cast<std::int64_t>(scaled), DecimalPlaces(3));
}

std::string evidence_of(DecayAlarm alarm, const DecayWatch& watch, UnixNanos at) {
    return "decay " + std::string(alarm_text(alarm)) + " on " + iso_text(at) + ": wealth " +
           number_text(watch.edge().greatest) + " of " + number_text(DecayWatch::wealth_limit) +
           ", shortfall " + number_text(watch.shortfall().sum) + " of " +
           number_text(watch.shortfall().rules.limit) + ", drawdown " +
           number_text(watch.drawdown()) + " of " + number_text(watch.drawdown_limit());
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

}  // namespace

DecayMonitor::DecayMonitor(Lifecycle record, std::vector<WatchedStrategy> watched)
    : record_(std::move(record)) {
    for (WatchedStrategy& one : watched) {
        const Cash opening = one.opening;
        watched_.push_back({.of = std::move(one), .last = opening});
    }
}

void DecayMonitor::hear(Watched& one, const PaperDay& day) {
    const std::size_t place = one.of.instance.value() - 1;
    const Cash equity = day.equity[place];
    const double change = day_return(one.last, equity, one.of.opening);
    one.last = equity;
    // As it was known the day before.
    const auto regimes = regimes_of(one.of.closes, regime_window);
    const auto regime = regimes.empty() ? std::nullopt : std::optional(regimes.back());
    if (day.closes[place]) {
        one.of.closes.push_back(static_cast<double>(day.closes[place]->mantissa()));
    }
    const DecayAlarm alarm = one.of.watch.add(change, regime);
    const DecayAlarm before = one.charge ? one.charge->alarm : DecayAlarm::none;
    if (alarm > before) {
        one.charge = {.alarm = alarm, .evidence = evidence_of(alarm, one.of.watch, day.ended)};
    } else if (alarm == DecayAlarm::none && before == DecayAlarm::regime) {
        one.charge.reset();
    }
}

// Paper is judged by consistency and never by profit: only from who was approved is anything taken.
Result<bool> DecayMonitor::may_act_on(const Watched& one) const {
    const auto life = record_.find(one.of.identity);
    if (!life) {
        return fail(life.error());
    }
    return life->stage >= LifeStage::approved || is_demoted(*life);
}

Status DecayMonitor::record(const Watched& one, UnixNanos now) {
    const auto life = record_.find(one.of.identity);
    if (!life) {
        return fail(life.error());
    }
    const bool is_recorded = std::ranges::any_of(life->steps, [&](const StageStep& step) {
        return step.edge.evidence == one.charge->evidence;
    });
    if (is_recorded || life->stage == LifeStage::retired) {
        return {};
    }
    StageEdge edge{.strategy = life->strategy,
                   .name = life->name,
                   .basis = life->basis,
                   .from = life->stage,
                   .to = LifeStage::paper,
                   .by = std::string(decay_author),
                   .evidence = one.charge->evidence,
                   .why = sentence_of(one.charge->alarm)};
    if (one.charge->alarm == DecayAlarm::edge) {
        edge.to = LifeStage::retired;
    }
    return record_.add({&edge, 1}, now);
}

Result<std::vector<PaperCommand>> DecayMonitor::hear(std::span<const PaperDay> days,
                                                     const PaperView& view,
                                                     UnixNanos now) {
    std::vector<PaperCommand> out;
    if (heard_ == days.size()) {
        return out;
    }
    for (Watched& one : watched_) {
        for (const PaperDay& day : days.subspan(heard_)) {
            hear(one, day);
        }
        const PaperInstance& stands = view.instances[one.of.instance.value() - 1];
        if (one.charge) {
            const auto may_act = may_act_on(one);
            auto recorded = may_act && *may_act ? record(one, now) : Status();
            if (!may_act || !recorded) {
                return fail(!may_act ? may_act.error() : recorded.error());
            }
            if (!*may_act) {
                continue;
            }
        }
        if (stands.is_retired || one.charge.has_value() == stands.demoted_why.has_value()) {
            continue;
        }
        out.push_back({.verb = one.charge ? PaperVerb::demote : PaperVerb::readmit,
                       .instance = one.of.instance,
                       .by = std::string(decay_author),
                       .reason = one.charge ? sentence_of(one.charge->alarm)
                                            : "The market is of a kind again that it knows.",
                       .given_at = now});
    }
    heard_ = days.size();
    return out;
}

}  // namespace tradelab
