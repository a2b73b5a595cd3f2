#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace tradelab {

// A number that names something.  Each Tag is a type of its own, so that an order's number is never
// taken for an intent's.  0 names nothing.
template <class Tag, class Number = std::uint64_t>
class StrongId {
public:
    using number_type = Number;

    constexpr StrongId() = default;
    constexpr explicit StrongId(Number value) : value_(value) {}

    [[nodiscard]] constexpr Number value() const { return value_; }
    [[nodiscard]] constexpr explicit operator bool() const { return value_ != 0; }

    friend constexpr auto operator<=>(StrongId, StrongId) = default;

private:
    Number value_ = 0;
};

struct InstrumentTag;
struct OrderTag;
struct IntentTag;
struct EventTag;
struct InstanceTag;
struct TradeTag;

using InstrumentId = StrongId<InstrumentTag, std::uint32_t>;  // dense; append-only per state folder
using InstanceId = StrongId<InstanceTag, std::uint32_t>;      // one running strategy
using OrderId = StrongId<OrderTag>;                           // ours, unique for ever
using IntentId = StrongId<IntentTag>;
using EventSeq = StrongId<EventTag>;  // strictly increasing
using TradeId = StrongId<TradeTag>;   // the venue's number of a fill

}  // namespace tradelab

template <class Tag, class Number>
struct std::hash<tradelab::StrongId<Tag, Number>> {
    std::size_t operator()(tradelab::StrongId<Tag, Number> id) const noexcept {
        return std::hash<Number>()(id.value());
    }
};
