#pragma once

#include "control/peer.hpp"
#include "control/request.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace tradelab {

// The page of metrics, as a request like any other.
struct MetricsWanted {};

// A request on its way, and the way back.
struct PendingRequest {
    std::variant<ControlRequest, MetricsWanted> asked;
    Peer peer = {};
    // Takes the answer, once; any thread, never throws, never waits.  Where nobody waits for it
    // any more it is dropped.
    std::function<void(std::string)> answer;
};

// From the server's thread to the trading thread.  Bounded, so that no client can take the memory
// of what trades; what takes risk away has room of its own, overtakes the rest, and ends a resume
// that was asked before it.
class ControlInbox {
public:
    static constexpr std::size_t waiting_max = 64;
    static constexpr std::size_t urgent_max = 64;
    // Taken at a time of those that can wait: whoever asks for long answers holds up a stop no
    // longer than these take.
    static constexpr std::size_t others_a_turn = 4;

    ControlInbox();
    ~ControlInbox();
    ControlInbox(const ControlInbox&) = delete;
    ControlInbox& operator=(const ControlInbox&) = delete;
    ControlInbox(ControlInbox&&) = delete;
    ControlInbox& operator=(ControlInbox&&) = delete;

    // Any thread.  False: too many wait, and this one was not taken.
    [[nodiscard]] bool post(PendingRequest request);

    // The urgent ones that wait, all of them, then some of the rest, each kind in its order.
    [[nodiscard]] std::vector<PendingRequest> take();
    // The same, once there is something, or nothing after this time.
    [[nodiscard]] std::vector<PendingRequest> wait(std::chrono::nanoseconds at_most);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace tradelab
