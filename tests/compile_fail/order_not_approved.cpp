// An order that the risk gate has not seen, handed to what sends orders.
#include "core/order.hpp"
#include "risk/approved.hpp"

namespace {

bool place(const tradelab::Approved<tradelab::Order>& order) {
    return order->remaining() > tradelab::Quantity();
}

}  // namespace

bool send(const tradelab::Order& order, const tradelab::Approved<tradelab::Order>& approved) {
#ifdef TL_SHOULD_FAIL
    return place(order) && place(approved);
#else
    return order.remaining() > tradelab::Quantity() && place(approved);
#endif
}
