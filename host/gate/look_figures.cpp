#include "gate/look_figures.hpp"

#include "statistics/ratios.hpp"
#include "statistics/series_set.hpp"

#include <tradelab/math.hpp>

#include <fmt/format.h>

namespace tradelab {

namespace {

constexpr std::string_view per_year = "per year";

Figure explains(std::string name,
                std::optional<double> value,
                std::string_view unit,
                std::string formula,
                std::string source) {
    return {.name = std::move(name),
            .value = value,
            .unit = std::string(unit),
            .role = FigureRole::explains,
            .demand = {},
            .demanded = {},
            .formula = std::move(formula),
            .source = std::move(source)};
}

Figure decides(Figure figure, std::string_view relation, double demanded) {
    figure.role = FigureRole::decides;
    figure.demand = fmt::format("{} {:.6g}", relation, demanded);
    figure.demanded = demanded;
    return figure;
}

}  // namespace

std::optional<double> annual_sharpe(std::span<const double> excess) {
    return is_finite(excess) ? annualised(sharpe(excess), gate_days_per_year) : std::nullopt;
}

std::vector<Figure> walk_forward_figures(const FinalistsTest& test,
                                         const GateRules& rules,
                                         std::size_t days) {
    return {
        explains("walk_forward.days",
                 static_cast<double>(days),
                 "days",
                 "days of UTC in the epoch",
                 "epochs"),
        explains("walk_forward.finalists",
                 static_cast<double>(test.used),
                 "",
                 "finalists with enough evidence and a score",
                 "gate"),
        explains(
            "walk_forward.z_alone",
            test.z,
            "",
            "root(n) mean / long-run deviation of the excess over the lending rate, lowered for "
            "a longer tail of losses, as a normal deviate",
            "Hansen 2005 (variance); Kiefer and Vogelsang 2005; Hall 1992; Wallace 1959"),
        decides(explains("walk_forward.p",
                         test.p,
                         "",
                         "share of draws, the observation counted as one, whose max(z_k + o_k) "
                         "reaches the observed one; o_k is what explore said of finalist k",
                         "Hansen 2005; Chernozhukov, Chetverikov and Kato 2013"),
                "<=",
                rules.first_level()),
        explains("walk_forward.z",
                 test.corrected_z,
                 "",
                 "normal quantile of 1 - walk_forward.p, at most walk_forward.z_alone",
                 "Lehmacher and Wassmer 1999"),
    };
}

Figure lending_figure(const GateRules& rules) {
    return {.name = "excess.lending_rate",
            .value = rules.lending_rate(EvidenceClass::carry),
            .unit = "per year",
            .role = FigureRole::decides,
            .formula = "every return below is what was earned less a day of it",
            .source = "gate rules: a carry must earn more than who only lends"};
}

std::vector<Figure> stress_figures(const StressedSharpe& stressed) {
    const std::string formula = "root(365) mean / deviation of the daily excess on walk-forward";
    return {
        decides(explains("walk_forward.sharpe", stressed.net, per_year, formula, "Sharpe 1994"),
                ">",
                0),
        decides(explains("stress.double_cost.sharpe",
                         stressed.at_double_cost,
                         per_year,
                         formula + ", fees, spread and slippage twice",
                         "Sharpe 1994"),
                ">",
                0),
        decides(explains("stress.one_bar_late.sharpe",
                         stressed.one_bar_late,
                         per_year,
                         formula + ", every order a bar later",
                         "Sharpe 1994"),
                ">",
                0),
    };
}

Figure holding_figure(std::optional<double> z, const GateRules& rules) {
    return decides(explains("walk_forward.hold.z",
                            z,
                            "",
                            "score, as walk_forward.z_alone, of the days less "
                            "walk_forward.hold.beta x holding",
                            "Jensen 1968; the experiment is in tests/bench/gate.md"),
                   ">=",
                   math::normal_quantile(1 - rules.holding_level()));
}

std::vector<Figure> level_figures(const FirstLook& first) {
    return {
        explains("level.joint",
                 first.plan.joint_level,
                 "",
                 "LORD++ level of this hypothesis over the lifetime of the state directory",
                 "Ramdas, Yang, Wainwright and Jordan 2017"),
        explains("level.critical_z1",
                 first.test.critical1,
                 "",
                 "normal quantile of 1 - level of walk-forward",
                 "gate rules"),
        explains("level.critical_z",
                 first.test.critical,
                 "",
                 "c with P(z1 >= c1 and w1 z1 + w2 z2 >= c) = level.joint without an edge",
                 "Lehmacher and Wassmer 1999"),
        explains("level.weight1",
                 first.test.weight1,
                 "",
                 "root(days of walk-forward / days of walk-forward and vault)",
                 "Lehmacher and Wassmer 1999"),
        explains("level.weight2",
                 first.test.weight2,
                 "",
                 "root(days of vault / days of walk-forward and vault)",
                 "Lehmacher and Wassmer 1999"),
    };
}

std::vector<Figure> power_figures(const VaultPower& power) {
    const std::string source = "before the vault was opened";
    return {
        explains("power.z2_needed",
                 power.z2_needed,
                 "",
                 "(level.critical_z - w1 walk_forward.z) / w2",
                 source),
        explains("power.at_walk_forward_sharpe",
                 power.at_walk_forward_sharpe,
                 "",
                 "P(z2 >= power.z2_needed), z2 of mean walk_forward.z_alone x w2 / w1",
                 source),
        explains(
            "power.at_half_of_it", power.at_half_of_it, "", "the same at half of the mean", source),
        explains("power.under_no_edge", power.under_no_edge, "", "the same at mean 0", source),
    };
}

std::vector<Figure> vault_figures(const SecondLook& second, const FirstLook& first) {
    return {
        explains("vault.sharpe",
                 second.sharpe,
                 per_year,
                 "root(365) mean / deviation of the daily excess in the vault",
                 "Sharpe 1994"),
        explains("vault.z2", second.z2, "", "as walk_forward.z_alone, in the vault", "as there"),
        decides(explains("vault.z",
                         second.z,
                         "",
                         "w1 walk_forward.z + w2 vault.z2",
                         "Lehmacher and Wassmer 1999"),
                ">=",
                first.test.critical),
        explains("both.sharpe",
                 second.sharpe_of_both,
                 per_year,
                 "root(365) mean / deviation of walk-forward and vault in a row",
                 "Sharpe 1994"),
    };
}

std::vector<Figure> promise_figures(const PromisedSharpe& promised) {
    const std::string formula =
        "both.sharpe x d / (w1 walk_forward.z_alone + w2 vault.z2), not below 0; d solves "
        "P(Z <= observed | passed; d) = ";
    const std::string source = "median-unbiased given that it passed: Pfanzagl 1970, Hedges 1984";
    return {
        explains("promise.median", promised.median, per_year, formula + "1/2", source),
        explains("promise.low", promised.low, per_year, formula + "0.95", source),
        explains("promise.high", promised.high, per_year, formula + "0.05", source),
    };
}

}  // namespace tradelab
