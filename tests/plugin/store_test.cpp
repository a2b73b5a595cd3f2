#include "plugin/store.hpp"

#include "os/simulated_disk.hpp"
#include "packages.hpp"
#include "plugin/load.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tradelab {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using Change = PluginStore::Change;

constexpr const char* fixture_id = "org.example.fixture";

struct StoreTest : testing::Test {
    SimulatedDisk disk;
    SeededRandom random{1};
    std::filesystem::path root = "/lib/tradelab/pl\u00fcg ins";
    PluginStore store{disk, random, root};

    std::filesystem::path source(const std::string& version) {
        return put_source({.version = version, .library_bytes = fixture_library()}, version);
    }
    std::filesystem::path put_source(const PackageDraft& draft, const std::string& name) {
        const auto folder = std::filesystem::path("/source") / name;
        put_package(disk, folder, draft);
        return folder;
    }
    Result<PluginStore::Installed> install(const std::filesystem::path& from) {
        return store.install(from, this_host());
    }
    std::string active() {
        const auto versions = store.versions(fixture_id);
        return versions ? versions->active : "none";
    }
    std::string previous() {
        const auto versions = store.versions(fixture_id);
        return versions ? versions->previous.value_or("none") : "none";
    }
    std::vector<std::string> entry_names() { return *disk.list(root / fixture_id); }
};

TEST_F(StoreTest, AnInstalledPluginIsDiscovered) {
    const auto installed = install(source("1.0.0"));

    ASSERT_TRUE(installed) << describe(installed.error());
    EXPECT_EQ(installed->change, Change::installed);
    EXPECT_EQ(installed->package.folder, root / fixture_id / "1.0.0");
    EXPECT_EQ(active(), "1.0.0");
    const std::vector<Root> roots = {{root, Origin::installed}};
    const auto discovery = discover(disk, roots, this_host());
    ASSERT_EQ(discovery.packages.size(), 1U);
    EXPECT_TRUE(verify(disk, discovery.packages[0]));
    EXPECT_TRUE(discovery.refused.empty());
}

TEST_F(StoreTest, AManifestNamesItsFolder) {
    EXPECT_TRUE(install(source("1.0.0") / "plugin.toml"));
}

TEST_F(StoreTest, ANewVersionKeepsTheOneBeforeAndDropsOlderOnes) {
    ASSERT_TRUE(install(source("1.0.0")));
    ASSERT_TRUE(install(source("2.0.0")));
    EXPECT_EQ(previous(), "1.0.0");

    const auto third = install(source("3.0.0"));

    ASSERT_TRUE(third);
    EXPECT_EQ(third->change, Change::replaced);
    EXPECT_EQ(third->previous, "2.0.0");
    EXPECT_THAT(entry_names(), ElementsAre(".before-3.0.0", "2.0.0", "3.0.0", "active"));
}

TEST_F(StoreTest, RollbackGoesBackAndForth) {
    ASSERT_TRUE(install(source("1.0.0")));
    ASSERT_TRUE(install(source("2.0.0")));

    const auto back = store.rollback(fixture_id);
    ASSERT_TRUE(back);
    EXPECT_EQ(back->active, "1.0.0");
    EXPECT_EQ(active(), "1.0.0");
    EXPECT_EQ(previous(), "2.0.0");

    ASSERT_TRUE(store.rollback(fixture_id));
    EXPECT_EQ(active(), "2.0.0");
    EXPECT_EQ(previous(), "1.0.0");
}

TEST_F(StoreTest, RollbackIsRefusedWhereThereIsNothingOrNothingIntact) {
    EXPECT_EQ(store.rollback(fixture_id).error().code, ErrorCode::not_found);
    ASSERT_TRUE(install(source("1.0.0")));
    EXPECT_EQ(store.rollback(fixture_id).error().code, ErrorCode::refused);

    ASSERT_TRUE(install(source("2.0.0")));
    put_file(disk, root / fixture_id / "1.0.0" / "stray", "");
    EXPECT_FALSE(store.rollback(fixture_id));
    EXPECT_EQ(active(), "2.0.0");
}

TEST_F(StoreTest, TheSamePackageAgainChangesNothing) {
    ASSERT_TRUE(install(source("1.0.0")));

    const auto again = install("/source/1.0.0");

    ASSERT_TRUE(again) << describe(again.error());
    EXPECT_EQ(again->change, Change::none);
}

TEST_F(StoreTest, TheSameVersionWithOtherContentsIsRefusedWithARemedy) {
    ASSERT_TRUE(install(source("1.0.0")));
    const auto changed = put_source(
        {.library_bytes = fixture_library(), .more_files = {{"notes.txt", "new"}}}, "changed");

    const auto result = install(changed);

    EXPECT_EQ(result.error().code, ErrorCode::already_exists);
    EXPECT_THAT(result.error().hint, HasSubstr("new version"));
    EXPECT_TRUE(install("/source/1.0.0"));
}

TEST_F(StoreTest, InstallingThePreviousVersionSwitchesToIt) {
    ASSERT_TRUE(install(source("1.0.0")));
    ASSERT_TRUE(install(source("2.0.0")));

    const auto older = install("/source/1.0.0");

    EXPECT_EQ(older->change, Change::replaced);
    EXPECT_EQ(active(), "1.0.0");
    EXPECT_EQ(previous(), "2.0.0");
}

TEST_F(StoreTest, ADamagedInstalledVersionIsNotCalledInstalled) {
    ASSERT_TRUE(install(source("1.0.0")));
    put_file(disk, root / fixture_id / "1.0.0" / "stray", "");

    EXPECT_THAT(describe(install("/source/1.0.0").error()),
                AllOf(HasSubstr("damaged"), HasSubstr("plugin remove")));
}

TEST_F(StoreTest, RemoveLeavesNothing) {
    ASSERT_TRUE(install(source("1.0.0")));

    ASSERT_TRUE(store.remove(fixture_id));

    EXPECT_THAT(*disk.list(root), ElementsAre(".lock"));
    EXPECT_EQ(store.remove(fixture_id).error().code, ErrorCode::not_found);
    EXPECT_TRUE(install("/source/1.0.0"));
}

TEST_F(StoreTest, AnIdThatIsAPathTouchesNothing) {
    put_file(disk, "/lib/tradelab/precious/file", "x");

    for (const char* id : {"../precious", "..", ".", "", "/lib/tradelab/precious", ".lock"}) {
        EXPECT_EQ(store.remove(id).error().code, ErrorCode::not_found) << id;
        EXPECT_FALSE(store.rollback(id)) << id;
    }
    EXPECT_TRUE(disk.exists("/lib/tradelab/precious/file"));
}

TEST_F(StoreTest, WhatTheRegistryWouldRefuseIsNotInstalled) {
    const auto text_file = put_source({.library_bytes = "a text file"}, "text");
    const auto other_abi =
        put_source({.library_bytes = fixture_library(), .abi = "{ major = 2, minor = 0 }"}, "abi");

    EXPECT_THAT(install(text_file).error().context, HasSubstr("not a library"));
    EXPECT_EQ(install(other_abi).error().code, ErrorCode::abi_mismatch);
    EXPECT_EQ(install(text_file).error().file, "/source/text/org.example.fixture.so");
    EXPECT_FALSE(disk.exists(root));
}

TEST_F(StoreTest, BadSourcesAreRefused) {
    const auto folder = source("1.0.0");
    put_file(disk, folder / "unlisted", "");
    EXPECT_THAT(install(folder).error().context, HasSubstr("not listed"));
    ASSERT_TRUE(disk.remove_file(folder / "unlisted"));
    ASSERT_TRUE(disk.make_hard_link(folder / "plugin.toml", "/twin"));
    EXPECT_THAT(install(folder).error().context, HasSubstr("hard links"));

    EXPECT_EQ(install("/nowhere").error().code, ErrorCode::not_found);
    EXPECT_FALSE(disk.exists(root));
}

TEST_F(StoreTest, APackagePutThereByHandIsLeftAlone) {
    put_package(disk, root / fixture_id, {.library_bytes = fixture_library()});

    EXPECT_EQ(install(source("2.0.0")).error().code, ErrorCode::refused);
    EXPECT_TRUE(disk.exists(root / fixture_id / "plugin.toml"));
}

TEST_F(StoreTest, AnEntryWhoseActiveVersionIsGoneIsRepairedByInstalling) {
    ASSERT_TRUE(install(source("1.0.0")));
    ASSERT_TRUE(disk.remove_tree(root / fixture_id / "1.0.0"));
    EXPECT_FALSE(store.versions(fixture_id));

    EXPECT_TRUE(install("/source/1.0.0"));
    EXPECT_EQ(active(), "1.0.0");
}

TEST_F(StoreTest, AReadOnlyPrefixIsCalledThat) {
    const auto folder = source("1.0.0");
    disk.restrict_to(SimulatedDisk::Access::read_only);

    const auto result = install(folder);

    EXPECT_EQ(result.error().code, ErrorCode::read_only);
    EXPECT_THAT(describe(result.error()), HasSubstr("installing org.example.fixture 1.0.0"));
}

TEST_F(StoreTest, TwoInstallsDoNotInterleave) {
    const auto folder = source("1.0.0");
    ASSERT_TRUE(disk.make_directories(root));
    const auto held = disk.lock(root / ".lock", std::chrono::nanoseconds(0));
    ASSERT_TRUE(held);

    EXPECT_EQ(install(folder).error().code, ErrorCode::timed_out);
}

TEST(StoreOnARealDisk, InstallsUpgradesRollsBackAndRemoves) {
    const TemporaryFolder home;
    RealDisk disk;
    SystemRandom random;
    PluginStore store(disk, random, home.path() / "st \u00f6re");
    put_package(disk, home.path() / "one", {.library_bytes = fixture_library()});
    put_package(
        disk, home.path() / "two", {.version = "2.0.0", .library_bytes = fixture_library()});

    const auto first = store.install(home.path() / "one", this_host());
    ASSERT_TRUE(first) << describe(first.error());
    EXPECT_TRUE(load(disk, first->package, this_host()));
    ASSERT_TRUE(store.install(home.path() / "two" / "plugin.toml", this_host()));
    ASSERT_TRUE(store.rollback(fixture_id));
    EXPECT_EQ(store.versions(fixture_id)->active, "1.0.0");
    EXPECT_TRUE(store.remove(fixture_id));
}

}  // namespace
}  // namespace tradelab
