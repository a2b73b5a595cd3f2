#include "validate/recording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace tradelab {
namespace {

void add_to(DecisionHash& hash, const tl_intent& intent) {
    const auto add = [&hash](const auto&... fields) { (hash.add(fields), ...); };
    add(intent.size, intent.type, intent.flags, intent.inst, intent.side, intent.cause_seq);
    add(intent.client_tag, intent.target_e9, intent.qty, intent.limit_price, intent.stop_price);
    add(intent.take_price, intent.expires, intent.order, intent.group, intent.group_size);
    add(intent.unhedged_ns_max, intent.reason, intent.trigger, intent.tif, intent.timer);
    add(intent.note);
}

DecisionHash hash_of(const tl_intent& intent) {
    DecisionHash hash;
    add_to(hash, intent);
    return hash;
}

std::string price_text(std::string_view name, tl_fixed price) {
    return price == TL_NONE ? std::string() : fmt::format(", {} {}", name, price);
}

}  // namespace

void Recording::add(std::span<const tl_intent> intents) {
    intents_.insert(intents_.end(), intents.begin(), intents.end());
}

Recording Recording::until(std::uint64_t seq) const {
    Recording out;
    for (const tl_intent& intent : intents_) {
        if (intent.cause_seq > seq) {
            break;
        }
        out.intents_.push_back(intent);
    }
    return out;
}

DecisionHash Recording::hash() const {
    DecisionHash hash;
    for (const tl_intent& intent : intents_) {
        add_to(hash, intent);
    }
    return hash;
}

std::string text(const tl_intent& intent) {
    constexpr std::array<std::string_view, 7> names = {
        "nothing", "target", "order", "cancel", "cancel all", "timer", "note"};
    const auto name = intent.type < names.size() ? names[intent.type] : "an unknown intent";
    std::string what(name);
    if (intent.type == TL_IN_TARGET) {
        what += fmt::format(" {:.9g}", static_cast<double>(intent.target_e9) / 1e9);
    } else if (intent.type == TL_IN_ORDER) {
        what += fmt::format(" {}{}", intent.side < 0 ? "-" : "+", intent.qty);
    }
    return fmt::format("{} in instrument {}{}{}{} after event {}",
                       what,
                       intent.inst,
                       price_text("limit", intent.limit_price),
                       price_text("stop", intent.stop_price),
                       price_text("take", intent.take_price),
                       intent.cause_seq);
}

std::optional<std::string> first_difference(const Recording& one,
                                            std::string_view name_of_one,
                                            const Recording& other,
                                            std::string_view name_of_other) {
    const auto& left = one.intents();
    const auto& right = other.intents();
    const auto [at, there] =
        std::ranges::mismatch(left, right, [](const tl_intent& a, const tl_intent& b) {
            return hash_of(a) == hash_of(b);
        });
    if (at == left.end() && there == right.end()) {
        return std::nullopt;
    }
    return fmt::format("intent {} differs: {}: {}; {}: {}",
                       at - left.begin() + 1,
                       name_of_one,
                       at == left.end() ? "no more" : text(*at),
                       name_of_other,
                       there == right.end() ? "no more" : text(*there));
}

}  // namespace tradelab
