#include "synthetic/settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace tradelab {
namespace {

using testing::HasSubstr;

std::string refusal(const SyntheticSettings& settings) {
    const Status checked = check_settings(settings);
    return checked ? "" : describe(checked.error());
}

TEST(SyntheticSettings, TheDefaultsAreInRange) {
    EXPECT_EQ(refusal({}), "");
}

TEST(SyntheticSettings, EachOutOfRangeIsNamedWithItsRange) {
    EXPECT_THAT(refusal({.symbol = "syn"}), HasSubstr("symbol = 'syn': 1 to 16 of A-Z"));
    EXPECT_THAT(refusal({.symbol = ""}), HasSubstr("symbol"));
    EXPECT_THAT(refusal({.start = UnixNanos(1)}), HasSubstr("a midnight UTC"));
    EXPECT_THAT(refusal({.days = 0}), HasSubstr("days = 0: must be from 1 to 7300"));
    EXPECT_THAT(refusal({.days = 7'301}), HasSubstr("days"));
    EXPECT_THAT(refusal({.annual_volatility = 0}), HasSubstr("annual_volatility"));
    EXPECT_THAT(refusal({.garch_alpha = 0.1, .garch_beta = 0.9}), HasSubstr("below 1"));
    EXPECT_THAT(refusal({.student_nu = 2}), HasSubstr("student_nu = 2: must be from 3 to 100"));
    EXPECT_THAT(refusal({.edge_sharpe = 21}), HasSubstr("edge_sharpe"));
    EXPECT_THAT(refusal({.edge_lookback_hours = 0}), HasSubstr("edge_lookback_hours"));
    EXPECT_THAT(refusal({.edge_days = 0}), HasSubstr("edge_days = 0: must be from 1 to 7300"));
    EXPECT_THAT(refusal({.trend_annual = std::numeric_limits<double>::quiet_NaN()}),
                HasSubstr("trend_annual = nan"));
}

TEST(SyntheticSettings, TheTextSaysAllButTheSeed) {
    const std::string text = settings_text({.seed = 99, .days = 30, .edge_sharpe = 1.5});

    EXPECT_THAT(text, testing::StartsWith("symbol=SYN start=2020-01-01T00:00:00Z days=30 "));
    EXPECT_THAT(text, HasSubstr(" annual_volatility=0.6 "));
    EXPECT_THAT(text, HasSubstr(" edge_sharpe=1.5 "));
    EXPECT_THAT(text, testing::Not(HasSubstr("99")));
}

TEST(SyntheticSettings, TheProvenanceIsStampedSyntheticAndSound) {
    const Provenance provenance = synthetic_provenance({.seed = 42});

    EXPECT_TRUE(check_provenance(provenance));
    EXPECT_FALSE(provenance.raw);
    ASSERT_TRUE(provenance.synthetic);
    EXPECT_EQ(provenance.synthetic->seed, 42U);
    EXPECT_EQ(provenance.synthetic->settings, settings_text({}));
}

}  // namespace
}  // namespace tradelab
