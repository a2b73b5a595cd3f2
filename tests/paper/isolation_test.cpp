#include "paper/session_case.hpp"
#include "plugin/load.hpp"
#include "plugin/package.hpp"

#include <gtest/gtest.h>

#include <chrono>

// One strategy that breaks its contract whenever it decides, beside two that do not.
namespace tradelab::paper_test {
namespace {

using namespace std::chrono_literals;

Candidate sick() {
    const RealDisk disk;
    auto package =
        read_package(disk, Disk::Path(TRADELAB_ZOO) / "zoo.wrong-cause", Origin::bundled);
    EXPECT_TRUE(package.has_value()) << describe(package.error());
    auto plugin = load(disk, *package, this_host());
    EXPECT_TRUE(plugin.has_value()) << describe(plugin.error());
    Candidate out = the_case().candidates().front();
    out.name = "sick";
    out.declaration = read_declaration(*plugin->descriptor).value();
    out.plugin = *std::move(plugin);
    out.ticks.assign(out.declaration.parameters.size(), 0);
    out.roles.assign(out.declaration.roles.size(), the_case().candidates().front().roles.front());
    return out;
}

void with_the_sick_one(PaperOptions& one) {
    one.candidates.push_back(sick());
}

TEST(SickStrategy, IsIsolatedWithItsReasonWhileTheOthersGoOn) {
    SimulatedDisk disk;
    auto session = the_case().open(disk, with_the_sick_one);
    ASSERT_TRUE(session.has_value()) << describe(session.error());

    ASSERT_TRUE(go_on(*session, the_case().steps(6h)).has_value());

    const PaperView view = session->view();
    ASSERT_EQ(view.instances.size(), 3U);
    EXPECT_FALSE(view.instances[0].failed_why.has_value());
    EXPECT_FALSE(view.instances[1].failed_why.has_value());
    ASSERT_TRUE(view.instances[2].failed_why.has_value());
    EXPECT_NE(view.instances[2].failed_why->find("cause"), std::string::npos)
        << *view.instances[2].failed_why;
    EXPECT_EQ(session->record().isolations.size(), 1U);
    EXPECT_GT(view.fills, 5U);
}

TEST(SickStrategy, FailsAgainAtTheSameInstantWhenTheSessionIsTakenUp) {
    SimulatedDisk disk;
    PaperView before;
    {
        auto session = the_case().open(disk, with_the_sick_one);
        ASSERT_TRUE(session.has_value()) << describe(session.error());
        ASSERT_TRUE(session->advance(the_case().from() + Duration(100h)).has_value());
        before = session->view();
    }

    auto session = the_case().open(disk, with_the_sick_one);

    ASSERT_TRUE(session.has_value()) << describe(session.error());
    EXPECT_EQ(session->view().decision_hash, before.decision_hash);
    EXPECT_EQ(session->view().instances[2].failed_why, before.instances[2].failed_why);
    EXPECT_TRUE(session->advance(the_case().to()).has_value());
}

}  // namespace
}  // namespace tradelab::paper_test
