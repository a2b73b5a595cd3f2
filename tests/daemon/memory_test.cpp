#include "core/time.hpp"
#include "daemon/running_daemon.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <iostream>

// What the real daemon and its children take, and that it does not grow.
namespace tradelab {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t most = std::uint64_t{64} << 20U;

UnixNanos now_of(const JsonValue& status) {
    return parse_iso(*status["now"].text()).value();
}

TEST(Memory, OfTheDaemonGrowsByLessThanAHundredthOverSevenDaysOfTheFeed) {
    if (IS_SANITIZED) {
        GTEST_SKIP() << "a sanitizer keeps what was freed: its memory is not the daemon's";
    }
    const DaemonHome home;
    home.strategies({"momentum_syn_perp_1h.json", "mean_reversion_syn_perp_1h.json"}, "200000");
    const RunningDaemon daemon(home);
    const UnixNanos begun = now_of(daemon.status());
    const auto after = [&](Duration time) {
        (void)daemon.status_when(
            [&](const JsonValue& status) { return now_of(status) >= begun + time; });
        return daemon.resident_bytes();
    };

    const std::uint64_t first = after(24h);
    const auto children_before = daemon.resident_bytes_of_children();
    const std::uint64_t eighth = after(8 * 24h);
    const auto children = daemon.resident_bytes_of_children();

    std::cout << "daemon: " << first / 1'024 << " KiB on day 1, " << eighth / 1'024
              << " KiB on day 8\n";
    EXPECT_LT(eighth, first + first / 100);
    EXPECT_LT(eighth, most);
    ASSERT_EQ(children.size(), 2U);
    for (std::size_t at = 0; at < children.size(); ++at) {
        std::cout << "child " << at + 1 << ": " << children_before[at] / 1'024 << " KiB, "
                  << children[at] / 1'024 << " KiB\n";
        EXPECT_LT(children[at], children_before[at] + children_before[at] / 100);
        EXPECT_LT(children[at], most / 2);
    }
}

}  // namespace
}  // namespace tradelab
