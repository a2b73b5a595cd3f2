#include "campaign/work.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <vector>

namespace tradelab {
namespace {

TEST(Work, EveryItemIsDoneOnceByAnyNumberOfWorkers) {
    for (const std::size_t workers : {std::size_t{1}, std::size_t{3}, std::size_t{40}}) {
        std::vector<int> done(17);

        const auto shared = share_work({.workers = workers, .items = done.size()},
                                       [&](std::size_t, std::size_t item) -> Status {
                                           done[item] += 1;
                                           return {};
                                       });

        EXPECT_TRUE(shared);
        EXPECT_EQ(done, std::vector<int>(17, 1)) << workers << " workers";
    }
}

TEST(Work, AnItemThatFailsEndsItWithItsError) {
    const auto shared =
        share_work({.workers = 2, .items = 9}, [](std::size_t, std::size_t item) -> Status {
            return item == 4 ? fail(ErrorCode::refused, "the fifth") : Status();
        });

    ASSERT_FALSE(shared);
    EXPECT_EQ(shared.error().context, "the fifth");
}

TEST(Work, AnExceptionIsAnError) {
    const auto shared =
        share_work({.workers = 2, .items = 2},
                   [](std::size_t, std::size_t) -> Status { throw std::runtime_error("thrown"); });

    ASSERT_FALSE(shared);
    EXPECT_EQ(shared.error().code, ErrorCode::internal);
    EXPECT_EQ(shared.error().context, "thrown");
}

TEST(Work, OfNoItemsAsksNobodyAndIsNoFailure) {
    std::atomic<int> asked = 0;

    const Status done =
        share_work({.workers = 2, .items = 0}, [&](std::size_t, std::size_t) -> Status {
            asked += 1;
            return fail(ErrorCode::refused, "there is nothing here to work on");
        });

    EXPECT_TRUE(done);
    EXPECT_EQ(asked, 0);
}

}  // namespace
}  // namespace tradelab
