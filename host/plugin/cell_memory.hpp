#pragma once

#include "core/event.hpp"
#include "core/result.hpp"
#include "plugin/cell_link.hpp"

#include <tradelab/abi/strategy.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tradelab {

// What a new child must be told to be what the lost one was: a saved state, and every event since,
// with what was answered.
class CellMemory {
public:
    explicit CellMemory(std::size_t bytes_max) : bytes_max_(bytes_max) {}

    // Events that were consumed, the last of which caused the intents.  Beyond its bound it forgets
    // everything, and can bring nobody back until the next state.
    void add(const CellEvents& events, std::span<const tl_intent> intents);
    // All that another has kept from no state on, which was what came next.
    void add(const CellMemory& later);
    // Begins anew from a state that was saved after all events so far; empty for a new instance.
    void begin_at(std::string state);

    [[nodiscard]] bool is_whole() const { return is_whole_; }
    [[nodiscard]] std::size_t events() const { return events_.count(); }
    [[nodiscard]] std::string_view state() const { return state_; }

    // Asks a child that has begun with state() all of it again, in batches of any size, for that
    // can change nothing.  An error of the link is the child's end; `refused` means that it lives
    // and answers otherwise than before: the same events make it another.
    [[nodiscard]] Status replay(CellLink& link, CellLink::Patience patience) const;

private:
    struct Answer {
        std::size_t event = 0;  // place of the cause
        std::size_t first = 0;  // place of its first intent
        std::size_t count = 0;
    };

    [[nodiscard]] CellEvents batch_from(std::size_t event) const;

    std::size_t bytes_max_;
    std::string state_;
    EventBuffer events_;
    std::vector<Answer> answers_;
    std::vector<tl_intent> intents_;
    bool is_whole_ = true;
};

}  // namespace tradelab
