#include "plugin/load.hpp"

#include "packages.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tradelab {
namespace {

using testing::AllOf;
using testing::HasSubstr;

struct LoadTest : testing::Test {
    TemporaryFolder home;
    RealDisk disk;

    Result<LoadedPlugin> loaded(const PackageDraft& draft) {
        const auto folder = home.path() / "mit Leerzeichen \u00fc" / draft.id;
        put_package(disk, folder, draft);
        const auto package = read_package(disk, folder, Origin::named);
        EXPECT_TRUE(package) << describe(package.error());
        return load(disk, *package, this_host());
    }
};

TEST_F(LoadTest, LoadsFromAPathWithSpacesAndAccents) {
    const auto plugin = loaded({.library_bytes = fixture_library()});

    ASSERT_TRUE(plugin) << describe(plugin.error());
    EXPECT_STREQ(plugin->descriptor->id, "org.example.fixture");
    EXPECT_EQ(plugin->package.manifest.id, "org.example.fixture");
}

TEST_F(LoadTest, ATextFileIsRefusedBeforeItIsOpened) {
    const auto plugin = loaded({.library_bytes = "#!/bin/sh\n"});

    EXPECT_THAT(describe(plugin.error()),
                AllOf(HasSubstr("org.example.fixture.so"), HasSubstr("not a library")));
}

TEST_F(LoadTest, AManifestThatLiesAboutTheAbiIsFoundOutByTheCode) {
    const auto plugin = loaded({.library_bytes = file_bytes(FIXTURE_WRONG_ABI)});

    EXPECT_EQ(plugin.error().code, ErrorCode::abi_mismatch);
    EXPECT_THAT(plugin.error().context, HasSubstr("its code speaks ABI 2"));
}

TEST_F(LoadTest, AManifestOfAnotherAbiIsRefusedFirst) {
    const auto plugin =
        loaded({.library_bytes = "not even a library", .abi = "{ major = 9, minor = 0 }"});

    EXPECT_EQ(plugin.error().code, ErrorCode::abi_mismatch);
}

TEST_F(LoadTest, CodeAndManifestMustAgreeOnTheVersion) {
    const auto plugin = loaded({.library_bytes = file_bytes(FIXTURE_WRONG_VERSION)});

    EXPECT_THAT(describe(plugin.error()),
                AllOf(HasSubstr("plugin.toml"), HasSubstr("\"1.0.0\""), HasSubstr("\"9.9.9\"")));
}

TEST_F(LoadTest, CodeAndManifestMustAgreeOnTheKind) {
    const auto plugin = loaded({.kind = "notifier", .library_bytes = fixture_library()});

    EXPECT_THAT(describe(plugin.error()),
                AllOf(HasSubstr("\"notifier\""), HasSubstr("\"strategy\"")));
}

TEST_F(LoadTest, CodeAndManifestMustAgreeOnTheId) {
    const auto plugin = loaded({.id = "org.example.imposter", .library_bytes = fixture_library()});

    EXPECT_THAT(describe(plugin.error()),
                AllOf(HasSubstr("org.example.imposter"), HasSubstr("org.example.fixture")));
}

TEST_F(LoadTest, AChangedLibraryIsNotLoaded) {
    const PackageDraft draft{.library_bytes = fixture_library()};
    const auto folder = home.path() / draft.id;
    put_package(disk, folder, draft);
    const auto package = read_package(disk, folder, Origin::named);
    ASSERT_TRUE(disk.remove_file(package->library));
    put_file(disk, package->library, draft.library_bytes + " ");

    EXPECT_EQ(load(disk, *package, this_host()).error().code, ErrorCode::hash_mismatch);
}

}  // namespace
}  // namespace tradelab
