// What every Disk does.  The same tests run against the machine and against the simulation, which
// is how far the simulation can be trusted.

#include "os/disk.hpp"
#include "os/real_disk.hpp"
#include "os/simulated_disk.hpp"
#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <unistd.h>

namespace tradelab {
namespace {

using std::chrono::nanoseconds;

class RealSide {
public:
    Disk& disk() { return disk_; }
    [[nodiscard]] Disk::Path root() const { return directory_.path(); }
    static void hard_link(const Disk::Path& existing, const Disk::Path& name) {
        ASSERT_EQ(::link(existing.c_str(), name.c_str()), 0);
    }

private:
    TemporaryDirectory directory_;
    RealDisk disk_;
};

class SimulatedSide {
public:
    SimulatedSide() { EXPECT_TRUE(disk_.make_directories(root())); }
    Disk& disk() { return disk_; }
    [[nodiscard]] static Disk::Path root() { return "/srv/a place"; }
    void hard_link(const Disk::Path& existing, const Disk::Path& name) {
        ASSERT_TRUE(disk_.make_hard_link(existing, name));
    }

private:
    SimulatedDisk disk_;
};

template <class Side>
class DiskContract : public ::testing::Test {
protected:
    Disk& disk() { return side_.disk(); }
    [[nodiscard]] Disk::Path at(const Disk::Path& name) const { return side_.root() / name; }

    void put(const Disk::Path& name, std::string_view bytes) {
        auto file = disk().create_new(at(name));
        ASSERT_TRUE(file) << describe(file.error());
        ASSERT_TRUE((*file)->write(bytes));
        ASSERT_TRUE((*file)->close());
    }
    std::string text(const Disk::Path& name) {
        return disk().read_file(at(name), {.size_max = 1000}).value_or("<unreadable>");
    }

    Side side_;
};

using Sides = ::testing::Types<RealSide, SimulatedSide>;
class SideNames {
public:
    template <class Side>
    static std::string GetName(int /*index*/) {
        return std::is_same_v<Side, RealSide> ? "Real" : "Simulated";
    }
};
TYPED_TEST_SUITE(DiskContract, Sides, SideNames);

// Fails with this code, and names the path and a remedy.
template <class T>
void expect_refused(const Result<T>& result, ErrorCode code, const Disk::Path& path) {
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().code, code) << describe(result.error());
    EXPECT_NE(result.error().context.find(path.native()), std::string::npos)
        << describe(result.error());
    EXPECT_FALSE(result.error().hint.empty());
}

TYPED_TEST(DiskContract, AFileWrittenInPiecesIsReadBackWhole) {
    auto file = this->disk().create_new(this->at("\u00fcber uns.txt"), 0600);
    ASSERT_TRUE(file);

    ASSERT_TRUE((*file)->write("one "));
    ASSERT_TRUE((*file)->write(""));
    ASSERT_TRUE((*file)->write("two"));
    ASSERT_TRUE((*file)->sync());
    ASSERT_TRUE((*file)->close());

    EXPECT_EQ(this->text("\u00fcber uns.txt"), "one two");
    const auto info = this->disk().stat(this->at("\u00fcber uns.txt"));
    ASSERT_TRUE(info);
    EXPECT_EQ(info->kind, FileKind::file);
    EXPECT_EQ(info->size, 7U);
    EXPECT_EQ(info->mode, 0600U);
    EXPECT_EQ(info->links, 1U);
}

TYPED_TEST(DiskContract, ABinaryFileOfManyPagesSurvivesTheRoundTrip) {
    std::string bytes(300'000, '\0');
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        bytes[i] = static_cast<char>(i * 7 % 256);
    }
    this->put("big", bytes);

    const auto read = this->disk().read_file(this->at("big"), {.size_max = 300'000});

    ASSERT_TRUE(read);
    EXPECT_EQ(*read, bytes);
}

TYPED_TEST(DiskContract, AFileOneByteOverTheCapIsRefusedAndNotCut) {
    this->put("five", "12345");

    EXPECT_TRUE(this->disk().read_file(this->at("five"), {.size_max = 5}));
    const auto refused = this->disk().read_file(this->at("five"), {.size_max = 4});

    expect_refused(refused, ErrorCode::too_large, this->at("five"));
}

TYPED_TEST(DiskContract, WhatIsAbsentIsNotFoundWhateverIsAskedOfIt) {
    const auto path = this->at("nothing");

    expect_refused(this->disk().read_file(path, {.size_max = 1}), ErrorCode::not_found, path);
    expect_refused(this->disk().list(path), ErrorCode::not_found, path);
    expect_refused(this->disk().stat(path), ErrorCode::not_found, path);
    expect_refused(this->disk().read_link(path), ErrorCode::not_found, path);
    expect_refused(this->disk().remove_file(path), ErrorCode::not_found, path);
    expect_refused(this->disk().remove_tree(path), ErrorCode::not_found, path);
    expect_refused(this->disk().sync_directory(path), ErrorCode::not_found, path);
    expect_refused(this->disk().rename(path, this->at("x")), ErrorCode::not_found, path);
    expect_refused(this->disk().create_new(path / "below"), ErrorCode::not_found, path / "below");
    EXPECT_FALSE(this->disk().exists(path));
}

TYPED_TEST(DiskContract, AFileInTheMiddleOfAPathIsRefused) {
    this->put("file", "x");
    const auto path = this->at("file/below");

    expect_refused(this->disk().stat(path), ErrorCode::invalid_argument, path);
    expect_refused(this->disk().create_new(path), ErrorCode::invalid_argument, path);
    expect_refused(
        this->disk().make_directories(path), ErrorCode::already_exists, this->at("file"));
}

TYPED_TEST(DiskContract, CreateNewRefusesWhatExistsEvenADanglingLink) {
    this->put("file", "old");
    ASSERT_TRUE(this->disk().make_symlink("nowhere", this->at("link")));

    expect_refused(
        this->disk().create_new(this->at("file")), ErrorCode::already_exists, this->at("file"));
    expect_refused(
        this->disk().create_new(this->at("link")), ErrorCode::already_exists, this->at("link"));
    EXPECT_EQ(this->text("file"), "old");
    EXPECT_FALSE(this->disk().exists(this->at("nowhere")));
}

TYPED_TEST(DiskContract, ListsSortedNamesAndNeverFollowsALink) {
    this->put("b", "");
    this->put("a c", "");
    this->put(".hidden", "");
    ASSERT_TRUE(this->disk().make_directory(this->at("B")));
    ASSERT_TRUE(this->disk().make_symlink(this->at("B"), this->at("link")));

    const auto names = this->disk().list(this->at("."));

    ASSERT_TRUE(names) << describe(names.error());
    EXPECT_EQ(*names, (std::vector<std::string>{".hidden", "B", "a c", "b", "link"}));
    expect_refused(
        this->disk().list(this->at("link")), ErrorCode::invalid_argument, this->at("link"));
    expect_refused(this->disk().list(this->at("b")), ErrorCode::invalid_argument, this->at("b"));
}

TYPED_TEST(DiskContract, ADirectoryIsNotReadAsAFile) {
    ASSERT_TRUE(this->disk().make_directory(this->at("d")));

    expect_refused(this->disk().read_file(this->at("d"), {.size_max = 9}),
                   ErrorCode::invalid_argument,
                   this->at("d"));
    expect_refused(
        this->disk().remove_file(this->at("d")), ErrorCode::invalid_argument, this->at("d"));
}

TYPED_TEST(DiskContract, ALinkIsFollowedInTheMiddleAlwaysAndAtTheEndOnRequest) {
    ASSERT_TRUE(this->disk().make_directories(this->at("versions/1")));
    this->put("versions/1/file", "hello");
    ASSERT_TRUE(this->disk().make_symlink("versions/1", this->at("current")));
    ASSERT_TRUE(this->disk().make_symlink("../versions/1/file", this->at("versions/alias")));

    EXPECT_EQ(this->text("current/file"), "hello");
    EXPECT_EQ(this->text("versions/alias"), "hello");
    expect_refused(
        this->disk().read_file(this->at("versions/alias"), {.size_max = 9, .links = Links::refuse}),
        ErrorCode::invalid_argument,
        this->at("versions/alias"));
    EXPECT_EQ(this->disk().stat(this->at("current"))->kind, FileKind::symlink);
    EXPECT_EQ(this->disk().read_link(this->at("current")), Disk::Path("versions/1"));
    expect_refused(this->disk().read_link(this->at("versions")),
                   ErrorCode::invalid_argument,
                   this->at("versions"));
}

TYPED_TEST(DiskContract, ADanglingLinkExistsButCannotBeReadAndACircleIsRefused) {
    ASSERT_TRUE(this->disk().make_symlink("nowhere", this->at("dangling")));
    ASSERT_TRUE(this->disk().make_symlink("circle", this->at("circle")));

    EXPECT_TRUE(this->disk().exists(this->at("dangling")));
    expect_refused(this->disk().read_file(this->at("dangling"), {.size_max = 9}),
                   ErrorCode::not_found,
                   this->at("dangling"));
    expect_refused(this->disk().read_file(this->at("circle"), {.size_max = 9}),
                   ErrorCode::invalid_argument,
                   this->at("circle"));
}

TYPED_TEST(DiskContract, MakeDirectoriesMakesWhatIsMissingAndIsContentWithTheRest) {
    ASSERT_TRUE(this->disk().make_directories(this->at("a/b c/d")));
    ASSERT_TRUE(this->disk().make_symlink("a", this->at("link")));

    EXPECT_TRUE(this->disk().make_directories(this->at("a/b c/d")));
    EXPECT_TRUE(this->disk().make_directories(this->at("link")));
    EXPECT_TRUE(this->disk().make_directories(this->at("link/../x/")));

    EXPECT_EQ(this->disk().stat(this->at("a/b c/d"))->kind, FileKind::directory);
    EXPECT_EQ(this->disk().stat(this->at("x"))->kind, FileKind::directory);
    expect_refused(
        this->disk().make_directory(this->at("a")), ErrorCode::already_exists, this->at("a"));
}

TYPED_TEST(DiskContract, MakeDirectoriesRefusesAFileOrADanglingLinkInItsPlace) {
    this->put("file", "");
    ASSERT_TRUE(this->disk().make_symlink("nowhere", this->at("dangling")));

    expect_refused(this->disk().make_directories(this->at("file")),
                   ErrorCode::already_exists,
                   this->at("file"));
    expect_refused(this->disk().make_directories(this->at("dangling")),
                   ErrorCode::already_exists,
                   this->at("dangling"));
}

TYPED_TEST(DiskContract, RenameReplacesAFileAndALinkButNotWhatALinkPointsTo) {
    this->put("target", "target");
    ASSERT_TRUE(this->disk().make_symlink("target", this->at("link")));
    this->put("new", "new");

    ASSERT_TRUE(this->disk().rename(this->at("new"), this->at("link")));

    EXPECT_EQ(this->text("link"), "new");
    EXPECT_EQ(this->text("target"), "target");
    EXPECT_EQ(this->disk().stat(this->at("link"))->kind, FileKind::file);
    EXPECT_FALSE(this->disk().exists(this->at("new")));
}

TYPED_TEST(DiskContract, RenameMovesADirectoryOntoNothingOrAnEmptyOneOnly) {
    ASSERT_TRUE(this->disk().make_directories(this->at("from")));
    this->put("from/file", "x");
    ASSERT_TRUE(this->disk().make_directories(this->at("empty")));
    ASSERT_TRUE(this->disk().make_directories(this->at("full/one")));
    this->put("file", "y");
    auto& disk = this->disk();

    expect_refused(disk.rename(this->at("from"), this->at("full")),
                   ErrorCode::already_exists,
                   this->at("full"));
    expect_refused(disk.rename(this->at("from"), this->at("file")),
                   ErrorCode::invalid_argument,
                   this->at("file"));
    expect_refused(disk.rename(this->at("file"), this->at("full")),
                   ErrorCode::invalid_argument,
                   this->at("full"));
    expect_refused(disk.rename(this->at("from"), this->at("from/below")),
                   ErrorCode::invalid_argument,
                   this->at("from/below"));
    ASSERT_TRUE(disk.rename(this->at("from"), this->at("empty")));
    EXPECT_EQ(this->text("empty/file"), "x");
}

TYPED_TEST(DiskContract, ASecondNameOfAFileIsCountedAndOutlivesTheFirst) {
    this->put("one", "same");
    this->side_.hard_link(this->at("one"), this->at("two"));

    EXPECT_EQ(this->disk().stat(this->at("one"))->links, 2U);
    ASSERT_TRUE(this->disk().rename(this->at("one"), this->at("two")));  // POSIX: no effect
    EXPECT_TRUE(this->disk().exists(this->at("one")));
    ASSERT_TRUE(this->disk().remove_file(this->at("one")));

    EXPECT_EQ(this->text("two"), "same");
    EXPECT_EQ(this->disk().stat(this->at("two"))->links, 1U);
}

TYPED_TEST(DiskContract, RemoveTreeTakesAllBelowAndNothingBehindALink) {
    ASSERT_TRUE(this->disk().make_directories(this->at("tree/deep/er")));
    ASSERT_TRUE(this->disk().make_directories(this->at("outside")));
    this->put("outside/precious", "kept");
    this->put("tree/deep/file", "x");
    ASSERT_TRUE(this->disk().make_symlink(this->at("outside"), this->at("tree/deep/link")));
    ASSERT_TRUE(this->disk().make_symlink("tree", this->at("link to tree")));

    ASSERT_TRUE(this->disk().remove_tree(this->at("link to tree")));
    EXPECT_TRUE(this->disk().exists(this->at("tree/deep/file")));
    ASSERT_TRUE(this->disk().remove_tree(this->at("tree")));

    EXPECT_FALSE(this->disk().exists(this->at("tree")));
    EXPECT_EQ(this->text("outside/precious"), "kept");
}

TYPED_TEST(DiskContract, ALockIsHeldByOneAtATimeAndFreedByDestruction) {
    const auto path = this->at("lock");
    auto first = this->disk().lock(path, nanoseconds(0));
    ASSERT_TRUE(first) << describe(first.error());

    expect_refused(this->disk().lock(path, nanoseconds(1)), ErrorCode::timed_out, path);
    first->reset();

    EXPECT_TRUE(this->disk().lock(path, nanoseconds(0)));
    EXPECT_TRUE(this->disk().exists(path));
}

TYPED_TEST(DiskContract, ALockThatIsALinkOrADirectoryIsRefused) {
    ASSERT_TRUE(this->disk().make_symlink("nowhere", this->at("link")));
    ASSERT_TRUE(this->disk().make_directory(this->at("directory")));

    for (const char* const name : {"link", "directory"}) {
        expect_refused(this->disk().lock(this->at(name), nanoseconds(0)),
                       ErrorCode::invalid_argument,
                       this->at(name));
    }
    EXPECT_FALSE(this->disk().exists(this->at("nowhere")));
}

TYPED_TEST(DiskContract, WriteAtomicallyReplacesAndLeavesNothingElse) {
    this->put("file", "old");
    this->put(".file.new", "left behind by a crash");

    ASSERT_TRUE(write_atomically(this->disk(), this->at("file"), "new", 0600));

    EXPECT_EQ(this->text("file"), "new");
    EXPECT_EQ(this->disk().stat(this->at("file"))->mode, 0600U);
    EXPECT_EQ(this->disk().list(this->at("."))->size(), 1U);
}

TYPED_TEST(DiskContract, WriteAtomicallyOntoADirectoryFailsAndCleansUp) {
    ASSERT_TRUE(this->disk().make_directory(this->at("d")));

    const auto refused = write_atomically(this->disk(), this->at("d"), "new");

    expect_refused(refused, ErrorCode::invalid_argument, this->at("d"));
    EXPECT_EQ(this->disk().list(this->at(".")), (std::vector<std::string>{"d"}));
}

TYPED_TEST(DiskContract, CopyTakesModeAndCapAndRefusesLinksAndExistingNames) {
    this->put("from", "12345");
    ASSERT_TRUE(this->disk().make_symlink("from", this->at("link")));
    auto& disk = this->disk();

    ASSERT_TRUE(copy_file(disk, this->at("from"), this->at("to"), {.size_max = 5, .mode = 0755}));

    EXPECT_EQ(this->text("to"), "12345");
    EXPECT_EQ(disk.stat(this->at("to"))->mode, 0755U);
    expect_refused(copy_file(disk, this->at("from"), this->at("to"), {.size_max = 5}),
                   ErrorCode::already_exists,
                   this->at("to"));
    expect_refused(copy_file(disk, this->at("from"), this->at("x"), {.size_max = 4}),
                   ErrorCode::too_large,
                   this->at("from"));
    expect_refused(copy_file(disk, this->at("link"), this->at("x"), {.size_max = 5}),
                   ErrorCode::invalid_argument,
                   this->at("link"));
    EXPECT_FALSE(disk.exists(this->at("x")));
}

TYPED_TEST(DiskContract, ANameTooLongIsRefused) {
    const auto path = this->at(std::string(256, 'n'));

    expect_refused(this->disk().create_new(path), ErrorCode::invalid_argument, path);
}

TYPED_TEST(DiskContract, TellsTheFreeSpace) {
    const auto free = this->disk().free_bytes(this->at("."));

    ASSERT_TRUE(free);
    EXPECT_GT(*free, 0U);
}

}  // namespace
}  // namespace tradelab
