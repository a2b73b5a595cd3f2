#include "os/process.hpp"
#include "os/real_disk.hpp"
#include "os/self.hpp"
#include "validate/validate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cerrno>
#include <clocale>
#include <cstdio>
#include <string>
#include <string_view>
#include <sys/wait.h>
#include <vector>

namespace tradelab {
namespace {

using testing::HasSubstr;

// An animal, the check that must catch it, how, and in which words; and checks that have nothing to
// do with its sickness and must pass.
struct Animal {
    std::string_view name;
    std::string check;
    Level level;
    std::string_view says;
    std::vector<std::string> pass = {};
    enum class Builds { every, release_only } builds = Builds::every;
};

constexpr auto release_only = Animal::Builds::release_only;

const std::vector<Animal>& animals() {
    static const std::vector<Animal> all = {
        {"segfault", "S1", Level::crash, "SIGSEGV while processing event", {"D3", "D6", "L4"}},
        {"abort", "S1", Level::crash, "SIGABRT while processing event", {"D3", "L4"}},
        {"endless", "S1", Level::hung, "while processing event", {"D3", "L4"}},
        {"leaves", "S1", Level::crash, "exited 0 while processing event", {"D3", "L4"}},
        {"stack-overflow", "S1", Level::crash, "SIGSEGV while processing event", {"D3", "L4"}},
        {"unready", "E7", Level::crash, "SIGABRT while loading the library", {"P2"}},
        {"throws", "S9", Level::fail, "came through the C border", {"D3", "D5", "L4"}},
        {"leak-create", "L1", Level::fail, "destroy must free", {"S1", "S3", "S9"}},
        {"leak-event", "L1", Level::fail, "needs a bound", {"S1", "S3", "S9"}},
        {"writes-past", "S1", Level::crash, "past the end of the array for intents", {"D3", "L4"}},
        {"two-symbols", "E1", Level::fail, "zoo_second_symbol", {"E7", "S1", "S9"}, release_only},
        {"wrong-major", "D4", Level::fail, "speaks ABI 2, this host speaks ABI 1", {"P1", "P2"}},
        {"mismatch", "D3", Level::fail, "version", {"P2", "D6", "S1"}},
        // A sanitizer's allocator lays everything out at the same addresses in every process.
        {"by-address", "S2", Level::fail, "in a plain world", {"D3", "S9"}, release_only},
        {"by-time", "S2", Level::fail, "in a plain world", {"D3", "S9"}},
        {"by-time", "E6", Level::fail, "chrono", {"E7"}, release_only},
        {"by-time", "S11", Level::fail, "while processing", {}, release_only},
        {"by-file", "E6", Level::fail, "fopen", {"E7", "S1"}, release_only},
        {"by-file", "S11", Level::fail, "(openat) while processing event", {}, release_only},
        {"by-locale", "E6", Level::fail, "localeconv", {"E7"}, release_only},
        {"scribbles", "E6", Level::fail, "fopen", {"E7", "S1"}, release_only},
        {"peeks", "S1", Level::fail, "not happened yet", {"S2", "S9"}},
        {"reads-past", "S1", Level::crash, "past the end of the batch", {"D3", "L4"}},
        {"reads-past", "S4", Level::fail, "data that came later", {}},
        {"once-per-batch", "S1", Level::fail, "batch 7", {"S2", "S9"}},
        {"wrong-cause", "S9", Level::fail, "as its cause", {"D3", "L4"}},
        {"beyond-budget", "S9", Level::fail, "of the budget", {"S1", "S2"}},
        {"impatient", "S10", Level::fail, "its own warm-up ends", {"S1", "S9"}},
        {"shares", "L3", Level::fail, "otherwise than alone", {"D3", "S9"}},
        {"raw-mantissa", "S5", Level::fail, "decimal place", {"S1", "S9"}},
        {"forgets", "T1", Level::fail, "missing from its state", {"S1", "T2"}},
        {"buys-gaps", "S7", Level::fail, "a gap caused", {"S1", "S10"}},
        {"chatty", "D2", Level::fail, "here I am", {"S1", "S9"}},
        {"allocates", "S11", Level::warn, "once warm", {"L1", "S1"}, release_only},
        {"forges", "E7", Level::fail, "trust me", {"P2"}},
        {"forges", "S1", Level::fail, "to descriptor 3", {"P2"}},
        {"forges", "E6", Level::fail, "imports write", {"P2"}, release_only},
        {"signals", "E7", Level::fail, "(kill) while loading the library", {"P2"}},
        {"signals", "S1", Level::fail, "(kill) while loading the library", {"P2"}},
        {"moves-files", "D2", Level::fail, "(rename) while loading", {"S1"}, release_only},
        {"moves-files", "E6", Level::fail, "imports rename", {"E7"}, release_only},
        {"undocumented", "D6", Level::fail, "parameter slow: it has no unit or no summary", {"P2"}},
        {"beside-its-bounds", "D6", Level::fail, "initial 31 is not within 2..30", {"P2", "D4"}},
    };
    return all;
}

ValidateOptions options_for(std::string_view animal) {
    // A busy machine and a sanitizer make everything slower, but nothing here takes a second.
    return {.package = std::string(TRADELAB_ZOO "/zoo.") + std::string(animal),
            .program = self_executable().value(),
            .arguments = {},
            .deadline_scale = 0.2};
}

const CheckResult* result_of(const Report& report, std::string_view id) {
    const auto found = std::ranges::find(report.results, id, &CheckResult::id);
    return found == report.results.end() ? nullptr : &*found;
}

bool no_child_is_left() {
    return ::waitpid(-1, nullptr, WNOHANG) == -1 && errno == ECHILD;
}

TEST(Zoo, EachAnimalIsCaughtByTheRightCheckAndTheValidatorSurvivesAll) {
    RealProcess process;
    RealDisk disk;
    std::printf("%-15s %-5s %-6s %s\n", "plugin", "check", "level", "what it said");

    for (const Animal& animal : animals()) {
        if (is_sanitized() && animal.builds == release_only) {
            std::printf("%-15s %-5s skip   judged on the release build\n",
                        std::string(animal.name).c_str(),
                        animal.check.c_str());
            continue;
        }
        auto options = options_for(animal.name);
        options.only = animal.pass;
        options.only.push_back(animal.check);
        options.deadline_scale = animal.level == Level::hung ? 0.06 : 0.4;

        const auto report = validate(process, disk, options);

        ASSERT_TRUE(report) << animal.name << ": " << describe(report.error());
        const CheckResult* const caught = result_of(*report, animal.check);
        ASSERT_NE(caught, nullptr);
        EXPECT_EQ(level_text(caught->level), level_text(animal.level))
            << animal.name << ": " << caught->text;
        EXPECT_THAT(caught->text, HasSubstr(animal.says)) << animal.name;
        for (const std::string& healthy : animal.pass) {
            EXPECT_EQ(level_text(result_of(*report, healthy)->level), "pass")
                << animal.name << " " << healthy << ": " << result_of(*report, healthy)->text;
        }
        EXPECT_TRUE(no_child_is_left()) << animal.name;
        std::printf("%-15s %-5s %-6s %.150s\n",
                    std::string(animal.name).c_str(),
                    animal.check.c_str(),
                    std::string(level_text(caught->level)).c_str(),
                    caught->text.c_str());
    }
}

TEST(Zoo, TheHealthyAnimalPassesEverythingWithoutAWarning) {
    RealProcess process;
    RealDisk disk;
    auto options = options_for("good");
    options.deadline_scale = 1;

    const auto report = validate(process, disk, options);

    ASSERT_TRUE(report) << describe(report.error());
    for (const CheckResult& result : report->results) {
        const bool fine = result.level == Level::pass || result.level == Level::skip;
        EXPECT_TRUE(fine) << result.id << " " << level_text(result.level) << ": " << result.text;
        std::printf("%-4s %-17s %-5s %6lld ms  %.120s\n",
                    result.id.c_str(),
                    result.name.c_str(),
                    std::string(level_text(result.level)).c_str(),
                    static_cast<long long>(result.took.count()),
                    result.text.c_str());
    }
    EXPECT_EQ(report->verdict(), Level::pass);
    EXPECT_TRUE(no_child_is_left());
    // A world that this machine does not have is not one that was tried.
    const locale_t comma = ::newlocale(LC_ALL_MASK, "de_DE.UTF-8", nullptr);
    EXPECT_EQ(
        comma == nullptr,
        result_of(*report, "S2")->text.find("decimal comma was not tried") != std::string::npos);
    if (comma != nullptr) {
        ::freelocale(comma);
    }
}

}  // namespace
}  // namespace tradelab
