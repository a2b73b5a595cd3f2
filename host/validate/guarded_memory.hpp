#pragma once

#include <cstddef>

namespace tradelab {

// Memory that ends where a page begins that nobody may touch: one byte too far is a fault at the
// very instruction, not a wrong number three weeks later.
//
// While it lives, a fault in its guard is explained by `meaning` in the child's last words.
class GuardedMemory {
public:
    // Room for `capacity` bytes.  `meaning` is of static lifetime: "past the end of the batch".
    GuardedMemory(std::size_t capacity, const char* meaning);
    ~GuardedMemory();
    GuardedMemory(const GuardedMemory&) = delete;
    GuardedMemory& operator=(const GuardedMemory&) = delete;
    GuardedMemory(GuardedMemory&&) = delete;
    GuardedMemory& operator=(GuardedMemory&&) = delete;

    // The last `bytes` before the guard.  With 0 it is the guard itself.
    [[nodiscard]] std::byte* last(std::size_t bytes) const;

    void allow_writing();
    void allow_reading_only();
    void forbid();

private:
    void protect(int protection);

    std::size_t length_;  // whole pages, without the guard
    std::byte* start_ = nullptr;
    int guard_slot_ = -1;
};

}  // namespace tradelab
