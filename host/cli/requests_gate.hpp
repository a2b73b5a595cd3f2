#pragma once

#include <cstdint>
#include <string>

// What can be asked about verdicts, and about how much history one takes.
namespace tradelab {

struct ListVerdicts {};
struct ExplainVerdict {
    std::string id;  // or its beginning
};
struct ShowBudget {
    bool synthetic = false;  // of generated markets instead
};
struct AskPower {
    double sharpe = 2;
    double years = 0;  // 0: how many does it take
    std::uint32_t clusters = 100;
    std::uint32_t finalists = 5;
    std::uint32_t symbols = 1;
    double correlation = 0.3;
    double level = 0;  // 0: that of a first hypothesis
};

}  // namespace tradelab
