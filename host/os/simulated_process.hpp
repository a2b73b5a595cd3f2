#pragma once

#include "os/process.hpp"

#include <mutex>
#include <string>
#include <vector>

namespace tradelab {

// Answers from a script instead of running anything, and remembers what it was asked.  Any thread.
class SimulatedProcess final : public Process {
public:
    // The next command whose program and arguments begin with these words gets this answer, once.
    // Of several that match, the one scripted first.  A command that nothing matches is an error
    // naming it.
    void script(std::vector<std::string> words, Result<Outcome> answer);

    [[nodiscard]] Result<Outcome> run(const Command& command) override;

    // All commands so far, in the order they came.
    [[nodiscard]] std::vector<Command> calls() const;

private:
    struct Scripted {
        std::vector<std::string> words;
        Result<Outcome> answer;
    };

    mutable std::mutex mutex_;
    std::vector<Scripted> scripted_;
    std::vector<Command> calls_;
};

}  // namespace tradelab
