#pragma once

#include "core/result.hpp"
#include "document/sha256.hpp"
#include "os/disk.hpp"
#include "os/real_disk.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <unistd.h>
#include <utility>

// Packages for the tests, good ones until a test spoils them.
namespace tradelab {

inline std::string file_bytes(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

inline const std::string& fixture_library() {
    static const std::string bytes = file_bytes(FIXTURE_PLUGIN);
    return bytes;
}

class PackageDraft {
public:
    std::string id = "org.example.fixture";
    std::string version = "1.0.0";
    std::string kind = "strategy";
    std::string library_bytes = "not read by this test";
    std::string abi = "{ major = 1, minor = 0 }";
    std::string needs = R"(host = ["tl.host.log/1"])";
    std::map<std::string, std::string> more_files = {};

    [[nodiscard]] std::string library() const { return id + ".so"; }

    [[nodiscard]] std::map<std::string, std::string> files() const {
        auto all = more_files;
        all[library()] = library_bytes;
        return all;
    }

    [[nodiscard]] std::string manifest() const {
        std::string out = "manifest = 1\nid = \"" + id + "\"\nversion = \"" + version +
                          "\"\nkind = \"" + kind +
                          "\"\nsummary = \"Trades nothing.\"\nlibrary = \"" + library() +
                          "\"\nabi = " + abi + "\n[needs]\n" + needs + "\n[files]\n";
        for (const auto& [path, bytes] : files()) {
            out += "\"" + path + "\" = \"sha256:" + sha256_hex(bytes) + "\"\n";
        }
        return out;
    }
};

inline void put_file(Disk& disk, const std::filesystem::path& path, std::string_view bytes) {
    ASSERT_TRUE(disk.make_directories(path.parent_path()));
    auto file = disk.create_new(path);
    ASSERT_TRUE(file) << describe(file.error());
    ASSERT_TRUE((*file)->write(bytes));
    ASSERT_TRUE((*file)->sync());
    ASSERT_TRUE((*file)->close());
    ASSERT_TRUE(disk.sync_directory(path.parent_path()));
}

inline void put_package(Disk& disk,
                        const std::filesystem::path& folder,
                        const PackageDraft& draft) {
    for (const auto& [path, bytes] : draft.files()) {
        put_file(disk, folder / path, bytes);
    }
    put_file(disk, folder / "plugin.toml", draft.manifest());
}

// A folder of this test alone, gone with it.
class TemporaryFolder {
public:
    TemporaryFolder() {
        static std::atomic<int> made = 0;
        path_ = std::filesystem::path(testing::TempDir()) /
                ("tradelab-plugin-" + std::to_string(::getpid()) + "-" + std::to_string(++made));
        std::filesystem::create_directories(path_);
    }
    ~TemporaryFolder() { std::filesystem::remove_all(path_); }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    TemporaryFolder(TemporaryFolder&&) = delete;
    TemporaryFolder& operator=(TemporaryFolder&&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace tradelab
