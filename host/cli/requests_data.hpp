#pragma once

#include <optional>
#include <string>
#include <vector>

// What can be asked about market data.  A series is named by its words, with blanks between or as
// its folder: "binance.spot:BTC-USDT bars 1h".  An empty store is the default one.
namespace tradelab {

struct ImportData {
    std::vector<std::string> paths;
    std::string instrument;  // empty: as the path says
    std::string kind;
    std::string interval;
    std::string store;
};
struct ListData {
    std::string store;
};
struct ShowData {
    std::vector<std::string> series;
    std::string store;
};
struct VerifyData {
    std::vector<std::string> series;  // none: all
    std::string store;
};
struct ShowGaps {
    std::vector<std::string> series;
    std::string store;
};
struct ExportData {
    std::vector<std::string> series;
    std::string csv = "-";
    std::string unit = "ms";
    std::string store;
};
struct ShowDataUsage {
    std::string store;
};

enum class Asking { allowed, never };

struct RemoveData {
    std::vector<std::string> what;  // a series, or one file of the store
    bool yes = false;
    Asking asking = Asking::allowed;
    std::string store;
};

}  // namespace tradelab
