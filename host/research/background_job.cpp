#include "research/background_job.hpp"

#include <utility>

namespace tradelab {
namespace {

// Nothing is said through it; a companion has one all the same.
constexpr std::size_t memory_bytes = 4'096;
// The shortest look that is one: no patience at all would not look.
constexpr std::chrono::microseconds glance(50);

}  // namespace

Result<BackgroundJob> BackgroundJob::start(Companions& companions, Command command) {
    command.priority = Priority::background;
    auto companion = companions.start(command, memory_bytes);
    return companion ? Result<BackgroundJob>(BackgroundJob(*std::move(companion)))
                     : fail(std::move(companion).error());
}

std::optional<CompanionEnd> BackgroundJob::look() {
    return companion_->wait(glance) == Companion::Heard::ended ? std::optional(companion_->end())
                                                               : std::nullopt;
}

void BackgroundJob::interrupt() {
    // A second time would end it at once, in the middle of whatever it does.
    if (!std::exchange(is_asked_, true)) {
        companion_->interrupt();
    }
}

CompanionEnd BackgroundJob::end(std::chrono::nanoseconds patience) {
    interrupt();
    (void)companion_->wait(patience);
    return companion_->end();
}

}  // namespace tradelab
