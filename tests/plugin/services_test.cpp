#include "plugin/services.hpp"

#include "core/limits.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

namespace tradelab {
namespace {

struct ServicesTest : testing::Test {
    struct Line {
        std::int32_t level;
        std::string text;
        bool operator==(const Line&) const = default;
    };
    std::vector<Line> lines;

    InstanceHost::Options options(std::vector<std::string> services) {
        return {.services = std::move(services),
                .log =
                    [this](const LogLine& line) {
                        lines.push_back({line.level, std::string(line.text)});
                    },
                .log_lines_max = 3};
    }
    static void write(const InstanceHost& host, std::int32_t level, std::string_view text) {
        const auto* log =
            static_cast<const tl_host_log*>(host.host()->get(host.host(), TL_HOST_LOG));
        ASSERT_NE(log, nullptr);
        ASSERT_TRUE(TL_HAS(tl_host_log, log, write));
        log->write(host.host(), level, text.data(), text.size());
    }
    static void set_error(const InstanceHost& host, std::string_view text) {
        host.host()->set_error(host.host(), text.data(), text.size());
    }
};

TEST_F(ServicesTest, TheTableSaysItsSizeAndVersion) {
    const InstanceHost host(options({}));

    EXPECT_EQ(host.host()->size, sizeof(tl_host));
    EXPECT_EQ(host.host()->abi, TL_ABI_VERSION);
}

TEST_F(ServicesTest, WhatWasDeclaredIsGrantedAndNothingElse) {
    const InstanceHost with(options({TL_HOST_LOG, "tl.host.unheard-of/1"}));
    const InstanceHost without(options({}));

    EXPECT_NE(with.host()->get(with.host(), TL_HOST_LOG), nullptr);
    EXPECT_EQ(with.host()->get(with.host(), "tl.host.unheard-of/1"), nullptr);
    EXPECT_EQ(with.host()->get(with.host(), "tl.host.log/2"), nullptr);
    EXPECT_EQ(with.host()->get(with.host(), ""), nullptr);
    EXPECT_EQ(with.host()->get(with.host(), nullptr), nullptr);
    EXPECT_EQ(without.host()->get(without.host(), TL_HOST_LOG), nullptr);
}

TEST_F(ServicesTest, AnErrorIsTakenOnce) {
    InstanceHost host(options({}));
    set_error(host, "first");
    set_error(host, "second");

    EXPECT_EQ(host.take_error(), "second");
    EXPECT_EQ(host.take_error(), "");
}

TEST_F(ServicesTest, AnErrorIsCutBetweenCharactersAndMadePrintable) {
    InstanceHost host(options({}));

    set_error(host, std::string(1'023, 'a') + "\u20ac and more");
    EXPECT_EQ(host.take_error(), std::string(1'023, 'a'));
    set_error(host, "\x1b[2J\xff");
    EXPECT_EQ(host.take_error(), "\\x1b[2J\\xff");
    host.host()->set_error(host.host(), nullptr, 100);
    EXPECT_EQ(host.take_error(), "");
}

TEST_F(ServicesTest, LinesAreCutLevelsBroughtWithinAndTheFloodDropped) {
    const InstanceHost host(options({TL_HOST_LOG}));

    write(host, 2, "bought\n");
    write(host, 99, "loud");
    write(host, -4, std::string(10'000, 'x'));
    write(host, 2, "one too many");
    write(host, 2, "two too many");

    ASSERT_EQ(lines.size(), 3U);
    EXPECT_EQ(lines[0], (Line{2, "bought\\x0a"}));
    EXPECT_EQ(lines[1], (Line{5, "loud"}));
    EXPECT_EQ(lines[2].level, 0);
    EXPECT_EQ(lines[2].text.size(), limits::log_line_bytes_max);
    EXPECT_EQ(host.log_lines_dropped(), 2U);
}

TEST_F(ServicesTest, AHostWithoutASinkSwallowsTheLog) {
    const InstanceHost host({.services = {TL_HOST_LOG}, .log = {}});

    write(host, 2, "nobody listens");

    EXPECT_EQ(host.log_lines_dropped(), 0U);
}

TEST_F(ServicesTest, SeveralThreadsMayLogAtOnce) {
    auto many = options({TL_HOST_LOG});
    many.log_lines_max = 1'000;
    const InstanceHost host(std::move(many));
    const auto chatter = [&host] {
        for (int i = 0; i < 100; ++i) {
            write(host, 1, "tick");
        }
    };

    std::thread left(chatter);
    std::thread right(chatter);
    left.join();
    right.join();

    EXPECT_EQ(lines.size(), 200U);
}

}  // namespace
}  // namespace tradelab
