#pragma once

#include "os/real_disk.hpp"
#include "os/self.hpp"
#include "plugin/cell.hpp"
#include "plugin/load.hpp"
#include "strategy/declaration.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

// Real plugins, in this process and in cells, made from one task.
namespace tradelab::cell_test {

inline std::filesystem::path animal(const std::string& name) {
    return std::filesystem::path(TRADELAB_ZOO) / ("zoo." + name);
}

// A perpetual with the places of the tests' account: prices 2, quantities 3.
inline CellInstrument perpetual(tl_inst id) {
    return {.symbol = "binance.usdm:BTC-USDT-PERP",
            .id = id,
            .kind = TL_INST_PERP,
            .price_places = 2,
            .quantity_places = 3,
            .tick = 1,
            .lot = 1};
}

inline LoadedPlugin loaded(const std::filesystem::path& folder) {
    const RealDisk disk;
    const auto package = read_package(disk, folder, Origin::named);
    EXPECT_TRUE(package) << describe(package.error());
    auto plugin = load(disk, *package, this_host());
    EXPECT_TRUE(plugin) << describe(plugin.error());
    return *std::move(plugin);
}

// The plugin with its initial parameters, on bars of one minute.
inline CellTask task_for(const std::filesystem::path& folder,
                         std::vector<std::int64_t> ticks,
                         tl_inst id) {
    return {.package = folder,
            .ticks = std::move(ticks),
            .instruments = {perpetual(id)},
            .bar_interval_ns = 60'000'000'000};
}

inline Instance in_process(const LoadedPlugin& plugin, const CellTask& task) {
    auto instance =
        Instance::create(plugin, config_of(task), {.services = {}, .log = [](const LogLine&) {}});
    EXPECT_TRUE(instance) << describe(instance.error());
    EXPECT_TRUE(instance->start());
    return *std::move(instance);
}

// This test program serves the cell, and sanitizers leave its signals alone.
inline CellOptions options_for(CellTask task) {
    CellOptions options{.name = task.package.filename().string(),
                        .program = self_executable().value(),
                        .arguments = {},
                        .task = std::move(task)};
    options.variables.push_back(
        {.name = "ASAN_OPTIONS",
         .value = "handle_segv=0:handle_abort=0:use_sigaltstack=0:detect_leaks=0"});
    // A sanitizer on a busy machine.
    options.patience.begin = std::chrono::seconds(60);
    options.patience.process = std::chrono::seconds(30);
    options.patience.replay = std::chrono::seconds(60);
    options.patience.save = std::chrono::seconds(30);
    return options;
}

inline std::unique_ptr<StrategyCell> start(Companions& companions, CellOptions options) {
    auto cell = StrategyCell::start(companions, std::move(options));
    EXPECT_TRUE(cell) << describe(cell.error());
    return cell ? *std::move(cell) : nullptr;
}

}  // namespace tradelab::cell_test
