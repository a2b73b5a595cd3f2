#include "os/mapping.hpp"

#include "history/samples.hpp"
#include "os/real_disk.hpp"
#include "os/simulated_disk.hpp"
#include "support/temporary_directory.hpp"

#include <cstdint>
#include <memory>

namespace tradelab {
namespace {

std::string text_of(const Mapping& mapping) {
    return {reinterpret_cast<const char*>(mapping.bytes().data()), mapping.bytes().size()};
}

void expect_maps(Disk& disk, const Disk::Path& directory) {
    const auto path = directory / "data";
    ASSERT_TRUE(write_atomically(disk, path, "sealed", 0444));
    ASSERT_TRUE(write_atomically(disk, directory / "empty", "", 0444));

    auto mapping = disk.map(path);
    ASSERT_TRUE(mapping) << error_of(mapping);
    const auto address = reinterpret_cast<std::uintptr_t>(mapping->bytes().data());
    const Mapping moved = std::move(*mapping);
    ASSERT_TRUE(disk.remove_file(path));

    EXPECT_EQ(text_of(moved), "sealed");
    EXPECT_EQ(address % 64, 0U);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(moved.bytes().data()), address);
    EXPECT_TRUE(disk.map(directory / "empty")->bytes().empty());
    EXPECT_FALSE(disk.map(path));
    EXPECT_FALSE(disk.map(directory));
}

TEST(Mapping, OfTheRealDiskOutlivesTheName) {
    const TemporaryDirectory directory;
    RealDisk disk;

    expect_maps(disk, directory.path());
}

TEST(Mapping, OfTheSimulatedDiskIsACopyAndActsTheSame) {
    SimulatedDisk disk;

    expect_maps(disk, "/");
}

}  // namespace
}  // namespace tradelab
