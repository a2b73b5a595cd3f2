#include "lab/whole_trades.hpp"

#include "core/check.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <utility>

namespace tradelab {
namespace {

// What one instance holds together: every instrument points to the first it was sent with.
class Bonds {
public:
    explicit Bonds(std::span<const OrderRecord> orders) {
        std::map<std::pair<InstanceId, std::uint32_t>, InstrumentId> first_of_pair;
        for (const OrderRecord& order : orders) {
            if (order.pair == 0) {
                continue;
            }
            const auto [first, is_new] =
                first_of_pair.try_emplace({order.instance, order.pair}, order.terms.instrument);
            if (!is_new) {
                const InstrumentId a = root(order.instance, first->second);
                const InstrumentId b = root(order.instance, order.terms.instrument);
                first_[{order.instance, std::max(a, b)}] = std::min(a, b);
            }
        }
    }

    [[nodiscard]] InstrumentId root(InstanceId instance, InstrumentId instrument) const {
        auto found = first_.find({instance, instrument});
        while (found != first_.end() && found->second != instrument) {
            instrument = found->second;
            found = first_.find({instance, instrument});
        }
        return instrument;
    }

private:
    std::map<std::pair<InstanceId, InstrumentId>, InstrumentId> first_;
};

}  // namespace

std::vector<WholeTrade> whole_trades_of(std::span<RoundTrip> trips,
                                        std::span<const Cash> notionals,
                                        std::span<const OrderRecord> orders) {
    TL_CHECK(trips.size() == notionals.size());
    const Bonds bonds(orders);
    std::vector<WholeTrade> out;
    std::map<std::pair<InstanceId, InstrumentId>, std::size_t> last;  // place + 1, by root
    for (std::size_t at = 0; at < trips.size(); ++at) {
        RoundTrip& trip = trips[at];
        std::size_t& place = last[{trip.instance, bonds.root(trip.instance, trip.instrument)}];
        const bool goes_on =
            place != 0 && (!out[place - 1].closed_at || trip.opened_at < *out[place - 1].closed_at);
        if (goes_on) {
            WholeTrade& trade = out[place - 1];
            trade.closed_at = trade.closed_at && trip.closed_at
                                  ? std::optional(std::max(*trade.closed_at, *trip.closed_at))
                                  : std::nullopt;
        } else {
            out.push_back({.instance = trip.instance,
                           .opened_at = trip.opened_at,
                           .closed_at = trip.closed_at});
            place = out.size();
        }
        WholeTrade& trade = out[place - 1];
        trip.trade = static_cast<std::uint32_t>(place);
        trade.net += trip.net;
        trade.notional += notionals[at];
        ++trade.legs;
    }
    return out;
}

}  // namespace tradelab
