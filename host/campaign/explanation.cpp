#include "campaign/explanation.hpp"

#include "campaign/known_states.hpp"
#include "campaign/neighbours.hpp"
#include "core/check.hpp"
#include "gate/gate_check.hpp"
#include "gate/look_figures.hpp"
#include "lab/day.hpp"
#include "lab/random_twins.hpp"
#include "lab/whole_trades.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <map>
#include <utility>
#include <vector>

namespace tradelab {
namespace {

// Fewer can be arranged in too few ways for a share of twins to mean anything.
constexpr std::size_t stays_min = 10;

class Explaining {
public:
    Explaining(const EvidenceRequest& request,
               const CampaignTrial& trial,
               const ExplanationOptions& options)
        : request_(request),
          trial_(trial),
          family_(request.families[trial.family]),
          options_(options),
          desk_(request.families, request.venues, request.run),
          candidate_(family_.candidate) {
        candidate_.ticks = trial.ticks;
    }

    [[nodiscard]] Result<Explanation> run() {
        for (const auto& step : {&Explaining::tell_of_neighbours, &Explaining::tell_of_epochs}) {
            if (auto told = (this->*step)(); !told) {
                return fail(std::move(told).error(), "explaining the candidate");
            }
        }
        return std::move(out_);
    }

private:
    [[nodiscard]] std::optional<double> sharpe_of(std::span<const double> days) const {
        return annual_sharpe(excess_of(days, evidence_class_of(family_), options_.rules));
    }

    [[nodiscard]] Status before_run() const {
        if (options_.is_interrupted && options_.is_interrupted()) {
            return fail(ErrorCode::interrupted,
                        "the campaign was interrupted while its candidate was explained");
        }
        if (request_.before_run) {
            request_.before_run();
        }
        return {};
    }

    [[nodiscard]] const CampaignTrial* tried(const brain::Ticks& ticks) const {
        const auto& trials = request_.result.trials;
        const auto found = std::ranges::find_if(trials, [&](const CampaignTrial& one) {
            return one.family == trial_.family && one.ticks == ticks;
        });
        return found == trials.end() ? nullptr : &*found;
    }

    struct Ran {
        TrialRun run;
        std::optional<Trial> entry;  // what the ledger is to keep of it
    };

    // Kept before the next one is run.  What cannot be run has no figures to keep.
    [[nodiscard]] Result<NeighbourEvidence> run_one(const Neighbour& neighbour, bool is_new) {
        const auto ran = run_of(neighbour, is_new);
        if (!ran) {
            return NeighbourEvidence{.why_failed = describe(ran.error())};
        }
        if (ran->entry && options_.keep) {
            if (auto kept = options_.keep(std::span(&*ran->entry, 1)); !kept) {
                return fail(std::move(kept).error());
            }
        }
        out_.neighbours_run += is_new ? 1U : 0U;
        return NeighbourEvidence{.sharpe = sharpe_of(ran->run.returns.values),
                                 .is_same = ran->run.result_hash == trial_.result_hash};
    }

    [[nodiscard]] Result<Ran> run_of(const Neighbour& neighbour, bool is_new) {
        const Stretch explore = stretch_of(request_.epochs, Epoch::explore);
        if (!is_new || !options_.campaign) {
            auto run = desk_.run(trial_.family, neighbour.at, explore);
            return run ? Result<Ran>(Ran{.run = *std::move(run), .entry = {}})
                       : fail(std::move(run).error());
        }
        const std::string& name = family_.space.parameters[neighbour.parameter].name;
        auto kept = desk_.run_kept(
            trial_.family,
            {.ticks = neighbour.at,
             .rationale = "Trial " + std::to_string(trial_.number) + " of the campaign with " +
                          name + " moved by " + std::to_string(neighbour.ticks) +
                          (neighbour.ticks == 1 || neighbour.ticks == -1 ? " tick" : " ticks") +
                          ", to see whether it stands on a plateau; nothing is chosen from it.",
             .arm = std::string(plateau_arm)},
            explore,
            {.campaign = *options_.campaign,
             .hypothesis = {},
             .arm = std::string(plateau_arm),
             .parent = {}});
        if (!kept) {
            return fail(std::move(kept).error());
        }
        return Ran{.run = std::move(kept->run), .entry = std::move(kept->entry)};
    }

    [[nodiscard]] Status tell_of_neighbours() {
        for (const Neighbour& one : neighbours_of(family_.space, trial_.ticks)) {
            const CampaignTrial* known = tried(one.at);
            NeighbourEvidence evidence;
            if (known != nullptr && known->appraisal.annual_sharpe) {
                evidence.sharpe = known->appraisal.annual_sharpe;
                evidence.is_same = known->result_hash == trial_.result_hash;
            } else {
                auto may = before_run();
                auto ran = may ? run_one(one, known == nullptr) : fail(std::move(may).error());
                if (!ran) {
                    return fail(std::move(ran).error());
                }
                evidence = *std::move(ran);
            }
            evidence.parameter = family_.space.parameters[one.parameter].name;
            evidence.ticks = one.ticks;
            out_.neighbours.push_back(std::move(evidence));
        }
        return {};
    }

    [[nodiscard]] Status tell_of_epochs() {
        const Market& market = *family_.markets.front();
        auto closes = market.daily_closes();
        const std::int64_t end = day_of_close(request_.epochs.span(Epoch::walk_forward).to.ns());
        std::erase_if(closes, [&](const Market::DayClose& one) { return one.day > end; });
        const auto states = known_states(closes);
        for (const Epoch epoch : {Epoch::explore, Epoch::walk_forward}) {
            if (auto may = before_run(); !may) {
                return may;
            }
            const TrialSetting setting{.market = market,
                                       .venues = request_.venues,
                                       .candidate = candidate_,
                                       .options = request_.run,
                                       .stretch = stretch_of(request_.epochs, epoch)};
            auto traced = run_traced_trial(setting);
            if (!traced) {
                return fail(std::move(traced).error());
            }
            const auto own = sharpe_of(traced->run.returns.values);
            if (epoch == Epoch::explore) {
                out_.sharpe = own;
            }
            tell_of_twins(held_path(traced->record, setting), epoch, own);
            add_regimes(*traced, states);
        }
        for (auto& [name, evidence] : regimes_) {
            out_.regimes.push_back(std::move(evidence));
        }
        out_.outset = outset_of(closes, states);
        return {};
    }

    // What a strategy that starts where walk-forward ends would start in.
    [[nodiscard]] static std::optional<RegimeOutset> outset_of(
        std::span<const Market::DayClose> closes,
        const std::map<std::int64_t, KnownState>& states) {
        const auto stretch = market_stretch_of(closes);
        if (!stretch || states.empty()) {
            return std::nullopt;
        }
        const auto lasted = [&](auto is_as_now) {
            const auto other = std::find_if_not(states.rbegin(), states.rend(), is_as_now);
            return static_cast<std::uint32_t>(std::distance(states.rbegin(), other));
        };
        const KnownState now = states.rbegin()->second;
        return RegimeOutset{
            .grid = name_of(now.regime),
            .grid_days = lasted([&](const auto& one) { return one.second.regime == now.regime; }),
            .hidden = name_of(now.state),
            .hidden_days = lasted([&](const auto& one) { return one.second.state == now.state; }),
            .stretch_days = static_cast<std::uint32_t>(stretch->days),
            .is_recent = stretch->is_recent};
    }

    void tell_of_twins(const HeldPath& path, Epoch epoch, std::optional<double> own) {
        TwinEvidence twins{.epoch = epoch == Epoch::explore ? "explore" : "walk_forward",
                           .own = own,
                           .sharpes = {}};
        if (stays_of(path).size() >= stays_min) {
            for (const auto& days :
                 random_twins(path, {.seed = options_.seed, .count = options_.twins})) {
                if (const auto sharpe = sharpe_of(days)) {
                    twins.sharpes.push_back(*sharpe);
                }
            }
        }
        out_.twins.push_back(std::move(twins));
    }

    void add_regimes(TracedTrial& traced, const std::map<std::int64_t, KnownState>& states) {
        const auto labels_of = [&](std::int64_t day) {
            const KnownState known = state_on(day, states);
            return std::array{name_of(known.regime), name_of(known.state)};
        };
        const DailyReturns& returns = traced.run.returns;
        for (std::size_t at = 0; at < returns.values.size(); ++at) {
            for (const auto& name : labels_of(returns.first_day + static_cast<std::int64_t>(at))) {
                RegimeEvidence& one = regimes_[name];
                one.name = name;
                one.days += 1;
                one.earned += returns.values[at];
            }
        }
        const std::vector<Cash> notionals(traced.trips.size());
        for (const WholeTrade& trade :
             whole_trades_of(traced.trips, notionals, traced.record.orders)) {
            for (const auto& name : labels_of(day_of_close(trade.opened_at.ns() + 1))) {
                regimes_[name].name = name;
                regimes_[name].trades += 1;
            }
        }
    }

    const EvidenceRequest& request_;
    const CampaignTrial& trial_;
    const SearchFamily& family_;
    const ExplanationOptions& options_;
    TrialDesk desk_;
    Candidate candidate_;
    std::map<std::string, RegimeEvidence> regimes_;
    Explanation out_;
};

}  // namespace

Result<Explanation> explanation_of(const EvidenceRequest& request,
                                   std::size_t ensemble,
                                   const ExplanationOptions& options) {
    TL_CHECK(ensemble < request.ensembles.size());
    const auto& members = request.ensembles[ensemble].members;
    const std::size_t place = request.result.finalists[members.front()].trial;
    const CampaignTrial& trial = request.result.trials[place];
    if (members.size() > 1 || request.families[trial.family].markets.size() > 1) {
        return Explanation{};
    }
    return Explaining(request, trial, options).run();
}

}  // namespace tradelab
