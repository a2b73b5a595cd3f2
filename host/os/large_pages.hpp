#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace tradelab {

// Memory that is about to be written from end to end: asks for pages of two megabytes, which the
// operating system clears and maps at once, where 4,096 bytes at a time cost more than to fill
// them.  A wish: where it is not granted, or the memory is small, nothing is different.
void ask_for_large_pages(std::span<const std::byte> memory);

// For a process that works through one long history and ends: what it allocates from here on, up to
// `bytes`, lies side by side in large pages instead of being mapped and given back piece by piece.
// To be called while there is one thread.  A wish too: an allocator of another kind does not hear
// it.
void keep_heap_in_large_pages(std::size_t bytes);

// As vector::reserve, in large pages.
template <class T>
void reserve_in_large_pages(std::vector<T>& out, std::size_t count) {
    if (count > out.capacity()) {
        out.reserve(count);
        ask_for_large_pages(
            {reinterpret_cast<const std::byte*>(out.data()), out.capacity() * sizeof(T)});
    }
}

}  // namespace tradelab
