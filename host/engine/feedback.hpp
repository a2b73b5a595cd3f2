#pragma once

#include <tradelab/abi/strategy.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>
#include <utility>
#include <vector>

namespace tradelab {

// Events that wait for one instance, one after the other as a plugin reads them.  Keeps its memory.
class Feedback {
public:
    // Room for the largest answer to one event: a fill and an account event for each of 64 orders.
    Feedback() : words_(64 * (sizeof(tl_ev_fill) + sizeof(tl_ev_account)) / 8) {}

    template <class Event>
    void push(const Event& event) {
        static_assert(std::is_trivially_copyable_v<Event> && sizeof(Event) % 8 == 0);
        if (words_.size() - used_ < sizeof(Event) / 8) {
            words_.resize(2 * words_.size());
        }
        std::memcpy(words_.data() + used_, &event, sizeof event);
        used_ += sizeof(Event) / 8;
        ++count_;
    }

    [[nodiscard]] bool empty() const { return count_ == 0; }
    [[nodiscard]] std::uint32_t count() const { return count_; }
    [[nodiscard]] tl_ev* first() { return reinterpret_cast<tl_ev*>(words_.data()); }

    void clear() {
        used_ = 0;
        count_ = 0;
    }
    friend void swap(Feedback& a, Feedback& b) noexcept {
        a.words_.swap(b.words_);
        std::swap(a.used_, b.used_);
        std::swap(a.count_, b.count_);
    }

private:
    std::vector<std::uint64_t> words_;  // 8-aligned storage, of which the first `used_` hold events
    std::size_t used_ = 0;
    std::uint32_t count_ = 0;
};

[[nodiscard]] inline tl_ev* next_event(tl_ev* event) {
    return reinterpret_cast<tl_ev*>(reinterpret_cast<char*>(event) + event->size);
}

}  // namespace tradelab
