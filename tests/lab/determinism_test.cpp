// The same inputs give the same result hash: across runs, batch sizes, time zones, locales, and the
// order of registration.  The hashes are pinned, so that every build of this test, whatever its
// compiler and level, is held to the same bits (`./dev check determinism` builds it with three
// more).

#include "lab/backtest_case.hpp"
#include "os/process.hpp"
#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>
#include <locale>
#include <ostream>
#include <sstream>
#include <string>

#ifdef __SANITIZE_ADDRESS__
// The C library keeps the path of LOCPATH in memory that it never frees.
extern "C" __attribute__((visibility("default"), used)) const char* __lsan_default_suppressions();

const char* __lsan_default_suppressions() {
    return "leak:argz_add_sep\n";
}
#endif

namespace tradelab {
namespace {

const BacktestCase& market() {
    static const BacktestCase made = BacktestCase::synthetic();
    return made;
}

struct Pinned {
    const char* name;
    const char* result_hash;

    friend void PrintTo(const Pinned& one, std::ostream* out) { *out << one.name; }
};

constexpr Pinned pinned[] = {
    {"funding_carry_syn", "be44c2a3823c1cf486788e4dda63f8791fd9d3cc9aa0b8ddf2129de9a946c3c7"},
    {"mean_reversion_syn_perp_1h",
     "4995d8f31d4c17c74e28f6ed55873bdeaf12f46b5f60d6b7c58a0ada8dd7dbe5"},
    {"momentum_syn_perp_1h", "b0532bb0abab39af76847a1ae022fe1e486d087739618d9b772829b24dcec112"},
};

std::string hash_of(const std::string& name, BacktestOptions options = {}) {
    const auto result = market().run(name, std::move(options));
    return result ? result->manifest.result_hash : describe(result.error());
}

// A locale with a comma in its numbers, compiled here: a machine that builds has none but C.
class CompiledLocale {
public:
    CompiledLocale() {
        Command command;
        command.program = "/usr/bin/localedef";
        command.arguments = {
            "-i", "de_DE", "-f", "UTF-8", (folder_.path() / "de_DE.UTF-8").string()};
        command.time_limit = std::chrono::seconds(60);
        const auto compiled = RealProcess().run(command);
        if (!compiled) {
            why_not_ = "localedef is not here: " + describe(compiled.error());
        } else if (compiled->exit_code != 0) {
            why_not_ = "localedef could not compile de_DE: " + compiled->errors.bytes;
        }
        ::setenv("LOCPATH", folder_.path().c_str(), 1);
    }

    [[nodiscard]] const std::string& why_not() const { return why_not_; }

private:
    TemporaryDirectory folder_;
    std::string why_not_;
};

const CompiledLocale& compiled_locale() {
    static const CompiledLocale compiled;
    return compiled;
}

class Determinism : public ::testing::TestWithParam<Pinned> {};

TEST_P(Determinism, TheResultHashIsThePinnedOne) {
    EXPECT_EQ(hash_of(GetParam().name), GetParam().result_hash);
}

TEST_P(Determinism, BatchSizesChangeNothing) {
    for (const std::uint32_t batch : {1U, 7U, 64U, 4096U}) {
        EXPECT_EQ(hash_of(GetParam().name, {.batch = batch}), GetParam().result_hash) << batch;
    }
}

TEST_P(Determinism, TheTimeZoneChangesNothing) {
    ::setenv("TZ", "XYZ-12:45", 1);  // ahead of UTC, by no whole hours, on any machine
    ::tzset();
    const std::string there = hash_of(GetParam().name);
    const long ahead = -::timezone;
    ::unsetenv("TZ");
    ::tzset();

    EXPECT_EQ(ahead, 12 * 3600 + 45 * 60);
    EXPECT_EQ(there, GetParam().result_hash);
}

TEST_P(Determinism, TheLocaleChangesNothing) {
    if (const std::string why = compiled_locale().why_not(); !why.empty()) {
        GTEST_SKIP() << why;
    }
    const std::locale before = std::locale::global(std::locale("de_DE.UTF-8"));
    std::ostringstream stream;
    stream << 1234.5;
    const std::string there = hash_of(GetParam().name);
    std::locale::global(before);

    EXPECT_EQ(stream.str(), "1.234,5");
    EXPECT_EQ(there, GetParam().result_hash);
}

TEST_P(Determinism, AStressOfCostsIsAnotherResult) {
    EXPECT_NE(hash_of(GetParam().name, {.cost_stress_permille = 2000}), GetParam().result_hash);
}

INSTANTIATE_TEST_SUITE_P(Shipped, Determinism, ::testing::ValuesIn(pinned));

TEST(Lockstep, SeveralFilesOnOneAccountRunTogether) {
    const auto run = [](std::uint32_t batch) {
        return market().run({market().candidate("momentum_syn_perp_1h"),
                             market().candidate("mean_reversion_syn_perp_1h")},
                            {.batch = batch});
    };

    const auto one = run(1);
    const auto many = run(64);

    ASSERT_TRUE(one && many) << (one ? "" : describe(one.error()));
    EXPECT_EQ(one->manifest.result_hash, many->manifest.result_hash);
    EXPECT_EQ(one->manifest.instances.size(), 2U);
    bool first = false;
    bool second = false;
    for (const FillRecord& fill : one->record.fills) {
        first = first || fill.instance == InstanceId(1);
        second = second || fill.instance == InstanceId(2);
    }
    EXPECT_TRUE(first && second);
}

TEST(Lockstep, TheLookAheadChecksPassForTheShippedStrategies) {
    for (const Pinned& one : pinned) {
        const auto result = market().run({market().candidate(one.name)}, {}, LookAheadChecks::run);

        ASSERT_TRUE(result) << describe(result.error());
        ASSERT_EQ(result->checks.size(), 3U);
        EXPECT_EQ(result->checks[0].value.substr(0, 4), "pass") << one.name;
        EXPECT_EQ(result->checks[1].value.substr(0, 4), "pass") << one.name;
    }
}

TEST(Lockstep, ASyntheticResultIsNoEvidence) {
    const auto result = market().run("momentum_syn_perp_1h", {});

    ASSERT_TRUE(result);
    EXPECT_TRUE(result->manifest.is_synthetic);
    EXPECT_FALSE(result->manifest.may_be_promoted);
    EXPECT_NE(result->manifest.why_not.find("synthetic"), std::string::npos);
}

}  // namespace
}  // namespace tradelab
