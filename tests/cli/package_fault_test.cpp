#include "cli/program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstddef>

// One fault of a package, asked of each command that reads packages: each names the file that the
// user gave, and all end with the same code.
namespace tradelab {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

constexpr const char* library_name = "org.example.cross.so";

std::string library_of(const std::filesystem::path& folder) {
    return read_text(folder / library_name);
}

// Bytes of the ELF header: class (1: 32 bits), byte order (2: big end first), machine (62: x86-64,
// 183: aarch64).
constexpr std::size_t class_at = 4;
constexpr std::size_t order_at = 5;
constexpr std::size_t machine_at = 18;

std::string with_byte(std::string bytes, std::size_t at, unsigned char value) {
    bytes[at] = static_cast<char>(value);
    return bytes;
}

std::string for_another_machine(const std::string& bytes) {
    const bool is_aarch64 = static_cast<unsigned char>(bytes[machine_at]) == 183;
    return with_byte(bytes, machine_at, is_aarch64 ? 62 : 183);
}

struct Fault {
    const char* what;
    void (*spoil)(const std::filesystem::path& folder);
    const char* said;
};

// What the library is, its hash being as listed.
const Fault library_faults[] = {
    {"text", [](const auto& folder) { give_library(folder, "hello\n"); }, "not a library"},
    {"another machine's",
     [](const auto& folder) { give_library(folder, for_another_machine(library_of(folder))); },
     "this host runs on"},
    {"32-bit",
     [](const auto& folder) { give_library(folder, with_byte(library_of(folder), class_at, 1)); },
     "32-bit"},
    {"big-endian",
     [](const auto& folder) { give_library(folder, with_byte(library_of(folder), order_at, 2)); },
     ""},
    {"truncated",
     [](const auto& folder) { give_library(folder, library_of(folder).substr(0, 4'000)); },
     "cut off"},
};

const Fault package_faults[] = {
    {"hash mismatch",
     [](const auto& folder) { write_text(folder / library_name, "hello\n"); },
     "SHA-256"},
    {"unlisted file",
     [](const auto& folder) { write_text(folder / "extra.txt", "?"); },
     "extra.txt: is not listed in [files]"},
    {"library is a link",
     [](const auto& folder) {
         std::filesystem::rename(folder / library_name, folder.string() + ".so");
         std::filesystem::create_symlink(folder.string() + ".so", folder / library_name);
     },
     "symbolic link"},
    {"manifest is a link",
     [](const auto& folder) {
         std::filesystem::rename(folder / "plugin.toml", folder.string() + ".toml");
         std::filesystem::create_symlink(folder.string() + ".toml", folder / "plugin.toml");
     },
     "symbolic link"},
    {"folder is a dangling link",
     [](const auto& folder) {
         std::filesystem::remove_all(folder);
         std::filesystem::create_symlink("nowhere", folder);
     },
     "it is a link that leads nowhere: to \"nowhere\""},
    {"bytes that are no UTF-8",
     [](const auto& folder) { replace_in(folder / "plugin.toml", "Two", "\xff\xfe"); },
     "not UTF-8 at byte"},
    {"code of another version",
     [](const auto& folder) { replace_in(folder / "plugin.toml", "\"1.0.0\"", "\"0.3.0\""); },
     "the code of its library says \"1.0.0\""},
};

TEST(PackageFault, ALibraryThatCannotBeLoadedIsNamedWhereTheUserPutIt) {
    for (const auto& fault : library_faults) {
        SCOPED_TRACE(fault.what);
        const Program tradelab;
        const auto folder = copy_of_cross(tradelab.home.path() / "mine");
        fault.spoil(folder);

        const auto outcome = tradelab({"plugin", "install", folder.string()});

        EXPECT_EQ(outcome.exit_code, 1);
        EXPECT_THAT(outcome.errors.bytes, HasSubstr((folder / library_name).string()));
        EXPECT_THAT(outcome.errors.bytes, HasSubstr(fault.said));
        EXPECT_THAT(outcome.errors.bytes, Not(HasSubstr(".unfinished")));
    }
}

TEST(PackageFault, ALibraryThatCannotBeLoadedFailsOneCheckAndTheRestSkipsWithTheReason) {
    for (const auto& fault : library_faults) {
        SCOPED_TRACE(fault.what);
        const Program tradelab;
        const auto folder = copy_of_cross(tradelab.home.path() / "mine");
        fault.spoil(folder);

        const auto outcome = tradelab({"plugin", "validate", folder.string(), "--json"});

        EXPECT_EQ(outcome.exit_code, 1);
        const auto document = json::parse(outcome.output.bytes);
        EXPECT_GE(document.at("results").size(), 40U);
        for (const auto& result : document.at("results")) {
            const std::string id = result.at("id");
            const std::string text = result.at("text");
            if (id == "E1") {
                EXPECT_EQ(result.at("level"), "fail");
                EXPECT_THAT(text, HasSubstr(fault.said));
            } else if (!id.starts_with('P') || id == "P4") {
                EXPECT_EQ(result.at("level"), "skip") << id << ": " << text;
                EXPECT_THAT(text, testing::StartsWith("E1 failed: "));
                EXPECT_THAT(text, HasSubstr(fault.said));
            }
        }
        const auto some = tradelab({"plugin", "validate", folder.string(), "--only", "S1"});
        EXPECT_EQ(some.exit_code, 1) << "nothing but skipped is no success";
    }
}

TEST(PackageFault, EachEndsEveryCommandWithTheSameCode) {
    for (const auto& fault : package_faults) {
        const Program tradelab;
        const auto folder = copy_of_cross(tradelab.home.path() / "mine");
        fault.spoil(folder);

        for (const char* command : {"install", "info", "validate"}) {
            SCOPED_TRACE(std::string(command) + ": " + fault.what);
            std::vector<std::string> words = {"plugin", command, folder.string()};
            if (words[1] == "validate") {
                words.insert(words.end(), {"--only", "P1,P2,D3"});
            }
            const auto outcome = tradelab(words);

            EXPECT_EQ(outcome.exit_code, 1) << outcome.errors.bytes;
            EXPECT_THAT(outcome.output.bytes + outcome.errors.bytes, HasSubstr(fault.said));
        }
        EXPECT_THAT(tradelab({"plugin", "list"}).output.bytes, Not(HasSubstr("org.example.cross")))
            << fault.what;
    }
}

TEST(PackageFault, WhatIsNoFolderOfAPackageIsCalledWhatItIs) {
    const Program tradelab;
    const auto home = tradelab.home.path();
    const auto good = copy_of_cross(home / "good one");
    std::filesystem::create_symlink("gone", home / "dangling");
    std::filesystem::create_directory(home / "empty");
    struct Slip {
        std::string named, said, remedy;
    };
    const Slip slips[] = {
        {"dangling", "it is a link that leads nowhere: to \"gone\"", "name that folder itself"},
        {"./dangling", "it is a link that leads nowhere: to \"gone\"", "name that folder itself"},
        {"empty", "the folder holds no plugin.toml", "build/plugins/"},
        {"./empty", "the folder holds no plugin.toml", "build/plugins/"},
        {"./empty/plugin.toml", "the folder holds no plugin.toml", "build/plugins/"},
        {"good one/" + std::string(library_name),
         "it is not a folder",
         "name the package's folder: '" + good.string() + "'"},
        {"./nothing", "there is no such folder", "name the folder of a package"}};

    for (const auto& [named, said, remedy] : slips) {
        for (const char* command : {"info", "run", "validate", "install"}) {
            SCOPED_TRACE(std::string(command) + " " + named);
            const auto outcome = tradelab({"plugin", command, named});

            EXPECT_EQ(outcome.exit_code, 1);
            EXPECT_THAT(outcome.errors.bytes, HasSubstr(said));
            EXPECT_THAT(outcome.errors.bytes, HasSubstr(remedy));
        }
    }
}

TEST(PackageFault, AFailureIsPrintedToItsRemedy) {
    const Program tradelab;
    const auto folder = copy_of_cross(tradelab.home.path() / "mine");
    write_text(folder / library_name, "hello\n");

    const auto outcome = tradelab({"plugin", "validate", folder.string(), "--only", "P2"});

    EXPECT_THAT(
        outcome.output.bytes,
        HasSubstr("the file or the manifest was changed: build or install the plugin again"));
}

TEST(PackageFault, AStoreThatIsNoFolderIsCalledThat) {
    const Program tradelab;

    const auto outcome = tradelab(
        {"--plugins", "/dev/null", "plugin", "install", (packages / "org.example.cross").string()});

    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_THAT(outcome.errors.bytes, HasSubstr("'/dev/null' is not a directory"));
    EXPECT_THAT(outcome.errors.bytes, HasSubstr("name a folder"));
}

}  // namespace
}  // namespace tradelab
