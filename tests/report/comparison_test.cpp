#include "report/comparison.hpp"

#include "report/fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace tradelab {
namespace {

std::vector<StoredResult> two_results() {
    BacktestResult better = fixture_result({.seed = 1, .bars = 3'000, .trades = 30, .edge_e4 = 90});
    BacktestResult worse = fixture_result({.seed = 1, .bars = 3'000, .trades = 30, .edge_e4 = -90});
    worse.manifest.fill_model = "optimistic/1";
    return {stored_of(better, "a").value(), stored_of(worse, "b").value()};
}

const ComparedMetric& row_of(const Comparison& comparison, const std::string& key) {
    return *std::ranges::find_if(comparison.metrics,
                                 [&](const ComparedMetric& row) { return row.metric.key == key; });
}

TEST(Comparison, MarksTheBestInTheDirectionOfTheFigure) {
    const Comparison comparison = compared(two_results());

    EXPECT_THAT(row_of(comparison, "total_return").best, testing::ElementsAre(0U));
    EXPECT_THAT(row_of(comparison, "max_drawdown").best, testing::ElementsAre(0U));
    EXPECT_TRUE(row_of(comparison, "trades").best.empty()) << "more trades are not better";
    EXPECT_TRUE(row_of(comparison, "slippage").best.size() <= 1U);
}

TEST(Comparison, EqualResultsHaveNoBest) {
    const std::vector<StoredResult> same = {two_results()[0], two_results()[0]};

    for (const ComparedMetric& row : compared(same).metrics) {
        EXPECT_TRUE(row.best.empty()) << row.metric.key;
    }
    EXPECT_TRUE(compared(same).differences.empty());
}

TEST(Comparison, AFigureThatOneDoesNotHaveIsShownAsUndefined) {
    auto results = two_results();
    results[1].metrics.clear();

    const Comparison comparison = compared(results);
    const Table table = metric_table(comparison, Look::plain);

    EXPECT_TRUE(row_of(comparison, "total_return").best.empty());
    EXPECT_THAT(table.rows[0][2], testing::HasSubstr("n/a"));
}

TEST(Comparison, ShowsWhereTheManifestsDiffer) {
    const Comparison comparison = compared(two_results());

    ASSERT_EQ(comparison.differences.size(), 1U);
    EXPECT_EQ(comparison.differences[0].name, "fill_model");
    EXPECT_THAT(comparison.differences[0].values,
                testing::ElementsAre("pessimistic/1", "optimistic/1"));
    EXPECT_EQ(difference_table(comparison, 40).rows.size(), 1U);
    EXPECT_EQ(comparison_json(comparison).find("differences")->array()->size(), 1U);
}

TEST(Comparison, OfNothingIsEmpty) {
    EXPECT_TRUE(compared({}).metrics.empty());
    EXPECT_TRUE(metric_table(compared({}), Look::rich).rows.empty());
}

}  // namespace
}  // namespace tradelab
