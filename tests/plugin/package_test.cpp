#include "plugin/package.hpp"

#include "os/simulated_disk.hpp"
#include "packages.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace tradelab {
namespace {

using testing::HasSubstr;

const std::filesystem::path folder = "/plugins/\u00fcber uns/org.example.fixture";

struct PackageTest : testing::Test {
    SimulatedDisk disk;
    PackageDraft draft{.more_files = {{"share/notes/a b.txt", "notes"}}};

    Status verified() {
        const auto package = read_package(disk, folder, Origin::bundled);
        EXPECT_TRUE(package) << describe(package.error());
        return package ? verify(disk, *package) : Status();
    }
};

TEST_F(PackageTest, IsIntactInAPathWithSpacesAndAccents) {
    put_package(disk, folder, draft);

    const auto package = read_package(disk, folder, Origin::bundled);

    ASSERT_TRUE(package) << describe(package.error());
    EXPECT_EQ(package->library, folder / "org.example.fixture.so");
    EXPECT_EQ(package->origin, Origin::bundled);
    EXPECT_TRUE(verify(disk, *package));
}

TEST_F(PackageTest, AChangedFileIsCaughtWithBothHashes) {
    put_package(disk, folder, draft);
    ASSERT_TRUE(disk.remove_file(folder / draft.library()));
    put_file(disk, folder / draft.library(), "changed");

    const auto result = verified();

    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::hash_mismatch);
    EXPECT_THAT(result.error().context, HasSubstr(sha256_hex(draft.library_bytes)));
    EXPECT_THAT(result.error().context, HasSubstr(sha256_hex(std::string_view("changed"))));
}

TEST_F(PackageTest, AFileOrFolderThatNobodyListedIsRefused) {
    put_package(disk, folder, draft);
    put_file(disk, folder / "share/notes/more.txt", "");
    EXPECT_THAT(verified().error().file, HasSubstr("more.txt"));
    ASSERT_TRUE(disk.remove_file(folder / "share/notes/more.txt"));
    EXPECT_TRUE(verified());

    ASSERT_TRUE(disk.make_directory(folder / "empty"));
    EXPECT_THAT(verified().error().context, HasSubstr("not listed"));
}

TEST_F(PackageTest, AListedFileThatIsGoneIsNamed) {
    put_package(disk, folder, draft);
    ASSERT_TRUE(disk.remove_file(folder / "share/notes/a b.txt"));

    EXPECT_EQ(verified().error().code, ErrorCode::not_found);
    EXPECT_THAT(verified().error().file, HasSubstr("a b.txt"));
}

TEST_F(PackageTest, LinksOfEitherSortAreRefused) {
    put_package(disk, folder, draft);
    const auto notes = folder / "share/notes/a b.txt";
    ASSERT_TRUE(disk.make_hard_link(notes, "/elsewhere"));
    EXPECT_THAT(verified().error().context, HasSubstr("2 names"));
    ASSERT_TRUE(disk.remove_file(notes));

    ASSERT_TRUE(disk.make_symlink("/elsewhere", notes));
    EXPECT_THAT(verified().error().context, HasSubstr("symbolic link"));
}

TEST_F(PackageTest, ALinkedSubfolderIsNotWalkedInto) {
    put_package(disk, folder, draft);
    ASSERT_TRUE(disk.rename(folder / "share", "/share"));
    ASSERT_TRUE(disk.make_symlink("/share", folder / "share"));

    EXPECT_FALSE(verified());
}

TEST_F(PackageTest, SetuidIsRefused) {
    put_package(disk, folder, draft);
    ASSERT_TRUE(disk.remove_file(folder / draft.library()));
    auto file = disk.create_new(folder / draft.library(), 04755);
    ASSERT_TRUE(file);
    ASSERT_TRUE((*file)->write(draft.library_bytes));
    ASSERT_TRUE((*file)->close());

    EXPECT_THAT(verified().error().context, HasSubstr("setuid"));
}

TEST_F(PackageTest, ALibraryThatIsMissingOrALinkIsRefusedWhenListed) {
    put_package(disk, folder, draft);
    ASSERT_TRUE(disk.remove_file(folder / draft.library()));
    EXPECT_EQ(read_package(disk, folder, Origin::bundled).error().code, ErrorCode::not_found);

    ASSERT_TRUE(disk.make_symlink("/nowhere", folder / draft.library()));
    EXPECT_THAT(read_package(disk, folder, Origin::bundled).error().context,
                HasSubstr("symbolic link"));
}

}  // namespace
}  // namespace tradelab
