#include "core/decision.hpp"

namespace tradelab {

// A field that the intent gains must be hashed here, or two runs that differ in it look the same.
static_assert(sizeof(tl_intent) == 128, "tl_intent has grown: hash its new fields below");

void add_to_hash(DecisionHash& hash, const Decision& decision) {
    hash.add(decision.instance.value());
    hash.add(decision.cause.value());
    hash.add(decision.decided_at.ns());

    const tl_intent& intent = decision.intent;
    hash.add(intent.type);
    hash.add(intent.flags);
    hash.add(intent.inst);
    hash.add(intent.side);
    hash.add(intent.cause_seq);
    hash.add(intent.client_tag);
    hash.add(intent.target_e9);
    hash.add(intent.qty);
    hash.add(intent.limit_price);
    hash.add(intent.stop_price);
    hash.add(intent.take_price);
    hash.add(intent.expires);
    hash.add(intent.order);
    hash.add(intent.group);
    hash.add(intent.group_size);
    hash.add(intent.unhedged_ns_max);
    hash.add(intent.reason);
    hash.add(intent.trigger);
    hash.add(intent.tif);
    hash.add(intent.timer);
    hash.add(intent.note);
}

}  // namespace tradelab
