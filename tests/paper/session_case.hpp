#pragma once

#include "core/result.hpp"
#include "lab/backtest_case.hpp"
#include "os/disk.hpp"
#include "os/simulated_disk.hpp"
#include "paper/session.hpp"

#include <functional>
#include <span>
#include <string>
#include <variant>
#include <vector>

// A generated market, the shipped strategies on it, and what is asked of a session, in order.
namespace tradelab::paper_test {

// Steps and commands; a latch is a command that somebody wrote into the folder.
using Act = std::variant<UnixNanos, PaperCommand>;

class SessionCase {
public:
    SessionCase();

    // Three weeks of two strategies, in steps of seven hours.
    [[nodiscard]] UnixNanos from() const { return from_; }
    [[nodiscard]] UnixNanos to() const { return to_; }
    [[nodiscard]] BacktestOptions options() const;

    // In a folder of that disk.  `change` is given the options before they are used.
    [[nodiscard]] Result<PaperSession> open(
        Disk& disk, const std::function<void(PaperOptions&)>& change = {}) const;
    [[nodiscard]] Result<RunOutcome> outcome(const BacktestOptions& options) const;

    [[nodiscard]] std::vector<Act> steps(Duration length) const;
    [[nodiscard]] const BacktestCase& market() const { return market_; }
    [[nodiscard]] const std::vector<Candidate>& candidates() const { return candidates_; }
    // A long spot and a short perpetual leg.
    [[nodiscard]] const std::vector<Candidate>& carry() const { return carry_; }
    [[nodiscard]] const VenueBook& venues() const { return venues_; }

private:
    BacktestCase market_;
    std::vector<Candidate> candidates_;
    std::vector<Candidate> carry_;
    VenueBook venues_;
    UnixNanos from_;
    UnixNanos to_;
};

// Made once for all tests.
[[nodiscard]] const SessionCase& the_case();

inline const Disk::Path folder = "/paper";

[[nodiscard]] PaperCommand asked(PaperVerb verb, std::string reason = "a test");

// Does what is left to do: a session counts its steps and commands, so that whoever takes it up
// again knows how far it came.
[[nodiscard]] Status go_on(PaperSession& session, std::span<const Act> acts);

// The bytes of a file of the folder.
[[nodiscard]] std::string bytes_of(const Disk& disk, const std::string& name);

}  // namespace tradelab::paper_test
