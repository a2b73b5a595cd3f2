#include "control/client.hpp"

#include "control/socket_path.hpp"
#include "document/error_form.hpp"
#include "document/json_parse.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <poll.h>
#include <string>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace tradelab {

namespace {

using Clock = std::chrono::steady_clock;

class Connection {
public:
    explicit Connection(int number) : number_(number) {}
    ~Connection() {
        if (number_ >= 0) {
            ::close(number_);
        }
    }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    Connection(Connection&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Connection& operator=(Connection&&) = delete;

    [[nodiscard]] int number() const { return number_; }

private:
    int number_;
};

Failure unreachable(const std::filesystem::path& socket, int error) {
    const bool forbidden = error == EACCES || error == EPERM;
    return fail(forbidden ? ErrorCode::not_authorised : ErrorCode::daemon_unreachable,
                socket.string() + ": " + std::strerror(error),
                forbidden
                    ? "the daemon belongs to another user: see [control] in its tradelabd.toml"
                    : "start it with: tradelabd");
}

Result<Connection> connected(const std::filesystem::path& socket) {
    const auto address = socket_address(socket);
    if (!address) {
        return fail(address.error());
    }
    Connection connection(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (connection.number() < 0) {
        return unreachable(socket, errno);
    }
    // A unix socket connects at once or not at all: EAGAIN is a daemon that takes nobody any more.
    if (::connect(connection.number(),
                  reinterpret_cast<const sockaddr*>(&*address),
                  sizeof *address) != 0) {
        return unreachable(socket, errno);
    }
    return connection;
}

Failure too_late() {
    return fail(ErrorCode::timed_out,
                "the daemon listens and does not answer",
                "it may be busy or stuck: look at its log; stop and panic work all the same");
}

Status wait_for(int number, short events, Clock::time_point deadline) {
    while (true) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
        pollfd wanted{.fd = number, .events = events, .revents = 0};
        const int ready =
            left.count() <= 0 ? 0 : ::poll(&wanted, 1, static_cast<int>(left.count()));
        if (ready > 0) {
            return {};
        }
        if (ready == 0) {
            return too_late();
        }
        if (errno != EINTR) {
            return fail(ErrorCode::io_failed, std::string("poll: ") + std::strerror(errno));
        }
    }
}

Failure broken_off(const std::string& why) {
    return fail(ErrorCode::daemon_unreachable,
                "the daemon broke off: " + why,
                "it may have been ended: look at its log, or start it with: tradelabd");
}

Status send_all(int number, std::string_view bytes, Clock::time_point deadline) {
    while (!bytes.empty()) {
        if (auto ready = wait_for(number, POLLOUT, deadline); !ready) {
            return ready;
        }
        const auto sent = ::send(number, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno != EINTR && errno != EAGAIN) {
            return broken_off(std::strerror(errno));
        }
        bytes.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(sent, 0)));
    }
    return {};
}

Result<std::string> receive_line(int number, Clock::time_point deadline) {
    std::string line;
    std::array<char, 16'384> part{};
    while (line.find('\n') == std::string::npos) {
        if (auto ready = wait_for(number, POLLIN, deadline); !ready) {
            return fail(std::move(ready).error());
        }
        const auto got = ::recv(number, part.data(), part.size(), 0);
        if (got == 0) {
            return broken_off("it closed the connection");
        }
        if (got < 0 && errno != EINTR && errno != EAGAIN) {
            return broken_off(std::strerror(errno));
        }
        line.append(part.data(), static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
        if (line.size() > answer_bytes_max) {
            return fail(ErrorCode::too_large, "the daemon's answer does not end");
        }
    }
    line.resize(line.find('\n'));
    return line;
}

}  // namespace

Result<JsonValue> ask_daemon(const std::filesystem::path& socket,
                             const ControlRequest& request,
                             std::chrono::milliseconds patience) {
    const auto deadline = Clock::now() + patience;
    const auto connection = connected(socket);
    if (!connection) {
        return fail(connection.error());
    }
    if (auto sent = send_all(connection->number(), request_line(request) + "\n", deadline); !sent) {
        return fail(std::move(sent).error());
    }
    const auto line = receive_line(connection->number(), deadline);
    if (!line) {
        return fail(line.error());
    }
    auto answer = parse_json(*line, {.bytes_max = answer_bytes_max, .depth_max = 16});
    if (!answer) {
        return fail(std::move(answer).error(), "the daemon's answer");
    }
    if (auto error = error_in(*answer)) {
        return fail(*std::move(error));
    }
    return answer;
}

}  // namespace tradelab
