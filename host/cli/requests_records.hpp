#pragma once

#include <cstdint>
#include <string>
#include <vector>

// What can be asked about what was recorded: the trial ledger and journals.
namespace tradelab {

// Empty means: any.
struct TrialChoice {
    std::string strategy;  // the beginning of its hash, or the whole
    std::string plugin;
    std::string basis;  // "recorded", "synthetic"
    bool counted = false;
};

struct ListTrials {
    TrialChoice choice;
    std::uint32_t last = 20;  // 0: all
};
struct CountTrials {
    TrialChoice choice;
};
struct ShowTrial {
    std::uint64_t seq = 0;
};
struct ReproduceTrial {
    std::uint64_t number = 0;
    std::string store;  // empty: the default one
};
struct VerifyJournals {
    std::vector<std::string> paths;  // empty: those of the state folder
};

struct AdoptJournal {
    std::string path;
    bool yes = false;
};

}  // namespace tradelab
