#pragma once

#include "core/limits.hpp"

#include <tradelab/abi/strategy.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

// The memory that a cell and its child share.  One request is under way at a time, because a
// strategy has answered an event before it sees the next: so each direction has one place, and the
// number of the request says whose turn its contents are.
namespace tradelab::cell {

enum class Ask : std::uint32_t {
    begin = 1,    // load the plugin, make the instance, load the state given (if any), start
    process = 2,  // the events given
    save = 3,     // the state, tl.state/1
    leave = 4,    // stop and end
};

struct Request {
    std::uint64_t number;  // from 1, one more each time
    Ask ask;
    std::uint32_t count;  // process: events
    std::uint64_t bytes;  // of the payload
};

// Written by the child: to be copied, and then checked.
struct Reply {
    std::uint64_t number;  // of the request
    std::int32_t status;   // tl_status
    std::uint32_t text_bytes;
    std::uint32_t consumed;                                    // process
    std::uint32_t intents;                                     // process
    std::uint64_t bytes;                                       // save: of the payload
    std::uint32_t intents_max;                                 // begin, and all that follow
    std::uint32_t keeps_state;                                 // 0 or 1
    std::array<std::uint32_t, limits::roles_max> warmup_bars;  // by role
    std::array<char, 1'024> text;                              // what it says of its error
};

static_assert(std::is_trivially_copyable_v<Request> && std::is_trivially_copyable_v<Reply>);

inline constexpr std::size_t request_at = 0;
inline constexpr std::size_t reply_at = 4'096;
inline constexpr std::size_t intents_at = std::size_t{2} * 4'096;
inline constexpr std::size_t payload_max = limits::state_bytes_max;
inline constexpr std::size_t request_payload_at = std::size_t{8} * 4'096;
inline constexpr std::size_t reply_payload_at = request_payload_at + payload_max;
inline constexpr std::size_t memory_bytes = reply_payload_at + payload_max;

static_assert(sizeof(Request) <= reply_at && sizeof(Reply) <= intents_at - reply_at);
static_assert(limits::intents_per_event_max * sizeof(tl_intent) <= request_payload_at - intents_at);
static_assert(limits::event_bytes_max <= payload_max);

}  // namespace tradelab::cell
