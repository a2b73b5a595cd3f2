#pragma once

#include "core/result.hpp"
#include "plugin/instance.hpp"

#include <tradelab/abi/plugin.h>

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace tradelab {

// An instrument as a plugin is told of it, with its name held here.
struct CellInstrument {
    std::string symbol = {};
    tl_inst id = 0;
    std::uint8_t kind = 0;  // TL_INST_*
    std::int8_t price_places = 0;
    std::int8_t quantity_places = 0;
    tl_fixed tick = 0;
    tl_fixed lot = 0;

    friend bool operator==(const CellInstrument&, const CellInstrument&) = default;
};

// The instance that a cell's child makes, as its command line.
struct CellTask {
    std::filesystem::path package = {};  // absolute
    std::vector<std::int64_t> ticks = {};
    std::vector<CellInstrument> instruments = {};  // by role
    std::int64_t bar_interval_ns = 0;

    friend bool operator==(const CellTask&, const CellTask&) = default;
};

[[nodiscard]] std::vector<std::string> arguments_of(const CellTask& task);
[[nodiscard]] Result<CellTask> cell_task_of(std::span<const std::string> arguments);

// What Instance::create wants.  Borrows the names of the task.
[[nodiscard]] Instance::Config config_of(const CellTask& task);

}  // namespace tradelab
