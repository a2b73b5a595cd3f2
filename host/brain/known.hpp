#pragma once

#include "brain/proposer.hpp"

#include <cstddef>
#include <unordered_map>

namespace tradelab::brain {

// Which ticks of which family were tried or are about to be.  Lives no longer than the brief.
class Known {
public:
    explicit Known(const Brief& brief);

    [[nodiscard]] bool contains(std::size_t family, const Ticks& ticks) const;
    // Nothing where they were not tried, or the answer is pending.
    [[nodiscard]] const Outcome* outcome(std::size_t family, const Ticks& ticks) const;
    void add(std::size_t family, const Ticks& ticks);

private:
    struct Key {
        std::size_t family = 0;
        Ticks ticks;
        friend bool operator==(const Key&, const Key&) = default;
    };
    struct Hash {
        std::size_t operator()(const Key& key) const;
    };
    std::unordered_map<Key, const Outcome*, Hash> tried_;
};

}  // namespace tradelab::brain
