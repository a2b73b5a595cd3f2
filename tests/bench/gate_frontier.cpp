#include "bench/gate_frontier.hpp"

#include "core/counter_draws.hpp"
#include "gate/two_looks.hpp"

#include <tradelab/math.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

namespace bench {

namespace {

namespace math = tradelab::math;
using tradelab::TwoLooks;

struct Rule {
    double sharpe = 0;
    double explore = 0;
    double walk_forward = 0;
};

class Search {
public:
    Search(const Lab& lab, std::uint64_t seed, std::uint64_t number)
        : lab_(lab), draws_({.seed = seed, .purpose = 0x6c6162, .place = number}) {
        for (int i = 0; i < lab.rules; ++i) {
            add(-lab.fee_sharpe);
        }
        if (lab.sharpe > 0) {
            add(lab.sharpe);
            for (int i = 0; i < 3; ++i) {  // neighbours that hold a part of the edge
                add(0.6 * lab.sharpe);
            }
        }
    }

    [[nodiscard]] std::vector<Rule>& rules() { return rules_; }
    double score(double sharpe, double share) {
        return math::normal_quantile(draws_.uniform()) + sharpe * std::sqrt(lab_.years * share);
    }

private:
    void add(double sharpe) {
        rules_.push_back({.sharpe = sharpe,
                          .explore = score(sharpe, lab_.explore),
                          .walk_forward = score(sharpe, lab_.walk_forward)});
    }

    const Lab& lab_;
    tradelab::CounterDraws draws_;
    std::vector<Rule> rules_;
};

struct First {
    double z = 0;
    Rule best = {};
};

double deviate(double log_below) {
    const double p = -(math::exp(log_below) - 1);
    return p > 0 ? -math::normal_quantile(p) : 8.0;
}

First among_finalists(const Lab& lab, std::vector<Rule>& rules) {
    const auto count = std::min(rules.size(), static_cast<std::size_t>(lab.finalists));
    const auto end = rules.begin() + static_cast<std::ptrdiff_t>(count);
    std::ranges::partial_sort(rules, end, std::greater{}, &Rule::explore);
    const double weight = lab.explore_weight * std::sqrt(lab.explore / lab.walk_forward);
    const auto total = [&](const Rule& r) { return r.walk_forward + weight * r.explore; };
    const auto best = std::max_element(
        rules.begin(), end, [&](const Rule& a, const Rule& b) { return total(a) < total(b); });
    double log_below = 0;
    for (auto rule = rules.begin(); rule != end; ++rule) {
        log_below += math::log(math::normal_cdf(total(*best) - weight * rule->explore));
    }
    return {.z = deviate(log_below), .best = *best};
}

First among_all(const Lab& lab, const std::vector<Rule>& rules) {
    const double both = std::sqrt(lab.explore + lab.walk_forward);
    const auto total = [&](const Rule& r) {
        return (std::sqrt(lab.explore) * r.explore + std::sqrt(lab.walk_forward) * r.walk_forward) /
               both;
    };
    const auto best = std::ranges::max_element(
        rules, [&](const Rule& a, const Rule& b) { return total(a) < total(b); });
    const double log_below =
        static_cast<double>(rules.size()) * math::log(math::normal_cdf(total(*best)));
    return {.z = deviate(log_below), .best = *best};
}

// A mild vault at 50 % and the rest of the error in the first look.
bool passes_separately(const Lab& lab, double z1, double z2) {
    return z1 >= math::normal_quantile(1 - 2 * lab.joint_level) && z2 >= 0;
}

}  // namespace

Shares promoted(const Lab& lab, int labs, std::uint64_t seed) {
    const double vault = 1 - lab.explore - lab.walk_forward;
    const double first_days =
        lab.design == Design::two_looks ? lab.walk_forward : lab.explore + lab.walk_forward;
    const auto test = TwoLooks::make({.first = lab.first_level, .joint = lab.joint_level},
                                     {.walk_forward = first_days, .vault = vault})
                          .value();
    Shares shares;
    for (int i = 0; i < labs; ++i) {
        Search search(lab, seed, static_cast<std::uint64_t>(i));
        const First first = lab.design == Design::two_looks ? among_finalists(lab, search.rules())
                                                            : among_all(lab, search.rules());
        const double z2 = search.score(first.best.sharpe, vault);
        const bool passed = first.z >= test.critical1;
        shares.first += passed ? 1 : 0;
        const bool whole =
            lab.design == Design::separate_levels
                ? passes_separately(lab, first.z, z2)
                : passed && test.weight1 * first.z + test.weight2 * z2 >= test.critical;
        shares.whole += whole ? 1 : 0;
    }
    shares.first *= 100.0 / labs;
    shares.whole *= 100.0 / labs;
    return shares;
}

}  // namespace bench
