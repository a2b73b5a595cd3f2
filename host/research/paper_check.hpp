#pragma once

#include "core/time.hpp"
#include "os/companion.hpp"
#include "research/background_job.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tradelab {

// When the paper account is compared with the backtest of its window, in a child process: it runs
// the whole window again, and trading does not wait for that.  The child records what came of it.
// One that comes to no answer is begun again, later each time.
class PaperCheck {
public:
    // Companions outlive it.
    PaperCheck(Companions& companions, Command command, Duration after);

    // How the account stands.
    struct Standing {
        UnixNanos from;  // of the feed
        UnixNanos now;
        bool has_ended = false;  // nothing is left of the feed
        // Who on it has not been found consistent, by identity.
        std::vector<std::string> awaiting = {};
        // The first command of a person: what comes after it is compared with nothing.
        std::optional<UnixNanos> commanded_at = {};
    };
    // Sees what has ended, and begins a check where one is due: once the window is long enough,
    // for whoever comes to await it later, after as much again, and when the feed ends.  True: one
    // has ended just now, or could not begin.
    [[nodiscard]] bool look(const Standing& standing, std::chrono::nanoseconds monotonic);
    // Another account stands now.
    void begin_anew();
    void end(std::chrono::nanoseconds patience);

    [[nodiscard]] bool is_running() const { return job_.has_value(); }
    // Not while it waits after a failure.
    [[nodiscard]] bool is_due(const Standing& standing, std::chrono::nanoseconds monotonic) const;
    // How much of its paper can be compared.
    [[nodiscard]] static Duration window_of(const Standing& standing);
    // A command came too early: this account will never be long enough.
    [[nodiscard]] bool is_cut_short(const Standing& standing) const;
    // Why the last one could not come to an answer; empty: it did, or there was none.
    [[nodiscard]] const std::string& failure() const { return failure_; }

private:
    void answered();
    void failed(std::string why, std::chrono::nanoseconds monotonic);

    Companions* companions_;
    Command command_;
    Duration after_;
    std::optional<BackgroundJob> job_;
    UnixNanos begun_at_;  // of the feed, as of the job that runs
    std::vector<std::string> begun_for_;
    std::optional<UnixNanos> checked_at_;  // of the feed: up to there there is an answer
    std::vector<std::string> answered_;    // who awaits it still, after one that he awaited
    std::chrono::nanoseconds looked_{0};
    std::chrono::nanoseconds again_from_{0};  // after a failure
    int failures_ = 0;                        // in a row
    std::string failure_;
};

}  // namespace tradelab
