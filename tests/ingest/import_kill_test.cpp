#include "ingest/packing.hpp"
#include "ingest/tables.hpp"

#include <csignal>
#include <optional>
#include <spawn.h>
#include <sys/wait.h>

namespace tradelab {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t hours_each = 60'000;
constexpr int files = 4;

class Child {
public:
    Child(const fs::path& store, const std::vector<fs::path>& paths) {
        words_ = {IMPORT_CHILD, store.string()};
        for (const auto& path : paths) {
            words_.push_back(path.string());
        }
        std::vector<char*> arguments;
        for (auto& word : words_) {
            arguments.push_back(word.data());
        }
        arguments.push_back(nullptr);
        char* variables[] = {nullptr};
        started_ =
            ::posix_spawn(&pid_, IMPORT_CHILD, nullptr, nullptr, arguments.data(), variables) == 0;
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    Child(Child&&) = delete;
    Child& operator=(Child&&) = delete;
    ~Child() { kill(); }

    [[nodiscard]] bool ended() {
        ended_ = ended_ || !started_ || ::waitpid(pid_, &status_, WNOHANG) == pid_;
        return ended_;
    }
    void kill() {
        if (!ended()) {
            ::kill(pid_, SIGKILL);
            ::waitpid(pid_, &status_, 0);
            ended_ = true;
        }
    }
    [[nodiscard]] int wait() {
        if (!ended_) {
            ::waitpid(pid_, &status_, 0);
            ended_ = true;
        }
        return WIFEXITED(status_) ? WEXITSTATUS(status_) : -1;
    }

private:
    std::vector<std::string> words_;
    pid_t pid_ = 0;
    int status_ = 0;
    bool started_ = false;
    bool ended_ = false;
};

std::uint64_t bytes_in(const fs::path& store) {
    std::uint64_t bytes = 0;
    std::error_code error;
    auto at = fs::recursive_directory_iterator(store, error);
    while (!error && at != fs::recursive_directory_iterator()) {
        const auto size = fs::file_size(at->path(), error);
        bytes += error ? 0 : size;  // a folder, or renamed just now
        error.clear();
        at.increment(error);
    }
    return bytes;
}

TEST(ImportKill, AtNoMomentIsAFileHalfThere) {
    Shelf shelf;
    std::vector<fs::path> paths;
    for (int i = 0; i < files; ++i) {
        paths.push_back(shelf.put("um/BTCUSDT-1h-" + std::to_string(i) + ".csv",
                                  klines(i * hours_each, (i + 1) * hours_each)));
    }
    const fs::path root = shelf.folder.path() / "store";
    const std::uint64_t whole = files * hours_each * 73;

    int killed = 0;
    for (std::uint64_t step = 0; step < 12; ++step) {
        SCOPED_TRACE("killed at step " + std::to_string(step));
        if (step % 4 == 0) {  // else over what the one before left behind
            fs::remove_all(root);
        }
        Child child(root, paths);
        while (!child.ended() && bytes_in(root) <= whole / 12 * step) {
        }
        killed += child.ended() ? 0 : 1;
        child.kill();
        const auto listing = shelf.store.list();
        ASSERT_TRUE(listing) << error_of(listing);
        EXPECT_TRUE(listing->refused.empty());
        for (const auto& series : listing->series) {
            for (const auto& file : series.files) {
                EXPECT_TRUE(SealedFile::open(shelf.disk, file.path)->verify());
                EXPECT_EQ(file.summary.rows, static_cast<std::uint64_t>(hours_each));
            }
        }
    }
    EXPECT_GE(killed, 6) << "the imports were too fast to be killed at work";

    ASSERT_EQ(Child(root, paths).wait(), 0);
    const auto done = shelf.store.list();
    ASSERT_EQ(done->series.size(), 1U);
    EXPECT_EQ(done->series[0].rows, static_cast<std::uint64_t>(files * hours_each));
    EXPECT_TRUE(done->series[0].holes.empty());
    for (const auto& entry : fs::directory_iterator(root / done->series[0].series.folder())) {
        EXPECT_EQ(entry.path().extension(), ".tlh") << "left behind";
    }
}

}  // namespace
}  // namespace tradelab
