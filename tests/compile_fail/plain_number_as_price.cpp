// A bare integer is not a price: nobody said of which instrument, or in which unit.
#include "core/money.hpp"

namespace {

bool is_free(tradelab::Price price) {
    return price == tradelab::Price();
}

}  // namespace

int main() {
#ifdef TL_SHOULD_FAIL
    return is_free(0) ? 0 : 1;
#else
    return is_free(tradelab::Price(0)) ? 0 : 1;
#endif
}
