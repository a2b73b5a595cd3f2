#pragma once

#include "control/access.hpp"
#include "control/inbox.hpp"
#include "core/result.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>

namespace tradelab {

struct ControlServerOptions {
    std::filesystem::path socket;
    Access access;
    std::optional<std::uint16_t> metrics_port = {};  // on 127.0.0.1; 0: whichever is free
    // How long a connection may say nothing, and how long an answer may take.
    std::chrono::milliseconds silence_max = std::chrono::seconds(30);
    std::chrono::milliseconds answer_max = std::chrono::seconds(5);
    std::size_t connections_max = 64;  // one more closes the one that has been silent the longest
};

// Listens, on a thread of its own, from `open` to destruction.  Requests go into the inbox, which
// outlives it.
class ControlServer {
public:
    // Takes the place of a socket that a dead daemon left behind; one that still answers, and a
    // file that is no socket, are refused.
    [[nodiscard]] static Result<ControlServer> open(const ControlServerOptions& options,
                                                    ControlInbox& inbox);
    ControlServer(ControlServer&&) noexcept;
    ControlServer& operator=(ControlServer&&) noexcept;
    ControlServer(const ControlServer&) = delete;
    ControlServer& operator=(const ControlServer&) = delete;
    // Closes every connection, ends the thread, removes the socket.
    ~ControlServer();

    // Where metrics are served.
    [[nodiscard]] std::optional<std::uint16_t> metrics_port() const;

private:
    struct State;
    explicit ControlServer(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

}  // namespace tradelab
