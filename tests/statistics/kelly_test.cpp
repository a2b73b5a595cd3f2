#include "statistics/kelly.hpp"

#include "statistics/published.hpp"

#include <nlohmann/json.hpp>

#include <limits>
#include <string>
#include <vector>

namespace tradelab {
namespace {

using Json = nlohmann::json;

TEST_F(PublishedVectors, KellySharesAreReproduced) {
    const std::string text = read("kelly.json");
    if (text.empty()) {
        return;
    }
    const Json vector = Json::parse(text);
    int compared = 0;
    for (const auto& one : vector.at("kelly")) {
        const auto found =
            one.contains("p")
                ? kelly_of_bet({.win_probability = one.at("p"), .payoff = one.at("b")})
                : kelly_of_moments(one.at("mu").get<double>(), one.at("var").get<double>());
        ASSERT_TRUE(found) << one;
        EXPECT_NEAR(*found, one.at("f").get<double>(), 1e-15) << one;
        ++compared;
    }
    EXPECT_EQ(compared, 3);
}

TEST(Kelly, OfASeriesIsThatOfItsMoments) {
    const std::vector<double> returns = {0.02, -0.01, 0.03, -0.02};
    // Mean 0.005; squares of the deviations 0.000225 + 0.000225 + 0.000625 + 0.000625 over 3.
    EXPECT_NEAR(*kelly_of_returns(returns), 0.005 / (0.0017 / 3), 1e-12);
}

TEST(Kelly, WithoutAnEdgeIsNegativeAndWithoutOddsUndefined) {
    EXPECT_LT(*kelly_of_bet({.win_probability = 0.4, .payoff = 1}), 0);
    EXPECT_FALSE(kelly_of_bet({.win_probability = 1.1, .payoff = 1}));
    EXPECT_FALSE(kelly_of_bet({.win_probability = 0.5, .payoff = 0}));
    EXPECT_FALSE(kelly_of_moments(0.1, 0));
    EXPECT_FALSE(kelly_of_moments(0.1, std::numeric_limits<double>::quiet_NaN()));
    EXPECT_FALSE(kelly_of_returns(std::vector<double>(10, 0.1)));
}

}  // namespace
}  // namespace tradelab
