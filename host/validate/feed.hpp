#pragma once

#include "core/event.hpp"
#include "core/result.hpp"
#include "os/random.hpp"
#include "strategy/runner.hpp"
#include "validate/guarded_memory.hpp"
#include "validate/recording.hpp"
#include "validate/subject.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>

namespace tradelab {

// Feeds events to a subject that runs, batch by batch, and records what it wishes for.
//
// Its intents go to memory that ends at a guard page, always.  The events lie in one piece, so that
// a plugin that reads ahead finds the future there; or, guarded, each batch lies alone before a
// guard page, read-only, and the future is nowhere in memory.
class Feed {
public:
    enum class Events { in_one_piece, guarded };
    struct Options {
        std::uint32_t batch = 64;
        Events events = Events::in_one_piece;
        Random* sizes = nullptr;  // batches of random sizes up to `batch`
        // The strategy's table, where a check puts something between it and us.
        const tl_strategy* table = nullptr;
    };
    // Hears each event that caused intents.  May be empty.
    using Judge = Runner::Wanted;

    [[nodiscard]] static Result<Feed> make(Subject& subject, const Options& options);

    // Events [from, to) of the buffer.
    Status run(const EventBuffer& events,
               std::size_t from,
               std::size_t to,
               const Judge& judge = {});
    Status run(const EventBuffer& events) { return run(events, 0, events.count()); }

    [[nodiscard]] const Recording& recording() const { return recording_; }
    [[nodiscard]] Recording take_recording() { return std::move(recording_); }

private:
    Feed(Subject& subject, const Options& options) : subject_(&subject), options_(options) {}

    [[nodiscard]] std::size_t batch_end(std::size_t from, std::size_t to) const;
    [[nodiscard]] const tl_ev* place(const EventBuffer& events, std::size_t from, std::size_t to);

    [[nodiscard]] Result<Runner::Step> step_over(const tl_ev* first,
                                                 std::size_t count,
                                                 std::size_t bytes);

    Subject* subject_;
    Options options_;
    std::unique_ptr<GuardedMemory> out_;
    std::unique_ptr<GuardedMemory> window_;
    std::size_t window_bytes_ = 0;
    std::unique_ptr<Runner> runner_;
    Recording recording_;
};

}  // namespace tradelab
