#include "tidy/tree.hpp"

#include "support/tree.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>

namespace tradelab::tidy {

namespace {

// A tree of our own in the test's temporary folder, gone with the test.
class TidyListing : public testing::Test {
protected:
    void SetUp() override {
        std::filesystem::remove_all(root_);
        for (const char* path : {"a.cpp", "build/b.cpp", ".ci/run", ".cache/c.cpp", "d e/f.md"}) {
            std::filesystem::create_directories((root_ / path).parent_path());
            std::ofstream(root_ / path) << "#!/bin/sh\n";
        }
        std::filesystem::permissions(root_ / ".ci/run",
                                     std::filesystem::perms::owner_exec,
                                     std::filesystem::perm_options::add);
    }
    void TearDown() override { std::filesystem::remove_all(root_); }

    std::filesystem::path root_ =
        build_tree() / testing::UnitTest::GetInstance()->current_test_info()->name();
};

TEST_F(TidyListing, WalkingPassesBuildAndDotFoldersButNotOurs) {
    auto paths = listed_by_walking(root_);
    std::ranges::sort(paths);

    EXPECT_EQ(paths, (std::vector<std::string>{".ci/run", "a.cpp", "d e/f.md"}));
}

TEST_F(TidyListing, FilesAreReadWithTheirModes) {
    const auto tree = read_tree(root_);

    const SourceFile* script = find_file(tree, ".ci/run");
    const SourceFile* source = find_file(tree, "a.cpp");
    ASSERT_NE(script, nullptr);
    ASSERT_NE(source, nullptr);
    EXPECT_EQ(script->mode, Mode::executable);
    EXPECT_EQ(source->mode, Mode::plain);
    EXPECT_EQ(source->lines, std::vector<std::string>{"#!/bin/sh"});
}

TEST_F(TidyListing, WithoutARepositoryGitListsNothing) {
    EXPECT_TRUE(listed_by_git(root_ / "absent").empty());
}

}  // namespace

}  // namespace tradelab::tidy
