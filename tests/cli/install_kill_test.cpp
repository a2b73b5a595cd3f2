#include "cli/program.hpp"
#include "document/sha256.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <csignal>
#include <cstdint>
#include <fcntl.h>
#include <optional>
#include <spawn.h>
#include <sys/wait.h>

namespace tradelab {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t ballast_bytes = std::uint64_t{8} << 20U;
constexpr std::uint64_t steps = 16;

// The package with a file in it that takes a while to copy.
fs::path heavy_package(const fs::path& where) {
    const auto folder = copy_of_cross(where);
    const std::string ballast(ballast_bytes, 'x');
    write_text(folder / "ballast", ballast);
    replace_in(folder / "plugin.toml",
               "[files]\n",
               "[files]\n\"ballast\" = \"sha256:" + sha256_hex(ballast) + "\"\n");
    return folder;
}

// What lies below the store now, finished or not; nothing before there is a store.
std::optional<std::uint64_t> bytes_in(const fs::path& store) {
    std::error_code error;
    if (!fs::exists(store, error)) {
        return std::nullopt;
    }
    std::uint64_t bytes = 0;
    auto at = fs::recursive_directory_iterator(store, error);
    while (!error && at != fs::recursive_directory_iterator()) {
        const auto size = fs::file_size(at->path(), error);
        bytes += error ? 0 : size;  // it was renamed or removed just now
        error.clear();
        at.increment(error);
    }
    return bytes;
}

class Install {
public:
    Install(const Program& tradelab, const fs::path& package) {
        std::string program = program_path.string();
        std::string flag = "--plugins=" + tradelab.store().string();
        std::string source = package.string();
        std::string words[] = {"plugin", "install"};
        char* arguments[] = {
            program.data(), words[0].data(), words[1].data(), source.data(), flag.data(), nullptr};
        char* variables[] = {nullptr};
        posix_spawn_file_actions_t quiet;
        ::posix_spawn_file_actions_init(&quiet);
        ::posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", O_WRONLY, 0);
        started_ = ::posix_spawn(&pid_, program.data(), &quiet, nullptr, arguments, variables) == 0;
        ::posix_spawn_file_actions_destroy(&quiet);
    }
    Install(const Install&) = delete;
    Install& operator=(const Install&) = delete;
    Install(Install&&) = delete;
    Install& operator=(Install&&) = delete;
    ~Install() { kill(); }

    [[nodiscard]] bool started() const { return started_; }

    [[nodiscard]] bool ended() {
        if (!ended_) {
            ended_ = ::waitpid(pid_, nullptr, WNOHANG) == pid_;
        }
        return ended_;
    }

    void kill() {
        if (started_ && !ended()) {
            ::kill(pid_, SIGKILL);
            ::waitpid(pid_, nullptr, 0);
            ended_ = true;
        }
    }

private:
    pid_t pid_ = 0;
    bool started_ = false;
    bool ended_ = false;
};

// Lets an install go on until so much is on the disk (nothing: until there is a store at all), and
// kills it.  1 where it was still at work then, else 0.
std::uint64_t install_until(const Program& tradelab,
                            const fs::path& package,
                            std::optional<std::uint64_t> bytes) {
    Install install(tradelab, package);
    EXPECT_TRUE(install.started());
    while (!install.ended()) {
        const auto now = bytes_in(tradelab.store());
        if (now && (!bytes || *now >= *bytes)) {
            break;
        }
    }
    const bool was_at_work = !install.ended();
    install.kill();
    return was_at_work ? 1 : 0;
}

// Nothing of it is seen, or all of it.
void expect_whole_or_absent(const Program& tradelab) {
    const auto list = tradelab({"plugin", "list", "--json"});
    ASSERT_EQ(list.exit_code, 0) << list.errors.bytes;
    const auto document = nlohmann::json::parse(list.output.bytes);
    for (const auto& plugin : document.at("plugins")) {
        if (plugin.at("origin") != "installed") {
            continue;
        }
        const fs::path folder = plugin.at("folder").get<std::string>();
        const auto ballast = read_text(folder / "ballast");
        EXPECT_EQ(ballast.size(), ballast_bytes);
        EXPECT_EQ(ballast.find_first_not_of('x'), std::string::npos);
        EXPECT_TRUE(fs::exists(folder / "org.example.cross.so"));
    }
}

TEST(InstallKill, AtNoMomentIsAnythingHalfInstalled) {
    const Program tradelab;
    const auto package = heavy_package(tradelab.home.path() / "heavy");

    std::uint64_t killed = 0;
    for (std::uint64_t step = 0; step <= steps + 2; ++step) {
        SCOPED_TRACE("killed at step " + std::to_string(step));
        if (step % 2 == 0) {  // else over what the one before left behind
            fs::remove_all(tradelab.store());
        }
        const auto bytes = step * (ballast_bytes / steps);
        killed += install_until(tradelab, package, step == 0 ? std::nullopt : std::optional(bytes));
        expect_whole_or_absent(tradelab);
    }
    EXPECT_GE(killed, steps / 2) << "the installs were too fast to be killed at work";

    const auto last = tradelab({"plugin", "install", package.string()});
    EXPECT_EQ(last.exit_code, 0) << last.errors.bytes;
    expect_whole_or_absent(tradelab);
    EXPECT_THAT(tradelab({"plugin", "list"}).output.bytes, testing::HasSubstr("org.example.cross"));
    for (const auto& entry : fs::directory_iterator(tradelab.store())) {
        const std::string name = entry.path().filename();
        EXPECT_TRUE(name == ".lock" || name == "org.example.cross") << name << " was left behind";
    }
}

TEST(InstallKill, AKilledUpdateLeavesTheVersionBefore) {
    const Program tradelab;
    const auto package = heavy_package(tradelab.home.path() / "heavy");
    ASSERT_EQ(tradelab({"plugin", "install", package.string()}).exit_code, 0);
    give_version(package, "2.0.0");
    const std::uint64_t before = bytes_in(tradelab.store()).value();

    for (std::uint64_t step = 0; step < steps; step += 5) {
        SCOPED_TRACE("killed at step " + std::to_string(step));
        (void)install_until(tradelab, package, before + 1 + step * (ballast_bytes / steps));
        expect_whole_or_absent(tradelab);
        EXPECT_THAT(tradelab({"plugin", "list"}).output.bytes,
                    testing::HasSubstr("org.example.cross"));
    }

    EXPECT_EQ(tradelab({"plugin", "install", package.string()}).exit_code, 0);
    EXPECT_THAT(tradelab({"plugin", "list"}).output.bytes, testing::HasSubstr("2.0.0"));
}

}  // namespace
}  // namespace tradelab
