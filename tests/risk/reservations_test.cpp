#include "risk/reservations.hpp"

#include <gtest/gtest.h>

namespace tradelab {
namespace {

const IntentId first{1};
const IntentId second{2};
const InstrumentId btc{1};
const InstanceId alone{1};

Reservation asked(IntentId intent, std::int64_t quantity) {
    return {.intent = intent,
            .instance = alone,
            .instrument = btc,
            .side = Side::buy,
            .left = Quantity(quantity),
            .asked = Quantity(quantity),
            .fee = Cash(100)};
}

TEST(Reservations, PromiseQuantityUntilItIsSettled) {
    Reservations book(8, 4);
    ASSERT_NE(book.reserve(asked(first, 60)), nullptr);
    ASSERT_NE(book.reserve(asked(second, 40)), nullptr);

    EXPECT_EQ(book.promised(btc, Side::buy), Quantity(100));
    EXPECT_EQ(book.promised(btc, Side::sell), Quantity());
    EXPECT_EQ(book.promised(alone, btc, Side::buy), Quantity(100));
    EXPECT_EQ(book.fees(), Cash(200));
}

TEST(Reservations, AFillFreesItsPartAndTheEndFreesTheRest) {
    Reservations book(8, 4);
    ASSERT_NE(book.reserve(asked(first, 60)), nullptr);

    book.settle(first, Quantity(45));
    EXPECT_EQ(book.promised(btc, Side::buy), Quantity(45));
    EXPECT_EQ(book.fees(), Cash(75));

    book.settle(first, Quantity());
    EXPECT_EQ(book.promised(btc, Side::buy), Quantity());
    EXPECT_EQ(book.fees(), Cash());
    EXPECT_EQ(book.open(), 0U);
}

TEST(Reservations, ADuplicatedEndChangesNothing) {
    Reservations book(8, 4);
    ASSERT_NE(book.reserve(asked(first, 10)), nullptr);
    ASSERT_NE(book.reserve(asked(second, 20)), nullptr);
    book.settle(first, Quantity());

    book.settle(first, Quantity());

    EXPECT_EQ(book.promised(btc, Side::buy), Quantity(20));
    EXPECT_EQ(book.find(second)->left, Quantity(20));
}

TEST(Reservations, OfReduceOnlyOrdersPromiseNothing) {
    Reservations book(8, 4);
    Reservation reducing = asked(first, 10);
    reducing.reduce_only = ReduceOnly::yes;

    ASSERT_NE(book.reserve(reducing), nullptr);

    EXPECT_EQ(book.promised(btc, Side::buy), Quantity());
    EXPECT_EQ(book.promised(alone, btc, Side::buy), Quantity());
    EXPECT_EQ(book.open(), 1U);
}

TEST(Reservations, RefuseNothingRepeatedIntentsAndTooMany) {
    Reservations book(1, 4);

    EXPECT_EQ(book.reserve(asked(first, 0)), nullptr);
    EXPECT_EQ(book.reserve(asked(first, -5)), nullptr);
    ASSERT_NE(book.reserve(asked(first, 10)), nullptr);
    EXPECT_EQ(book.reserve(asked(first, 10)), nullptr);
    EXPECT_EQ(book.reserve(asked(second, 10)), nullptr);
}

}  // namespace
}  // namespace tradelab
