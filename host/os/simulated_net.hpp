#pragma once

#include "os/clock.hpp"
#include "os/net.hpp"

#include <map>
#include <set>

namespace tradelab {

// A network whose peers are played by the test: it sees what was asked and sent, and says what
// arrives and when.  Equal times arrive in the order they were scripted.  One thread.
class SimulatedNet final : public Net {
public:
    struct Sent {
        ConnectionId connection;
        std::string message;
    };

    // The clock must outlive this.
    explicit SimulatedNet(const Clock& clock) : clock_(clock) {}

    [[nodiscard]] Result<ConnectionId> request(HttpRequest request) override;
    [[nodiscard]] Result<ConnectionId> open(WebSocketAddress address) override;
    Status send(ConnectionId connection, std::string message) override;
    [[nodiscard]] std::optional<Delivery> poll() override;
    void close(ConnectionId connection) override;

    // What the code under test has done.
    [[nodiscard]] const std::map<ConnectionId, HttpRequest>& requests() const { return requests_; }
    [[nodiscard]] const std::map<ConnectionId, WebSocketAddress>& sockets() const {
        return sockets_;
    }
    [[nodiscard]] const std::vector<Sent>& sent() const { return sent_; }

    // It arrives at `delivery.received`, plus the present delay.  `closed` ends the connection:
    // what is scripted for it at a later time never arrives.
    void deliver(Delivery delivery);
    // Everything scripted from now on arrives so much later.
    void delay(std::chrono::nanoseconds extra) { delay_ = extra; }
    // The next `count` messages scripted are lost on the way.
    void drop_next(std::uint64_t count) { drops_left_ = count; }

private:
    [[nodiscard]] ConnectionId next_connection();

    const Clock& clock_;
    std::uint64_t connections_ = 0;
    std::set<ConnectionId> live_;
    std::map<ConnectionId, HttpRequest> requests_;
    std::map<ConnectionId, WebSocketAddress> sockets_;
    std::vector<Sent> sent_;
    std::multimap<UnixNanos, Delivery> due_;  // keeps the order of equal keys
    std::chrono::nanoseconds delay_{0};
    std::uint64_t drops_left_ = 0;
};

}  // namespace tradelab
