#pragma once

#include "core/result.hpp"
#include "core/time.hpp"

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tradelab {

// One request or one websocket, from its opening to its close; never used again.
struct ConnectionId {
    std::uint64_t value = 0;

    friend constexpr auto operator<=>(ConnectionId, ConnectionId) = default;
};

struct HttpRequest {
    std::string host = {};
    std::string method = {};
    std::string target = {};  // path and query
    std::vector<std::pair<std::string, std::string>> headers = {};
    std::string body = {};
    std::chrono::nanoseconds time_limit = std::chrono::seconds(10);
};

struct WebSocketAddress {
    std::string host = {};
    std::string target = {};
};

// Something that arrived, stamped when it did.
struct Delivery {
    enum class Kind { reply, opened, message, closed };

    ConnectionId connection = {};
    Kind kind = Kind::message;
    UnixNanos received = {};
    int status = 0;         // the HTTP status of a reply
    std::string body = {};  // of a reply or a message; of `closed`, the reason in words
};

// The network as messages: no socket, no thread, no partial read shows.  Whatever is asked for is
// answered by deliveries, each connection's in order; a reply, or `closed`, is its last.  A request
// that fails or outlives its limit is answered by `closed` instead of a reply.
//
// The real side, with TLS and deadlines, is written in net/ together with the exchange.
class Net {
public:
    virtual ~Net() = default;
    Net(const Net&) = delete;
    Net& operator=(const Net&) = delete;
    Net(Net&&) = delete;
    Net& operator=(Net&&) = delete;

    [[nodiscard]] virtual Result<ConnectionId> request(HttpRequest request) = 0;
    [[nodiscard]] virtual Result<ConnectionId> open(WebSocketAddress address) = 0;
    virtual Status send(ConnectionId connection, std::string message) = 0;
    // The next delivery that is due, or nothing.  Never waits.
    [[nodiscard]] virtual std::optional<Delivery> poll() = 0;
    // Nothing more is delivered for it, `closed` neither.  Closing twice is fine.
    virtual void close(ConnectionId connection) = 0;

protected:
    Net() = default;
};

}  // namespace tradelab
