#include "plugin/library.hpp"

#include "packages.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>

namespace tradelab {
namespace {

using testing::AllOf;
using testing::HasSubstr;

const tl_descriptor* describe_nothing(std::uint32_t) {
    return nullptr;
}
tl_status create_nothing(const char*, const tl_host*, const tl_config*, tl_instance**) {
    return TL_E_UNSUPPORTED;
}

tl_entry good_entry() {
    return {.size = sizeof(tl_entry),
            .abi = TL_ABI_VERSION,
            .sdk = "test",
            .count = 1,
            .reserved = 0,
            .describe = describe_nothing,
            .create = create_nothing};
}

TEST(Entry, AGoodOneIsAccepted) {
    const tl_entry entry = good_entry();

    EXPECT_TRUE(check_entry(&entry));
}

TEST(Entry, ANewerMinorAndALongerTableAreAccepted) {
    tl_entry entry = good_entry();
    entry.abi += 7;
    entry.size += 64;

    EXPECT_TRUE(check_entry(&entry));
}

TEST(Entry, OfAnotherMajorNothingElseIsRead) {
    // Eight bytes are all that this entry has: the sanitizer would see a read beyond them.
    const std::uint32_t short_entry[2] = {8, 2U << 16U};
    auto* const bytes = new unsigned char[sizeof short_entry];
    std::memcpy(bytes, short_entry, sizeof short_entry);

    const auto result = check_entry(reinterpret_cast<const tl_entry*>(bytes));

    EXPECT_EQ(result.error().code, ErrorCode::abi_mismatch);
    EXPECT_THAT(result.error().context, AllOf(HasSubstr("ABI 2"), HasSubstr("ABI 1")));
    delete[] bytes;
}

TEST(Entry, WhatIsMissingIsRefused) {
    EXPECT_FALSE(check_entry(nullptr));

    tl_entry entry = good_entry();
    entry.size = 4;
    EXPECT_FALSE(check_entry(&entry));
    entry.size = sizeof(tl_entry) - 1;
    EXPECT_THAT(check_entry(&entry).error().context, HasSubstr("39 bytes"));

    entry = good_entry();
    entry.count = 0;
    EXPECT_FALSE(check_entry(&entry));
    entry.count = UINT32_MAX;
    EXPECT_FALSE(check_entry(&entry));

    entry = good_entry();
    entry.describe = nullptr;
    EXPECT_FALSE(check_entry(&entry));
    entry = good_entry();
    entry.create = nullptr;
    EXPECT_FALSE(check_entry(&entry));
}

TEST(Library, IsOpenedAndFindsItsPlugin) {
    const auto library = Library::open(FIXTURE_PLUGIN);

    ASSERT_TRUE(library) << describe(library.error());
    EXPECT_EQ(library->entry().count, 1U);
    const auto descriptor = library->find("org.example.fixture");
    ASSERT_TRUE(descriptor);
    EXPECT_STREQ((*descriptor)->kind, "strategy");
}

TEST(Library, APluginThatItDoesNotHoldIsNotFoundWithThoseItHolds) {
    const auto library = Library::open(FIXTURE_PLUGIN);

    const auto descriptor = library->find("org.example.fixturex1");

    ASSERT_FALSE(descriptor);
    EXPECT_EQ(descriptor.error().code, ErrorCode::not_found);
    EXPECT_THAT(descriptor.error().context, HasSubstr("\"org.example.fixture\""));
}

TEST(Library, CodeOfAnotherAbiIsRefused) {
    const auto library = Library::open(FIXTURE_WRONG_ABI);

    ASSERT_FALSE(library);
    EXPECT_EQ(library.error().code, ErrorCode::abi_mismatch);
    EXPECT_EQ(library.error().file, FIXTURE_WRONG_ABI);
}

TEST(Library, ATextFileAMissingFileAndALibraryThatIsNoPluginAreRefused) {
    const TemporaryFolder folder;
    RealDisk disk;
    put_file(disk, folder.path() / "text.so", "hello\n");

    const auto text = Library::open(folder.path() / "text.so");
    const auto missing = Library::open(folder.path() / "missing.so");
    const auto foreign = Library::open("/lib/x86_64-linux-gnu/libm.so.6");

    EXPECT_EQ(text.error().code, ErrorCode::io_failed);
    EXPECT_EQ(missing.error().code, ErrorCode::io_failed);
    EXPECT_FALSE(foreign);
    EXPECT_FALSE(text.error().hint.empty());
}

TEST(LibraryDeathTest, ARelativePathIsABugOfOurs) {
    EXPECT_DEATH(static_cast<void>(Library::open("libm.so.6")), "check failed");
}

}  // namespace
}  // namespace tradelab
