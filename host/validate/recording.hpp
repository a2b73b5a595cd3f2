#pragma once

#include "core/hash.hpp"

#include <tradelab/abi/strategy.h>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tradelab {

// What a plugin wished for during a run, in order.
class Recording {
public:
    void add(std::span<const tl_intent> intents);

    [[nodiscard]] const std::vector<tl_intent>& intents() const { return intents_; }
    [[nodiscard]] std::size_t size() const { return intents_.size(); }

    // The intents caused by events up to and including `seq`.
    [[nodiscard]] Recording until(std::uint64_t seq) const;

    // Every field of every intent.
    [[nodiscard]] DecisionHash hash() const;

private:
    std::vector<tl_intent> intents_;
};

// "intent 12: target 0.5 of 1 after event 345"
[[nodiscard]] std::string text(const tl_intent& intent);

// The first place where two runs part, told with their names; nothing when they are the same.
[[nodiscard]] std::optional<std::string> first_difference(const Recording& one,
                                                          std::string_view name_of_one,
                                                          const Recording& other,
                                                          std::string_view name_of_other);

}  // namespace tradelab
