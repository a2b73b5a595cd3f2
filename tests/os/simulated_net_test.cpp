#include "os/simulated_net.hpp"

#include <gtest/gtest.h>

namespace tradelab {
namespace {

using namespace std::chrono_literals;

constexpr UnixNanos start{1'700'000'000'000'000'000};

class SimulatedNetTest : public ::testing::Test {
protected:
    ConnectionId open_socket() { return net_.open({.host = "venue", .target = "/ws"}).value(); }
    void deliver(ConnectionId connection, std::chrono::nanoseconds after, std::string body) {
        net_.deliver(
            {.connection = connection, .received = start + after, .body = std::move(body)});
    }

    SimulatedClock clock_{start};
    SimulatedNet net_{clock_};
};

TEST_F(SimulatedNetTest, DeliversEachMessageAtItsTimeAndInOrder) {
    const auto socket = open_socket();
    deliver(socket, 20ms, "second");
    deliver(socket, 10ms, "first");
    deliver(socket, 20ms, "third");

    EXPECT_FALSE(net_.poll());
    clock_.advance(20ms);

    EXPECT_EQ(net_.poll()->body, "first");
    const auto second = net_.poll();
    EXPECT_EQ(second->body, "second");
    EXPECT_EQ(second->received, start + 20ms);
    EXPECT_EQ(net_.poll()->body, "third");
    EXPECT_FALSE(net_.poll());
}

TEST_F(SimulatedNetTest, ARequestIsAnsweredOnce) {
    const auto id = net_.request({.host = "venue", .method = "GET", .target = "/time"}).value();
    net_.deliver({.connection = id,
                  .kind = Delivery::Kind::reply,
                  .received = start,
                  .status = 200,
                  .body = "{}"});
    net_.deliver({.connection = id, .kind = Delivery::Kind::reply, .received = start});

    EXPECT_EQ(net_.requests().at(id).target, "/time");
    EXPECT_EQ(net_.poll()->status, 200);
    EXPECT_FALSE(net_.poll());
}

TEST_F(SimulatedNetTest, DelayAndDropTouchWhatIsScriptedAfterwards) {
    const auto socket = open_socket();
    deliver(socket, 0ms, "punctual");
    net_.delay(5ms);
    net_.drop_next(1);
    deliver(socket, 0ms, "lost");
    deliver(socket, 0ms, "late");

    EXPECT_EQ(net_.poll()->body, "punctual");
    EXPECT_FALSE(net_.poll());
    clock_.advance(5ms);
    const auto late = net_.poll();

    ASSERT_TRUE(late);
    EXPECT_EQ(late->body, "late");
    EXPECT_EQ(late->received, start + 5ms);
}

TEST_F(SimulatedNetTest, AfterADisconnectNothingArrivesAndNothingCanBeSent) {
    const auto socket = open_socket();
    ASSERT_TRUE(net_.send(socket, "hello"));
    net_.deliver({.connection = socket,
                  .kind = Delivery::Kind::closed,
                  .received = start,
                  .body = "reset by peer"});
    deliver(socket, 0ms, "never");

    EXPECT_EQ(net_.poll()->body, "reset by peer");
    EXPECT_FALSE(net_.poll());
    const auto refused = net_.send(socket, "hello?");

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::io_failed);
    EXPECT_EQ(net_.sent().size(), 1U);
}

TEST_F(SimulatedNetTest, WhatWeClosedIsSilentAndOthersAreNot) {
    const auto one = open_socket();
    const auto two = open_socket();
    deliver(one, 0ms, "one");
    deliver(two, 0ms, "two");

    net_.close(one);
    net_.close(one);

    EXPECT_EQ(net_.poll()->body, "two");
    EXPECT_FALSE(net_.poll());
}

}  // namespace
}  // namespace tradelab
