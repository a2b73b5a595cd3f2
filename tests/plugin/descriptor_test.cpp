#include "plugin/descriptor.hpp"

#include "core/limits.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace tradelab {
namespace {

using testing::HasSubstr;

struct DescriptorTest : testing::Test {
    tl_param params[2] = {param("fast"), param("slow")};
    tl_role roles[1] = {
        {.size = sizeof(tl_role), .kinds = 1, .name = "main", .summary = "s", .events = 2}};
    const char* reasons[2] = {"none", "breakout"};
    tl_descriptor descriptor = {.size = sizeof(tl_descriptor),
                                .reserved = 0,
                                .id = "org.example.x",
                                .version = "1.0.0",
                                .kind = "strategy",
                                .summary = "s",
                                .flags = 0,
                                .params = params,
                                .constraints = nullptr,
                                .roles = roles,
                                .reasons = reasons,
                                .param_count = 2,
                                .constraint_count = 0,
                                .role_count = 1,
                                .reason_count = 2};

    static tl_param param(const char* name) {
        return {.size = sizeof(tl_param),
                .flags = 0,
                .name = name,
                .unit = "bars",
                .summary = "s",
                .min = 1,
                .max = 9,
                .initial = 3,
                .step_e9 = 1'000'000'000,
                .choices = nullptr};
    }
    std::string refusal() {
        const auto result = check_descriptor(&descriptor);
        EXPECT_FALSE(result);
        return result ? "" : result.error().context;
    }
};

TEST_F(DescriptorTest, AGoodOneIsAccepted) {
    EXPECT_TRUE(check_descriptor(&descriptor));
    EXPECT_STREQ(param_at(descriptor, 1).name, "slow");
    EXPECT_STREQ(role_at(descriptor, 0).name, "main");
}

TEST_F(DescriptorTest, ElementsThatGrewAreStriddenOverByTheirOwnSize) {
    struct Grown {
        tl_param known;
        std::int64_t later;
    };
    Grown grown[2] = {{param("fast"), 7}, {param("slow"), 8}};
    grown[0].known.size = grown[1].known.size = sizeof(Grown);
    descriptor.params = &grown[0].known;

    ASSERT_TRUE(check_descriptor(&descriptor));
    EXPECT_STREQ(param_at(descriptor, 1).name, "slow");
}

TEST_F(DescriptorTest, NullsAreRefused) {
    EXPECT_FALSE(check_descriptor(nullptr));
    params[1].unit = nullptr;
    EXPECT_THAT(refusal(), HasSubstr("parameter 1"));
    params[1].unit = "bars";
    reasons[1] = nullptr;
    EXPECT_THAT(refusal(), HasSubstr("reason 1"));
    descriptor.id = nullptr;
    EXPECT_THAT(refusal(), HasSubstr("id"));
    descriptor.id = "org.example.x";
    descriptor.params = nullptr;
    EXPECT_THAT(refusal(), HasSubstr("null pointer"));
}

TEST_F(DescriptorTest, CountsAndSizesBeyondBoundsAreRefused) {
    descriptor.param_count = limits::params_max + 1;
    EXPECT_THAT(refusal(), HasSubstr("65 parameters"));
    descriptor.param_count = 2;

    params[0].size = sizeof(tl_param) - 8;
    EXPECT_THAT(refusal(), HasSubstr("64 bytes each"));
    params[0].size = 1U << 30U;
    EXPECT_FALSE(check_descriptor(&descriptor));
    params[0].size = sizeof(tl_param);
    params[1].size = sizeof(tl_param) + 8;
    EXPECT_THAT(refusal(), HasSubstr("different sizes"));
    params[1].size = sizeof(tl_param);

    descriptor.reason_count = UINT32_MAX;
    EXPECT_FALSE(check_descriptor(&descriptor));
    descriptor.reason_count = 2;
    descriptor.size = sizeof(tl_descriptor) - 4;
    EXPECT_FALSE(check_descriptor(&descriptor));
}

TEST_F(DescriptorTest, AnEndlessTextIsRefused) {
    const std::string endless(100'000, 'a');
    descriptor.summary = endless.c_str();

    EXPECT_THAT(refusal(), HasSubstr("endless"));
}

TEST_F(DescriptorTest, AnIndexPastTheEndIsABugOfOurs) {
    EXPECT_DEATH(static_cast<void>(param_at(descriptor, 2)), "check failed");
}

}  // namespace
}  // namespace tradelab
