#pragma once

#include "strategy/declaration.hpp"

#include <stdexcept>
#include <string>

namespace tradelab {

// A parameter file that fits crossing().
inline const std::string whole_file = R"({
  "schema": "tradelab.strategy/1",
  "name": "cross_btc_perp_1h",
  "plugin": {"id": "org.example.cross", "versions": ">=1.0.0 <2.0.0"},
  "roles": {"main": "binance.usdm:BTC-USDT-PERP"},
  "timeframe": "1h",
  "parameters": {"fast": 20, "slow": 30, "stop": 25, "entry": 0},
  "rationale": "What moves tends to go on moving.",
  "origin": {"by": "human", "text": "by hand, for this test"},
  "parents": ["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"]
})";

// The file with its first `from` replaced.
inline std::string with(const std::string& from, const std::string& to) {
    std::string text = whole_file;
    const auto at = text.find(from);
    if (at == std::string::npos) {
        throw std::logic_error("the file does not say " + from);
    }
    return text.replace(at, from.size(), to);
}

inline Declaration crossing() {
    return {.id = "org.example.cross",
            .version = "1.2.3",
            .kind = "strategy",
            .summary = "Two averages cross.",
            .parameters = {{.name = "fast",
                            .unit = "bars",
                            .summary = "The short average.",
                            .min = 2,
                            .max = 100,
                            .initial = 10,
                            .step_e9 = 1'000'000'000,
                            .choices = {}},
                           {.name = "slow",
                            .unit = "bars",
                            .summary = "The long average.",
                            .min = 3,
                            .max = 200,
                            .initial = 40,
                            .step_e9 = 1'000'000'000,
                            .choices = {}},
                           {.name = "stop",
                            .unit = "atr",
                            .summary = "Where it gives up.",
                            .min = 1,
                            .max = 100,
                            .initial = 25,
                            .step_e9 = 100'000'000,
                            .choices = {}},
                           {.name = "entry",
                            .unit = "choice",
                            .summary = "What begins a trade.",
                            .min = 0,
                            .max = 1,
                            .initial = 0,
                            .step_e9 = 1'000'000'000,
                            .choices = {"cross", "touch"}}},
            .constraints = {{.lower = 0, .upper = 1, .margin = 5}},
            .roles = {{.name = "main",
                       .summary = "What is traded.",
                       .kinds = 1U << TL_INST_PERP,
                       .events = 1ULL << TL_EV_BAR}},
            .reasons = {"none"}};
}

}  // namespace tradelab
