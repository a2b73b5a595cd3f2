#include "control/request.hpp"

#include "control/access.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tradelab {
namespace {

using testing::HasSubstr;

constexpr std::string_view head = R"({"schema":"tradelab.request/1",)";

std::string refusal(const std::string& line) {
    const auto read = parse_request(line);
    EXPECT_FALSE(read.has_value()) << line;
    return read ? "" : describe(read.error());
}

TEST(ControlRequest, EveryVerbReadsBackAsItWasWritten) {
    for (int at = 0; at <= static_cast<int>(ControlVerb::retire_strategy); ++at) {
        ControlRequest asked{.verb = static_cast<ControlVerb>(at)};
        asked.last = asked.verb == ControlVerb::fills ? 7 : 50;
        const bool is_past = asked.verb == ControlVerb::events || asked.verb == ControlVerb::audit;
        asked.since = is_past ? std::optional(UnixNanos(1'577'836'800'123'000'000)) : std::nullopt;
        asked.after = is_past ? std::optional<std::uint64_t>(41) : std::nullopt;
        asked.reason = asked.verb == ControlVerb::panic ? "fire \"in\" the\nhouse" : "";

        if (asked.verb >= ControlVerb::approve) {
            asked.strategy = "momentum_1";
            asked.reason = "read the dossier";
        }
        asked.days = asked.verb == ControlVerb::approve ? 3 : 7;

        const auto read = parse_request(request_line(asked));

        ASSERT_TRUE(read.has_value()) << request_line(asked) << describe(read.error());
        EXPECT_EQ(request_line(asked).find('\n'), std::string::npos);
        EXPECT_EQ(read->verb, asked.verb);
        EXPECT_EQ(read->last, asked.last);
        EXPECT_EQ(read->reason, asked.reason);
        EXPECT_EQ(read->since, asked.since);
        EXPECT_EQ(read->after, asked.after);
        EXPECT_EQ(read->strategy, asked.strategy);
        EXPECT_EQ(read->days, asked.days);
    }
}

TEST(ControlRequest, RefusesWhatItDoesNotUnderstandWithWhatWasMeant) {
    const std::string begun(head);

    EXPECT_THAT(refusal(begun + R"("verb":"statsu"})"), HasSubstr("did you mean \"status\"?"));
    EXPECT_THAT(refusal(begun + R"("verb":"withdraw"})"), HasSubstr("none of this daemon's"));
    EXPECT_THAT(refusal(begun + R"("verb":"status","last":3})"), HasSubstr("last"));
    EXPECT_THAT(refusal(begun + R"("verb":"fills","lst":3})"), HasSubstr("did you mean"));
    EXPECT_THAT(refusal(begun + R"("verb":"fills","last":0})"), HasSubstr("from 1 to 1000"));
    EXPECT_THAT(refusal(begun + R"("verb":"fills","last":1001})"), HasSubstr("from 1 to 1000"));
    EXPECT_THAT(refusal(begun + R"("verb":"fills","last":"3"})"), HasSubstr("/last"));
    EXPECT_THAT(refusal(begun + R"("verb":"retire"})"), HasSubstr("none of this daemon's"));
    EXPECT_THAT(refusal(begun + R"("verb":"events","since":"today"})"), HasSubstr("/since"));
    EXPECT_THAT(refusal(begun + R"("verb":"events","after":-1})"), HasSubstr("/after"));
    EXPECT_THAT(refusal(begun + R"("verb":"audit","last":0})"), HasSubstr("from 1 to 1000"));
    EXPECT_THAT(refusal(begun + R"("verb":"audit","reason":"x"})"), HasSubstr("reason"));
    EXPECT_THAT(refusal(begun + R"("verb":"stop","reason":""})"), HasSubstr("/reason"));
    EXPECT_THAT(refusal(begun + R"("verb":"stop","verb":"panic"})"), HasSubstr("twice"));
    EXPECT_THAT(refusal(begun + R"("verb":3})"), HasSubstr("none of this daemon's"));
    EXPECT_THAT(refusal(R"({"schema":"tradelab.request/2","verb":"status"})"), HasSubstr("schema"));
    EXPECT_THAT(refusal(begun + R"("verb":"reject","strategy":"a"})"), HasSubstr("reason"));
    EXPECT_THAT(refusal(begun + R"("verb":"approve","strategy":"a","reason":"b","days":91})"),
                HasSubstr("from 1 to 90"));
    EXPECT_THAT(refusal("[]"), HasSubstr("schema"));
    EXPECT_THAT(refusal(""), HasSubstr("a request"));
    EXPECT_THAT(refusal(std::string(20'000, ' ')), HasSubstr("a request"));
    EXPECT_THAT(refusal(std::string(500, '[')), HasSubstr("a request"));
}

TEST(ControlRequest, LookingTakesTheViewersRoleAndCommandsTheOperators) {
    EXPECT_EQ(role_needed(ControlVerb::status), Role::view);
    EXPECT_EQ(role_needed(ControlVerb::fills), Role::view);
    EXPECT_EQ(role_needed(ControlVerb::audit), Role::view);
    for (const auto verb : {ControlVerb::pause,
                            ControlVerb::resume,
                            ControlVerb::stop,
                            ControlVerb::panic,
                            ControlVerb::research_start,
                            ControlVerb::research_stop}) {
        EXPECT_EQ(role_needed(verb), Role::operate) << control_verb_text(verb);
    }
    for (const auto verb :
         {ControlVerb::approve, ControlVerb::reject, ControlVerb::retire_strategy}) {
        EXPECT_EQ(role_needed(verb), Role::approve) << control_verb_text(verb);
    }
    EXPECT_TRUE(takes_risk_away(ControlVerb::panic));
    EXPECT_FALSE(takes_risk_away(ControlVerb::resume));
}

TEST(Access, GivesTheHighestRoleAndTheOwnerAndRootAllOfThem) {
    const Access access{.owner = 1000, .view = {1, 2, 3}, .operate = {2, 3}, .approve = {3}};

    EXPECT_EQ(access.role_of(1000), Role::approve);
    EXPECT_EQ(access.role_of(0), Role::approve);
    EXPECT_EQ(access.role_of(1), Role::view);
    EXPECT_EQ(access.role_of(2), Role::operate);
    EXPECT_EQ(access.role_of(3), Role::approve);
    EXPECT_EQ(access.role_of(4), std::nullopt);
}

}  // namespace
}  // namespace tradelab
