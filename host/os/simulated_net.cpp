#include "os/simulated_net.hpp"

namespace tradelab {

ConnectionId SimulatedNet::next_connection() {
    const ConnectionId connection{++connections_};
    live_.insert(connection);
    return connection;
}

Result<ConnectionId> SimulatedNet::request(HttpRequest request) {
    const ConnectionId connection = next_connection();
    requests_.emplace(connection, std::move(request));
    return connection;
}

Result<ConnectionId> SimulatedNet::open(WebSocketAddress address) {
    const ConnectionId connection = next_connection();
    sockets_.emplace(connection, std::move(address));
    return connection;
}

Status SimulatedNet::send(ConnectionId connection, std::string message) {
    if (!live_.contains(connection) || !sockets_.contains(connection)) {
        return fail(ErrorCode::io_failed,
                    "cannot send on connection " + std::to_string(connection.value) +
                        ": it is not an open websocket",
                    "open it again");
    }
    sent_.push_back({connection, std::move(message)});
    return {};
}

std::optional<Delivery> SimulatedNet::poll() {
    while (!due_.empty() && due_.begin()->first <= clock_.now()) {
        Delivery delivery = std::move(due_.begin()->second);
        due_.erase(due_.begin());
        if (!live_.contains(delivery.connection)) {
            continue;
        }
        const bool last =
            delivery.kind == Delivery::Kind::closed || delivery.kind == Delivery::Kind::reply;
        if (last) {
            live_.erase(delivery.connection);
        }
        return delivery;
    }
    return std::nullopt;
}

void SimulatedNet::close(ConnectionId connection) {
    live_.erase(connection);
}

void SimulatedNet::deliver(Delivery delivery) {
    if (drops_left_ > 0 && delivery.kind == Delivery::Kind::message) {
        --drops_left_;
        return;
    }
    delivery.received = delivery.received + delay_;
    const UnixNanos at = delivery.received;
    due_.emplace(at, std::move(delivery));
}

}  // namespace tradelab
