#include "core/order.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>

namespace tradelab {
namespace {

constexpr OrderTerms ten_at_hundred = {.instrument = InstrumentId(1),
                                       .side = Side::buy,
                                       .quantity = Quantity(10),
                                       .limit = Price(100)};

Order decided(OrderTerms terms = ten_at_hundred) {
    auto order = Order::make({OrderId(1), IntentId(2), InstanceId(3)}, terms, UnixNanos(5));
    EXPECT_TRUE(order);
    return *order;
}

Order working() {
    Order order = decided();
    EXPECT_TRUE(order.apply(OrderEvent::send));
    EXPECT_TRUE(order.apply(OrderEvent::works));
    return order;
}

TEST(Order, GoesFromIntentThroughTheVenueToFilled) {
    Order order = decided();

    ASSERT_TRUE(order.apply(OrderEvent::send));
    EXPECT_EQ(order.state(), OrderState::sending);
    ASSERT_TRUE(order.apply(OrderEvent::works));
    EXPECT_EQ(order.state(), OrderState::open);
    ASSERT_TRUE(order.fill(Quantity(4)));
    EXPECT_EQ(order.state(), OrderState::part_filled);
    ASSERT_TRUE(order.fill(Quantity(6)));
    EXPECT_EQ(order.state(), OrderState::filled);
    EXPECT_EQ(order.can_still_fill(), Quantity(0));
}

TEST(Order, CannotBeSentTwice) {
    Order order = decided();
    ASSERT_TRUE(order.apply(OrderEvent::send));

    const auto again = order.apply(OrderEvent::send);

    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, ErrorCode::refused);
    EXPECT_NE(again.error().context.find("order 1 is sending: 'send'"), std::string::npos);
    EXPECT_EQ(order.state(), OrderState::sending);
}

TEST(Order, AFillBeforeTheAcknowledgementIsCounted) {
    Order order = decided();
    ASSERT_TRUE(order.apply(OrderEvent::send));

    ASSERT_TRUE(order.fill(Quantity(4)));
    ASSERT_TRUE(order.apply(OrderEvent::works));

    EXPECT_EQ(order.state(), OrderState::part_filled);
    EXPECT_EQ(order.filled(), Quantity(4));
}

TEST(Order, FillsWhileCancellingAreCountedAndCanCompleteIt) {
    Order order = working();
    ASSERT_TRUE(order.apply(OrderEvent::cancel));

    ASSERT_TRUE(order.fill(Quantity(4)));
    EXPECT_EQ(order.state(), OrderState::cancelling);
    EXPECT_EQ(order.can_still_fill(), Quantity(6));
    ASSERT_TRUE(order.fill(Quantity(6)));

    EXPECT_EQ(order.state(), OrderState::filled);
    ASSERT_TRUE(order.apply(OrderEvent::cancel_refused));
    EXPECT_EQ(order.state(), OrderState::filled);
}

TEST(Order, ARefusedCancelLeadsBackToWhereItWas) {
    Order untouched = working();
    ASSERT_TRUE(untouched.apply(OrderEvent::cancel));
    Order touched = working();
    ASSERT_TRUE(touched.fill(Quantity(1)));
    ASSERT_TRUE(touched.apply(OrderEvent::cancel));

    ASSERT_TRUE(untouched.apply(OrderEvent::cancel_refused));
    const auto change = touched.apply(OrderEvent::cancel_refused);

    EXPECT_EQ(untouched.state(), OrderState::open);
    EXPECT_EQ(touched.state(), OrderState::part_filled);
    ASSERT_TRUE(change);
    EXPECT_EQ(change->to, OrderState::part_filled);
}

TEST(Order, ALostReplyKeepsTheWholeExposureUntilTheVenueSpeaks) {
    Order order = decided();
    ASSERT_TRUE(order.apply(OrderEvent::send));

    ASSERT_TRUE(order.apply(OrderEvent::doubt));
    EXPECT_EQ(order.can_still_fill(), Quantity(10));
    ASSERT_TRUE(order.fill(Quantity(4)));
    EXPECT_EQ(order.state(), OrderState::unknown);
    EXPECT_EQ(order.can_still_fill(), Quantity(6));
    ASSERT_TRUE(order.apply(OrderEvent::works));

    EXPECT_EQ(order.state(), OrderState::part_filled);
}

TEST(Order, AbsenceCannotBeAssumedFromSilence) {
    Order order = decided();
    ASSERT_TRUE(order.apply(OrderEvent::send));

    EXPECT_FALSE(order.apply(OrderEvent::prove_absent));
    ASSERT_TRUE(order.apply(OrderEvent::doubt));
    ASSERT_TRUE(order.apply(OrderEvent::prove_absent));

    EXPECT_EQ(order.state(), OrderState::absent);
    EXPECT_EQ(order.can_still_fill(), Quantity(0));
}

TEST(Order, AnAbsentOrderThatAppearsIsDisputedAndCountsAgain) {
    Order order = decided();
    ASSERT_TRUE(order.apply(OrderEvent::send));
    ASSERT_TRUE(order.apply(OrderEvent::doubt));
    ASSERT_TRUE(order.apply(OrderEvent::prove_absent));

    const auto change = order.fill(Quantity(4));

    ASSERT_TRUE(change);
    EXPECT_EQ(change->meaning, Meaning::contradicts);
    EXPECT_TRUE(order.is_disputed());
    EXPECT_EQ(order.filled(), Quantity(4));
    EXPECT_EQ(order.can_still_fill(), Quantity(6));

    ASSERT_TRUE(order.apply(OrderEvent::venue_cancelled));
    EXPECT_FALSE(order.is_disputed());
    EXPECT_EQ(order.can_still_fill(), Quantity(0));
}

TEST(Order, AFillReportedAfterTheCancelIsStillCounted) {
    Order order = working();
    ASSERT_TRUE(order.apply(OrderEvent::cancel));
    ASSERT_TRUE(order.apply(OrderEvent::venue_cancelled));

    const auto change = order.fill(Quantity(3));

    ASSERT_TRUE(change);
    EXPECT_EQ(change->meaning, Meaning::late);
    EXPECT_EQ(change->newly_filled, Quantity(3));
    EXPECT_EQ(order.state(), OrderState::cancelled);
    EXPECT_EQ(order.filled(), Quantity(3));
}

TEST(Order, CumulativeReportsMayComeTwiceAndInAnyOrder) {
    Order order = working();

    EXPECT_EQ(order.fill_up_to(Quantity(7))->newly_filled, Quantity(7));
    EXPECT_EQ(order.fill_up_to(Quantity(7))->newly_filled, Quantity(0));
    EXPECT_EQ(order.fill_up_to(Quantity(4))->newly_filled, Quantity(0));

    EXPECT_EQ(order.filled(), Quantity(7));
    EXPECT_EQ(order.fill_up_to(Quantity(4))->meaning, Meaning::stays);
}

TEST(Order, MoreThanWasOrderedIsReportedAndChangesNothing) {
    Order order = working();
    ASSERT_TRUE(order.fill(Quantity(8)));

    const auto too_much = order.fill(Quantity(3));

    ASSERT_FALSE(too_much);
    EXPECT_EQ(too_much.error().code, ErrorCode::overflow);
    EXPECT_EQ(order.filled(), Quantity(8));
    EXPECT_EQ(order.state(), OrderState::part_filled);
    EXPECT_FALSE(order.fill(Quantity(0)));
    EXPECT_FALSE(order.fill(Quantity(-1)));
    EXPECT_FALSE(order.fill_up_to(Quantity(11)));
}

TEST(Order, RefusesTermsThatNoVenueCouldMean) {
    const auto made = [](OrderTerms terms) {
        return Order::make({OrderId(1), IntentId(2), InstanceId(3)}, terms, UnixNanos(5))
            .has_value();
    };
    OrderTerms terms = ten_at_hundred;

    terms.quantity = Quantity(0);
    EXPECT_FALSE(made(terms));
    terms = ten_at_hundred;
    terms.limit = Price(0);
    EXPECT_FALSE(made(terms));
    terms = ten_at_hundred;
    terms.post_only = PostOnly::yes;
    EXPECT_TRUE(made(terms));
    terms.time_in_force = TimeInForce::ioc;
    EXPECT_FALSE(made(terms));
    terms = ten_at_hundred;
    terms.post_only = PostOnly::yes;
    terms.limit.reset();
    EXPECT_FALSE(made(terms));
}

TEST(Order, EveryOrderOfArrivalOfTheSameReportsHasTheSameFills) {
    // Acknowledgement, two fills and the cancel, in all 24 orders.
    std::array<int, 4> order_of_arrival = {0, 1, 2, 3};
    do {
        Order order = decided();
        ASSERT_TRUE(order.apply(OrderEvent::send));
        ASSERT_TRUE(order.apply(OrderEvent::cancel));
        for (const int report : order_of_arrival) {
            switch (report) {
                case 0:
                    ASSERT_TRUE(order.apply(OrderEvent::works));
                    break;
                case 1:
                    ASSERT_TRUE(order.fill_up_to(Quantity(2)));
                    break;
                case 2:
                    ASSERT_TRUE(order.fill_up_to(Quantity(5)));
                    break;
                default:
                    ASSERT_TRUE(order.apply(OrderEvent::venue_cancelled));
                    break;
            }
        }
        EXPECT_EQ(order.state(), OrderState::cancelled);
        EXPECT_EQ(order.filled(), Quantity(5));
        EXPECT_FALSE(order.is_disputed());
        EXPECT_EQ(order.can_still_fill(), Quantity(0));
    } while (std::ranges::next_permutation(order_of_arrival).found);
}

TEST(Order, NoSequenceOfEventsBreaksItsInvariants) {
    constexpr std::uint64_t seed = 23;
    std::mt19937_64 random(seed);

    for (int run = 0; run < 2'000; ++run) {
        Order order = decided();
        for (int step = 0; step < 20; ++step) {
            const Order before = order;
            const auto event = static_cast<OrderEvent>(random() % order_event_count);
            const bool fills = event == OrderEvent::part_fill || event == OrderEvent::full_fill;
            const Quantity cumulative(static_cast<std::int64_t>(random() % 12));
            const auto change = fills ? order.fill_up_to(cumulative) : order.apply(event);

            ASSERT_TRUE(order.filled() >= before.filled()) << "seed " << seed;
            ASSERT_TRUE(order.filled() <= order.terms().quantity) << "seed " << seed;
            ASSERT_TRUE(!is_terminal(before.state()) || order.state() == before.state());
            ASSERT_TRUE(change || order.state() == before.state()) << "seed " << seed;
            ASSERT_TRUE(is_terminal(order.state()) || order.can_still_fill() == order.remaining());
            ASSERT_TRUE(order.state() != OrderState::open || order.filled() == Quantity());
            ASSERT_TRUE(order.state() != OrderState::filled || order.remaining() == Quantity());
        }
    }
}

}  // namespace
}  // namespace tradelab
