#include "store/journals.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <sys/resource.h>

// What the machine refuses.  SQLite opens its file itself, so the limits here are the kernel's.
namespace tradelab::store_test {
namespace {

using testing::HasSubstr;

// No file of this process grows beyond so many bytes, as long as this lives.
class FileLimit {
public:
    explicit FileLimit(std::uint64_t bytes) {
        handler_ = std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &before_);
        ::rlimit tighter = before_;
        tighter.rlim_cur = bytes;
        ::setrlimit(RLIMIT_FSIZE, &tighter);
    }
    FileLimit(const FileLimit&) = delete;
    FileLimit& operator=(const FileLimit&) = delete;
    FileLimit(FileLimit&&) = delete;
    FileLimit& operator=(FileLimit&&) = delete;
    ~FileLimit() {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, handler_);
    }

private:
    void (*handler_)(int) = SIG_DFL;
    ::rlimit before_{};
};

// Whether all of it went in.
bool fits(const StoreHome& home) {
    auto projection = Projection::open(home.disk, home.places());
    while (projection) {
        const auto done = projection->catch_up(50);
        if (!done) {
            EXPECT_THAT(describe(done.error()), HasSubstr("projection.sqlite"));
            return false;
        }
        if (done->is_level) {
            return true;
        }
    }
    EXPECT_NE(projection.error().code, ErrorCode::malformed) << describe(projection.error());
    return false;
}

TEST(FullDisk, IsSaidAndWhatWasWrittenBeforeStays) {
    const StoreHome home;
    auto database = Database::open(home.file()).value();
    ASSERT_TRUE(database.run("CREATE TABLE one (text TEXT); PRAGMA max_page_count = 8"));
    ASSERT_TRUE(database.run("INSERT INTO one VALUES ('first')"));

    const auto full = database.run("INSERT INTO one VALUES (hex(zeroblob(100000)))");

    ASSERT_FALSE(full);
    EXPECT_EQ(full.error().code, ErrorCode::disk_full);
    EXPECT_THAT(describe(full.error()), HasSubstr("make room on the disk"));
    EXPECT_EQ(database.number("SELECT count(*) FROM one").value(), 1);
}

TEST(LinkedFolder, IsFollowedAndALinkInTheFilesPlaceIsNot) {
    StoreHome home;
    write_everything(home.disk);
    const auto linked = home.folder() / "linked";
    std::filesystem::create_directory(home.folder() / "real");
    std::filesystem::create_directory_symlink(home.folder() / "real", linked);
    ProjectionPlaces places = home.places();
    places.file = linked / "projection.sqlite";

    {
        auto projection = Projection::open(home.disk, places);
        ASSERT_TRUE(projection) << describe(projection.error());
        (void)bring_level(*projection);
        EXPECT_EQ(contents_of(projection->database()), home.made_at_once());
    }
    EXPECT_TRUE(std::filesystem::exists(home.folder() / "real/projection.sqlite"));
    std::filesystem::create_symlink(linked / "projection.sqlite", home.folder() / "file");
    EXPECT_FALSE(Database::open(home.folder() / "file"));
}

// A limit of the kernel on the length of files stops SQLite where a full disk would.
TEST(FileThatMayNotGrow, AtAnyPageLosesNothingAndDoublesNothing) {
    StoreHome home;
    write_everything(home.disk);
    const std::string whole = home.made_at_once();
    int refusals = 0;
    for (std::uint64_t bytes = 0; bytes <= 2'000'000; bytes += 12'000) {
        ASSERT_TRUE(Database::remove(home.file()));
        bool is_done = false;
        {
            const FileLimit limit(bytes);
            is_done = fits(home);
        }
        refusals += is_done ? 0 : 1;

        auto projection = Projection::open(home.disk, home.places());
        ASSERT_TRUE(projection) << bytes << ": " << describe(projection.error());
        (void)bring_level(*projection);

        ASSERT_EQ(contents_of(projection->database()), whole) << "no file beyond " << bytes;
        if (is_done) {
            break;
        }
    }
    EXPECT_GT(refusals, 10);
}

TEST(Folder, InTheFilesPlaceIsRefusedAndLeftAlone) {
    StoreHome home;
    write_everything(home.disk);
    std::filesystem::create_directory(home.file());
    std::ofstream(home.file() / "mine") << "a letter";

    const auto projection = Projection::open(home.disk, home.places());

    ASSERT_FALSE(projection);
    EXPECT_THAT(describe(projection.error()), HasSubstr("projection.sqlite"));
    EXPECT_TRUE(std::filesystem::exists(home.file() / "mine"));
    std::filesystem::remove_all(home.file());
    EXPECT_EQ(contents_of(home.level().database()), home.made_at_once());
}

TEST(Folder, ThatIsNotThereIsAnErrorOfTheMachine) {
    StoreHome home;
    write_everything(home.disk);
    ProjectionPlaces nowhere = home.places();
    nowhere.file = home.folder() / "absent" / "projection.sqlite";

    const auto projection = Projection::open(home.disk, nowhere);

    ASSERT_FALSE(projection);
    EXPECT_EQ(projection.error().code, ErrorCode::io_failed) << describe(projection.error());
}

TEST(File, ThatAnotherHasOpenIsRefusedAndItsRowsStay) {
    StoreHome home;
    write_everything(home.disk);
    const auto first = home.level();

    const auto second = Projection::open(home.disk, home.places());

    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::refused);
    EXPECT_EQ(contents_of(first.database()), home.made_at_once());
}

}  // namespace
}  // namespace tradelab::store_test
