#pragma once

#include "core/result.hpp"
#include "os/companion.hpp"
#include "plugin/cell_layout.hpp"

#include <tradelab/abi/strategy.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace tradelab {

// What a child says of its instance when it begins.
struct CellHello {
    std::uint32_t intents_max = 0;
    bool keeps_state = false;
    std::array<std::uint32_t, limits::roles_max> warmup_bars{};

    friend bool operator==(const CellHello&, const CellHello&) = default;
};

// What process() came to.  With a status other than TL_OK the plugin refused in an orderly way, and
// `text` is why.
struct CellAnswer {
    tl_status status = TL_OK;
    std::uint32_t consumed = 0;
    std::span<const tl_intent> intents;  // a copy of ours, valid until the next question
    std::string text;
};

struct CellEvents {
    const tl_ev* first = nullptr;
    std::uint32_t count = 0;
    std::uint64_t bytes = 0;
};

// One child of a cell, as its parent talks to it.  An error is the end of this child: it crashed,
// was silent until the deadline, or answered what no honest one can.  Everything that it wrote is
// copied first and checked then.
class CellLink {
public:
    using Patience = std::chrono::nanoseconds;

    explicit CellLink(std::unique_ptr<Companion> companion) : companion_(std::move(companion)) {}

    // `state` is empty or what save() gave.  An orderly refusal is an error too.
    [[nodiscard]] Result<CellHello> begin(std::string_view state, Patience patience);
    // The events fit into cell::payload_max.
    [[nodiscard]] Result<CellAnswer> process(const CellEvents& events, Patience patience);

    struct Saved {
        tl_status status = TL_OK;
        std::string state;
        std::string text;
    };
    [[nodiscard]] Result<Saved> save(Patience patience);
    // Lets it stop its instance and end by itself; whether it does is not asked.
    void leave(Patience patience);

    [[nodiscard]] std::int64_t number() const { return companion_->number(); }

private:
    [[nodiscard]] Status ask(cell::Request request, Patience patience);
    [[nodiscard]] Failure silent(Companion::Heard heard, Patience patience);
    [[nodiscard]] Status check_processed(const CellEvents& events);
    [[nodiscard]] std::string text() const;

    std::unique_ptr<Companion> companion_;
    CellHello hello_;
    std::uint64_t number_ = 0;
    cell::Reply reply_{};  // our copy
    std::array<tl_intent, limits::intents_per_event_max> intents_{};
};

}  // namespace tradelab
