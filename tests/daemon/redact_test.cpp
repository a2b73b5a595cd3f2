#include "daemon/redact.hpp"

#include "document/json_write.hpp"

#include <gtest/gtest.h>

namespace tradelab {
namespace {

std::string shown(const JsonValue& value) {
    return line_json(redacted(value));
}

TEST(Redaction, BlanksMembersThatAreNamedLikeSecretsAtAnyDepth) {
    const JsonValue value =
        JsonObject{{"api_key", "abc"},
                   {"venue", JsonObject{{"Secret", JsonArray{"x", "y"}}, {"name", "binance"}}},
                   {"list", JsonArray{JsonObject{{"bot_token", 7}}}}};

    EXPECT_EQ(shown(value),
              R"({"api_key":"[redacted]","venue":{"Secret":"[redacted]","name":"binance"},)"
              R"("list":[{"bot_token":"[redacted]"}]})");
}

TEST(Redaction, BlanksWhatFollowsSuchANameInAText) {
    EXPECT_EQ(redacted_text("GET /x?signature=abc123&a=1"), "GET /x?signature=[redacted]&a=1");
    EXPECT_EQ(redacted_text("password: hunter2, user: me"), "password: [redacted], user: me");
    EXPECT_EQ(redacted_text("Authorization: Bearer abc.def"), "Authorization: [redacted]");
    EXPECT_EQ(redacted_text(R"({"token": "abc"})"), R"({"token": "[redacted]"})");
    EXPECT_EQ(redacted_text("a token was refused"), "a token was refused");
    EXPECT_EQ(redacted_text("token="), "token=");
}

TEST(Redaction, LeavesTheRestAndCutsWhatIsLong) {
    EXPECT_EQ(shown(JsonObject{{"equity", "10000.5"}, {"at", nullptr}, {"ok", true}}),
              R"({"equity":"10000.5","at":null,"ok":true})");
    EXPECT_EQ(redacted_text(std::string(600, 'a')), std::string(512, 'a') + "...");
}

}  // namespace
}  // namespace tradelab
