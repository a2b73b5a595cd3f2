#include "tidy/source_file.hpp"

#include "tidy/text.hpp"

#include <gtest/gtest.h>

namespace tradelab::tidy {

namespace {

TEST(SourceFile, CommentsAreBlankInBothReadings) {
    const auto file = make_source("a.cpp", "f();  // g()\n/* h()\n k() */ m();\n");

    ASSERT_EQ(file.code.size(), 3U);
    EXPECT_EQ(trim(file.code[0]), "f();");
    EXPECT_EQ(trim(file.code[1]), "");
    EXPECT_EQ(trim(file.code[2]), "m();");
    EXPECT_EQ(trim(file.uncommented[0]), "f();");
}

TEST(SourceFile, LiteralsAreBlankInCodeAndKeptBesideIt) {
    const auto file = make_source("a.cpp", R"(f("a // \" b", 'x', '"'); g();)");

    EXPECT_EQ(file.code[0], R"(f("         ", ' ', ' '); g();)");
    EXPECT_EQ(file.uncommented[0], file.lines[0]);
}

TEST(SourceFile, ARawStringEndsAtItsOwnDelimiter) {
    const auto file = make_source("a.cpp", "f(R\"x(one)\" // \ntwo)x\"); g();");

    ASSERT_EQ(file.code.size(), 2U);
    EXPECT_EQ(trim(file.code[0]), "f(R\"");
    EXPECT_EQ(trim(file.code[1]), "\"); g();");
}

TEST(SourceFile, ADigitSeparatorOpensNoLiteral) {
    const auto file = make_source("a.cpp", "int n = 1'000; // it's\nf();");

    EXPECT_EQ(trim(file.code[0]), "int n = 1'000;");
    EXPECT_EQ(file.code[1], "f();");
}

TEST(SourceFile, AnUnclosedCommentReachesTheEnd) {
    const auto file = make_source("a.cpp", "f(); /* g();\nh();");

    EXPECT_EQ(trim(file.code[0]), "f();");
    EXPECT_EQ(trim(file.code[1]), "");
}

TEST(SourceFile, IncludesAreReadInBothForms) {
    EXPECT_EQ(include_on("#include \"core/money.hpp\"").name, "core/money.hpp");
    EXPECT_EQ(include_on("  #  include <tl/expected.hpp>").name, "tl/expected.hpp");
    EXPECT_EQ(include_on("#include <a>").form, Include::Form::angled);
    EXPECT_EQ(include_on("#include \"a").form, Include::Form::none);
    EXPECT_EQ(include_on("#include").form, Include::Form::none);
    EXPECT_EQ(include_on("#define x").form, Include::Form::none);
}

TEST(SourceFile, LanguageFollowsTheNameOrTheFirstLine) {
    EXPECT_EQ(make_source("a/b.hpp", "").language, Language::cpp);
    EXPECT_EQ(make_source("a/CMakeLists.txt", "").language, Language::cmake);
    EXPECT_EQ(make_source("run", "#!/bin/sh\n").language, Language::shell);
    EXPECT_EQ(make_source("README.md", "").language, Language::other);
}

TEST(Text, AWordHasNoWordCharactersAtItsSides) {
    EXPECT_EQ(find_word("reopen(open(x))", "open"), 7U);
    EXPECT_FALSE(has_word("opened open_", "open"));
}

TEST(Text, TheUseOfAnIdentifierIsToldFromWhatPrecedesIt) {
    const auto use = [](std::string_view code) { return use_at(code, *find_word(code, "open")); };

    EXPECT_EQ(use("fd = open(path)"), Use::plain);
    EXPECT_EQ(use("return open(path)"), Use::plain);
    EXPECT_EQ(use("if (ok && open(path))"), Use::plain);
    EXPECT_EQ(use("return ::open(path)"), Use::global);
    EXPECT_EQ(use("std::open(path)"), Use::standard);
    EXPECT_EQ(use("Library::open(path)"), Use::qualified);
    EXPECT_EQ(use("Box<int>::open(path)"), Use::qualified);
    EXPECT_EQ(use("library.open(path)"), Use::member);
    EXPECT_EQ(use("library->open(path)"), Use::member);
    EXPECT_EQ(use("Result<File> open(path)"), Use::declared);
    EXPECT_EQ(use("void open(path)"), Use::declared);
    EXPECT_EQ(use("File& open(path)"), Use::declared);
}

}  // namespace

}  // namespace tradelab::tidy
