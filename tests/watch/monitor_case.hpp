#pragma once

#include "lifecycle/lifecycle.hpp"
#include "lifecycle/subject.hpp"
#include "os/disk.hpp"
#include "watch/decay_monitor.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

// One strategy with a life, and a session that does what the monitor asks.
namespace tradelab {

inline const Disk::Path at = "/state/lifecycle";
inline constexpr Cash opening(1'000'000'000'000);
inline constexpr double promised = 2;

inline Lifecycle record_of(Disk& disk, LifeStage stage) {
    Lifecycle record(disk, at);
    std::vector<StageEdge> edges;
    for (int one = 0; one < static_cast<int>(stage); ++one) {
        edges.push_back(step("one", static_cast<LifeStage>(one), static_cast<LifeStage>(one + 1)));
    }
    EXPECT_TRUE(record.add(edges, UnixNanos(1)).has_value());
    return record;
}

inline PaperView view_of() {
    PaperView view;
    view.now = day(-1);
    view.instances = {{.instance = InstanceId(1), .name = "one", .plugin = "p"}};
    return view;
}

// One that is watched from its first day on.
inline PaperView watched_view(Lifecycle& record) {
    PaperView view = view_of();
    view.instances[0].watched = {.since = day(-1), .under = approval_of(*record.find("one"))};
    return view;
}

// Does what the monitor asks, as the session does.
inline void obey(PaperView& view, const PaperCommand& command) {
    auto& why = view.instances[0].demoted_why;
    if (command.verb == PaperVerb::watch) {
        view.instances[0].watched = {.since = view.now, .under = command.reason};
        return;
    }
    ASSERT_EQ(command.verb == PaperVerb::demote, !why.has_value());
    why = command.verb == PaperVerb::demote ? std::optional(command.reason) : std::nullopt;
}

// The days at whose end a demotion or readmission was asked for, from 1.
inline std::vector<std::size_t> heard(DecayMonitor& monitor,
                                      PaperView& view,
                                      const std::vector<PaperDay>& days) {
    std::vector<std::size_t> out;
    for (std::size_t count = 1; count <= days.size(); ++count) {
        view.now = days[count - 1].ended;
        for (const PaperCommand& one :
             monitor.hear(std::span(days).first(count), view, UnixNanos(9))) {
            if (one.verb != PaperVerb::watch) {
                out.push_back(count);
            }
            obey(view, one);
        }
        EXPECT_TRUE(monitor.record(UnixNanos(9)).has_value());
    }
    return out;
}

}  // namespace tradelab
