#include "control/server.hpp"

#include "control/peer.hpp"
#include "control/socket_path.hpp"
#include "document/error_form.hpp"
#include "document/json_write.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <csignal>
#include <exception>
#include <list>
#include <string>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace tradelab {

namespace {

namespace asio = boost::asio;
using Local = asio::local::stream_protocol;
using Tcp = asio::ip::tcp;
using Clock = std::chrono::steady_clock;
using Code = boost::system::error_code;

constexpr std::size_t page_request_bytes_max = std::size_t{8} << 10;
constexpr std::size_t page_readers_max = 8;

// An answer that a coroutine waits for.  The way back holds it weakly: once nobody waits any more,
// an answer finds nothing.
struct Awaited {
    explicit Awaited(asio::io_context& context) : timer(context) {}

    asio::steady_timer timer;
    std::string text;
    bool is_there = false;
};

std::function<void(std::string)> way_back(asio::io_context& context,
                                          const std::weak_ptr<Awaited>& awaited) {
    return [&context, awaited](std::string text) {
        // The trading thread may be the last to hold it, so it is shared.
        if (const std::shared_ptr<Awaited> waiting = awaited.lock()) {
            asio::post(context, [waiting, text = std::move(text)]() mutable {
                waiting->text = std::move(text);
                waiting->is_there = true;
                waiting->timer.cancel();
            });
        }
    };
}

std::string error_line(const Error& error) {
    return line_json(error_document(error)) + "\n";
}

std::string error_line(ErrorCode code, std::string context, std::string hint) {
    return error_line(Error{.code = code, .context = std::move(context), .hint = std::move(hint)});
}

template <class Door>
Code open_door(Door& door, const typename Door::endpoint_type& endpoint) {
    try {
        door.open(endpoint.protocol());
        door.set_option(asio::socket_base::reuse_address(true));
        door.bind(endpoint);
        door.listen();
    } catch (const boost::system::system_error& thrown) {
        return thrown.code();
    }
    return {};
}

}  // namespace

// One connection.  The timer closes it when it is over its time.
template <class Socket>
struct Talk {
    explicit Talk(Socket connected) : socket(std::move(connected)), timer(socket.get_executor()) {}

    Socket socket;
    asio::steady_timer timer;
    Clock::time_point heard = Clock::now();
    bool waits_for_us = false;
    bool is_closed = false;

    void close() {
        Code ignored;
        is_closed = true;
        timer.cancel();
        socket.close(ignored);
    }
};

// Shared by a coroutine, its timer and the list that the longest silent one is picked from.
template <class Socket>
using SharedTalk = std::shared_ptr<Talk<Socket>>;  // shared, see above

template <class Socket>
void allow(const SharedTalk<Socket>& talk, std::chrono::milliseconds time) {
    talk->timer.expires_after(time);
    talk->timer.async_wait([talk](Code cancelled) {
        if (!cancelled) {
            talk->close();
        }
    });
}

struct ControlServer::State {
    State(ControlServerOptions wanted, ControlInbox& to)
        : options(std::move(wanted)), inbox(to), door(context), page_door(context) {}

    ControlServerOptions options;
    ControlInbox& inbox;
    asio::io_context context{1};
    Local::acceptor door;
    Tcp::acceptor page_door;
    std::list<SharedTalk<Local::socket>> talks;
    std::size_t page_readers = 0;
    std::thread thread;

    [[nodiscard]] Status listen();
    [[nodiscard]] Status listen_for_pages();
    void start();
    void make_room();

    asio::awaitable<void> welcome();
    asio::awaitable<void> welcome_page_readers();
    asio::awaitable<void> converse(SharedTalk<Local::socket> talk);
    asio::awaitable<void> show_page(SharedTalk<Tcp::socket> talk);
    asio::awaitable<std::string> answer_to(std::string line, Peer peer);
    asio::awaitable<std::string> posted(PendingRequest request);
};

Status ControlServer::State::listen() {
    const auto& path = options.socket;
    if (auto cleared = clear_socket_path(path); !cleared) {
        return cleared;
    }
    const Local::endpoint endpoint(path.string());
    const auto mask = ::umask(0177);
    const Code error = open_door(door, endpoint);
    ::umask(mask);
    if (!error && !options.access.is_owners_alone()) {
        // Who is let in is decided by user, not by mode.
        ::chmod(path.c_str(), 0666);
    }
    if (error) {
        return fail(ErrorCode::io_failed,
                    "cannot listen at " + path.string() + ": " + error.message(),
                    "see [control] socket in tradelabd.toml");
    }
    return {};
}

Status ControlServer::State::listen_for_pages() {
    if (!options.metrics_port) {
        return {};
    }
    const Code error = open_door(
        page_door, Tcp::endpoint(asio::ip::address_v4::loopback(), *options.metrics_port));
    if (error) {
        return fail(ErrorCode::io_failed,
                    "cannot serve metrics on 127.0.0.1:" + std::to_string(*options.metrics_port) +
                        ": " + error.message(),
                    "take another [metrics] port in tradelabd.toml, or \"off\"");
    }
    return {};
}

void ControlServer::State::start() {
    // Whatever a coroutine throws has ended it alone; its connection is closed with its frame.
    const auto ended = [](const std::exception_ptr&) {};
    asio::co_spawn(context, welcome(), ended);
    if (page_door.is_open()) {
        asio::co_spawn(context, welcome_page_readers(), ended);
    }
    // Signals are the main thread's.
    sigset_t all;
    sigset_t before;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_BLOCK, &all, &before);
    thread = std::thread([this] {
        while (!context.stopped()) {
            try {
                context.run();
            } catch (const std::exception&) {
                continue;  // out of memory, of one handler: the others go on
            }
        }
    });
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

void ControlServer::State::make_room() {
    std::erase_if(talks, [](const auto& talk) { return talk->is_closed; });
    if (talks.size() < options.connections_max) {
        return;
    }
    const auto silent = std::ranges::min_element(
        talks, {}, [](const auto& talk) { return std::pair(talk->waits_for_us, talk->heard); });
    (*silent)->close();
    talks.erase(silent);
}

asio::awaitable<void> ControlServer::State::welcome() {
    while (door.is_open()) {
        Code error;
        Local::socket socket =
            co_await door.async_accept(asio::redirect_error(asio::use_awaitable, error));
        if (error) {
            // Out of descriptors: they come back when connections end.
            asio::steady_timer later(context, std::chrono::milliseconds(50));
            co_await later.async_wait(asio::redirect_error(asio::use_awaitable, error));
            continue;
        }
        make_room();
        auto talk = std::make_shared<Talk<Local::socket>>(std::move(socket));  // see SharedTalk
        talks.push_back(talk);
        asio::co_spawn(
            context, converse(talk), [talk](const std::exception_ptr&) { talk->close(); });
    }
}

asio::awaitable<void> ControlServer::State::welcome_page_readers() {
    while (page_door.is_open()) {
        Code error;
        Tcp::socket socket =
            co_await page_door.async_accept(asio::redirect_error(asio::use_awaitable, error));
        if (error || page_readers >= page_readers_max) {
            asio::steady_timer later(context, std::chrono::milliseconds(50));
            co_await later.async_wait(asio::redirect_error(asio::use_awaitable, error));
            continue;
        }
        auto talk = std::make_shared<Talk<Tcp::socket>>(std::move(socket));  // see SharedTalk
        ++page_readers;
        asio::co_spawn(context, show_page(talk), [this, talk](const std::exception_ptr&) {
            talk->close();
            --page_readers;
        });
    }
}

asio::awaitable<void> ControlServer::State::converse(SharedTalk<Local::socket> talk) {
    Code error;
    const auto peer = peer_behind(talk->socket.native_handle(), options.access);
    std::string buffer;
    std::string answer;
    while (!error) {
        allow(talk, options.silence_max);
        const std::size_t size =
            co_await asio::async_read_until(talk->socket,
                                            asio::dynamic_buffer(buffer, request_bytes_max),
                                            '\n',
                                            asio::redirect_error(asio::use_awaitable, error));
        talk->heard = Clock::now();
        const bool is_endless = error == asio::error::not_found;
        if (error && !is_endless) {
            co_return;
        }
        talk->waits_for_us = true;
        if (is_endless) {
            answer = error_line(ErrorCode::too_large,
                                "a request of more than 16384 bytes",
                                "one request is one line of JSON");
        } else {
            talk->timer.cancel();
            std::string line = buffer.substr(0, size - 1);
            buffer.erase(0, size);
            // A stranger is told so once it has asked: before, its own words would break the line.
            if (peer) {
                answer = co_await answer_to(std::move(line), *peer);
            } else {
                answer = error_line(peer.error());
            }
        }
        allow(talk, options.silence_max);
        Code written;
        co_await asio::async_write(
            talk->socket, asio::buffer(answer), asio::redirect_error(asio::use_awaitable, written));
        talk->waits_for_us = false;
        error = is_endless || !peer ? Code(asio::error::eof) : written;
    }
}

asio::awaitable<std::string> ControlServer::State::answer_to(std::string line, Peer peer) {
    const auto request = parse_request(line);
    if (!request) {
        co_return error_line(request.error());
    }
    const Role needed = role_needed(request->verb);
    if (needed > peer.role) {
        co_return error_line(ErrorCode::not_authorised,
                             "user " + std::to_string(peer.user) + " has the role " +
                                 std::string(role_text(peer.role)) + "; " +
                                 std::string(control_verb_text(request->verb)) + " takes " +
                                 std::string(role_text(needed)),
                             "its owner can name you in tradelabd.toml, [control]");
    }
    PendingRequest pending{.asked = *request, .peer = peer, .answer = {}};
    std::string answer = co_await posted(std::move(pending));
    co_return answer + "\n";
}

asio::awaitable<std::string> ControlServer::State::posted(PendingRequest request) {
    // Shared with the way back, which holds it weakly.
    const auto awaited = std::make_shared<Awaited>(context);
    request.answer = way_back(context, awaited);
    const Error busy{.code = ErrorCode::timed_out,
                     .context = "too many requests wait for the daemon",
                     .hint = "ask again; stop and panic have room of their own"};
    if (!inbox.post(std::move(request))) {
        co_return line_json(error_document(busy));
    }
    Code woken;
    awaited->timer.expires_after(options.answer_max);
    co_await awaited->timer.async_wait(asio::redirect_error(asio::use_awaitable, woken));
    const Error late{.code = ErrorCode::timed_out,
                     .context = "the daemon has not come to it in time; it may still",
                     .hint = "look before you ask again: tradelab status"};
    co_return awaited->is_there ? std::move(awaited->text) : line_json(error_document(late));
}

asio::awaitable<void> ControlServer::State::show_page(SharedTalk<Tcp::socket> talk) {
    Code error;
    std::string asked;
    allow(talk, options.answer_max);
    co_await asio::async_read_until(talk->socket,
                                    asio::dynamic_buffer(asked, page_request_bytes_max),
                                    "\r\n\r\n",
                                    asio::redirect_error(asio::use_awaitable, error));
    if (error) {
        co_return;
    }
    std::string_view status = "404 Not Found";
    std::string body = "the metrics are at /metrics\n";
    if (asked.starts_with("GET /metrics ")) {
        allow(talk, 2 * options.answer_max);
        PendingRequest pending{.asked = MetricsWanted{}, .peer = {}, .answer = {}};
        body = co_await posted(std::move(pending));
        status = body.starts_with('{') ? "503 Service Unavailable" : "200 OK";
    }
    const std::string page = "HTTP/1.1 " + std::string(status) +
                             "\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8"
                             "\r\nContent-Length: " +
                             std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n" + body;
    co_await asio::async_write(
        talk->socket, asio::buffer(page), asio::redirect_error(asio::use_awaitable, error));
}

ControlServer::ControlServer(std::unique_ptr<State> state) : state_(std::move(state)) {}
ControlServer::ControlServer(ControlServer&&) noexcept = default;
ControlServer& ControlServer::operator=(ControlServer&&) noexcept = default;

ControlServer::~ControlServer() {
    if (state_ == nullptr || !state_->thread.joinable()) {
        return;
    }
    state_->context.stop();
    state_->thread.join();
    ::unlink(state_->options.socket.c_str());
}

Result<ControlServer> ControlServer::open(const ControlServerOptions& options,
                                          ControlInbox& inbox) {
    auto state = std::make_unique<State>(options, inbox);
    if (auto listening = state->listen(); !listening) {
        return fail(std::move(listening).error());
    }
    if (auto listening = state->listen_for_pages(); !listening) {
        ::unlink(options.socket.c_str());
        return fail(std::move(listening).error());
    }
    state->start();
    return ControlServer(std::move(state));
}

std::optional<std::uint16_t> ControlServer::metrics_port() const {
    return state_->page_door.is_open() ? std::optional(state_->page_door.local_endpoint().port())
                                       : std::nullopt;
}

}  // namespace tradelab
