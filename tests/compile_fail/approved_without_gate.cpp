// An approval made by somebody who is not the risk gate, reservation in hand.
#include "core/order.hpp"
#include "risk/approved.hpp"
#include "risk/reservations.hpp"

bool forge(const tradelab::Order& order, const tradelab::Reservation& held) {
#ifdef TL_SHOULD_FAIL
    const tradelab::Approved<tradelab::Order> approved(order, held);
    return approved->remaining() > tradelab::Quantity();
#else
    return order.remaining() > tradelab::Quantity() && held.left > tradelab::Quantity();
#endif
}
