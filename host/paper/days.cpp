#include "paper/days.hpp"

#include "core/check.hpp"
#include "lab/day.hpp"
#include "lab/run_instances.hpp"
#include "paper/seat.hpp"
#include "paper/tape.hpp"

#include <algorithm>
#include <utility>

namespace tradelab {

Result<std::vector<PaperDay>> days_before(const PaperFeed& feed,
                                          UnixNanos until,
                                          const PaperCells* cells) {
    TL_CHECK_MSG(feed.candidates.size() == 1, "one candidate at a time");
    BacktestOptions options = feed.options;
    options.from.reset();
    options.to = until;
    const PaperFeed before{.candidates = feed.candidates,
                           .catalogue = feed.catalogue,
                           .venues = feed.venues,
                           .options = options};
    const auto plan = plan_paper(before, cells);
    if (!plan) {
        return fail(plan.error());
    }
    const auto instruments = traded(plan->instruments, feed.venues);
    auto player = start_player(feed.candidates.front(), instruments, plan->data_from, cells);
    if (!player) {
        return fail(std::move(player).error());
    }
    Answers answers;
    Seat seat(InstanceId(1), *std::move(player), answers);
    const SeatedStrategy seated = seat.seated();
    Tape nobody_reads(*plan);
    const auto opened = open_paper_desk(before, *plan, nobody_reads, {&seated, 1});
    if (!opened) {
        return fail(opened.error());
    }
    Desk& desk = *(*opened)->desk;
    const InstrumentId first = named(instruments, feed.candidates.front().roles.front()).id;
    std::vector<PaperDay> out;
    const std::int64_t begin = day_of_close(plan->from.ns()) + 1;
    for (UnixNanos end(begin * day_ns); end <= plan->to; end = end + Duration(day_ns)) {
        if (auto advanced = desk.replay().advance(end); !advanced) {
            return fail(advanced.error());
        }
        if (!desk.kernel().record().isolations.empty()) {
            return fail(ErrorCode::refused,
                        feed.candidates.front().name + " fails on the history before: " +
                            desk.kernel().record().isolations.front().why);
        }
        (void)nobody_reads.take_step();
        out.push_back({.ended = end,
                       .equity = {desk.kernel().portfolio().equity(InstanceId(1))},
                       .closes = {desk.kernel().last_of(first)}});
    }
    return out;
}

}  // namespace tradelab
