// scratch driver for tuning
#include "honesty/study.hpp"
#include "os/real_disk.hpp"
#include "support/tree.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <ctime>
#include <string>

using namespace tradelab;

int main(int count, char** words) {
    const RealDisk disk;
    auto kit = LabKit::make(disk,
                            {.plugins = build_tree() / "stage/lib/tradelab/plugins",
                             .config = source_tree() / "config"},
                            made_up_base());
    if (!kit) {
        fmt::print(stderr, "{}\n", describe(kit.error()));
        return 1;
    }
    // honesty EDGE(0,1,2) SHARPE YEARS LABS TRIALS EXPLORE WF K
    auto arg = [&](int at, double otherwise) {
        return at < count ? std::atof(words[at]) : otherwise;
    };
    LabSetting s = standard_setting();
    const int edge = static_cast<int>(arg(1, 0));
    if (edge != 0) {
        s.edge = static_cast<EdgeKind>(edge);
    }
    s.sharpe = arg(2, 0);
    s.years = static_cast<std::uint32_t>(arg(3, 5));
    const auto labs = static_cast<std::size_t>(arg(4, 20));
    s.trials = static_cast<std::size_t>(arg(5, 64));
    s.batch = s.trials > 100 ? 50 : 16;
    s.shares.explore_permille = static_cast<std::uint32_t>(arg(6, 400));
    s.shares.walk_forward_permille = static_cast<std::uint32_t>(arg(7, 350));
    s.shares.vault_permille = 1000 - s.shares.explore_permille - s.shares.walk_forward_permille;
    s.finalists = static_cast<std::size_t>(arg(8, 5));
    s.family = static_cast<NoiseFamily>(static_cast<int>(arg(9, 1)));
    s.symbols = static_cast<std::uint32_t>(arg(10, 1));
    if (arg(11, 0) > 0) {
        double best = 0, first = 0, mean = 0;
        for (std::size_t i = 0; i < labs; ++i) {
            const auto found = LabCase::search(*kit, s, tuning_first_seed + i);
            const auto truths = found->truths();
            const EdgeRule rule =
                edge != 0 ? random_rule(static_cast<EdgeKind>(edge), tuning_first_seed + i)
                          : EdgeRule{};
            fmt::print("rule {}/{}/{:.2f} clusters {}:",
                       rule.fast,
                       rule.slow,
                       rule.entry,
                       found->found().clusters);
            double top = -9;
            for (std::size_t k = 0; k + 1 < truths->size(); ++k) {
                const auto& t = found->found().trials[found->found().finalists[k].trial];
                fmt::print("  {:.2f}>{:.2f} ({} f{})",
                           *t.appraisal.annual_sharpe,
                           (*truths)[k],
                           t.conduct.trades,
                           t.family);
                top = std::max(top, (*truths)[k]);
            }
            fmt::print(" book {:.2f}", truths->back());
            mean += truths->back();
            if (!truths->empty()) {
                best += top;
                first += (*truths)[0];
            }
            fmt::print("\n");
        }
        fmt::print("mean truth of best {:.2f}, of first {:.2f} book {:.2f}\n",
                   best / static_cast<double>(labs),
                   first / static_cast<double>(labs),
                   mean / static_cast<double>(labs));
        (void)mean;
        return 0;
    }
    if (arg(12, 1) < 1) {
        s.testing = LabSetting::Testing::each;
    }
    const auto begun = std::clock();
    Cell cell{.name = "x", .setting = s, .labs = labs, .first_seed = tuning_first_seed};
    const auto r = run_cell(*kit, cell, {});
    if (!r) {
        fmt::print(stderr, "{}\n", describe(r.error()));
        return 1;
    }
    fmt::print(
        "edge {} S {} years {} labs {} trials {} shares {}/{} K {}: gateA {} promoted {} "
        "bias {:.2f} | base {} val {} psr {} any {} | {:.1f} s\n",
        edge,
        s.sharpe,
        s.years,
        labs,
        r->trials / labs,
        s.shares.explore_permille,
        s.shares.walk_forward_permille,
        s.finalists,
        r->passed_first_look,
        r->promoted,
        median_of(r->biases).value_or(-9),
        r->best_sharpe,
        r->best_on_validation,
        r->probabilistic,
        r->any_improvement,
        static_cast<double>(std::clock() - begun) / CLOCKS_PER_SEC);
    return 0;
}
