#include "lab/held_path.hpp"

#include "lab/attribution.hpp"
#include "lab/day.hpp"

#include <algorithm>
#include <optional>

namespace tradelab {
namespace {

// Equity before each bar, and after the last.
std::vector<double> equity_before(const RunRecord& record, Cash opening) {
    std::vector<double> out = {to_double_for_decisions(opening)};
    for (const std::int64_t after : record.curve.equity) {
        out.push_back(to_double_for_decisions(Cash(after)));
    }
    return out;
}

// The quantity held in each bar.
std::vector<double> quantities(const RunRecord& record, InstrumentId instrument, Places places) {
    const std::size_t bars = record.curve.ts.size();
    std::vector<std::optional<double>> changes(bars + 1);
    for (const FillRecord& fill : record.fills) {
        if (fill.instrument == instrument) {
            const std::size_t bar = bar_of(record.curve, fill);
            changes[fill.cause == FillCause::next_open ? bar : bar + 1] =
                to_double_for_decisions(fill.position_after, places.quantity);
        }
    }
    std::vector<double> out(bars);
    double held = 0;
    for (std::size_t bar = 0; bar < bars; ++bar) {
        held = changes[bar].value_or(held);
        out[bar] = held;
    }
    return out;
}

double share_of(double worth, double equity) {
    return equity > 0 ? worth / equity : 0;
}

}  // namespace

HeldPath held_path(const RunRecord& record, const TrialSetting& setting) {
    const auto& curve = record.curve;
    const auto equity = equity_before(record, setting.options.capital);
    const auto& instruments = setting.market.plan().instruments;
    const UnixNanos from = setting.stretch.from;
    HeldPath out;
    out.first_day = day_of_close(from.ns() + 1);
    out.days = static_cast<std::size_t>(
        std::max<std::int64_t>(day_of_close(setting.stretch.to.ns()) - out.first_day + 1, 0));
    for (const std::int64_t close : curve.ts) {
        out.day.push_back(day_of_close(close) - out.first_day);
    }
    out.cost.resize(curve.ts.size());
    for (const FillRecord& fill : record.fills) {
        const std::size_t bar = bar_of(curve, fill);
        out.cost[bar] += share_of(to_double_for_decisions(fill.fee + fill.slippage), equity[bar]);
    }
    for (std::size_t at = 0; at < instruments.size(); ++at) {
        const InstrumentId id(static_cast<std::uint32_t>(at) + 1);
        const Places places = setting.venues.instrument(instruments[at], id).places;
        const auto moves = setting.market.moves(id, from, curve.ts);
        const auto held = quantities(record, id, places);
        HeldPath::Line& line = out.lines.emplace_back();
        for (std::size_t bar = 0; bar < curve.ts.size(); ++bar) {
            const Market::Move& move = moves[bar];
            const double price = to_double_for_decisions(move.before, places.price);
            line.share.push_back(share_of(held[bar] * price, equity[bar]));
            line.change.push_back(move.before > 0 ? static_cast<double>(move.after - move.before) /
                                                        static_cast<double>(move.before)
                                                  : 0);
            line.funding.push_back(to_double_for_decisions(Rate(move.funding_e12)));
        }
    }
    return out;
}

}  // namespace tradelab
