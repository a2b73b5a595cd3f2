#include "paper/player.hpp"

#include "lab/run_instances.hpp"
#include "plugin/event_walk.hpp"
#include "plugin/instance.hpp"

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

namespace tradelab {
namespace {

// What an answer breaks of the contract; empty: nothing.  The same that ends a cell's process.
std::string breach_of(const tl_batch& batch, std::uint32_t intents_max) {
    const bool is_within = batch.consumed <= batch.count && batch.out_len <= intents_max;
    if (!is_within || (batch.out_len == 0 ? batch.consumed != batch.count : batch.consumed == 0)) {
        return "it claims " + std::to_string(batch.consumed) + " of " +
               std::to_string(batch.count) + " events with " + std::to_string(batch.out_len) +
               " of " + std::to_string(intents_max) + " intents";
    }
    for (std::uint32_t at = 0; at < batch.out_len; ++at) {
        const std::uint64_t cause = event_at(batch.first, batch.consumed - 1).seq;
        if (batch.out[at].cause_seq != cause) {
            return "it names event " + std::to_string(batch.out[at].cause_seq) +
                   " as the cause of an intent, the last one consumed is " + std::to_string(cause);
        }
    }
    return {};
}

class OwnPlayer final : public Player {
public:
    OwnPlayer(Instance instance, const tl_strategy& strategy)
        : instance_(std::move(instance)), strategy_(&strategy), out_(strategy.intents_max) {}

    tl_status process(tl_batch& batch) override {
        if (!lost_.empty()) {
            return TL_E_STATE;
        }
        const tl_status status = strategy_->process(instance_.raw(), &batch);
        said_ = status != TL_OK ? instance_.host().take_error()
                                : breach_of(batch, strategy_->intents_max);
        return status == TL_OK && !said_.empty() ? TL_E_INTERNAL : status;
    }

    void see_again(const CellEvents& events, std::span<const tl_intent> intents) override {
        tl_batch batch{.size = sizeof(tl_batch),
                       .count = events.count,
                       .first = events.first,
                       .bytes = events.bytes,
                       .out = out_.data(),
                       .out_cap = strategy_->intents_max,
                       .out_len = 0,
                       .consumed = 0,
                       .reserved = 0};
        const bool is_same = process(batch) == TL_OK && batch.consumed == events.count &&
                             batch.out_len == intents.size() &&
                             (intents.empty() ||
                              std::memcmp(out_.data(), intents.data(), intents.size_bytes()) == 0);
        if (!is_same && lost_.empty()) {
            lost_ = "its answers after the restart differ from those before at event " +
                    std::to_string(event_at(batch.first, events.count - 1).seq);
        }
    }

    std::uint32_t warmup_bars(std::uint32_t role) const override {
        return strategy_->warmup_bars(instance_.raw(), role);
    }
    std::uint32_t intents_max() const override { return strategy_->intents_max; }
    std::string last_error() const override { return lost_.empty() ? said_ : lost_; }

private:
    Instance instance_;
    const tl_strategy* strategy_;
    std::vector<tl_intent> out_;  // of what it sees again
    std::string said_;
    std::string lost_;  // it is not where its last life left it
};

class CellPlayer final : public Player {
public:
    explicit CellPlayer(std::unique_ptr<StrategyCell> cell) : cell_(std::move(cell)) {}

    tl_status process(tl_batch& batch) override {
        return cell_->strategy().process(&cell_->instance(), &batch);
    }
    void see_again(const CellEvents& events, std::span<const tl_intent> intents) override {
        cell_->see_again(events, intents);
    }
    std::uint32_t warmup_bars(std::uint32_t role) const override {
        return cell_->strategy().warmup_bars(&cell_->instance(), role);
    }
    std::uint32_t intents_max() const override { return cell_->strategy().intents_max; }
    std::string last_error() const override { return cell_->last_error(); }

private:
    std::unique_ptr<StrategyCell> cell_;
};

Result<std::unique_ptr<Player>> start_here(const Candidate& candidate,
                                           const std::vector<Instrument>& instruments,
                                           UnixNanos at) {
    auto instance = make_instance(candidate, instruments, at);
    if (!instance) {
        return fail(std::move(instance).error());
    }
    const auto strategy = instance->strategy();
    if (!strategy) {
        return fail(strategy.error(), candidate.name);
    }
    return std::make_unique<OwnPlayer>(*std::move(instance), **strategy);
}

}  // namespace

Result<std::unique_ptr<Player>> start_player(const Candidate& candidate,
                                             const std::vector<Instrument>& instruments,
                                             UnixNanos at,
                                             const PaperCells* cells) {
    if (cells == nullptr) {
        return start_here(candidate, instruments, at);
    }
    auto task = cell_task_of(candidate, instruments, at);
    if (!task) {
        return fail(std::move(task).error(), candidate.name);
    }
    CellOptions options{.name = candidate.name,
                        .program = cells->program,
                        .arguments = cells->arguments,
                        .task = *std::move(task),
                        .patience = cells->patience,
                        .restarts = cells->restarts,
                        .tell = cells->tell};
    options.variables.insert(
        options.variables.end(), cells->variables.begin(), cells->variables.end());
    auto cell = StrategyCell::start(cells->companions, std::move(options));
    if (!cell) {
        return fail(std::move(cell).error());
    }
    return std::make_unique<CellPlayer>(*std::move(cell));
}

Result<Prepared> prepare_players(std::span<const Candidate> candidates,
                                 const VenueBook& venues,
                                 const PaperCells* cells) {
    if (cells == nullptr) {
        return prepare(candidates, venues);
    }
    const auto instruments = traded(instruments_of(candidates), venues);
    Prepared out;
    for (const Candidate& candidate : candidates) {
        const auto player =
            start_player(candidate, instruments, latest_rules(candidate, instruments), cells);
        if (!player) {
            return fail(player.error());
        }
        auto& bars = out.warmup_bars.emplace_back();
        for (std::uint32_t role = 0; role < candidate.roles.size(); ++role) {
            bars.push_back((*player)->warmup_bars(role));
            out.warmup = std::max(out.warmup, candidate.timeframe.length() * bars.back());
        }
    }
    return out;
}

}  // namespace tradelab
