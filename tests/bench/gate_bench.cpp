// What the gate's numbers were chosen by, and whether they hold: run by hand, the tables are in
// gate.md.  Tuning seeds and reporting seeds do not overlap.
#include "bench/gate_bets.hpp"
#include "bench/gate_frontier.hpp"
#include "bench/gate_holding.hpp"
#include "bench/run.hpp"
#include "gate/evidence.hpp"
#include "gate/lifetime.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <string_view>
#include <vector>

namespace bench {

namespace {

using namespace tradelab;
using namespace tradelab::gate_test;

constexpr std::uint64_t tuning_seed = 100;
constexpr std::uint64_t reporting_seed = 900'000;

void print_lab(std::string_view name, const Lab& lab, int labs, std::uint64_t seed) {
    const auto at = [&](double sharpe, double years) {
        Lab asked = lab;
        asked.sharpe = sharpe;
        asked.years = years;
        return promoted(asked, labs, seed + static_cast<std::uint64_t>(sharpe * 10 + years));
    };
    fmt::print(
        "| {} | {:.2f}/{:.2f}/{:.2f} | {} | {:.2f} | {:.2f} | {:.2f} | {:.0f} | {:.0f} | "
        "{:.0f} |\n",
        name,
        lab.explore,
        lab.walk_forward,
        1 - lab.explore - lab.walk_forward,
        lab.finalists,
        lab.explore_weight,
        lab.first_level,
        at(0, 5).whole,
        at(1.5, 5).whole,
        at(2, 5).whole,
        at(3, 3).whole);
    std::fflush(stdout);
}

void frontier(int labs, std::uint64_t seed) {
    fmt::print("\n{} labs a cell, seed {}, 120 rules, joint level {:.4f}; promoted, in %\n\n",
               labs,
               seed,
               first_joint_level());
    fmt::print(
        "| design | shares | finalists | weight | a | none | 1.5, 5 y | 2, 5 y | 3, 3 y |\n"
        "|---|---|---|---|---|---|---|---|---|\n");
    const Lab chosen{.joint_level = first_joint_level()};
    for (const auto& [explore, clean] : {std::pair{0.2, 0.6},
                                         std::pair{0.3, 0.5},
                                         std::pair{0.3, 0.4},
                                         std::pair{0.4, 0.4},
                                         std::pair{0.4, 0.35},
                                         std::pair{0.5, 0.3}}) {
        Lab lab = chosen;
        lab.explore = explore;
        lab.walk_forward = clean;
        print_lab("two looks", lab, labs, seed);
    }
    for (const int finalists : {1, 3, 5, 10, 40}) {
        Lab lab = chosen;
        lab.finalists = finalists;
        print_lab("two looks", lab, labs, seed);
    }
    for (const double weight : {0.0, 0.5, 1.0}) {
        Lab lab = chosen;
        lab.explore_weight = weight;
        print_lab("two looks", lab, labs, seed);
    }
    for (const double level : {0.01, 0.02, 0.10, 0.30}) {
        Lab lab = chosen;
        lab.first_level = level;
        print_lab("two looks", lab, labs, seed);
    }
    for (const auto& [design, name] : {std::pair{Design::separate_levels, "separate levels"},
                                       std::pair{Design::all_trials, "explore included"}}) {
        Lab lab = chosen;
        lab.design = design;
        print_lab(name, lab, labs, seed);
    }
    constexpr int many = 2000;  // what a greedy search has effectively tried
    for (const auto& [design, name] : {std::pair{Design::two_looks, "two looks, 2000 rules"},
                                       std::pair{Design::all_trials, "included, 2000 rules"}}) {
        Lab lab = chosen;
        lab.design = design;
        lab.rules = many;
        print_lab(name, lab, labs / 4, seed);
    }
}

struct Named {
    Shape shape;
    std::string_view name;
};
constexpr std::array shapes = {Named{Shape::normal, "normal"},
                               Named{Shape::student, "t4"},
                               Named{Shape::garch, "GARCH t4"},
                               Named{Shape::autoregressive, "AR(0.15) t4"},
                               Named{Shape::crashes, "rare crashes"}};

struct Counted {
    int first = 0;
    int whole = 0;
    std::vector<double> errors = {};  // promised less true
};

Counted count(Shape shape, const LabDays& lab, double sharpe, int labs, std::uint64_t seed) {
    GateRules rules;
    rules.draws = 10'000;
    Counted counted;
    for (int i = 0; i < labs; ++i) {
        const std::uint64_t own = seed + static_cast<std::uint64_t>(i);
        bool opened = false;
        double truth = 0;  // of whoever goes to the vault: the first finalist has the edge
        GateInput input = finalists(own, 5, sharpe, shape, lab);
        input.figures = GateFigures::deciding;
        const auto verdict = judge(input,
                                   rules,
                                   plan(lab, first_joint_level()),
                                   [&](std::size_t candidate, const FirstLook& first) {
                                       opened = true;
                                       truth = candidate == 0 ? sharpe : 0;
                                       return vault(own, truth, shape, lab)(candidate, first);
                                   })
                                 .value();
        counted.first += opened ? 1 : 0;
        counted.whole += verdict.outcome == GateOutcome::pass ? 1 : 0;
        if (verdict.promised) {
            counted.errors.push_back(verdict.promised->median - truth);
        }
    }
    return counted;
}

constexpr std::array lab_sizes = {LabDays{.explore = 150, .walk_forward = 250, .vault = 100},
                                  LabDays{.explore = 330, .walk_forward = 547, .vault = 219},
                                  LabDays{.explore = 547, .walk_forward = 700, .vault = 365}};

void sizes(int labs, std::uint64_t seed) {
    fmt::print(
        "\nNo edge, five finalists, {} labs a cell, seeds from {}; levels 4 % and {:.2f} %\n\n",
        labs,
        seed,
        100 * first_joint_level());
    fmt::print("| days | n1 | n2 | first look % | both % |\n|---|---|---|---|---|\n");
    for (const Named& kind : shapes) {
        for (const LabDays& lab : lab_sizes) {
            const auto counted = count(kind.shape, lab, 0, labs, seed);
            fmt::print("| {} | {} | {} | {:.2f} | {:.3f} |\n",
                       kind.name,
                       lab.walk_forward,
                       lab.vault,
                       100.0 * counted.first / labs,
                       100.0 * counted.whole / labs);
            std::fflush(stdout);
        }
    }
}

void promises(int labs, std::uint64_t seed) {
    fmt::print(
        "\nPromised less true Sharpe of what was promoted, {} labs a cell, seeds from {}\n\n",
        labs,
        seed);
    fmt::print("| true | years | promoted % | median error |\n|---|---|---|---|\n");
    const LabDays five;
    const LabDays three{.explore = 330, .walk_forward = 547, .vault = 219};
    for (const auto& [sharpe, years, lab] : {std::tuple{1.5, 5, five},
                                             std::tuple{2.0, 5, five},
                                             std::tuple{3.0, 5, five},
                                             std::tuple{3.0, 3, three}}) {
        auto counted = count(Shape::student, lab, sharpe, labs, seed);
        std::ranges::sort(counted.errors);
        const double median =
            counted.errors.empty() ? 0 : counted.errors[counted.errors.size() / 2];
        fmt::print("| {:.1f} | {} | {:.0f} | {:+.2f} |\n",
                   sharpe,
                   years,
                   100.0 * counted.whole / labs,
                   median);
        std::fflush(stdout);
    }
}

}  // namespace

int run(const std::vector<std::string_view>& arguments) {
    const bool quick = arguments.size() == 1 && arguments[0] == "--quick";
    if (!arguments.empty() && !quick) {
        fmt::print(stderr, "gate_bench [--quick]\n");
        return 2;
    }
    frontier(quick ? 20 : 4000, tuning_seed);
    if (!quick) {
        frontier(4000, reporting_seed);
    }
    sizes(quick ? 5 : 4000, reporting_seed);
    promises(quick ? 5 : 1000, reporting_seed);
    print_bets(quick ? 50 : 20'000, reporting_seed);
    print_holding(quick ? 20 : 4000, reporting_seed);
    return 0;
}

}  // namespace bench
