#include "strategy/declaration.hpp"

#include "sdk/cross.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

namespace tradelab {
namespace {

// A descriptor that may be broken in one place.
struct Told {
    std::vector<tl_param> params{tl_param{.size = sizeof(tl_param),
                                          .flags = 0,
                                          .name = "fast",
                                          .unit = "bars",
                                          .summary = "fast average",
                                          .min = 2,
                                          .max = 200,
                                          .initial = 12,
                                          .step_e9 = 1'000'000'000,
                                          .choices = nullptr},
                                 tl_param{.size = sizeof(tl_param),
                                          .flags = 0,
                                          .name = "slow",
                                          .unit = "bars",
                                          .summary = "slow average",
                                          .min = 5,
                                          .max = 1'000,
                                          .initial = 48,
                                          .step_e9 = 1'000'000'000,
                                          .choices = nullptr},
                                 tl_param{.size = sizeof(tl_param),
                                          .flags = 0,
                                          .name = "entry",
                                          .unit = "choice",
                                          .summary = "how it enters",
                                          .min = 0,
                                          .max = 1,
                                          .initial = 1,
                                          .step_e9 = 1'000'000'000,
                                          .choices = "breakout|cross"}};
    std::vector<tl_constraint> constraints{
        {.size = sizeof(tl_constraint), .lower = 0, .upper = 1, .reserved = 0, .margin = 1}};
    std::vector<tl_role> roles{{.size = sizeof(tl_role),
                                .kinds = 2,
                                .name = "main",
                                .summary = "traded",
                                .events = 1U << TL_EV_BAR}};
    std::vector<const char*> reasons{"", "up"};
    tl_descriptor head{.size = sizeof(tl_descriptor),
                       .reserved = 0,
                       .id = "org.example.x",
                       .version = "1.0.0",
                       .kind = "strategy",
                       .summary = "x",
                       .flags = 0,
                       .params = nullptr,
                       .constraints = nullptr,
                       .roles = nullptr,
                       .reasons = nullptr,
                       .param_count = 0,
                       .constraint_count = 0,
                       .role_count = 0,
                       .reason_count = 0};

    Result<Declaration> read() {
        head.params = params.data();
        head.param_count = static_cast<std::uint32_t>(params.size());
        head.constraints = constraints.data();
        head.constraint_count = static_cast<std::uint32_t>(constraints.size());
        head.roles = roles.data();
        head.role_count = static_cast<std::uint32_t>(roles.size());
        head.reasons = reasons.data();
        head.reason_count = static_cast<std::uint32_t>(reasons.size());
        return read_declaration(head);
    }
};

TEST(Declaration, ReadsWhatAPluginSays) {
    const auto read = Told().read();

    ASSERT_TRUE(read) << describe(read.error());
    EXPECT_EQ(read->id, "org.example.x");
    ASSERT_EQ(read->parameters.size(), 3U);
    EXPECT_EQ(read->parameters[1].size(), 996U);
    EXPECT_EQ(read->parameters[2].choices, (std::vector<std::string>{"breakout", "cross"}));
    EXPECT_EQ(initial_ticks(*read), (std::vector<std::int64_t>{12, 48, 1}));
    EXPECT_FALSE(read->keeps_state());
}

TEST(Declaration, ReadsWhatTheWrapperWrites) {
    const auto read = read_declaration(detail::Tables<Cross>::descriptor);

    ASSERT_TRUE(read) << describe(read.error());
    EXPECT_TRUE(read->keeps_state());
    EXPECT_EQ(read->reasons.size(), 3U);
}

TEST(Declaration, RefusesEachMistakeByName) {
    struct Case {
        const char* words;
        std::function<void(Told&)> break_it;
    };
    const Case cases[] = {
        {"shorter", [](Told& t) { t.head.size = 8; }},
        {"lacks its id", [](Told& t) { t.head.version = nullptr; }},
        {"lacks its id", [](Told& t) { t.head.summary = ""; }},
        {"declared twice", [](Told& t) { t.params[1].name = "fast"; }},
        {"name is missing", [](Told& t) { t.params[1].name = "Slow"; }},
        {"name is missing", [](Told& t) { t.params[1].name = nullptr; }},
        {"no unit or no summary", [](Told& t) { t.params[0].summary = ""; }},
        {"not within", [](Told& t) { t.params[0].initial = 201; }},
        {"not within", [](Told& t) { t.params[0].min = 300; }},
        {"step", [](Told& t) { t.params[0].step_e9 = 0; }},
        {"step", [](Told& t) { t.params[0].max = INT64_MAX; }},
        {"go together", [](Told& t) { t.params[2].choices = nullptr; }},
        {"go together", [](Told& t) { t.params[0].choices = "a|b"; }},
        {"choices for", [](Told& t) { t.params[2].choices = "one"; }},
        {"not declared", [](Told& t) { t.constraints[0].upper = 9; }},
        {"compares fast in bars with entry", [](Told& t) { t.constraints[0].upper = 2; }},
        {"must be at least 1 ticks above", [](Told& t) { t.params[0].initial = 48; }},
        {"role", [](Told& t) { t.roles[0].name = "ma in"; }},
        {"no kinds", [](Told& t) { t.roles[0].kinds = 0; }},
        {"trades nothing", [](Told& t) { t.roles.clear(); }},
        {"reason 1", [](Told& t) { t.reasons[1] = nullptr; }},
        {"sizes of the parameters differ", [](Told& t) { t.params[1].size = 80; }},
        {"older shape", [](Told& t) { t.params[0].size = 16; }},
        {"65 parameters", [](Told& t) { t.params.resize(65, t.params[0]); }},
    };
    for (const Case& each : cases) {
        Told told;
        each.break_it(told);

        const auto read = told.read();

        ASSERT_FALSE(read) << each.words;
        EXPECT_NE(describe(read.error()).find(each.words), std::string::npos)
            << describe(read.error());
    }
}

TEST(Declaration, RefusesTicksThatNoFileMayHold) {
    const auto read = Told().read();

    EXPECT_TRUE(check_ticks(*read, std::vector<std::int64_t>{12, 48, 0}));
    EXPECT_FALSE(check_ticks(*read, std::vector<std::int64_t>{12, 48}));
    EXPECT_FALSE(check_ticks(*read, std::vector<std::int64_t>{1, 48, 0}));
    EXPECT_FALSE(check_ticks(*read, std::vector<std::int64_t>{48, 48, 0}));
    EXPECT_TRUE(check_ticks(*read, std::vector<std::int64_t>{47, 48, 0}));
}

TEST(Declaration, PrintsTicksExactlyInTheirUnit) {
    Parameter param{.name = "stop",
                    .unit = "atr",
                    .summary = "x",
                    .min = -50,
                    .max = 50,
                    .initial = 0,
                    .step_e9 = 100'000'000,
                    .flags = 0,
                    .choices = {}};

    EXPECT_EQ(value_text(param, 25), "2.5 atr");
    EXPECT_EQ(value_text(param, 20), "2 atr");
    EXPECT_EQ(value_text(param, -1), "-0.1 atr");
    param.step_e9 = 1;
    EXPECT_EQ(value_text(param, 3), "0.000000003 atr");
    param.choices = {"a", "b"};
    param.min = 0;
    EXPECT_EQ(value_text(param, 1), "b");
}

}  // namespace
}  // namespace tradelab
