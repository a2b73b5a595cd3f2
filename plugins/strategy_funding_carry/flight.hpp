#pragma once

#include <tradelab/abi/strategy.h>

#include <cstdint>

namespace funding_carry {

// The one order that a leg may have in flight, from the intent to the account event after its last
// fill.  Until then what the leg holds is not known, and nothing else is sent for it.
class Flight {
public:
    void take_off(std::uint64_t tag, tl_fixed asked) {
        state_ = State::working;
        tag_ = tag;
        left_ = asked;
    }
    void forget() { state_ = State::none; }

    void fill(const tl_ev_fill& fill) {
        if (is_flying() && fill.client_tag == tag_) {
            left_ = fill.qty < left_ ? left_ - fill.qty : 0;
            state_ = left_ == 0 ? State::settling : state_;
        }
    }

    // Whether the order has ended short of what it was for.
    bool hear(const tl_ev_order& order) {
        if (!is_flying() || order.client_tag != tag_) {
            return false;
        }
        switch (order.state) {
            case TL_ORDER_FILLED:
                state_ = State::settling;
                return false;
            case TL_ORDER_CANCELLED:
            case TL_ORDER_REJECTED:
            case TL_ORDER_EXPIRED:
            case TL_ORDER_ABSENT:
                state_ = State::none;
                return true;
            case TL_ORDER_UNKNOWN:
                state_ = State::unknown;
                return false;
            default:
                state_ = state_ == State::unknown ? State::working : state_;
                return false;
        }
    }

    void hear_account() { state_ = state_ == State::settling ? State::none : state_; }

    [[nodiscard]] bool is_flying() const { return state_ != State::none; }
    // Its fate is not proven: it counts in full until it is.
    [[nodiscard]] bool is_unknown() const { return state_ == State::unknown; }

    template <class Archive>
    void state(Archive& archive) {
        archive(state_, tag_, left_);
    }

private:
    enum class State : std::uint8_t { none, working, settling, unknown };

    State state_ = State::none;
    std::uint64_t tag_ = 0;
    tl_fixed left_ = 0;
};

}  // namespace funding_carry
