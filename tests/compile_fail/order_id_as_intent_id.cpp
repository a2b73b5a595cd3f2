// Two numbers that look alike: an order's is not an intent's.
#include "core/id.hpp"

namespace {

bool is_first(tradelab::IntentId intent) {
    return intent == tradelab::IntentId(1);
}

}  // namespace

int main() {
#ifdef TL_SHOULD_FAIL
    return is_first(tradelab::OrderId(1)) ? 0 : 1;
#else
    return is_first(tradelab::IntentId(1)) ? 0 : 1;
#endif
}
