#pragma once

#include "core/hash.hpp"
#include "core/id.hpp"
#include "core/time.hpp"

#include <tradelab/abi/strategy.h>

namespace tradelab {

// What step decides: an intent, whose it is and which event caused it.
struct Decision {
    InstanceId instance;
    EventSeq cause;
    UnixNanos decided_at;  // ts_recv of the cause: the only "now" there is
    tl_intent intent;
};

// Adds a decision to the fingerprint of a run: instance, cause, time, then every field of the
// intent in the order of its declaration, each as little-endian bytes of its own width.  `size` and
// `reserved` are left out: they speak of the SDK that the plugin was built with, not of what it
// decided.
void add_to_hash(DecisionHash& hash, const Decision& decision);

}  // namespace tradelab
