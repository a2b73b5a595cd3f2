// Every artefact of a run on a synthetic market says so in itself, and none of a recorded one does.

#include "document/json_parse.hpp"
#include "os/simulated_disk.hpp"
#include "report/artefacts.hpp"
#include "report/fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace tradelab {
namespace {

constexpr std::uint64_t bytes_max = std::uint64_t{64} << 20U;

std::string read(const Disk& disk, const Disk::Path& path) {
    return disk.read_file(path, {.size_max = bytes_max}).value();
}

// Whether each line but the first ends in the basis, or the first says it where it is alone.
bool is_stamped_csv(std::string_view text) {
    std::size_t lines = 0;
    std::size_t stamped = 0;
    for (std::string_view rest = text; !rest.empty(); ++lines) {
        const auto end = rest.find("\r\n");
        stamped += lines > 0 && rest.substr(0, end).ends_with(",synthetic") ? 1U : 0U;
        rest.remove_prefix(end + 2);
    }
    return lines == 1 ? text.ends_with(",basis: synthetic\r\n") : stamped == lines - 1;
}

std::size_t count_of(std::string_view text, std::string_view what) {
    std::size_t count = 0;
    for (auto at = text.find(what); at != std::string_view::npos; at = text.find(what, at + 1)) {
        ++count;
    }
    return count;
}

bool is_stamped_page(const std::string& text) {
    return count_of(text, "class=\"stamp\"") == count_of(text, "<svg ") &&
           count_of(text, "class=\"syn\"") == count_of(text, "<table") &&
           text.find("<title>SYNTHETIC: ") != std::string::npos;
}

bool is_stamped(const std::string& name, const std::string& text) {
    if (name.ends_with(".csv")) {
        return is_stamped_csv(text);
    }
    if (name.ends_with(".html")) {
        return is_stamped_page(text);
    }
    const auto document = parse_json(text, {.bytes_max = bytes_max, .depth_max = 16});
    return document && (*document)["basis"] == "synthetic";
}

BacktestResult without_records(BacktestResult result) {
    result.trades.clear();
    result.record.orders.clear();
    result.record.fills.clear();
    result.record.funding.clear();
    return result;
}

TEST(Stamp, IsInEveryArtefactOfASyntheticRunAndInNoneOfARecordedOne) {
    const BacktestResult whole = fixture_result({.seed = 1, .bars = 300, .trades = 6});
    for (BacktestResult result : {whole, without_records(whole), empty_result()}) {
        SimulatedDisk disk;
        result.manifest.is_synthetic = true;
        ASSERT_TRUE(write_artefacts(disk, "/runs/synthetic", result, "/state/.lock"));
        result.manifest.is_synthetic = false;
        ASSERT_TRUE(write_artefacts(disk, "/runs/recorded", result, "/state/.lock"));

        const auto names = disk.list("/runs/synthetic").value();

        EXPECT_EQ(names.size(), 13U);
        for (const std::string& name : names) {
            const std::string synthetic = read(disk, Disk::Path("/runs/synthetic") / name);
            const std::string recorded = read(disk, Disk::Path("/runs/recorded") / name);
            EXPECT_TRUE(is_stamped(name, synthetic)) << name << "\n" << synthetic.substr(0, 400);
            for (const char* stamp : {",synthetic",
                                      "SYNTHETIC",
                                      "\"basis\": \"synthetic\"",
                                      "basis: synthetic",
                                      "class=\"stamp\"",
                                      "class=\"syn\""}) {
                EXPECT_EQ(recorded.find(stamp), std::string::npos) << name << " says " << stamp;
            }
        }
    }
}

}  // namespace
}  // namespace tradelab
