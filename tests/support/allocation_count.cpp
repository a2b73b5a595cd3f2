#include "support/allocation_count.hpp"

#include <atomic>
#include <cstdlib>
#include <new>

#if defined(__SANITIZE_THREAD__)
#define TL_TEST_COUNTS_ALLOCATIONS 0
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define TL_TEST_COUNTS_ALLOCATIONS 0
#endif
#endif
#ifndef TL_TEST_COUNTS_ALLOCATIONS
#define TL_TEST_COUNTS_ALLOCATIONS 1
#endif

#if TL_TEST_COUNTS_ALLOCATIONS

namespace {

std::atomic<std::int64_t> count{0};

// Not inlined: g++ 12 would take a caller's new and our free for a wrong pair.
[[gnu::noinline]] void* counted(std::size_t size) noexcept {
    count.fetch_add(1, std::memory_order_relaxed);
    return std::malloc(size == 0 ? 1 : size);
}

[[gnu::noinline]] void* counted_or_throw(std::size_t size) {
    void* memory = counted(size);
    if (memory == nullptr) {
        throw std::bad_alloc();
    }
    return memory;
}

[[gnu::noinline]] void give_back(void* memory) noexcept {
    std::free(memory);
}

}  // namespace

// Every pair, so that no memory of ours meets another's delete.
void* operator new(std::size_t size) {
    return counted_or_throw(size);
}
void* operator new[](std::size_t size) {
    return counted_or_throw(size);
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    return counted(size);
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
    return counted(size);
}
void operator delete(void* memory) noexcept {
    give_back(memory);
}
void operator delete[](void* memory) noexcept {
    give_back(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    give_back(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
    give_back(memory);
}

#endif

namespace tradelab {

#if TL_TEST_COUNTS_ALLOCATIONS
bool counts_allocations() {
    return true;
}
std::int64_t allocations() {
    return count.load();
}
#else
bool counts_allocations() {
    return false;
}
std::int64_t allocations() {
    return 0;
}
#endif

}  // namespace tradelab
