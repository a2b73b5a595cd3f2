#include "plugin/registry.hpp"

#include "core/limits.hpp"
#include "os/simulated_disk.hpp"
#include "packages.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tradelab {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

struct RegistryTest : testing::Test {
    SimulatedDisk disk;
    std::vector<Root> roots = {{"/bundled", Origin::bundled}, {"/store", Origin::installed}};

    void put(const std::string& root, const PackageDraft& draft) {
        put_package(disk, std::filesystem::path(root) / draft.id, draft);
    }
    void put_in_store(const PackageDraft& draft) {
        const auto entry = std::filesystem::path("/store") / draft.id;
        put_package(disk, entry / draft.version, draft);
        ASSERT_TRUE(disk.make_symlink(draft.version, entry / "active"));
    }
    Discovery found() { return discover(disk, roots, this_host()); }
    // The only thing found, and it was refused.
    Error only_refusal() {
        const auto discovery = found();
        EXPECT_THAT(discovery.packages, IsEmpty());
        EXPECT_THAT(discovery.refused, SizeIs(1));
        return discovery.refused.empty() ? Error{} : discovery.refused.front().error;
    }
};

TEST_F(RegistryTest, RootsThatDoNotExistAreEmpty) {
    EXPECT_THAT(found().packages, IsEmpty());
    EXPECT_THAT(found().refused, IsEmpty());
}

TEST_F(RegistryTest, FindsBothLayoutsSortedById) {
    put("/bundled", {.id = "org.example.zebra"});
    put_in_store({.id = "org.example.ant", .version = "2.0.0"});

    const auto discovery = found();

    ASSERT_THAT(discovery.refused, IsEmpty()) << describe(discovery.refused[0].error);
    ASSERT_THAT(discovery.packages, SizeIs(2));
    EXPECT_EQ(discovery.packages[0].manifest.id, "org.example.ant");
    EXPECT_EQ(discovery.packages[0].folder, "/store/org.example.ant/2.0.0");
    EXPECT_EQ(discovery.packages[0].origin, Origin::installed);
    EXPECT_EQ(discovery.packages[1].folder, "/bundled/org.example.zebra");
    EXPECT_EQ(discovery.packages[1].origin, Origin::bundled);
}

TEST_F(RegistryTest, HiddenNamesAndPlainFilesAreNobodysPackage) {
    put_package(disk, "/bundled/.unfinished-org.example.fixture-7", {});
    put_file(disk, "/bundled/README.md", "");
    put_file(disk, "/bundled/.lock", "");

    EXPECT_THAT(found().packages, IsEmpty());
    EXPECT_THAT(found().refused, IsEmpty());
}

TEST_F(RegistryTest, AllOfAPackageMayBeReachedThroughLinks) {
    put("/elsewhere", {});
    ASSERT_TRUE(disk.make_directory("/real"));
    ASSERT_TRUE(disk.make_symlink("real", "/bundled"));
    ASSERT_TRUE(disk.make_symlink("../elsewhere/org.example.fixture", "/real/org.example.fixture"));

    EXPECT_THAT(found().packages, SizeIs(1));
}

TEST_F(RegistryTest, OneBadManifestHidesNobody) {
    put("/bundled", {.id = "org.example.good"});
    put("/bundled", {.id = "org.example.bad", .abi = "\"one\""});

    const auto discovery = found();

    EXPECT_THAT(discovery.packages, SizeIs(1));
    ASSERT_THAT(discovery.refused, SizeIs(1));
    EXPECT_EQ(discovery.refused[0].folder, "/bundled/org.example.bad");
    EXPECT_EQ(discovery.refused[0].error.line, 7);
    EXPECT_EQ(discovery.refused[0].error.file, "/bundled/org.example.bad/plugin.toml");
}

TEST_F(RegistryTest, ADuplicateIsRefusedAndBothPlacesAreNamed) {
    put("/bundled", {});
    put_in_store({.version = "2.0.0"});

    const auto discovery = found();

    ASSERT_THAT(discovery.packages, SizeIs(1));
    EXPECT_EQ(discovery.packages[0].origin, Origin::bundled);
    ASSERT_THAT(discovery.refused, SizeIs(1));
    EXPECT_EQ(discovery.refused[0].error.code, ErrorCode::duplicate);
    EXPECT_THAT(describe(discovery.refused[0].error),
                AllOf(HasSubstr("/bundled/org.example.fixture"),
                      HasSubstr("/store/org.example.fixture/2.0.0/plugin.toml")));
}

TEST_F(RegistryTest, TheSameRootTwiceIsNoDuplicate) {
    put("/bundled", {});
    roots.push_back({"/bundled/", Origin::named});
    roots.push_back({"/bundled", Origin::named});

    EXPECT_THAT(found().packages, SizeIs(1));
    EXPECT_THAT(found().refused, IsEmpty());
}

TEST_F(RegistryTest, AFolderThatIsNotNamedLikeItsIdIsRefused) {
    put_package(disk, "/bundled/org.example.other", {});

    EXPECT_THAT(only_refusal().context,
                AllOf(HasSubstr("org.example.fixture"), HasSubstr("org.example.other")));
}

TEST_F(RegistryTest, AnAbiMismatchNamesBothSides) {
    put("/bundled", {.abi = "{ major = 2, minor = 0 }"});

    const Error error = only_refusal();

    EXPECT_EQ(error.code, ErrorCode::abi_mismatch);
    EXPECT_EQ(error.context, "org.example.fixture was built for ABI 2, this host speaks ABI 1");
    EXPECT_FALSE(error.hint.empty());
}

TEST_F(RegistryTest, ANewerMinorIsRefusedAndAnOlderOneIsNot) {
    Manifest manifest;
    manifest.id = "a.b";
    manifest.kind = "strategy";
    manifest.abi = {1, 4};
    auto offer = this_host();

    EXPECT_THAT(check_offer(manifest, offer, "x").error().context,
                AllOf(HasSubstr("1.4"), HasSubstr("1.0")));
    offer.abi = {1, 5};
    EXPECT_TRUE(check_offer(manifest, offer, "x"));
}

TEST_F(RegistryTest, AnUnknownKindIsRefusedWithThoseKnown) {
    put("/bundled", {.kind = "oracle"});

    EXPECT_THAT(only_refusal().context, AllOf(HasSubstr("\"oracle\""), HasSubstr("analyzer")));
}

TEST_F(RegistryTest, AMissingServiceIsNamedWithThoseOffered) {
    put("/bundled", {.needs = R"(host = ["tl.host.log/1", "tl.host.crystal-ball/3"])"});

    const Error error = only_refusal();

    EXPECT_EQ(error.code, ErrorCode::service_missing);
    EXPECT_THAT(error.context,
                AllOf(HasSubstr("tl.host.crystal-ball/3"), HasSubstr("tl.host.log/1")));
}

TEST_F(RegistryTest, DanglingLinksAreCalledThat) {
    ASSERT_TRUE(disk.make_directory("/bundled"));
    ASSERT_TRUE(disk.make_symlink("/gone", "/bundled/org.example.fixture"));
    EXPECT_THAT(only_refusal().context, HasSubstr("dangling"));
    ASSERT_TRUE(disk.remove_file("/bundled/org.example.fixture"));

    ASSERT_TRUE(disk.make_directories("/store/org.example.fixture"));
    ASSERT_TRUE(disk.make_symlink("1.0.0", "/store/org.example.fixture/active"));
    EXPECT_THAT(only_refusal().context, HasSubstr("dangling"));
}

TEST_F(RegistryTest, LinksInACircleEnd) {
    ASSERT_TRUE(disk.make_directory("/bundled"));
    ASSERT_TRUE(disk.make_symlink("b", "/bundled/a"));
    ASSERT_TRUE(disk.make_symlink("a", "/bundled/b"));

    EXPECT_THAT(found().refused, SizeIs(2));
}

TEST_F(RegistryTest, AnActiveLinkOutOfItsFolderIsRefused) {
    put("/elsewhere", {});
    ASSERT_TRUE(disk.make_directories("/store/org.example.fixture"));
    ASSERT_TRUE(disk.make_symlink("../../elsewhere/org.example.fixture",
                                  "/store/org.example.fixture/active"));

    EXPECT_EQ(only_refusal().code, ErrorCode::refused);
}

TEST_F(RegistryTest, AFolderWithoutManifestIsRefusedNotOverlooked) {
    ASSERT_TRUE(disk.make_directories("/bundled/org.example.fixture"));

    EXPECT_EQ(only_refusal().code, ErrorCode::not_found);
}

TEST_F(RegistryTest, ARootThatCannotBeReadIsReported) {
    put("/bundled", {});
    disk.deny("/bundled");

    EXPECT_EQ(only_refusal().code, ErrorCode::permission_denied);
}

TEST_F(RegistryTest, AFolderOfSomethingElseIsGivenUpEarly) {
    for (std::size_t i = 0; i <= limits::plugins_max; ++i) {
        ASSERT_TRUE(disk.make_directories("/bundled/photo" + std::to_string(i)));
    }

    const auto discovery = found();

    EXPECT_THAT(discovery.refused, SizeIs(limits::plugins_max + 1));
    EXPECT_EQ(discovery.refused.back().error.code, ErrorCode::too_large);
}

}  // namespace
}  // namespace tradelab
