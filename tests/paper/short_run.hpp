#pragma once

#include "core/money.hpp"
#include "os/companion.hpp"
#include "os/simulated_disk.hpp"
#include "paper/session_case.hpp"

#include <cstdint>
#include <string>
#include <vector>

// A run of a few days with every command in it, and with a strategy that fails on the way, done
// once without interruption: what an interrupted one must come to.
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

// Where its strategies live: all here, or each in a process of its own.  Then the third crashes,
// here it errs; that is all that differs.
[[nodiscard]] Result<PaperSession> open_short_run(Disk& disk, Companions* companions = nullptr);

struct Uninterrupted {
    std::vector<Act> acts;
    std::uint64_t operations = 0;  // of the disk
    Left left;
};

[[nodiscard]] const Uninterrupted& uninterrupted();
[[nodiscard]] Uninterrupted uninterrupted_in(Companions& companions);

// Takes a session up, goes on to the end of the acts, and says what it left.
[[nodiscard]] Left finished(SimulatedDisk& disk,
                            const std::vector<Act>& acts,
                            const std::string& where,
                            Companions* companions = nullptr);

void expect_same(const Left& is, const Left& was, const std::string& where);

}  // namespace tradelab::paper_test
