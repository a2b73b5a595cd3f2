#include "os/large_pages.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

namespace tradelab {

void ask_for_large_pages(std::span<const std::byte> memory) {
    constexpr std::uintptr_t small_page = 4'096;
    constexpr std::uintptr_t large_page = std::uintptr_t{2} << 20U;
    if (memory.size() < large_page) {
        return;
    }
    // Its last page may be shared with what follows: that may be large as well.
    const auto begin = reinterpret_cast<std::uintptr_t>(memory.data()) / small_page * small_page;
    const auto end = reinterpret_cast<std::uintptr_t>(memory.data()) + memory.size();
    static_cast<void>(::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE));
}

void keep_heap_in_large_pages(std::size_t bytes) {
    constexpr std::size_t most = std::size_t{1} << 30U;
    constexpr int largest_block = 32 << 20U;  // the allocator takes no higher threshold
    const auto room = static_cast<int>(std::min(bytes, most));
    static_cast<void>(::mallopt(M_MMAP_THRESHOLD, largest_block));
    static_cast<void>(::mallopt(M_TRIM_THRESHOLD, static_cast<int>(most)));
    static_cast<void>(::mallopt(M_TOP_PAD, room));
    // A block that does not fit into what is there extends the heap by the padding.
    constexpr std::size_t probe_bytes = std::size_t{1} << 20U;
    void* const probe = std::malloc(probe_bytes);
    const auto* const begin = static_cast<const std::byte*>(probe);
    const auto* const end = static_cast<const std::byte*>(::sbrk(0));
    if (begin != nullptr && begin < end && end - begin <= static_cast<std::ptrdiff_t>(2 * most)) {
        ask_for_large_pages({begin, end});
    }
    std::free(probe);
    static_cast<void>(::mallopt(M_TOP_PAD, static_cast<int>(probe_bytes)));
}

}  // namespace tradelab
