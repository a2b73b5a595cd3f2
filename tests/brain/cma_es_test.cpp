#include "brain/cma_es.hpp"

#include "os/real_disk.hpp"
#include "support/shared.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <vector>

namespace tradelab::brain {
namespace {

using Json = nlohmann::json;

constexpr double close_enough = 1e-10;

void expect_vector(const Json& expected, const Vector& actual, const char* what) {
    ASSERT_EQ(expected.size(), actual.size()) << what;
    for (std::size_t i = 0; i < actual.size(); ++i) {
        EXPECT_NEAR(expected[i].get<double>(), actual[i], close_enough) << what << " " << i;
    }
}

TEST(CmaEs, FollowsThePublishedTraceOfAnotherImplementation) {
    const auto file = shared_file("vectors/stat/cmaes_trace.json");
    if (!file) {
        GTEST_SKIP() << "vectors/stat/cmaes_trace.json is not on this machine: set "
                        "TRADELAB_SHARED to the folder that has it";
    }
    const auto text = RealDisk().read_file(*file, {.size_max = 1U << 20U});
    ASSERT_TRUE(text) << describe(text.error());
    const Json trace = Json::parse(*text);

    CmaEs strategy({.mean = trace.at("mean0").get<Vector>(),
                    .sigma = trace.at("sigma0").get<double>(),
                    .population = trace.at("popsize").get<std::size_t>()});
    expect_vector(trace.at("weights"), strategy.weights(), "weights");

    ASSERT_EQ(trace.at("generations").size(), 20U);
    for (const Json& generation : trace.at("generations")) {
        std::vector<std::pair<double, Vector>> valued;
        for (std::size_t i = 0; i < generation.at("values").size(); ++i) {
            valued.emplace_back(generation.at("values")[i].get<double>(),
                                generation.at("solutions")[i].get<Vector>());
        }
        std::ranges::stable_sort(valued, {}, &std::pair<double, Vector>::first);
        std::vector<Vector> best_first;
        for (auto& each : valued) {
            best_first.push_back(std::move(each.second));
        }
        strategy.tell(best_first);

        const Json& after = generation.at("after");
        expect_vector(after.at("mean"), strategy.mean(), "mean");
        EXPECT_NEAR(after.at("sigma").get<double>(), strategy.sigma(), close_enough);
        expect_vector(after.at("p_sigma"), strategy.sigma_path(), "p_sigma");
        expect_vector(after.at("p_c"), strategy.covariance_path(), "p_c");
        for (std::size_t i = 0; i < 3; ++i) {
            for (std::size_t k = 0; k < 3; ++k) {
                EXPECT_NEAR(after.at("C")[i][k].get<double>(),
                            strategy.covariance().at(i, k),
                            close_enough);
            }
        }
    }
}

TEST(CmaEs, PopulationGrowsWithTheLogarithmOfTheDimensions) {
    EXPECT_EQ(default_population(2), 6U);
    EXPECT_EQ(default_population(10), 10U);
    EXPECT_EQ(default_population(40), 15U);
}

TEST(CmaEs, FindsTheBottomOfAnEllipsoid) {
    CmaEs strategy({.mean = Vector(5, 0.9), .sigma = 0.3});
    Draws draws(1, "ellipsoid", {});

    const auto height = [](const Vector& x) {
        double sum = 0;
        double scale = 1;
        for (const double coordinate : x) {
            sum += scale * (coordinate - 0.25) * (coordinate - 0.25);
            scale *= 10;
        }
        return sum;
    };
    for (int generation = 0; generation < 250; ++generation) {
        std::vector<Vector> points;
        for (std::size_t i = 0; i < strategy.population(); ++i) {
            points.push_back(strategy.ask(draws));
        }
        std::ranges::sort(points, {}, height);
        strategy.tell(points);
    }

    EXPECT_LT(height(strategy.mean()), 1e-12);
}

TEST(Eigen, VectorsTimesValuesIsTheMatrixAgain) {
    Draws draws(2, "eigen", {});
    for (const std::size_t n : {1U, 2U, 7U, 20U}) {
        Square matrix(n);
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t k = 0; k <= i; ++k) {
                matrix.at(i, k) = draws.normal();
                matrix.at(k, i) = matrix.at(i, k);
            }
        }

        const Eigen eigen = eigen_of(matrix);

        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t k = 0; k < n; ++k) {
                double sum = 0;
                double dot = 0;
                for (std::size_t j = 0; j < n; ++j) {
                    sum += eigen.vectors.at(i, j) * eigen.values[j] * eigen.vectors.at(k, j);
                    dot += eigen.vectors.at(j, i) * eigen.vectors.at(j, k);
                }
                EXPECT_NEAR(sum, matrix.at(i, k), 1e-13 * static_cast<double>(n));
                EXPECT_NEAR(dot, i == k ? 1 : 0, 1e-14 * static_cast<double>(n));
            }
        }
    }
}

TEST(Eigen, EqualAndZeroValuesAreNoTrouble) {
    Square matrix = Square::identity(4);
    matrix.at(3, 3) = 0;

    const Eigen eigen = eigen_of(matrix);

    EXPECT_EQ(eigen.values, (Vector{1, 1, 1, 0}));
}

}  // namespace
}  // namespace tradelab::brain
