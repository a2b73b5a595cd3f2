#include "brain/council.hpp"
#include "brain/playbook.hpp"
#include "campaign/evidence.hpp"
#include "cli/backtest_data.hpp"
#include "cli/backtest_setup.hpp"
#include "cli/campaign_analyzers.hpp"
#include "cli/campaign_cards.hpp"
#include "cli/evidence_terms.hpp"
#include "cli/lab_campaign.hpp"
#include "document/sha256.hpp"
#include "gate/gate_rules.hpp"
#include "lab/backtest.hpp"
#include "lab/pair_scores.hpp"
#include "strategy/parameter_file.hpp"

#include <algorithm>
#include <iterator>
#include <span>
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

using Markets = std::vector<std::unique_ptr<Market>>;

Result<Market> market_of(const TradedHistory& history,
                         const BacktestOptions& options,
                         const Candidate& candidate) {
    auto plan = plan_backtest(std::span(&candidate, 1),
                              history.catalogue,
                              history.venues,
                              {.from = options.from, .to = options.to});
    auto pairs = plan ? pair_scores(history.catalogue, *plan) : fail(plan.error());
    if (!pairs) {
        return fail(std::move(pairs).error());
    }
    plan->pairs = *std::move(pairs);
    return Market::read(history.catalogue, history.venues, *plan);
}

Result<SearchFamily> family_of(const Market& market,
                               const Candidate& candidate,
                               const std::string& path) {
    auto family = make_search_family(candidate, {&market}, left_alone(candidate));
    // The text that was loaded: the file may have changed since.
    auto file = parse_parameter_file(candidate.file_text, path);
    if (!family || !file) {
        return fail(!family ? std::move(family).error() : std::move(file).error());
    }
    family->file = *std::move(file);
    return family;
}

VerdictBasis basis_of(const Markets& markets) {
    for (const auto& market : markets) {
        for (const PlannedSeries& planned : market->plan().series) {
            if (planned.found.origin == DataOrigin::synthetic) {
                return VerdictBasis::synthetic;
            }
        }
    }
    return VerdictBasis::recorded;
}

// Whole days that every family has.
Result<Epochs> epochs_of(const Markets& markets) {
    UnixNanos from;
    UnixNanos to(INT64_MAX);
    for (const auto& market : markets) {
        from = std::max(from, market->plan().from);
        to = std::min(to, market->plan().to);
    }
    return Epochs::make({.from = from, .to = to, .embargo = day});
}

// What is asked for.  It stays spelled as it was when it was all that a campaign was known by: what
// was judged then stays judged.
std::string search_of(const CampaignSetup& setup, const RunCampaign& request) {
    std::string text = "tradelab.campaign/1\n" + std::to_string(request.trials) + " " +
                       std::to_string(request.seed) + " " + std::to_string(request.finalists) +
                       "\n" + setup.epochs.text() + setup.options.run.risk_sha256 + "\n";
    for (const SearchFamily& family : setup.families) {
        text += identity_of(*family.file) + " " + family.markets.front()->sha256() + "\n";
    }
    return sha256_hex(text);
}

CampaignIdentity identity_of(const CampaignSetup& setup,
                             const RunCampaign& request,
                             const std::string& cards,
                             std::span<const NamedAnalyzer> analyzers) {
    CampaignIdentity out{.search = search_of(setup, request), .circumstances = {}};
    for (const SearchFamily& family : setup.families) {
        const std::string what = "plugin " + family.space.plugin;
        if (std::ranges::find(out.circumstances, what, &Circumstance::what) ==
            out.circumstances.end()) {
            out.circumstances.push_back({.what = what, .is = library_sha256(family.candidate)});
        }
    }
    out.circumstances.push_back({.what = "the gate's rules", .is = setup.rules.hash()});
    out.circumstances.push_back({.what = "the venue", .is = setup.venues.sha256()});
    out.circumstances.push_back({.what = "the engine", .is = std::string(engine_version)});
    out.circumstances.push_back({.what = "the fill model", .is = setup.options.run.fill_model});
    out.circumstances.push_back({.what = "the playbook", .is = sha256_hex(cards)});
    std::ranges::move(circumstances_of(analyzers), std::back_inserter(out.circumstances));
    return out;
}

// A search that no card fits is searched as it was before there were cards.
std::unique_ptr<brain::Proposer> council_of(
    std::vector<brain::Card> cards, std::vector<std::unique_ptr<brain::Proposer>> analyzers) {
    std::vector<std::unique_ptr<brain::Proposer>> more;
    if (!cards.empty()) {
        more.push_back(std::make_unique<brain::Playbook>(std::move(cards)));
    }
    std::ranges::move(analyzers, std::back_inserter(more));
    return brain::make_council(std::move(more));
}

// Who proposes, and with that what the campaign is known by.
Status seat_council(Session& session, const RunCampaign& request, CampaignSetup& setup) {
    std::vector<brain::Family> spaces;
    for (const SearchFamily& family : setup.families) {
        spaces.push_back(family.space);
    }
    auto cards = cards_for(session, spaces);
    const auto analyzers = cards ? analyzers_for(session, request.analyzers) : fail(cards.error());
    const auto searches = analyzers ? searches_of(session.layout) : fail(analyzers.error());
    if (!searches) {
        return fail(searches.error());
    }
    for (const std::string& why : cards->unfit) {
        session.output.note("left out of this search: " + why);
    }
    setup.identity = identity_of(setup, request, cards->identity, *analyzers);
    setup.options.campaign = setup.identity.campaign();
    setup.analyzers = std::make_unique<AnalyzerDesk>(
        KeptAnswers(session.disk, *searches / "answers" / *setup.options.campaign));
    setup.proposer =
        council_of(std::move(cards->cards), arms_of(session, *analyzers, *setup.analyzers));
    return {};
}

CampaignOptions search_options_of(const RunCampaign& request,
                                  const BacktestOptions& run,
                                  const Epochs& epochs,
                                  const GateRules& rules) {
    CampaignOptions options;
    options.run = run;
    const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
    const std::size_t threads = request.threads == 0 ? cores : request.threads;
    options.seed = request.seed;
    options.budget = request.trials;
    // Who may have a part of a core rests between two runs, which one thread can only do alone.
    options.workers = request.cpu_percent < 100 ? 1 : threads;
    options.finalists_max = request.finalists;
    options.trades_min = trades_needed(epochs, rules.minimum);
    options.settlements_min = settlements_needed(epochs, rules.minimum);
    options.lending_rate = rules.lending_rate(EvidenceClass::carry);
    options.explore = stretch_of(epochs, Epoch::explore);
    return options;
}

}  // namespace

Result<CampaignSetup> prepare_campaign(Session& session, const RunCampaign& request) {
    const auto candidates = load_candidates(session, request.files);
    RunBacktest like;
    like.from = request.from;
    like.to = request.to;
    like.risk = request.risk;
    const auto options = options_of(session, like);
    for (const Error* error :
         {candidates ? nullptr : &candidates.error(), options ? nullptr : &options.error()}) {
        if (error != nullptr) {
            return fail(*error);
        }
    }
    auto history = history_for(session, *candidates, request.store);
    if (!history) {
        return fail(std::move(history).error());
    }
    Markets markets;
    std::vector<SearchFamily> families;
    for (std::size_t at = 0; at < candidates->size(); ++at) {
        const Candidate& candidate = (*candidates)[at];
        auto market = market_of(*history, *options, candidate);
        if (!market) {
            return fail(std::move(market).error(), request.files[at]);
        }
        if (auto judged = refuse_poor_data(*market, options->score_min_e4); !judged) {
            return fail(std::move(judged).error(), request.files[at]);
        }
        markets.push_back(std::make_unique<Market>(*std::move(market)));
        auto family = family_of(*markets.back(), candidate, request.files[at]);
        if (!family) {
            return fail(std::move(family).error());
        }
        families.push_back(*std::move(family));
    }
    const auto epochs = epochs_of(markets);
    if (!epochs) {
        return fail(epochs.error());
    }
    const VerdictBasis basis = basis_of(markets);
    const GateRules rules;
    CampaignSetup setup{.markets = std::move(markets),
                        .families = std::move(families),
                        .venues = std::move(history->venues),
                        .epochs = *epochs,
                        .basis = basis,
                        .rules = rules,
                        .options = search_options_of(request, *options, *epochs, rules),
                        .identity = {},
                        .analyzers = {},
                        .proposer = {},
                        .catalogue = std::move(history->catalogue)};
    if (auto seated = seat_council(session, request, setup); !seated) {
        return fail(std::move(seated).error());
    }
    return setup;
}

Status refuse_if_data_changed(const CampaignSetup& setup) {
    for (const SearchFamily& family : setup.families) {
        const Market& market = *family.markets.front();
        const auto now = Market::sha256_in(setup.catalogue, setup.venues, market.plan());
        if (!now) {
            return fail(now.error(), "looking whether the history is still the same");
        }
        if (*now != market.sha256()) {
            return fail(ErrorCode::hash_mismatch,
                        "the history of " + family.space.name +
                            " changed in the store while the campaign was searching: nothing "
                            "beyond explore was looked at",
                        "run it again: on other data it is another campaign, and the trials of "
                        "this one stay counted");
        }
    }
    return {};
}

}  // namespace tradelab
