#pragma once

#include <tradelab/abi/strategy.h>

#include <cstdint>

// Events of different sizes that lie next to each other.
namespace tradelab {

[[nodiscard]] inline const tl_ev* event_after(const tl_ev* event) {
    return reinterpret_cast<const tl_ev*>(reinterpret_cast<const char*>(event) + event->size);
}

// The one at that place, from 0; it is there.
[[nodiscard]] inline const tl_ev& event_at(const tl_ev* first, std::uint32_t place) {
    const tl_ev* event = first;
    for (std::uint32_t passed = 0; passed < place; ++passed) {
        event = event_after(event);
    }
    return *event;
}

}  // namespace tradelab
