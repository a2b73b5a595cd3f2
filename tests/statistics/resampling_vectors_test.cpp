#include "statistics/block_length.hpp"
#include "statistics/long_run_variance.hpp"
#include "statistics/moments.hpp"
#include "statistics/published.hpp"
#include "statistics/superior_ability.hpp"

#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

namespace tradelab {
namespace {

using Json = nlohmann::json;

TEST_F(PublishedVectors, BlockLengthsAreReproduced) {
    const std::string text = read("optimal_block_length.json");
    if (text.empty()) {
        return;
    }
    const Json vector = Json::parse(text);
    const auto series = vector.at("x").get<std::vector<double>>();

    const auto found = politis_white_block_length(series);

    ASSERT_TRUE(found);
    EXPECT_NEAR(found->stationary, vector.at("full_precision_here").at(0).get<double>(), 1e-7);
    EXPECT_NEAR(found->circular, vector.at("full_precision_here").at(1).get<double>(), 1e-7);
    EXPECT_NEAR(found->stationary, vector.at("expected").at("stationary").get<double>(), 1e-6);
    EXPECT_NEAR(found->circular, vector.at("expected").at("circular").get<double>(), 1e-5);
}

// The vector's rule: a block goes on where the uniform number is above 1 / block.
std::vector<std::uint32_t> stored_indices(const Json& vector) {
    const auto bars = vector.at("T").get<std::uint32_t>();
    const double anew = 1 / vector.at("mean_block").get<double>();
    std::vector<std::uint32_t> indices;
    for (std::size_t b = 0; b < vector.at("B").get<std::size_t>(); ++b) {
        const Json& starts = vector.at("start_draws").at(b);
        const Json& uniforms = vector.at("uniforms").at(b);
        for (std::size_t t = 0; t < bars; ++t) {
            const bool goes_on = t > 0 && uniforms.at(t).get<double>() > anew;
            indices.push_back(goes_on ? (indices.back() + 1) % bars
                                      : starts.at(t).get<std::uint32_t>());
        }
    }
    return indices;
}

TEST_F(PublishedVectors, SuperiorAbilityIsReproducedFromStoredDraws) {
    const std::string text = read("spa_fixed_indices.json");
    if (text.empty()) {
        return;
    }
    const Json vector = Json::parse(text);
    const auto columns =
        columns_of(vector.at("performance_d").get<std::vector<std::vector<double>>>());
    const auto block = vector.at("mean_block").get<double>();
    const Json& expected = vector.at("expected");
    for (std::size_t k = 0; k < columns.size(); ++k) {
        EXPECT_NEAR(std::sqrt(*long_run_variance(columns[k], block)),
                    expected.at("omega").at(k).get<double>(),
                    1e-14);
        EXPECT_NEAR(*mean_of(columns[k]), expected.at("mean").at(k).get<double>(), 1e-16);
    }
    const auto resamples =
        Resamples::from_indices(stored_indices(vector), vector.at("T").get<std::size_t>(), block);

    const auto found = hansen_spa(spans_of(columns), resamples);
    const auto raw = hansen_spa(spans_of(columns), resamples, SpaScale::raw);

    ASSERT_TRUE(found && raw);
    EXPECT_NEAR(found->statistic, expected.at("T_SPA").get<double>(), 1e-12);
    const Json& hansen = expected.at("p_hansen");
    EXPECT_DOUBLE_EQ(found->lower.share(), hansen.at("lower").get<double>());
    EXPECT_DOUBLE_EQ(found->consistent.share(), hansen.at("consistent").get<double>());
    EXPECT_DOUBLE_EQ(found->upper.share(), hansen.at("upper").get<double>());
    const Json& unstudentised = expected.at("p_arch_unstudentised");
    EXPECT_DOUBLE_EQ(raw->lower.share(), unstudentised.at("lower").get<double>());
    EXPECT_DOUBLE_EQ(raw->consistent.share(), unstudentised.at("consistent").get<double>());
    EXPECT_DOUBLE_EQ(raw->upper.share(), unstudentised.at("upper").get<double>());
}

}  // namespace
}  // namespace tradelab
