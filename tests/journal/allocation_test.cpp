// A writer that has been opened must not go to the allocator again: the loop that journals also
// trades.

#include "journals.hpp"
#include "os/real_disk.hpp"
#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

namespace {

std::size_t allocations = 0;

}  // namespace

// Not inlined: g++ 12 would take the pair for one of new and free.
[[gnu::noinline]] void* operator new(std::size_t size) {
    ++allocations;
    if (void* memory = std::malloc(size)) {
        return memory;
    }
    throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept {
    std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t /*size*/) noexcept {
    std::free(memory);
}

namespace tradelab {
namespace {

TEST(JournalAllocation, NothingIsAllocatedPerRecord) {
    const TemporaryDirectory directory;
    RealDisk disk;
    auto writer = JournalWriter::open(disk, directory.path() / "journal", {});
    ASSERT_TRUE(writer) << describe(writer.error());
    const std::string payload(300, 'p');
    bool fine = true;

    const std::size_t before = allocations;
    for (int i = 0; i < 2'000; ++i) {
        fine = fine && writer->append({.type = 1, .version = 1}, {}, payload);
        fine = fine && (i % 500 != 0 || writer->sync());
    }
    const std::size_t after = allocations;

    EXPECT_TRUE(fine);
    EXPECT_EQ(after - before, 0U);
}

}  // namespace
}  // namespace tradelab
