#pragma once

#include "core/money.hpp"
#include "os/simulated_disk.hpp"
#include "paper/session_case.hpp"

#include <cstdint>
#include <string>
#include <vector>

// A run of a few days with every command in it, done once without interruption: what an interrupted
// one must come to.
namespace tradelab::paper_test {

struct Left {
    std::string journal;
    std::string tape;
    std::string result_hash = {};
    std::string decision_hash;
    Cash equity;
    PaperMode mode = PaperMode::running;
    std::uint64_t fills = 0;
};

struct Uninterrupted {
    std::vector<Act> acts;
    std::uint64_t operations = 0;  // of the disk
    Left left;
};

[[nodiscard]] const Uninterrupted& uninterrupted();

// Takes a session up, goes on to the end of the acts, and says what it left.
[[nodiscard]] Left finished(SimulatedDisk& disk,
                            const std::vector<Act>& acts,
                            const std::string& where);

void expect_same(const Left& is, const Left& was, const std::string& where);

}  // namespace tradelab::paper_test
