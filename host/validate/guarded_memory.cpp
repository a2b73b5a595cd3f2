#include "validate/guarded_memory.hpp"

#include "core/check.hpp"
#include "validate/last_words.hpp"

#include <sys/mman.h>
#include <unistd.h>

namespace tradelab {
namespace {

std::size_t page_size() {
    static const auto size = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    return size;
}

}  // namespace

GuardedMemory::GuardedMemory(std::size_t capacity, const char* meaning)
    : length_((capacity + page_size() - 1) / page_size() * page_size()) {
    void* const mapped = ::mmap(
        nullptr, length_ + page_size(), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    TL_CHECK(mapped != MAP_FAILED);
    start_ = static_cast<std::byte*>(mapped);
    TL_CHECK(::mprotect(start_ + length_, page_size(), PROT_NONE) == 0);
    guard_slot_ = last_words::explain_fault(start_ + length_, page_size(), meaning);
}

GuardedMemory::~GuardedMemory() {
    last_words::forget_fault(guard_slot_);
    ::munmap(start_, length_ + page_size());
}

std::byte* GuardedMemory::last(std::size_t bytes) const {
    TL_CHECK(bytes <= length_);
    return start_ + (length_ - bytes);
}

void GuardedMemory::protect(int protection) {
    TL_CHECK(::mprotect(start_, length_, protection) == 0);
}

void GuardedMemory::allow_writing() {
    protect(PROT_READ | PROT_WRITE);
}

void GuardedMemory::allow_reading_only() {
    protect(PROT_READ);
}

void GuardedMemory::forbid() {
    protect(PROT_NONE);
}

}  // namespace tradelab
