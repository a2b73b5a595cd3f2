#include "cli/strategy_record.hpp"

#include "lifecycle/lifecycle.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace tradelab {

namespace {

// Below it annual figures are stretched: a report warns of it (report/headline.cpp).
constexpr Duration span_min = std::chrono::hours(24 * 91);

bool took_part(const Trial& trial, std::string_view identity) {
    return std::ranges::find(trial.instances, identity, &TrialInstance::strategy) !=
           trial.instances.end();
}

void add_first(StrategyRecord& record, UnixNanos at) {
    record.created_at = record.created_at ? std::min(*record.created_at, at) : at;
}

Status add_trials(Session& session, std::string_view identity, StrategyRecord& record) {
    const auto ledger = trial_ledger_of(session.layout);
    if (!ledger) {
        return {};
    }
    return for_each_trial(session.disk, *ledger, [&](const RecordedTrial& recorded) {
        if (!took_part(recorded.trial, identity)) {
            return;
        }
        add_first(record, recorded.written);
        if (speaks_for_strategy(recorded.trial)) {
            record.backtest = recorded;
        }
    });
}

const StageStep* approval_of(const StrategyLife& life) {
    const auto to_approved = [](const StageStep& step) {
        return step.edge.to == LifeStage::approved && !is_carry_over(step.edge);
    };
    const auto last = std::find_if(life.steps.rbegin(), life.steps.rend(), to_approved);
    return last == life.steps.rend() ? nullptr : &*last;
}

void add_life(const StrategyLife& life, UnixNanos now, StrategyRecord& record) {
    add_first(record, life.steps.front().at);
    record.status = status_of(life.stage);
    const StageStep* approval = approval_of(life);
    const bool is_over = life.stage == LifeStage::approved && approval != nullptr &&
                         approval->edge.expires_at && *approval->edge.expires_at <= now;
    if (is_over) {
        record.status = status_of(LifeStage::awaiting_approval);
    } else if (approval != nullptr && (record.status == "approved" || record.status == "live")) {
        record.approved_at = approval->at;
    }
}

Status add_lives(Session& session,
                 std::string_view identity,
                 UnixNanos now,
                 StrategyRecord& record) {
    const auto path = lifecycle_of(session.layout);
    if (!path) {
        return {};
    }
    const auto lives = Lifecycle(session.disk, *path).lives();
    if (!lives) {
        return fail(lives.error());
    }
    const auto life = std::ranges::find(*lives, identity, &StrategyLife::strategy);
    if (life != lives->end()) {
        add_life(*life, now, record);
    }
    return {};
}

}  // namespace

bool speaks_for_strategy(const Trial& trial) {
    const bool is_poor = trial.basis == TrialData::recorded && trial.counts == TrialCounts::no;
    return trial.instances.size() == 1 && !is_poor && trial.risk != "none" &&
           trial.fill_model.starts_with("pessimistic/") && trial.cost_stress_permille >= 1000 &&
           trial.to - trial.from >= span_min;
}

Result<StrategyRecord> record_of(Session& session, std::string_view identity, UnixNanos now) {
    StrategyRecord record;
    auto read = add_trials(session, identity, record);
    read = !read ? read : add_lives(session, identity, now, record);
    if (!read) {
        return fail(std::move(read).error());
    }
    return record;
}

}  // namespace tradelab
