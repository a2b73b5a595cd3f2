#pragma once

#include <utility>

namespace tradelab {

class RiskGate;
struct Reservation;

// Proof that the risk gate has seen a value and holds a reservation for it.  There is no other way
// to one: what takes an Approved<Order> cannot be handed an order that was not checked.
template <class T>
class Approved {
public:
    [[nodiscard]] const T& operator*() const noexcept { return value_; }
    [[nodiscard]] const T* operator->() const noexcept { return &value_; }

private:
    // The reservation is asked for, not kept: the gate frees it by the order's own reports.
    Approved(T value, const Reservation& /*held*/) : value_(std::move(value)) {}
    friend class RiskGate;

    T value_;
};

}  // namespace tradelab
