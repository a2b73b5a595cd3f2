#include "watch/watched_strategies.hpp"

#include "gate/verdict_document.hpp"
#include "lab/regimes.hpp"
#include "paper/days.hpp"
#include "watch/day_return.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

namespace tradelab {
namespace {

constexpr std::string_view verdict_word = "verdict ";

// What the verdict that vaulted it promised; nothing of who never passed.
Result<std::optional<double>> promised_of(const WatchTerms& terms, const StrategyLife& life) {
    for (const StageStep& step : life.steps) {
        if (step.edge.to != LifeStage::vaulted || !step.edge.evidence.starts_with(verdict_word)) {
            continue;
        }
        const auto document = VerdictStore(terms.disk, terms.state / "verdicts")
                                  .find(step.edge.evidence.substr(verdict_word.size()));
        if (!document) {
            return fail(document.error());
        }
        const auto& promised = document->verdict.promised;
        return promised ? std::optional(promised->median) : std::nullopt;
    }
    return std::optional<double>();
}

Result<WatchedStrategy> watched_of(const WatchTerms& terms,
                                   std::size_t place,
                                   double promised_sharpe) {
    const Candidate& candidate = terms.feed.candidates[place];
    // As much as it has of the account, so that orders round to the same shares of it.
    const auto count = static_cast<std::int64_t>(terms.feed.candidates.size());
    BacktestOptions options = terms.feed.options;
    options.capital = Cash(options.capital.mantissa() / count);
    const PaperFeed alone{.candidates = {&candidate, 1},
                          .catalogue = terms.feed.catalogue,
                          .venues = terms.feed.venues,
                          .options = options};
    const auto days = days_before(alone, terms.from, terms.cells);
    if (!days) {
        return fail(days.error());
    }
    RegimeLabels labels;
    std::vector<double> returns;
    std::vector<Regime> regimes;  // of each return, as it was known when its day began
    for (std::size_t day = 0; day < days->size(); ++day) {
        if (day > 0) {
            regimes.push_back(labels.now());
            returns.push_back(
                day_return((*days)[day - 1].equity[0], (*days)[day].equity[0], options.capital));
        }
        labels.add(static_cast<double>((*days)[day].closes[0].value_or(Price()).mantissa()));
    }
    auto watch = DecayWatch::make(
        {.returns = returns, .regimes = regimes, .promised_sharpe = promised_sharpe});
    if (!watch) {
        return fail(std::move(watch).error());
    }
    return WatchedStrategy{.instance = InstanceId(static_cast<std::uint32_t>(place + 1)),
                           .identity = candidate.file_sha256,
                           .watch = *std::move(watch),
                           .labels = std::move(labels),
                           .opening = options.capital};
}

}  // namespace

WatchedStrategies watched_strategies(const WatchTerms& terms) {
    WatchedStrategies out;
    Lifecycle record(terms.disk, terms.state / "lifecycle");
    for (std::size_t place = 0; place < terms.feed.candidates.size(); ++place) {
        const Candidate& candidate = terms.feed.candidates[place];
        const auto life = record.find(candidate.file_sha256);
        if (!life) {
            continue;
        }
        const auto promised = promised_of(terms, *life);
        if (promised && !*promised) {
            continue;
        }
        auto watched = promised ? watched_of(terms, place, **promised)
                                : Result<WatchedStrategy>(fail(promised.error()));
        if (watched) {
            out.watched.push_back(*std::move(watched));
        } else {
            out.unwatched.push_back(candidate.name + ": " + describe(watched.error()));
        }
    }
    return out;
}

}  // namespace tradelab
