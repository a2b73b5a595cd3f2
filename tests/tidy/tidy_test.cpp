#include "support/tree.hpp"
#include "tidy/calls.hpp"
#include "tidy/expect.hpp"
#include "tidy/layers.hpp"
#include "tidy/one_definition.hpp"
#include "tidy/shape.hpp"
#include "tidy/tree.hpp"
#include "tidy/words.hpp"

#include <gtest/gtest.h>

namespace tradelab::tidy {

namespace {

const Tree& our_tree() {
    static const Tree tree = read_tree(source_tree());
    return tree;
}

// A rule about the whole tree, and one about a file, asked of each.
Findings found_by(Findings (*rule)(const Tree&)) {
    return rule(our_tree());
}

Findings found_by(Findings (*rule)(const SourceFile&)) {
    Findings all;
    for (const auto& file : our_tree()) {
        const Findings found = rule(file);
        all.insert(all.end(), found.begin(), found.end());
    }
    return all;
}

void expect_none(const Findings& findings) {
    EXPECT_TRUE(findings.empty()) << text_of(findings);
}

TEST(TheTree, KeepsLayers) {
    expect_none(found_by(check_layers));
}

TEST(TheTree, KeepsPurityOfTheLoop) {
    expect_none(found_by(check_purity));
}

TEST(TheTree, KeepsDirectionsInUses) {
    expect_none(found_by(check_uses));
}

TEST(TheTree, KeepsNoCycleOfParts) {
    expect_none(found_by(check_cycles));
}

TEST(TheTree, KeepsNoParentIncludes) {
    expect_none(found_by(check_parent_includes));
}

TEST(TheTree, KeepsThirdPartyInItsPlace) {
    expect_none(found_by(check_third_party));
}

TEST(TheTree, KeepsCallsOutsideOnlyAtTheDoors) {
    expect_none(found_by(check_outside_calls));
}

TEST(TheTree, KeepsNoSleepAndNoWallClockInTests) {
    expect_none(found_by(check_test_time));
}

TEST(TheTree, KeepsNoLibmInDecisions) {
    expect_none(found_by(check_libm));
}

TEST(TheTree, KeepsWords) {
    expect_none(found_by(check_words));
}

TEST(TheTree, KeepsNoGettersAndSetters) {
    expect_none(found_by(check_accessors));
}

TEST(TheTree, KeepsNoDrawers) {
    expect_none(found_by(check_names));
}

TEST(TheTree, KeepsNoMachinePaths) {
    expect_none(found_by(check_machine_paths));
}

TEST(TheTree, KeepsNoPackageHosts) {
    expect_none(found_by(check_package_hosts));
}

TEST(TheTree, KeepsFileLength) {
    expect_none(found_by(check_file_length));
}

TEST(TheTree, KeepsLineLength) {
    expect_none(found_by(check_line_length));
}

TEST(TheTree, KeepsGuards) {
    expect_none(found_by(check_guard));
}

TEST(TheTree, KeepsModes) {
    expect_none(found_by(check_mode));
}

TEST(TheTree, KeepsNoBlobs) {
    expect_none(found_by(check_blob));
}

TEST(TheTree, KeepsAReadmeInEachPart) {
    expect_none(found_by(check_readmes));
}

TEST(TheTree, KeepsOneDefinitionOfAName) {
    expect_none(found_by(check_one_definition));
}

TEST(TheTree, KeepsNoDeadFiles) {
    expect_none(found_by(check_dead_files));
}

TEST(TheTree, KeepsTheChangelog) {
    expect_none(found_by(check_changelog));
}

TEST(TheTree, IsFoundAtAll) {
    EXPECT_NE(find_file(our_tree(), "tests/tidy/tidy_test.cpp"), nullptr);
    EXPECT_NE(find_file(our_tree(), "host/core/result.hpp"), nullptr);
    EXPECT_NE(find_file(our_tree(), "CMakeLists.txt"), nullptr);
}

}  // namespace

}  // namespace tradelab::tidy
