#include "os/real_disk.hpp"
#include "statistics/drawdown.hpp"
#include "statistics/moments.hpp"
#include "statistics/ratios.hpp"
#include "statistics/returns.hpp"
#include "statistics/tail.hpp"
#include "support/shared.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <optional>
#include <string>
#include <vector>

namespace tradelab {
namespace {

using Json = nlohmann::json;
using Series = std::vector<double>;

// The published figures of another library, kept beside the project.
class PublishedFigures : public testing::Test {
protected:
    void SetUp() override {
        const auto file = shared_file("vectors/stat/perf_empyrical.json");
        if (!file) {
            GTEST_SKIP() << "vectors/stat/perf_empyrical.json is not on this machine: set "
                            "TRADELAB_SHARED to the folder that has it";
        }
        const auto text = RealDisk().read_file(*file, {.size_max = 1U << 20U});
        ASSERT_TRUE(text) << describe(text.error());
        vectors_ = Json::parse(*text);
    }

    [[nodiscard]] Series series(const Json& named) const {
        const Json& values = named.is_string() ? vectors_.at("series").at(named) : named;
        Series out;
        for (const Json& value : values) {
            if (!value.is_null()) {
                out.push_back(value.get<double>());
            }
        }
        return out;
    }

    Json vectors_;
};

double wealth_of(const Series& returns) {
    double wealth = 1;
    for (const double r : returns) {
        wealth *= 1 + r;
    }
    return wealth;
}

std::optional<double> deepest(const Series& returns) {
    constexpr double one = 1e15;
    std::vector<std::int64_t> equity;
    double wealth = one;
    for (const double r : returns) {
        wealth *= 1 + r;
        equity.push_back(std::llround(wealth));
    }
    const auto depths = drawdowns(Cash(static_cast<std::int64_t>(one)), equity);
    return *std::ranges::max_element(depths);
}

// `bars` of a year; `length` of the series, the missing bars included: time passes in them too.
struct Rhythm {
    double bars = 0;
    std::size_t length = 0;
};

std::optional<double> annual_figure(const std::string& name, const Series& returns, Rhythm rhythm) {
    const double bars = rhythm.bars;
    const double years = static_cast<double>(rhythm.length) / bars;
    if (name == "annual_return") {
        return annual_growth(wealth_of(returns), years);
    }
    if (name == "annual_volatility") {
        return annualised(deviation_of(returns), bars);
    }
    if (name == "calmar") {
        return calmar(annual_growth(wealth_of(returns), years), *deepest(returns));
    }
    if (name == "sharpe") {
        return annualised(sharpe(returns), bars);
    }
    if (name.starts_with("downside_risk")) {
        const double target = name.ends_with("(mar=0.1)") ? 0.1 : 0;
        return annualised(downside_deviation(returns, target), bars);
    }
    if (name == "sortino") {
        return annualised(sortino(returns, 0), bars);
    }
    return std::nullopt;
}

std::optional<double> figure(const Json& vector, const Series& returns, std::size_t length) {
    const auto name = vector.at(0).get<std::string>();
    const Json& detail = vector.at(2);
    if (name == "max_drawdown") {
        return -*deepest(returns);
    }
    if (name == "cum_returns_final") {
        return wealth_of(returns) - 1;
    }
    if (name == "var_percentile") {
        return quantile(returns, detail.get<double>());
    }
    const auto rhythm = detail.get<std::string>();
    const double bars = rhythm == "daily" ? 252 : rhythm == "weekly" ? 52 : 12;
    return annual_figure(name, returns, {.bars = bars, .length = length});
}

TEST_F(PublishedFigures, AreReproduced) {
    int compared = 0;
    for (const Json& vector : vectors_.at("cases")) {
        const auto name = vector.at(0).get<std::string>();
        if (name == "omega") {
            EXPECT_NEAR(
                *omega(series("positive_returns"), 0.011), vector.at(3).get<double>(), 1e-8);
            ++compared;
            continue;
        }

        const Json& named = vector.at(1);
        const Json& values = named.is_string() ? vectors_.at("series").at(named) : named;

        const auto found = figure(vector, series(named), values.size());

        // These were published with four digits.
        const bool is_short = name == "cum_returns_final";
        ASSERT_TRUE(found) << vector;
        EXPECT_NEAR(*found, vector.at(3).get<double>(), is_short ? 5e-5 : 1e-8) << vector;
        ++compared;
    }
    EXPECT_EQ(compared, 31);
}

TEST_F(PublishedFigures, OfASecondLibraryAreReproducedToo) {
    const Json& sortino_vector = vectors_.at("pypbo_sortino");
    const Json& omega_vector = vectors_.at("pypbo_omega");

    const auto found = sortino(series(sortino_vector.at("returns")), 0);
    const auto found_omega =
        omega(series(omega_vector.at("returns")), omega_vector.at("mar").get<double>());

    EXPECT_NEAR(*found, sortino_vector.at("expected").get<double>(), 1e-6);
    EXPECT_NEAR(*found_omega, omega_vector.at("expected").get<double>(), 1e-8);
}

}  // namespace
}  // namespace tradelab
