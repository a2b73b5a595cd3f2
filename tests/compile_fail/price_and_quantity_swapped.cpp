// A price passed for a quantity: the classic way to order 64,000 coins at 1.
#include "core/money.hpp"

namespace {

std::optional<tradelab::Cash> cost(tradelab::Price price, tradelab::Quantity quantity) {
    const tradelab::Places places{tradelab::DecimalPlaces(1), tradelab::DecimalPlaces(3)};
#ifdef TL_SHOULD_FAIL
    return tradelab::notional(quantity, price, places, tradelab::as_payer);
#else
    return tradelab::notional(price, quantity, places, tradelab::as_payer);
#endif
}

}  // namespace

int main() {
    return cost(tradelab::Price(1), tradelab::Quantity(1)).has_value() ? 0 : 1;
}
