#include "core/version_range.hpp"

#include <gtest/gtest.h>

namespace tradelab {
namespace {

bool fits(std::string_view range, std::string_view version) {
    return VersionRange::parse(range)->contains(*parse_version(version));
}

TEST(VersionRange, AllConditionsMustHold) {
    EXPECT_TRUE(fits(">=1.0.0 <2.0.0", "1.0.0"));
    EXPECT_TRUE(fits(">=1.0.0 <2.0.0", "1.99.3"));
    EXPECT_FALSE(fits(">=1.0.0 <2.0.0", "2.0.0"));
    EXPECT_FALSE(fits(">=1.0.0 <2.0.0", "0.9.9"));
    EXPECT_TRUE(fits("=1.2.3", "1.2.3+linux"));
    EXPECT_FALSE(fits("=1.2.3", "1.2.4"));
    EXPECT_TRUE(fits(">1.2.3 <=1.3.0", "1.3.0"));
    EXPECT_FALSE(fits(">1.2.3 <=1.3.0", "1.2.3"));
}

TEST(VersionRange, ACandidateFitsOnlyWhereItIsNamed) {
    EXPECT_FALSE(fits(">=1.0.0 <2.0.0", "2.0.0-rc.1"));
    EXPECT_FALSE(fits(">=1.0.0 <2.0.0", "1.5.0-rc.1"));
    EXPECT_TRUE(fits(">=1.5.0-rc.1 <2.0.0", "1.5.0-rc.2"));
    EXPECT_FALSE(fits(">=1.5.0-rc.1 <2.0.0", "1.6.0-rc.2"));
}

TEST(VersionRange, RefusesWhatIsNoRange) {
    for (const char* text : {"",
                             "1.0.0",
                             "^1.0.0",
                             ">= 1.0.0",
                             ">=1.0",
                             ">=1.0.0  <2.0.0",
                             ">=1.0.0 ",
                             "*",
                             ">=1.0.0 <2.0.0 >1.0.0 >1.0.0 >1.0.0"}) {
        EXPECT_FALSE(VersionRange::parse(text)) << text;
    }
}

}  // namespace
}  // namespace tradelab
