#pragma once

#include <cstdint>
#include <string>

// What can be asked about the lives of strategies, and decided by a human.
namespace tradelab {

struct ListHypotheses {
    bool all = false;  // those that were retired, too
};
struct ShowHypothesis {
    std::string id;  // identity, the beginning of it, or name
};
struct ShowDossier {
    std::string id;  // of a verdict, the beginning of it, or a strategy as above
};
struct ApproveStrategy {
    std::string id;
    std::uint32_t days = 7;  // that the approval counts
    std::string why;
    std::string settings;  // of the daemon
    std::string store;     // of the evidence; empty: that of the settings
};
struct RejectStrategy {
    std::string id;
    std::string why;
    std::string settings;  // of the daemon
};
struct RetireStrategy {
    std::string id;
    std::string why;
    std::string settings;  // of the daemon
};
struct CheckPaper {
    std::string settings;  // of the daemon; empty: those of the layout
    std::string store;     // empty: that of the settings
};
struct GoLive {};
// What would have to be true to go live.
struct CheckPreflight {
    std::string settings;
    std::string store;  // of the evidence; empty: that of the settings
};

}  // namespace tradelab
