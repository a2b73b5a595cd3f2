#include "validate/validate.hpp"

#include "os/simulated_disk.hpp"
#include "os/simulated_process.hpp"
#include "validate/testimony.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

namespace tradelab {
namespace {

using testing::HasSubstr;

constexpr const char* manifest = R"(manifest = 1
library = "x.so"
abi = { major = 1, minor = 0 }
id = "org.example.x"
version = "1.0.0"
kind = "strategy"
summary = "an example"
license = "MIT"
[files]
"x.so" = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
)";

// The children are scripted, but who starts them looks whether a loader would have the library.
std::string library_that_loads() {
    std::ifstream file(VALIDATE_LIBRARY, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

class Validate : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_TRUE(disk.make_directories("/package"));
        ASSERT_TRUE(write_atomically(disk, "/package/x.so", library_that_loads()));
        ASSERT_TRUE(write_atomically(disk, "/package/plugin.toml", manifest));
        options.package = "/package";
        options.program = "/bin/validator";
        options.arguments = {};
        options.jobs = 1;
        options.seal = [] { return std::string("seal"); };
    }

    void answer(const std::string& check, const CheckVerdict& verdict) {
        Outcome outcome;
        outcome.report.bytes = "seal " + verdict_line(verdict);
        process.script({"/bin/validator", "--child", check}, outcome);
    }

    SimulatedDisk disk;
    SimulatedProcess process;
    ValidateOptions options;
};

TEST_F(Validate, ReportsWhatTheChildrenSaidInTheOrderOfTheTable) {
    options.only = {"D3", "P1"};
    answer("P1", passed("reads"));
    answer("D3", failed("disagrees"));
    std::vector<std::string> told;

    const auto report =
        validate(process, disk, options, [&](const CheckResult& result, std::size_t, std::size_t) {
            told.push_back(result.id);
        });

    ASSERT_TRUE(report) << describe(report.error());
    EXPECT_EQ(report->plugin, "org.example.x");
    EXPECT_EQ(told, (std::vector<std::string>{"P1", "D3"}));
    EXPECT_EQ(report->results[1].text, "disagrees");
    EXPECT_EQ(report->verdict(), Level::fail);
}

TEST_F(Validate, EachProcessIsHandedASealOfItsOwnThatNobodyCanGuess) {
    options.only = {"P1", "D3"};
    options.seal = ValidateOptions{}.seal;
    answer("P1", passed("under another seal"));
    answer("D3", passed("under another seal"));

    const auto report = validate(process, disk, options);

    ASSERT_TRUE(report);
    ASSERT_EQ(process.calls().size(), 2U);
    const std::string one = process.calls()[0].input;
    const std::string other = process.calls()[1].input;
    EXPECT_EQ(one.size(), 32U);
    EXPECT_NE(one, other);
    EXPECT_EQ(report->results[0].level, Level::fail);
    EXPECT_THAT(report->results[0].text, HasSubstr("under another seal"));
}

TEST_F(Validate, WhatCannotBeLoadedIsNotRun) {
    options.only = {"E7", "D6", "S1"};
    Outcome crash;
    crash.ended = Ended::signalled;
    crash.signal = 11;
    process.script({"/bin/validator", "--child", "E7"}, crash);

    const auto report = validate(process, disk, options);

    ASSERT_TRUE(report);
    EXPECT_EQ(report->results[0].level, Level::crash);
    EXPECT_EQ(report->results[1].level, Level::skip);
    EXPECT_THAT(report->results[2].text, HasSubstr("E7 failed"));
    EXPECT_EQ(process.calls().size(), 1U);
}

TEST_F(Validate, WhatNoLoaderWouldHaveFailsOneCheckThoughAnotherWasAsked) {
    ASSERT_TRUE(write_atomically(disk, "/package/x.so", "not a library"));
    options.only = {"E7", "S1"};
    answer("E1", failed("not a library"));

    const auto report = validate(process, disk, options);

    ASSERT_TRUE(report);
    ASSERT_EQ(report->results.size(), 3U);
    EXPECT_EQ(report->results[0].id, "E1");
    EXPECT_EQ(report->results[1].level, Level::skip);
    EXPECT_THAT(report->results[2].text, HasSubstr("E1 failed: not a library"));
    EXPECT_EQ(report->verdict(), Level::fail);
    EXPECT_EQ(process.calls().size(), 1U);
}

TEST_F(Validate, AfterTwoHungChecksTheRestIsNotWaitedFor) {
    options.only = {"S1", "S3", "S4"};
    Outcome hung;
    hung.ended = Ended::timed_out;
    process.script({"/bin/validator", "--child", "S1"}, hung);
    process.script({"/bin/validator", "--child", "S3"}, hung);

    const auto report = validate(process, disk, options);

    ASSERT_TRUE(report);
    EXPECT_EQ(report->results[1].level, Level::hung);
    EXPECT_EQ(report->results[2].level, Level::skip);
}

TEST_F(Validate, WorldsThatDisagreeAreToldWithTheFirstIntentThatDiffers) {
    options.only = {"S2"};
    answer("S2", {.level = Level::pass, .text = "", .facts = {"hash a", "same", "up"}});
    answer("S2", {.level = Level::pass, .text = "", .facts = {"hash a", "same", "up"}});
    answer("S2", {.level = Level::pass, .text = "", .facts = {"hash b", "same", "down"}});
    for (int rest = 0; rest < 5; ++rest) {
        answer("S2", {.level = Level::pass, .text = "", .facts = {"hash a", "same", "up"}});
    }

    const auto report = validate(process, disk, options);

    ASSERT_TRUE(report);
    EXPECT_EQ(report->results[0].level, Level::fail);
    EXPECT_THAT(report->results[0].text, HasSubstr("intent 2: in a plain world up"));
    EXPECT_THAT(report->results[0].text, HasSubstr("time zone down"));
    EXPECT_THAT(report->results[0].text, HasSubstr("--only S2 --reproduce 1"));
}

TEST_F(Validate, AManifestThatCannotBeReadIsTheFirstCheckFailing) {
    ASSERT_TRUE(write_atomically(disk, "/package/plugin.toml", "id = 5\n"));

    const auto report = validate(process, disk, options);

    ASSERT_TRUE(report);
    EXPECT_EQ(report->results[0].id, "P1");
    EXPECT_EQ(report->results[0].level, Level::fail);
    EXPECT_EQ(report->count(Level::skip), report->results.size() - 1);
    EXPECT_TRUE(process.calls().empty());
}

TEST_F(Validate, RefusesChecksThatDoNotExistAndPackagesThatAreNotThere) {
    options.only = {"S99"};
    EXPECT_FALSE(validate(process, disk, options));

    options.only = {};
    options.package = "/nowhere";
    EXPECT_FALSE(validate(process, disk, options));
}

TEST_F(Validate, NothingOfOurEnvironmentReachesAChild) {
    options.only = {"P1"};
    answer("P1", passed("reads"));

    ASSERT_TRUE(validate(process, disk, options));

    const auto calls = process.calls();
    for (const EnvironmentVariable& variable : calls.front().variables) {
        EXPECT_THAT(variable.name, testing::AnyOf("TZ", "LC_ALL", "ASAN_OPTIONS", "UBSAN_OPTIONS"));
    }
}

}  // namespace
}  // namespace tradelab
