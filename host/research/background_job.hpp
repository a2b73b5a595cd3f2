#pragma once

#include "core/result.hpp"
#include "os/companion.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>

namespace tradelab {

// One program of ours that works beside trading: at the lowest priority, looked at without waiting,
// dead at the latest with this object and with the process that started it.  One thread.
class BackgroundJob {
public:
    // The command's priority is set here.  Err: the program never ran.
    [[nodiscard]] static Result<BackgroundJob> start(Companions& companions, Command command);

    // How it ended, once it has.
    [[nodiscard]] std::optional<CompanionEnd> look();
    // Asks it to end where it can be taken up again; once, however often this is called.
    void interrupt();
    // The same, and kills it where it has not ended by then.
    [[nodiscard]] CompanionEnd end(std::chrono::nanoseconds patience);
    // Of the process, for people.
    [[nodiscard]] std::int64_t number() const { return companion_->number(); }

private:
    explicit BackgroundJob(std::unique_ptr<Companion> companion)
        : companion_(std::move(companion)) {}

    std::unique_ptr<Companion> companion_;
    bool is_asked_ = false;  // to end
};

}  // namespace tradelab
