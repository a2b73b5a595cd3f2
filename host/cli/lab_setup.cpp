#include "brain/council.hpp"
#include "campaign/evidence.hpp"
#include "cli/backtest_data.hpp"
#include "cli/backtest_setup.hpp"
#include "cli/data_form.hpp"
#include "cli/lab_campaign.hpp"
#include "document/sha256.hpp"
#include "gate/gate_rules.hpp"

#include <algorithm>
#include <thread>
#include <utility>

namespace tradelab {
namespace {

constexpr Duration day = std::chrono::hours(24);

// Sizes are the limits' and the user's business; a search that moves them finds leverage.
std::vector<FixedTicks> left_alone(const Candidate& candidate) {
    std::vector<FixedTicks> out;
    for (std::size_t at = 0; at < candidate.ticks.size(); ++at) {
        const Parameter& parameter = candidate.declaration.parameters[at];
        if (parameter.unit == "fraction" || parameter.name == "vol_target") {
            out.push_back({.parameter = parameter.name, .ticks = candidate.ticks[at]});
        }
    }
    return out;
}

Status add_family(CampaignSetup& setup,
                  const Catalogue& catalogue,
                  const Candidate& candidate,
                  const std::string& path) {
    const BacktestOptions& options = setup.options.run;
    const auto plan = plan_backtest(std::span(&candidate, 1),
                                    catalogue,
                                    setup.venues,
                                    {.from = options.from, .to = options.to});
    if (!plan) {
        return fail(plan.error(), path);
    }
    auto market = Market::read(catalogue, setup.venues, *plan);
    if (!market) {
        return fail(std::move(market).error(), path);
    }
    setup.markets.push_back(std::make_unique<Market>(*std::move(market)));
    auto family =
        make_search_family(candidate, {setup.markets.back().get()}, left_alone(candidate));
    auto file = parse_parameter_file(candidate.file_text, path);
    if (!family || !file) {
        return fail(!family ? std::move(family).error() : std::move(file).error());
    }
    family->file = *std::move(file);
    setup.families.push_back(*std::move(family));
    return {};
}

VerdictBasis basis_of(const CampaignSetup& setup) {
    for (const auto& market : setup.markets) {
        for (const PlannedSeries& planned : market->plan().series) {
            if (planned.found.origin == DataOrigin::synthetic) {
                return VerdictBasis::synthetic;
            }
        }
    }
    return VerdictBasis::recorded;
}

// Whole days that every family has.
Result<Epochs> epochs_of(const CampaignSetup& setup) {
    UnixNanos from;
    UnixNanos to(INT64_MAX);
    for (const auto& market : setup.markets) {
        from = std::max(from, market->plan().from);
        to = std::min(to, market->plan().to);
    }
    return Epochs::make({.from = from, .to = to, .embargo = day});
}

// What identifies a search: families, data, budget, seed.
std::string identity(const CampaignSetup& setup, const RunCampaign& request) {
    std::string text = "tradelab.campaign/1\n" + std::to_string(request.trials) + " " +
                       std::to_string(request.seed) + " " + std::to_string(request.finalists) +
                       "\n" + setup.epochs.text() + setup.options.run.risk_sha256 + "\n";
    for (const SearchFamily& family : setup.families) {
        text += identity_of(*family.file) + " " + family.markets.front()->sha256() + "\n";
    }
    return sha256_hex(text);
}

}  // namespace

Result<CampaignSetup> prepare_campaign(Session& session, const RunCampaign& request) {
    const auto store = history_folder(session, request.store);
    const auto candidates = load_candidates(session, request.files);
    RunBacktest like;
    like.from = request.from;
    like.to = request.to;
    like.risk = request.risk;
    const auto options = options_of(session, like);
    for (const Error* error : {store ? nullptr : &store.error(),
                               candidates ? nullptr : &candidates.error(),
                               options ? nullptr : &options.error()}) {
        if (error != nullptr) {
            return fail(*error);
        }
    }
    auto venues = venues_of(session, *candidates);
    if (!venues) {
        return fail(std::move(venues).error());
    }
    Catalogue catalogue(session.disk, *store);
    if (auto imported = import_missing(session, catalogue, *candidates, *venues); !imported) {
        return fail(std::move(imported).error());
    }
    const auto nothing = Epochs::make({.from = UnixNanos(0), .to = UnixNanos(0) + day * 1000});
    if (!nothing) {
        return fail(nothing.error());
    }
    CampaignSetup setup{.markets = {},
                        .families = {},
                        .venues = *std::move(venues),
                        .epochs = *nothing,
                        .basis = VerdictBasis::synthetic,
                        .options = {},
                        .proposer = {}};
    setup.options.run = *options;
    for (std::size_t at = 0; at < candidates->size(); ++at) {
        if (auto added = add_family(setup, catalogue, (*candidates)[at], request.files[at]);
            !added) {
            return fail(std::move(added).error());
        }
    }
    setup.basis = basis_of(setup);
    const auto epochs = epochs_of(setup);
    if (!epochs) {
        return fail(epochs.error());
    }
    setup.epochs = *epochs;
    const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
    setup.options.seed = request.seed;
    setup.options.budget = request.trials;
    setup.options.workers = request.threads == 0 ? cores : request.threads;
    setup.options.finalists_max = request.finalists;
    const GateRules rules;
    setup.options.trades_min = trades_needed(setup.epochs, rules.minimum);
    setup.options.settlements_min = settlements_needed(setup.epochs, rules.minimum);
    setup.options.lending_rate = rules.lending_rate(EvidenceClass::carry);
    setup.options.explore = stretch_of(setup.epochs, Epoch::explore);
    setup.options.campaign = identity(setup, request);
    setup.proposer = brain::make_council({});
    return setup;
}

}  // namespace tradelab
