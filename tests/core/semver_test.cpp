#include "core/semver.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tradelab {
namespace {

TEST(Version, ReadsWhatItWrites) {
    for (const char* written : {"0.0.0",
                                "1.4.10",
                                "1.0.0-alpha.1",
                                "1.0.0-0.3.7",
                                "1.0.0-x-y-z.--",
                                "1.0.0+20130313144700",
                                "1.0.0-beta+exp.sha.5114f85",
                                "1.0.0+001",
                                "18446744073709551615.0.0"}) {
        const auto version = parse_version(written);

        ASSERT_TRUE(version) << written;
        EXPECT_EQ(text(*version), written);
    }
}

TEST(Version, RefusesWhatTheStandardDoesNotAllow) {
    for (const char* written : {"",
                                "1",
                                "1.2",
                                "1.2.3.4",
                                "v1.2.3",
                                "01.2.3",
                                "1.02.3",
                                "1.2.3-",
                                "1.2.3+",
                                "1.2.3-01",
                                "1.2.3-a..b",
                                "1.2.3-a_b",
                                "1.2.-3",
                                " 1.2.3",
                                "1.2.3\n",
                                "1.2.3+a+b",
                                "18446744073709551616.0.0"}) {
        const auto version = parse_version(written);

        ASSERT_FALSE(version) << written;
        EXPECT_EQ(version.error().code, ErrorCode::malformed);
        EXPECT_NE(version.error().hint.find("2.0.0"), std::string::npos);
    }
    EXPECT_FALSE(parse_version("1.0.0-" + std::string(100, 'a')));
}

// The chain is the example of section 11 of the standard.
TEST(Version, IsOrderedAsTheStandardSays) {
    const std::vector<std::string> ascending = {"1.0.0-alpha",
                                                "1.0.0-alpha.1",
                                                "1.0.0-alpha.beta",
                                                "1.0.0-beta",
                                                "1.0.0-beta.2",
                                                "1.0.0-beta.11",
                                                "1.0.0-rc.1",
                                                "1.0.0",
                                                "1.0.1",
                                                "1.2.0",
                                                "1.10.0",
                                                "2.0.0"};
    for (std::size_t i = 0; i < ascending.size(); ++i) {
        for (std::size_t j = 0; j < ascending.size(); ++j) {
            const auto order =
                precedence(*parse_version(ascending[i]), *parse_version(ascending[j]));
            EXPECT_EQ(order, i <=> j) << ascending[i] << " against " << ascending[j];
        }
    }
}

TEST(Version, BuildsAreDifferentButNoneIsNewer) {
    const auto a = parse_version("1.0.0+a");
    const auto b = parse_version("1.0.0+b");

    EXPECT_NE(*a, *b);
    EXPECT_EQ(precedence(*a, *b), std::weak_ordering::equivalent);
}

}  // namespace
}  // namespace tradelab
