#include "lab/assumptions.hpp"

#include "core/decimal.hpp"
#include "integrity/evidence.hpp"
#include "sim/fill_model.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tradelab {
namespace {

// "0.05 %" of a rate in 1e-12.
std::string percent(Rate rate) {
    return short_decimal_text(rate.mantissa(), DecimalPlaces(10)) + " %";
}

std::string money(Cash amount, const RunManifest& manifest) {
    return short_decimal_text(amount.mantissa(), cash_places) + " " + manifest.asset;
}

bool has_perp(const RunManifest& manifest) {
    return std::ranges::any_of(manifest.data, [](const DataUsed& data) {
        return data.series.find(" funding") != std::string::npos;
    });
}

// "; of the run that is binance.usdm:BTC-USDT-PERP 1.5 %"
std::string cover_of(const RunManifest& manifest) {
    const auto at = std::ranges::find(manifest.settings, "finer_cover", &NamedValue::name);
    return at == manifest.settings.end() ? "" : ", which is of the run: " + at->value;
}

void add_fills(std::vector<std::string>& out,
               const RunManifest& manifest,
               const BacktestOptions& options) {
    const auto model = fill_model(options.fill_model);
    if (!model) {
        return;
    }
    out.push_back(fmt::format(
        "Fill model {}: a market order fills at the next bar's open, worse by {} and by an impact "
        "of up to {}, at most {} of a bar's volume; the rest waits for later bars.",
        model->name,
        percent(model->half_spread),
        percent(model->impact_at_cap),
        percent(model->participation_cap)));
    out.push_back(fmt::format(
        "A stop fills at the worse of stop and open, then worse by {}; a limit fills when the "
        "price "
        "{}; a stop before a target inside one bar, the bar of the entry included.",
        percent(model->stop_slippage),
        model->limit_rule == LimitRule::through ? "trades through it by a tick" : "reaches it"));
    out.push_back(options.finer ? "Where the order of prices inside a bar decides, bars of " +
                                      options.finer->text() + " are asked where they cover it" +
                                      cover_of(manifest) + "."
                                : "Where the order of prices inside a bar decides, the worse is "
                                  "assumed.");
    if (options.cost_stress_permille != 1000) {
        out.push_back(
            fmt::format("Costs are stressed: fees, spread, impact and slippage x {}.",
                        short_decimal_text(options.cost_stress_permille, DecimalPlaces(3))));
    }
    if (options.latency_bars != 0) {
        out.push_back(fmt::format("Every order, cancel and protective price arrives {} bars late.",
                                  options.latency_bars));
    }
}

std::string listed(const std::vector<std::string>& names) {
    std::string out;
    for (const std::string& name : names) {
        out += (out.empty() ? "" : ", ") + name;
    }
    return out;
}

void add_perpetuals(std::vector<std::string>& out,
                    const RunManifest& manifest,
                    const BacktestOptions& options) {
    if (!has_perp(manifest)) {
        return;
    }
    out.push_back(fmt::format(
        "Perpetuals: {} margin at {} x, funding at the venue's settlements on the {}, "
        "maintenance by the tiers of the venue file, liquidation at the worst of them "
        "in the bar with its fee.",
        options.margin.mode == MarginMode::cross ? "cross" : "isolated",
        options.margin.leverage,
        manifest.without_marks.empty() ? "recorded marks" : "marks where there are any"));
    if (!manifest.without_marks.empty()) {
        out.push_back(listed(manifest.without_marks) +
                      " settled on last prices: no marks recorded, or none up to the end. What "
                      "funding cost and when a position was liquidated are guesses there.");
    }
}

}  // namespace

std::vector<std::string> assumptions_of(const RunManifest& manifest,
                                        const BacktestOptions& options,
                                        const WalletSplit& split) {
    std::vector<std::string> out;
    add_fills(out, manifest, options);
    out.push_back(fmt::format(
        "Capital {}: {} in the spot wallet, {} in the futures wallet, no transfers between them; "
        "{}, and profits are not reinvested.",
        money(options.capital, manifest),
        money(split.spot, manifest),
        money(split.futures, manifest),
        manifest.instances.size() == 1
            ? std::string("all of it is the budget of the one strategy")
            : fmt::format("{} strategies have equal budgets", manifest.instances.size())));
    out.emplace_back(
        "Fees by the venue's base tier without discounts, those of a spot purchase out of what was "
        "bought; rules of tick, lot and minimum as the venue file has them for the day.");
    add_perpetuals(out, manifest, options);
    out.emplace_back(manifest.risk == "none"
                         ? "No risk limits (--risk none)."
                         : "Every order passed the limits of the risk file; pairs of instruments "
                           "whose correlation nobody measured count as fully correlated.");
    out.emplace_back(
        options.at_end == AtEnd::value
            ? "Positions that are open at the end are valued at their last marks, not closed."
            : "Positions that are open at the end are closed at the last close, with costs.");
    out.emplace_back(
        "Buy and hold is the first instrument with all of the capital, without costs or funding.");
    for (const std::string& source : manifest.venue_sources) {
        out.push_back("Venue file, " + source + ".");
    }
    return out;
}

std::string why_data_is_no_evidence(const RunManifest& manifest) {
    const std::uint32_t score_min = manifest.score_min_e4;
    if (manifest.is_synthetic) {
        return "the data is synthetic: nobody ever traded there";
    }
    for (const DataUsed& data : manifest.data) {
        if (!data.score_e4) {
            return data.series + " was never judged by the data-integrity validator";
        }
        if (*data.score_e4 < score_min) {
            return fmt::format("{} has an integrity score of {}, below {}",
                               data.series,
                               short_decimal_text(*data.score_e4, DecimalPlaces(2)),
                               short_decimal_text(score_min, DecimalPlaces(2)));
        }
    }
    for (const PairScore& pair : manifest.pairs) {
        if (pair.score_e4 < score_min) {
            return fmt::format("{} and {} do not agree: of each other they score {}, below {} ({})",
                               pair.first,
                               pair.second,
                               short_decimal_text(pair.score_e4, DecimalPlaces(2)),
                               short_decimal_text(score_min, DecimalPlaces(2)),
                               pair.worst);
        }
    }
    if (!manifest.without_marks.empty()) {
        return listed(manifest.without_marks) +
               " settled on last prices: no marks recorded, or none up to the end";
    }
    return {};
}

bool looks_at_evidence(const RunManifest& manifest) {
    const std::uint32_t score_min = std::min(manifest.score_min_e4, evidence_score_min_e4);
    return std::ranges::any_of(manifest.data, [&](const DataUsed& data) {
        return !data.is_synthetic && data.score_e4.value_or(0) >= score_min;
    });
}

std::string why_no_evidence(const RunManifest& manifest) {
    std::string data = why_data_is_no_evidence(manifest);
    if (!data.empty()) {
        return data;
    }
    if (manifest.risk == "none") {
        return "it ran without risk limits";
    }
    if (manifest.fill_model.starts_with("optimistic/")) {
        return "its fills were assumed to be better than fills are";
    }
    if (manifest.cost_stress_permille < 1000) {
        return "it ran with less than the costs of its fill model and venue";
    }
    return {};
}

}  // namespace tradelab
