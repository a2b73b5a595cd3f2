#include "os/large_pages.hpp"

#include <cstdint>
#include <sys/mman.h>

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

}  // namespace tradelab
