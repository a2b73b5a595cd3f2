#include "statistics/lord_plus_plus.hpp"

#include "statistics/published.hpp"
#include "statistics/random_series.hpp"

#include <nlohmann/json.hpp>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace tradelab {
namespace {

using Json = nlohmann::json;

TEST_F(PublishedVectors, LevelsOfOnlineTestsAreReproduced) {
    const std::string text = read("lordpp.json");
    if (text.empty()) {
        return;
    }
    const Json vector = Json::parse(text);
    LordPlusPlus lord{.alpha = vector.at("alpha").get<double>(),
                      .initial_wealth = vector.at("w0").get<double>()};
    for (std::size_t i = 0; i < vector.at("p").size(); ++i) {
        EXPECT_NEAR(lord.next_level(), vector.at("alpha_i").at(i).get<double>(), 1e-16) << i;
        const auto outcome = lord.decide(vector.at("p").at(i).get<double>());
        EXPECT_EQ(outcome == TestOutcome::rejected, vector.at("reject").at(i) == 1) << i;
    }

    const Json& published = vector.at("published_test");
    LordPlusPlus second;
    for (std::size_t i = 0; i < published.at("p").size(); ++i) {
        const auto outcome = second.decide(published.at("p").at(i).get<double>());
        EXPECT_EQ(outcome == TestOutcome::rejected, published.at("reject").at(i) == 1) << i;
    }
}

// The sum goes on for ever and slowly, so the rest is the integral: with u = sqrt(ln x) it is 2 u^3
// e^-u du, from the last one added.
TEST(LordPlusPlus, SharesOfTheBudgetAreNoMoreThanThereIs) {
    constexpr int added = 100'000;
    double sum = 0;
    for (int j = 1; j <= added; ++j) {
        sum += lord_share(static_cast<std::uint64_t>(j));
    }
    const double u = std::sqrt(std::log(added + 0.5));
    const double rest = 0.07720838 * 2 * std::exp(-u) * (((u + 3) * u + 6) * u + 6);

    EXPECT_NEAR(sum + rest, 0.9763, 1e-4);
}

TEST(LordPlusPlus, SavedMembersGiveTheSameLevels) {
    LordPlusPlus lord{.alpha = 0.1, .initial_wealth = 0.05};
    lord.decide(1e-9);
    lord.decide(0.5);
    const LordPlusPlus loaded{.alpha = lord.alpha,
                              .initial_wealth = lord.initial_wealth,
                              .tests = lord.tests,
                              .rejections = lord.rejections};

    EXPECT_EQ(loaded.next_level(), lord.next_level());
    EXPECT_EQ(loaded, lord);
}

TEST(LordPlusPlus, ATestWithoutPIsSpent) {
    LordPlusPlus lord;
    const double first = lord.next_level();

    EXPECT_EQ(lord.decide(std::nullopt), TestOutcome::kept);
    EXPECT_EQ(lord.decide(std::numeric_limits<double>::quiet_NaN()), TestOutcome::kept);

    EXPECT_EQ(lord.tests, 2U);
    EXPECT_NE(lord.next_level(), first);
}

// A tenth of the hypotheses are true discoveries; of what is rejected over a lifetime at most alpha
// may be false, on average over lifetimes.
TEST(LordPlusPlus, KeepsTheFalseDiscoveryRateOverALifetime) {
    constexpr std::size_t lifetimes = 400;
    constexpr double alpha = 0.1;
    double rates = 0;
    for (std::size_t life = 0; life < lifetimes; ++life) {
        CounterDraws draws({.seed = 71, .place = life});
        LordPlusPlus lord{.alpha = alpha, .initial_wealth = 0.05};
        double rejected = 0;
        double wrong = 0;
        for (int test = 0; test < 300; ++test) {
            const bool is_null = draws.uniform() > 0.1;
            const double z = math::normal_quantile(draws.uniform()) + (is_null ? 0 : 3.5);
            if (lord.decide(1 - math::normal_cdf(z)) == TestOutcome::rejected) {
                rejected += 1;
                wrong += is_null ? 1 : 0;
            }
        }
        rates += rejected > 0 ? wrong / rejected : 0;
    }

    EXPECT_LE(rates / lifetimes, alpha);
}

}  // namespace
}  // namespace tradelab
