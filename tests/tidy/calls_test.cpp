#include "tidy/calls.hpp"

#include "tidy/expect.hpp"

#include <gtest/gtest.h>

namespace tradelab::tidy {

namespace {

std::string outside(std::string_view code) {
    return said(check_outside_calls, "host/strategy/runner.cpp", code);
}

TEST(OutsideCalls, EachWayOutIsNamedWithItsDoor) {
    expect_one(check_outside_calls,
               "host/strategy/runner.cpp",
               "\nauto now = std::chrono::system_clock::now();\n",
               "host/strategy/runner.cpp:2",
               "Clock of os/clock.hpp");
    EXPECT_NE(outside("timespec t; clock_gettime(CLOCK_MONOTONIC, &t);"), "");
    EXPECT_NE(outside("auto now = time(nullptr);"), "");
    EXPECT_NE(outside("std::random_device entropy;"), "");
    EXPECT_NE(outside("int n = rand();"), "");
    EXPECT_NE(outside("if (const char* home = std::getenv(\"HOME\")) {"), "");
    EXPECT_NE(outside("std::ifstream file(path);"), "");
    EXPECT_NE(outside("FILE* f = fopen(path, \"r\");"), "");
    EXPECT_NE(outside("const int fd = ::open(path, O_RDONLY);"), "");
    EXPECT_NE(outside("const int fd = open(path, O_RDONLY);"), "");
    EXPECT_NE(outside("const int s = socket(AF_INET, SOCK_STREAM, 0);"), "");
    EXPECT_NE(outside("if (fork() == 0) {"), "");
    EXPECT_NE(outside("execve(path, argv, environ);"), "");
    EXPECT_NE(outside("return std::system(command);"), "");
    EXPECT_NE(outside("std::this_thread::sleep_for(1s);"), "");
    EXPECT_NE(outside("if (std::filesystem::exists(path)) {"), "");
    EXPECT_NE(outside("for (auto& e : fs::directory_iterator(path)) {"), "");
}

TEST(OutsideCalls, TheLessTroddenWaysOutAreNamedToo) {
    for (const std::string_view code : {"timespec_get(&t, TIME_UTC);",
                                        "auto now = std::chrono::utc_clock::now();",
                                        "auto ticks = __rdtsc();",
                                        "asm volatile(\"rdtsc\" : \"=a\"(low), \"=d\"(high));",
                                        "std::freopen(path, \"r\", stdin);",
                                        "double d = drand48();",
                                        "lstat(path, &status);",
                                        "std::remove(path);",
                                        "if (std::remove(path.c_str()) != 0) {",
                                        "::remove(name(path, 3));",
                                        "std::rename(from, to);",
                                        "::rename(from, to);",
                                        "if (::access(path, R_OK) == 0) {",
                                        "long machine = gethostid();",
                                        "gethostname(name, sizeof name);",
                                        "char* where = getcwd(nullptr, 0);",
                                        "std::filebuf file;",
                                        "posix_spawnp(&pid, name, 0, 0, argv, environ);",
                                        "mkdtemp(pattern);",
                                        "unsigned long long chance; _rdrand64_step(&chance);"}) {
        EXPECT_NE(outside(code), "") << code;
    }
}

TEST(OutsideCalls, NamesakesOfOurOwnAreNoWayOut) {
    EXPECT_EQ(outside("out.erase(std::remove(out.begin(), out.end(), 5), out.end());"), "");
    EXPECT_EQ(outside("disk.remove(path); disk.rename(from, to); remove(session, id);"), "");
    EXPECT_EQ(outside("const auto done = std::bind(f, 1); access(path);"), "");
    EXPECT_EQ(outside("auto library = Library::open(path);"), "");
    EXPECT_EQ(outside("[[nodiscard]] static Result<Library> open(const Path& path);"), "");
    EXPECT_EQ(outside("const auto time = [](int n) { return n; };\nreturn time(1);"), "");
    EXPECT_NE(outside("const auto time = [](int n) { return n; };\nreturn ::time(nullptr);"), "");
    EXPECT_EQ(outside("disk.open(path); disk->exists(path);"), "");
    EXPECT_EQ(outside("const bool open = true; if (open) {"), "");
    EXPECT_EQ(outside("std::filesystem::path p = root / name;"), "");
    EXPECT_EQ(outside("Random& random; UnixNanos time;"), "");
}

TEST(OutsideCalls, WhatIsWrittenAboutIsNotCalled) {
    EXPECT_EQ(outside("// never fork()\nfail(\"open(\");\n/* rand() */"), "");
}

TEST(OutsideCalls, TheDoorsMayOpen) {
    const std::string_view code = "::open(path, O_RDONLY); std::random_device entropy;";

    EXPECT_EQ(said(check_outside_calls, "host/os/real_disk.cpp", code), "");
    EXPECT_EQ(said(check_outside_calls, "host/net/tls.cpp", code), "");
    EXPECT_NE(said(check_outside_calls, "plugins/strategy_x/plugin.cpp", code), "");
    EXPECT_NE(said(check_outside_calls, "sdk/include/tradelab/x.hpp", code), "");
}

TEST(TestTime, TestsNeitherSleepNorReadTheWallClock) {
    expect_one(check_test_time,
               "tests/core/x_test.cpp",
               "std::this_thread::sleep_for(10ms);\n",
               "tests/core/x_test.cpp:1",
               "wait for the event itself");
    EXPECT_NE(said(check_test_time, "tests/core/x_test.cpp", "usleep(5);"), "");
    EXPECT_NE(said(check_test_time, "tests/core/x_test.cpp", "system_clock::now();"), "");
    EXPECT_EQ(said(check_test_time, "tests/core/x_test.cpp", "steady_clock::now();"), "");
    EXPECT_EQ(said(check_test_time, "tests/bench/x.cpp", "system_clock::now();"), "");
}

TEST(Libm, ATranscendentalWhereADecisionDependsOnItIsRefused) {
    expect_one(check_libm,
               "plugins/strategy_x/plugin.cpp",
               "double f(double x) {\n    return std::exp(x);\n}\n",
               "plugins/strategy_x/plugin.cpp:2",
               "use tradelab::math");
    EXPECT_NE(said(check_libm, "sdk/include/tradelab/x.hpp", "y = log(x);"), "");
    EXPECT_NE(said(check_libm, "sdk/include/tradelab/x.hpp", "y = ::pow(x, 2);"), "");
    EXPECT_NE(said(check_libm, "host/engine/x.cpp", "using std::log;"), "");
    EXPECT_NE(said(check_libm, "host/statistics/x.cpp", "y = std::tanh(x) + 1;"), "");
    EXPECT_NE(said(check_libm, "sdk/include/tradelab/math/x.hpp", "y = std::sin(x);"), "");
}

TEST(Libm, OursAndTheExactOnesAreFine) {
    EXPECT_EQ(said(check_libm, "sdk/include/tradelab/x.hpp", "y = math::exp(x);"), "");
    EXPECT_EQ(said(check_libm, "sdk/include/tradelab/x.hpp", "y = std::sqrt(std::fabs(x));"), "");
    EXPECT_EQ(said(check_libm, "sdk/include/tradelab/x.hpp", "host.log(line); log(\"a\");"), "");
    EXPECT_EQ(said(check_libm, "sdk/include/tradelab/math/x.hpp", "y = exp(x) * sin(x);"), "");
    EXPECT_EQ(said(check_libm, "host/cli/x.cpp", "y = std::log10(x);"), "");
}

}  // namespace

}  // namespace tradelab::tidy
