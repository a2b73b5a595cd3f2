// A writer that has been opened must not go to the allocator again: the loop that journals also
// trades.

#include "journals.hpp"
#include "os/real_disk.hpp"
#include "support/allocation_count.hpp"
#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

namespace tradelab {
namespace {

TEST(JournalAllocation, NothingIsAllocatedPerRecord) {
    if (!counts_allocations()) {
        GTEST_SKIP() << "ThreadSanitizer keeps operator new to itself";
    }
    const TemporaryDirectory directory;
    RealDisk disk;
    auto writer = JournalWriter::open(disk, directory.path() / "journal", {});
    ASSERT_TRUE(writer) << describe(writer.error());
    const std::string payload(300, 'p');
    bool fine = true;

    const std::int64_t before = allocations();
    for (int i = 0; i < 2'000; ++i) {
        fine = fine && writer->append({.type = 1, .version = 1}, {}, payload);
        fine = fine && (i % 500 != 0 || writer->sync());
    }
    const std::int64_t after = allocations();

    EXPECT_TRUE(fine);
    EXPECT_EQ(after - before, 0);
}

}  // namespace
}  // namespace tradelab
