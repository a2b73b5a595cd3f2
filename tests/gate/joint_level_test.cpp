#include "gate/evidence.hpp"
#include "gate/gate.hpp"

#include <gtest/gtest.h>

// Whether the levels hold where days hang together and tails are fat.  Small, with seeds and
// bounds; tests/bench/gate_bench is the large one.
namespace tradelab {
namespace {

using namespace gate_test;

constexpr int labs = 300;
constexpr std::uint64_t first_seed = 40'000;
constexpr double joint_level = 0.02;

struct Counts {
    int opened = 0;
    int promoted = 0;
};

Counts without_an_edge(Shape shape, const LabDays& lab) {
    GateRules rules;
    rules.draws = 2000;
    Counts counts;
    for (int i = 0; i < labs; ++i) {
        const std::uint64_t seed = first_seed + static_cast<std::uint64_t>(i);
        GateInput input = finalists(seed, 3, 0, shape, lab);
        input.figures = GateFigures::deciding;
        const auto verdict = judge(input,
                                   rules,
                                   plan(lab, joint_level),
                                   [&](std::size_t candidate, const FirstLook& first) {
                                       ++counts.opened;
                                       return vault(seed, 0, shape, lab)(candidate, first);
                                   });
        counts.promoted += verdict->outcome == GateOutcome::pass ? 1 : 0;
    }
    return counts;
}

// Seeds 40000 to 40299.  12 of 300 openings and 6 promotions are expected; beyond the bounds lies
// one run in a thousand.
TEST(JointLevel, HoldsWithFatTailsAndDependence) {
    for (const LabDays lab : {LabDays{.explore = 150, .walk_forward = 250, .vault = 100},
                              LabDays{.explore = 420, .walk_forward = 700, .vault = 280}}) {
        for (const Shape shape : {Shape::student, Shape::garch, Shape::autoregressive}) {
            const Counts counts = without_an_edge(shape, lab);
            EXPECT_LE(counts.opened, 25)
                << lab.walk_forward << " days of " << static_cast<int>(shape);
            EXPECT_LE(counts.promoted, 15)
                << lab.walk_forward << " days of " << static_cast<int>(shape);
        }
    }
}

TEST(JointLevel, HoldsForRulesThatCrashRarely) {
    const Counts counts =
        without_an_edge(Shape::crashes, {.explore = 330, .walk_forward = 547, .vault = 219});
    EXPECT_LE(counts.opened, 25);
    EXPECT_LE(counts.promoted, 15);
}

}  // namespace
}  // namespace tradelab
