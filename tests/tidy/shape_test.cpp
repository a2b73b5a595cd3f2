#include "tidy/shape.hpp"

#include "tidy/expect.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tradelab::tidy {

namespace {

std::string lines(std::size_t n) {
    std::string text;
    for (std::size_t i = 0; i < n; ++i) {
        text += "x\n";
    }
    return text;
}

TEST(Shape, AFileHasAtMost400Lines) {
    expect_one(check_file_length, "a.cpp", lines(401), "a.cpp", "401 lines");
    EXPECT_EQ(said(check_file_length, "a.cpp", lines(400)), "");
    EXPECT_EQ(said(check_file_length, "README.md", lines(500)), "");
}

TEST(Shape, ALineHasAtMost100CharactersHoweverManyBytes) {
    expect_one(check_line_length, "a.cmake", "\n" + std::string(101, 'x'), "a.cmake:2", "101");
    EXPECT_EQ(said(check_line_length, "a.cpp", std::string(100, 'x')), "");
    EXPECT_EQ(said(check_line_length, "a.cpp", "// " + std::string(96, 'x') + "\u00e9"), "");
}

TEST(Shape, AHeaderIsGuardedInTheWayOfItsLanguage) {
    expect_one(check_guard, "a.hpp", "// #pragma once\n", "a.hpp", "#pragma once");
    expect_one(check_guard, "a.h", "#pragma once\n", "a.h", "#ifndef TRADELAB_");
    EXPECT_EQ(said(check_guard, "a.hpp", "#pragma once\n"), "");
    EXPECT_EQ(said(check_guard, "a.h", "#ifndef TRADELAB_A_H\n#define TRADELAB_A_H\n#endif\n"), "");
    EXPECT_EQ(said(check_guard, "a.cpp", ""), "");
}

TEST(Shape, ScriptsRunAndSourcesDoNot) {
    expect_one(check_mode(make_source("dev", "#!/bin/sh\n")), "dev", "chmod +x");
    expect_one(check_mode(make_source("a.cpp", "", Mode::executable)), "a.cpp", "chmod -x");
    EXPECT_TRUE(check_mode(make_source("dev", "#!/bin/sh\n", Mode::executable)).empty());
    EXPECT_TRUE(check_mode(make_source("a.cpp", "")).empty());
}

TEST(Shape, ABlobBelongsBesideTheRepository) {
    expect_one(check_blob, "a.bin", std::string((200 << 10) + 1, 'x'), "a.bin", "200 KiB");
    EXPECT_EQ(said(check_blob, "a.bin", std::string(200 << 10, 'x')), "");
}

TEST(Shape, APartSaysItsDutyInAtMost20Lines) {
    const auto part = make_source("host/risk/gate.cpp", "");
    const auto brief = make_source("host/risk/README.md", lines(20));
    const auto verbose = make_source("host/risk/README.md", lines(21));

    expect_one(check_readmes({part}), "host/risk", "without README.md");
    expect_one(check_readmes({part, verbose}), "host/risk/README.md", "21 lines");
    EXPECT_TRUE(check_readmes({part, brief}).empty());
    EXPECT_TRUE(check_readmes({make_source("host/part.cmake", "")}).empty());
}

TEST(Shape, TheChangelogHasItsThreeHeads) {
    const auto log = make_source("CHANGELOG.md", "# Changelog\n## Safety\n## Internals\n");

    expect_one(check_changelog({}), "CHANGELOG.md", "there is none");
    expect_one(check_changelog({log}), "CHANGELOG.md", "no head Features");
    EXPECT_TRUE(
        check_changelog({make_source("CHANGELOG.md", "## Safety\n### Features\n## Internals\n")})
            .empty());
}

TEST(DeadFiles, AHeaderThatOnlyItsOwnSourceIncludesIsDead) {
    const auto header = make_source("host/risk/gate.hpp", "#pragma once\n");
    const auto own = make_source("host/risk/gate.cpp", "#include \"risk/gate.hpp\"\n");
    const auto user = make_source("host/cli/main.cpp", "#include \"risk/gate.hpp\"\n");
    const auto cmake = make_source("host/CMakeLists.txt", "a(risk/gate.cpp cli/main.cpp)\n");

    expect_one(check_dead_files({header, own, cmake}), "host/risk/gate.hpp", "nothing includes");
    EXPECT_TRUE(check_dead_files({header, own, user, cmake}).empty());
}

TEST(DeadFiles, AHeaderOfTheSdkLivesWhenItIsWrittenOf) {
    const auto header = make_source("sdk/include/tradelab/x.hpp", "");
    const auto readme = make_source("sdk/README.md", "`x.hpp` does it\n");

    expect_one(check_dead_files({header}), "sdk/include/tradelab/x.hpp", "nothing includes");
    EXPECT_TRUE(check_dead_files({header, readme}).empty());
}

TEST(DeadFiles, ASourceLivesByACMakeListsAboveIt) {
    const auto source = make_source("tests/fuzz/elf_fuzz.cpp", "");
    const auto dead = [&](std::string path, std::string_view text) {
        return check_dead_files({source, make_source(std::move(path), text)});
    };

    expect_one(check_dead_files({source}), "tests/fuzz/elf_fuzz.cpp", "no CMakeLists.txt");
    expect_one(
        dead("tests/fuzz/CMakeLists.txt", "self_fuzz.cpp"), source.path, "no CMakeLists.txt");
    expect_one(dead("host/CMakeLists.txt", "elf_fuzz.cpp"), source.path, "no CMakeLists.txt");
    EXPECT_TRUE(dead("tests/fuzz/CMakeLists.txt", "elf_fuzz.cpp").empty());
    EXPECT_TRUE(dead("tests/fuzz/CMakeLists.txt", "file(GLOB x *_fuzz.cpp)").empty());
    EXPECT_TRUE(dead("tests/fuzz/CMakeLists.txt", "foreach(n elf_fuzz)\n  a(${n}.cpp)").empty());
}

}  // namespace

}  // namespace tradelab::tidy
