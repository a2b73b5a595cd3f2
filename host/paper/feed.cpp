#include "paper/feed.hpp"

#include <utility>

namespace tradelab {

Result<BacktestPlan> plan_paper(const PaperFeed& feed, const PaperCells* cells) {
    if (feed.candidates.empty()) {
        return fail(ErrorCode::invalid_argument,
                    "a paper session of no strategy",
                    "name at least one parameter file");
    }
    const auto prepared = prepare_players(feed.candidates, feed.venues, cells);
    if (!prepared) {
        return fail(prepared.error());
    }
    return plan_backtest(feed.candidates,
                         feed.catalogue,
                         feed.venues,
                         {.from = feed.options.from,
                          .to = feed.options.to,
                          .warmup = prepared->warmup,
                          .finer = feed.options.finer});
}

Result<std::unique_ptr<PaperDesk>> open_paper_desk(const PaperFeed& feed,
                                                   const BacktestPlan& plan,
                                                   FeedListener& listener,
                                                   std::span<const SeatedStrategy> seats) {
    const RunSpan span{.data_from = plan.data_from, .to = plan.to};
    auto stored = open_stored(feed.catalogue, feed.venues, plan, span);
    if (!stored) {
        return fail(std::move(stored).error());
    }
    auto out = std::make_unique<PaperDesk>();
    out->stored = *std::move(stored);
    auto desk = Desk::open({.candidates = feed.candidates,
                            .venues = feed.venues,
                            .plan = plan,
                            .options = feed.options,
                            .span = span,
                            .finer = out->stored.finer.get(),
                            .on_failure = OnFailure::isolate,
                            .seats = seats},
                           out->stored.series,
                           &listener);
    if (!desk) {
        return fail(std::move(desk).error());
    }
    out->desk = *std::move(desk);
    return out;
}

}  // namespace tradelab
