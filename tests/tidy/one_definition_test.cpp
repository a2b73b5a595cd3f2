#include "tidy/one_definition.hpp"

#include "tidy/expect.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace tradelab::tidy {

namespace {

std::vector<std::string> names_in(std::string_view text) {
    std::vector<std::string> names;
    for (const TypeDefinition& type : types_defined_in(make_source("host/a.hpp", text))) {
        names.push_back(type.name + ":" + std::to_string(type.line));
    }
    return names;
}

using Names = std::vector<std::string>;

TEST(TypesDefined, AreThoseAtNamespaceScope) {
    EXPECT_EQ(names_in("namespace a::b {\nstruct X {\n  struct Inner {};\n};\nclass Y : X {};\n}\n"
                       "enum class E : char { one };\nunion U { int i; };\n"),
              (Names{"a::b::X:2", "a::b::Y:5", "E:7", "U:8"}));
    EXPECT_EQ(names_in("template <class T, int N>\nstruct X final {};\n"
                       "struct [[nodiscard]] Y {};\nstruct alignas(64) Z {};\n"
                       "extern \"C\" {\nstruct W {};\n}\n"),
              (Names{"X:2", "Y:3", "Z:4", "W:6"}));
}

TEST(TypesDefined, AreNotWhatIsOnlyNamedOrOfTheFileAlone) {
    EXPECT_EQ(
        names_in(
            "struct X;\nstruct X* make() { return 0; }\nenum E f(struct X x) {}\n"
            "template <> struct X<int> {};\nvoid f() { struct Local {}; }\n"
            "struct X::Deep {};\nnamespace { struct Own {}; namespace deep { struct Own {}; } }\n"
            "// struct Said {\n#define STRUCT struct Made { \\\n  struct More {}\n"),
        Names{});
}

TEST(OneDefinition, TwoTypesOfOneNameInOneProgramAreFound) {
    const auto here = make_source("host/gate/a.hpp", "namespace t {\nstruct X { int i; };\n}\n");
    const auto there = make_source("host/risk/b.cpp", "namespace t {\n\nclass X {};\n}\n");
    const auto own = make_source("host/risk/c.cpp", "namespace t { namespace { class X {}; } }\n");
    const auto elsewhere = make_source("host/risk/d.hpp", "namespace u { class X {}; }\n");

    expect_one(check_one_definition({here, there}), "host/risk/b.cpp:3", "host/gate/a.hpp:2");
    EXPECT_TRUE(check_one_definition({here, own, elsewhere}).empty());
}

TEST(OneDefinition, TheWordsOfTheSdkAreThoseOfAnotherProgram) {
    const std::string_view text = "struct X {};\n";
    const auto house = make_source("host/gate/a.hpp", text);
    const auto sdk = make_source("sdk/include/tradelab/a.hpp", text);
    const auto plugin = make_source("plugins/p/a.hpp", text);

    EXPECT_TRUE(check_one_definition({house, sdk}).empty());
    expect_one(check_one_definition({sdk, plugin}), "plugins/p/a.hpp:1", "sdk/include");
}

TEST(OneDefinition, TestsMeetTheHouseAndTheirOwnFolder) {
    const std::string_view text = "struct X {};\n";
    const auto house = make_source("host/gate/a.hpp", text);
    const auto one = make_source("tests/gate/a_test.cpp", text);
    const auto same = make_source("tests/gate/b_test.cpp", text);
    const auto other = make_source("tests/risk/a_test.cpp", text);

    expect_one(check_one_definition({house, one}), "tests/gate/a_test.cpp:1", "host/gate/a.hpp");
    expect_one(check_one_definition({one, same}), "tests/gate/b_test.cpp:1", "a_test.cpp:1");
    EXPECT_TRUE(check_one_definition({one, other}).empty());
}

}  // namespace

}  // namespace tradelab::tidy
