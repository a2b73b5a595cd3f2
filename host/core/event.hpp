#pragma once

#include "core/check.hpp"

#include <tradelab/abi/strategy.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>
#include <vector>

namespace tradelab {

// Events one after the other, exactly as a plugin, the journal and the tape see them.  Grows while
// it is filled, and is read in place after that.
class EventBuffer {
    std::vector<std::uint64_t> words_;  // 8-aligned storage
    std::vector<std::size_t> starts_;   // in words

public:
    // An event of a fixed shape.  Its header's size must say so.
    template <class Event>
    void append(const Event& event) {
        static_assert(std::is_trivially_copyable_v<Event> && sizeof(Event) % 8 == 0);
        append_raw(&event, sizeof event);
    }

    // Any self-sized event.
    void append(const tl_ev& event) { append_raw(&event, event.size); }

    [[nodiscard]] std::size_t count() const { return starts_.size(); }
    [[nodiscard]] std::size_t bytes() const { return words_.size() * sizeof(std::uint64_t); }

    // Valid until the next append.
    [[nodiscard]] const tl_ev& operator[](std::size_t at) const {
        TL_CHECK(at < starts_.size());
        return *reinterpret_cast<const tl_ev*>(words_.data() + starts_[at]);
    }
    [[nodiscard]] tl_ev& operator[](std::size_t at) {
        TL_CHECK(at < starts_.size());
        return *reinterpret_cast<tl_ev*>(words_.data() + starts_[at]);
    }

    // Where event `at` begins, in bytes; at == count() is the end.
    [[nodiscard]] std::size_t offset(std::size_t at) const {
        TL_CHECK(at <= starts_.size());
        return at == starts_.size() ? bytes() : starts_[at] * sizeof(std::uint64_t);
    }

    void clear() {
        words_.clear();
        starts_.clear();
    }

private:
    void append_raw(const void* event, std::size_t size) {
        std::uint32_t said = 0;
        std::memcpy(&said, event, sizeof said);
        TL_CHECK(said == size && size >= sizeof(tl_ev) && size % 8 == 0);
        starts_.push_back(words_.size());
        words_.resize(words_.size() + size / 8);
        std::memcpy(words_.data() + starts_.back(), event, size);
    }
};

}  // namespace tradelab
