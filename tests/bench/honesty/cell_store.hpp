#pragma once

#include "core/result.hpp"
#include "honesty/cell.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bench {

// Cells that are done, in a file of one JSON document a line: a run that was ended goes on after
// the last of them.
class CellStore {
public:
    // A file that is not there has none.  A line that cannot be read is as if it were not there:
    // whoever was ended while writing left it.
    [[nodiscard]] static tradelab::Result<CellStore> open(std::filesystem::path file);

    // Of exactly this cell, with the noise that `base` names.
    [[nodiscard]] std::optional<tradelab::CellResult> find(const tradelab::Cell& cell,
                                                           const std::string& base) const;
    [[nodiscard]] tradelab::Status add(const tradelab::Cell& cell,
                                       const std::string& base,
                                       const tradelab::CellResult& result);

private:
    explicit CellStore(std::filesystem::path file) : file_(std::move(file)) {}

    std::filesystem::path file_;
    std::vector<std::pair<std::string, tradelab::CellResult>> done_;  // by key
};

}  // namespace bench
