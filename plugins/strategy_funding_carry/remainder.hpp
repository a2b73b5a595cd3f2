#pragma once

#include <tradelab/abi/strategy.h>

#include <cstdint>

namespace funding_carry {

// What has stayed in the spot wallet without a short against it, and how often its sale has been
// refused: a venue takes no order below its minimum, and asking again does not make it worth more.
class Remainder {
public:
    void offer(std::uint64_t tag, std::int64_t units) {
        refusals_ = units == units_ ? refusals_ : 0;
        units_ = units;
        tag_ = tag;
    }

    // Other refusals (stale prices, limits, a stopped host) pass, and say nothing of the size.
    void hear(const tl_ev_order& order) {
        const bool by_size = order.reason == TL_REFUSED_FILTER || order.reason == TL_REFUSED_VENUE;
        if (order.client_tag == tag_ && order.state == TL_ORDER_REJECTED && by_size &&
            refusals_ < refusals_max) {
            ++refusals_;
        }
    }

    // More than was offered: what was learned of the smaller part is of the past.
    void observe(std::int64_t held) { refusals_ = held > units_ ? 0 : refusals_; }

    [[nodiscard]] bool is_given_up() const { return refusals_ == refusals_max; }

    template <class Archive>
    void state(Archive& archive) {
        archive(tag_, units_, refusals_);
    }

private:
    // A sale that is refused in three bars one after the other was not refused by chance.
    static constexpr std::int64_t refusals_max = 3;

    std::uint64_t tag_ = 0;  // no order has it
    std::int64_t units_ = 0;
    std::int64_t refusals_ = 0;
};

}  // namespace funding_carry
