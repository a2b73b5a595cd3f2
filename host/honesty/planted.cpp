#include "honesty/planted.hpp"

#include "core/check.hpp"
#include "synthetic/draws.hpp"

#include <tradelab/math.hpp>

#include <algorithm>
#include <cmath>

namespace tradelab {
namespace {

constexpr std::int64_t bar_ns = 8LL * 3600 * 1'000'000'000;
constexpr std::int64_t begin_ns = 1'577'836'800'000'000'000;  // 2020-01-01

// Far above the tick of 0.01 and far below 64 bits, whatever a walk of five years does.
constexpr double first_price = 3000;
constexpr double price_min = 1;
constexpr double price_max = 1e8;

double mean_of(const std::vector<double>& closes, std::size_t bars) {
    double sum = 0;
    for (std::size_t at = closes.size() - bars; at < closes.size(); ++at) {
        sum += closes[at];
    }
    return sum / static_cast<double>(bars);
}

// What the ideal rule holds after each close.
class IdealRule {
public:
    explicit IdealRule(EdgeRule rule) : rule_(rule) {}

    [[nodiscard]] double after(double close) {
        closes_.push_back(close);
        if (closes_.size() < rule_.slow) {
            return 0;
        }
        rule_.kind == EdgeKind::momentum ? follow() : revert(close);
        return held_;
    }

private:
    void follow() {
        const double fast = mean_of(closes_, rule_.fast);
        const double slow = mean_of(closes_, rule_.slow);
        held_ = fast > slow ? 1 : fast < slow ? -1 : held_;
    }

    void revert(double close) {
        const double mean = mean_of(closes_, rule_.slow);
        double squares = 0;
        for (std::size_t at = closes_.size() - rule_.slow; at < closes_.size(); ++at) {
            squares += (closes_[at] - mean) * (closes_[at] - mean);
        }
        const double z = (close - mean) / std::sqrt(squares / static_cast<double>(rule_.slow));
        if (held_ != 0 && held_ * z >= 0) {
            held_ = 0;
        } else if (held_ == 0 && std::abs(z) >= rule_.entry) {
            held_ = z > 0 ? -1 : 1;
        }
    }

    EdgeRule rule_;
    std::vector<double> closes_;
    double held_ = 0;
};

double share_held(const std::vector<double>& held) {
    const auto some = std::ranges::count_if(held, [](double one) { return one != 0; });
    return held.empty() ? 0 : static_cast<double>(some) / static_cast<double>(held.size());
}

Path walk(const MarketRecipe& recipe, const NoiseBase& base, double drift) {
    Noise noise(recipe.family, base, recipe.seed, recipe.bars);
    std::optional<IdealRule> ideal;
    if (recipe.edge) {
        ideal.emplace(recipe.edge->rule);
    }
    Path path;
    double price = first_price;
    double held = 0;
    for (std::size_t at = 0; at < recipe.bars; ++at) {
        if (ideal) {
            path.held.push_back(held);
        }
        const Shock shock = noise.next(drift * held);
        path.open.push_back(price);
        path.high.push_back(price * (1 + shock.peak));
        path.low.push_back(price * (1 + shock.floor));
        price = std::clamp(price * (1 + shock.move), price_min, price_max);
        path.close.push_back(price);
        held = ideal ? ideal->after(price) : 0;
    }
    return path;
}

// The drift a bar for which the ideal rule earns the stated ratio: it holds a share q of the time,
// so mean q d, deviation sqrt(q) sigma.
double drift_of(const MarketRecipe& recipe, const NoiseBase& base) {
    const double sigma = Noise(recipe.family, base, recipe.seed, recipe.bars).sigma();
    const auto drift = [&](double share) {
        return recipe.edge->sharpe * sigma / std::sqrt(noise_bars_per_year * share);
    };
    if (recipe.edge->rule.kind == EdgeKind::momentum) {
        return drift(1);  // holds always
    }
    // How much of the time it holds depends on the drift.
    constexpr std::size_t bars = 8192;
    constexpr int rounds = 2;
    MarketRecipe trial = recipe;
    trial.bars = bars;
    trial.seed = 1;
    double share = 1;
    for (int round = 0; round < rounds; ++round) {
        share = std::max(share_held(walk(trial, base, drift(share)).held), 0.05);
    }
    return drift(share);
}

std::int64_t cents(double price) {
    return std::max<std::int64_t>(1, static_cast<std::int64_t>(price * 100 + 0.5));
}

}  // namespace

std::string_view edge_kind_text(EdgeKind kind) {
    return kind == EdgeKind::momentum ? "momentum" : "reversal";
}

EdgeRule random_rule(EdgeKind kind, std::uint64_t seed) {
    Draws draws(seed, Purpose::basis, 0);
    // Bars of eight hours, evenly in the logarithm: averages of five days to three weeks, means of
    // four days to sixteen.  Slower rules trade so rarely that three years are not enough for the
    // gate's least evidence, faster ones pay half of their edge for costs.
    const bool is_momentum = kind == EdgeKind::momentum;
    const double length = (is_momentum ? 16 : 12) * math::exp(math::log(4.0) * draws.uniform());
    const auto slow = static_cast<std::size_t>(length + 0.5);
    if (is_momentum) {
        const double ratio = 0.25 + 0.25 * draws.uniform();
        const auto fast = static_cast<std::size_t>(length * ratio + 0.5);
        return {.kind = kind, .fast = fast, .slow = slow};
    }
    return {.kind = kind, .fast = 0, .slow = slow, .entry = 0.8 + 0.7 * draws.uniform()};
}

Path path_of(const MarketRecipe& recipe, const NoiseBase& base) {
    return walk(recipe, base, recipe.edge ? drift_of(recipe, base) : 0);
}

Result<Market> market_of(const Path& path) {
    const auto name = InstrumentName::make("synthetic.usdm:SYN-USDT-PERP");
    const auto interval = BarInterval::parse("8h");
    if (!name || !interval) {
        return fail(!name ? name.error() : interval.error());
    }
    BarColumns bars;
    bars.reserve(path.close.size());
    for (std::size_t at = 0; at < path.close.size(); ++at) {
        const std::int64_t ts = begin_ns + static_cast<std::int64_t>(at + 1) * bar_ns;
        const std::int64_t open = cents(path.open[at]);
        const std::int64_t close = cents(path.close[at]);
        bars.append({.ts = ts,
                     .open = open,
                     .high = std::max({cents(path.high[at]), open, close}),
                     .low = std::min({cents(path.low[at]), open, close}),
                     .close = close,
                     .volume = 1'000'000'000,  // a million: no order of ours moves it
                     .known = TL_BAR_KNOWS_VOLUME});
    }
    auto series = Series::make(*name, SeriesKind::bars, *interval);
    if (!series) {
        return fail(std::move(series).error());
    }
    std::vector<MadeSeries> made;
    made.push_back({.series = *std::move(series), .columns = std::move(bars)});
    return Market::make(std::move(made));
}

}  // namespace tradelab
