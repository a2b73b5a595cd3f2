#pragma once

#include "os/real_disk.hpp"
#include "support/shared.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace tradelab {

// Published figures that are kept beside the project; the test is skipped where they are absent.
class PublishedVectors : public testing::Test {
protected:
    // The text of a file of JSON; nothing where it is absent (the test is then marked as skipped)
    // or cannot be read (then it has failed).
    static std::string read(const std::string& name) {
        const auto file = shared_file("vectors/stat/" + name);
        if (!file) {
            skip(name);
            return {};
        }
        auto text = RealDisk().read_file(*file, {.size_max = 4U << 20U});
        EXPECT_TRUE(text) << describe(text.error());
        return text ? *text : std::string{};
    }

private:
    static void skip(const std::string& name) {
        GTEST_SKIP() << "vectors/stat/" << name
                     << " is not on this machine: set TRADELAB_SHARED to the folder that has it";
    }
};

// The columns of a matrix whose rows are bars.
inline std::vector<std::vector<double>> columns_of(const std::vector<std::vector<double>>& rows) {
    std::vector<std::vector<double>> columns(rows.at(0).size());
    for (const auto& row : rows) {
        for (std::size_t k = 0; k < columns.size(); ++k) {
            columns[k].push_back(row.at(k));
        }
    }
    return columns;
}

inline std::vector<std::span<const double>> spans_of(
    const std::vector<std::vector<double>>& series) {
    return {series.begin(), series.end()};
}

}  // namespace tradelab
