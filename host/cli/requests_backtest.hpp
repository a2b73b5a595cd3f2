#pragma once

#include <cstdint>
#include <string>
#include <vector>

// What can be asked about backtests.  Empty means: the default.
namespace tradelab {

struct RunBacktest {
    std::vector<std::string> files;
    std::string from;
    std::string to;
    std::string fill_model = "pessimistic/1";
    std::string cost_stress = "1";
    std::string capital = "10000";
    std::string spot_share;
    std::string margin = "cross";
    std::uint32_t leverage = 2;
    std::uint32_t latency_bars = 0;
    std::string finer;
    std::string risk;  // "none", or another file
    std::string store;
    std::string out;
    bool report = true;
    bool checks = false;  // also where the ledger has that they passed
    bool close_at_end = false;
};
struct ShowBacktest {
    std::string folder;
};
struct CompareBacktests {
    std::vector<std::string> folders;
};

}  // namespace tradelab
