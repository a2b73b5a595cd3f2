#include "control/server.hpp"

#include "control/client.hpp"
#include "document/json_parse.hpp"
#include "document/json_write.hpp"
#include "support/temporary_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <fstream>
#include <netinet/in.h>
#include <poll.h>
#include <random>
#include <string>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>
#include <variant>
#include <vector>

namespace tradelab {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

// A raw connection, for what no client of ours would say.
class Raw {
public:
    explicit Raw(const std::filesystem::path& socket) : number_(::socket(AF_UNIX, SOCK_STREAM, 0)) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::ranges::copy(socket.string(), address.sun_path);
        is_connected =
            ::connect(number_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    }
    explicit Raw(std::uint16_t port) : number_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        is_connected =
            ::connect(number_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    }
    ~Raw() { ::close(number_); }
    Raw(const Raw&) = delete;
    Raw& operator=(const Raw&) = delete;
    Raw(Raw&&) = delete;
    Raw& operator=(Raw&&) = delete;

    bool is_connected = false;

    // False where the other side has closed already.
    bool say(std::string_view bytes) const {
        return ::send(number_, bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
               static_cast<ssize_t>(bytes.size());
    }
    // What comes until the other side closes, or until a line ends.
    [[nodiscard]] std::string line() const { return until('\n'); }
    [[nodiscard]] std::string rest() const { return until('\0'); }

private:
    [[nodiscard]] std::string until(char end) const {
        std::string text;
        char one = 0;
        pollfd wanted{.fd = number_, .events = POLLIN, .revents = 0};
        while (::poll(&wanted, 1, 20'000) == 1 && ::recv(number_, &one, 1, 0) == 1) {
            text += one;
            if (one == end) {
                break;
            }
        }
        return text;
    }

    int number_;
};

// A server, and a thread in place of the one that trades: it answers with the verb, or not at all.
class ControlSocket : public testing::Test {
public:
    TemporaryDirectory folder;
    ControlInbox inbox;
    std::atomic<bool> is_deaf = false;
    std::atomic<bool> is_over = false;
    std::optional<ControlServer> server;
    std::thread trading;

    [[nodiscard]] std::filesystem::path path() const { return folder.path() / "s"; }

    void start(ControlServerOptions options) {
        options.socket = path();
        auto opened = ControlServer::open(options, inbox);
        ASSERT_TRUE(opened.has_value()) << describe(opened.error());
        server = std::move(*opened);
        trading = std::thread([this] {
            std::vector<PendingRequest> unanswered;
            while (!is_over) {
                for (auto& request : inbox.wait(5ms)) {
                    if (is_deaf) {
                        unanswered.push_back(std::move(request));
                    } else {
                        answer(request);
                    }
                }
            }
        });
    }
    static void answer(const PendingRequest& request) {
        const auto* asked = std::get_if<ControlRequest>(&request.asked);
        request.answer(asked == nullptr
                           ? "tradelab_up 1\n"
                           : line_json(JsonObject{{"schema", "tradelab.test/1"},
                                                  {"verb", control_verb_text(asked->verb)},
                                                  {"user", request.peer.user}}));
    }
    static ControlServerOptions mine() { return {.socket = {}, .access = {.owner = ::getuid()}}; }

    void TearDown() override {
        is_over = true;
        if (trading.joinable()) {
            trading.join();
        }
        server.reset();
    }
    [[nodiscard]] Result<JsonValue> ask(ControlVerb verb) const {
        return ask_daemon(path(), {.verb = verb}, 20s);
    }
};

TEST_F(ControlSocket, AnswersItsOwnerAndKnowsWhoAsks) {
    start(mine());

    const auto answer = ask(ControlVerb::panic);

    ASSERT_TRUE(answer.has_value()) << describe(answer.error());
    EXPECT_EQ(*(*answer)["verb"].text(), "panic");
    EXPECT_EQ(*(*answer)["user"].integer(), static_cast<std::int64_t>(::getuid()));
}

TEST_F(ControlSocket, OneConnectionAsksAgainAndAgain) {
    start(mine());
    const Raw raw(path());
    const std::string asked = request_line({.verb = ControlVerb::status}) + "\n";

    // Two in one piece, then one in two pieces.
    ASSERT_TRUE(raw.say(asked + asked));
    EXPECT_THAT(raw.line(), HasSubstr("\"status\""));
    EXPECT_THAT(raw.line(), HasSubstr("\"status\""));
    ASSERT_TRUE(raw.say(asked.substr(0, 10)));
    ASSERT_TRUE(raw.say(asked.substr(10)));
    EXPECT_THAT(raw.line(), HasSubstr("\"status\""));
}

TEST_F(ControlSocket, WithoutADaemonItIsUnreachable) {
    const auto nobody = ask(ControlVerb::status);

    ASSERT_FALSE(nobody.has_value());
    EXPECT_EQ(exit_code(nobody.error().code), ExitCode::daemon_unreachable);
    EXPECT_THAT(describe(nobody.error()), HasSubstr("tradelabd"));
}

// Asks as another user, which root alone can become.  The system call, because the library's would
// change all threads of this process.
Result<JsonValue> ask_as(uid_t user, const std::filesystem::path& socket, ControlVerb verb) {
    Result<JsonValue> answer = fail(ErrorCode::internal, "did not ask");
    std::thread([&] {
        ASSERT_EQ(::syscall(SYS_setresuid, -1, user, -1), 0);
        answer = ask_daemon(socket, {.verb = verb}, 20s);
    }).join();
    return answer;
}

TEST_F(ControlSocket, RolesAreHeldForEveryRequest) {
    if (::getuid() != 0) {
        GTEST_SKIP() << "only root can ask as somebody else";
    }
    ControlServerOptions options = mine();
    options.access = {.owner = 0, .view = {4001}, .operate = {4002}};
    std::filesystem::permissions(folder.path(), std::filesystem::perms(0755));
    start(options);

    EXPECT_TRUE(ask_as(4001, path(), ControlVerb::status).has_value());
    EXPECT_TRUE(ask_as(4002, path(), ControlVerb::stop).has_value());
    const auto viewer = ask_as(4001, path(), ControlVerb::stop);
    const auto stranger = ask_as(4003, path(), ControlVerb::status);

    ASSERT_FALSE(viewer.has_value());
    EXPECT_EQ(exit_code(viewer.error().code), ExitCode::not_authorised);
    EXPECT_THAT(describe(viewer.error()), HasSubstr("stop takes operate"));
    ASSERT_FALSE(stranger.has_value());
    EXPECT_EQ(exit_code(stranger.error().code), ExitCode::not_authorised);
    EXPECT_THAT(describe(stranger.error()), HasSubstr("user 4003"));
}

TEST_F(ControlSocket, WithoutNamedUsersTheSocketIsItsOwnersAlone) {
    if (::getuid() != 0) {
        GTEST_SKIP() << "only root can ask as somebody else";
    }
    std::filesystem::permissions(folder.path(), std::filesystem::perms(0755));
    start(mine());

    const auto stranger = ask_as(4003, path(), ControlVerb::status);

    ASSERT_FALSE(stranger.has_value());
    EXPECT_EQ(exit_code(stranger.error().code), ExitCode::not_authorised);
}

TEST_F(ControlSocket, ManyWhoSayNothingHoldUpNobody) {
    auto options = mine();
    options.connections_max = 8;
    start(options);
    std::vector<std::unique_ptr<Raw>> silent;
    for (int at = 0; at < 30; ++at) {
        silent.push_back(std::make_unique<Raw>(path()));
        ASSERT_TRUE(silent.back()->is_connected);
    }
    // One of them has begun a line and never ends it.
    (void)silent.back()->say("{\"schema\":");

    EXPECT_TRUE(ask(ControlVerb::status).has_value());
    EXPECT_EQ(silent.front()->rest(), "");  // closed to make room
}

TEST_F(ControlSocket, SilenceIsClosedAtItsDeadline) {
    auto options = mine();
    options.silence_max = 20ms;
    start(options);
    const Raw raw(path());
    (void)raw.say("{");

    EXPECT_EQ(raw.rest(), "");
}

TEST_F(ControlSocket, ADeafDaemonIsSaidToBeDeafInTime) {
    auto options = mine();
    options.answer_max = 20ms;
    start(options);
    is_deaf = true;

    const auto late = ask(ControlVerb::status);

    ASSERT_FALSE(late.has_value());
    EXPECT_EQ(exit_code(late.error().code), ExitCode::timed_out);
    is_deaf = false;
    EXPECT_TRUE(ask(ControlVerb::status).has_value());
}

TEST_F(ControlSocket, GarbageIsAnsweredByAnErrorAndNeverByAnEnd) {
    constexpr unsigned seed = 20'240'131;
    RecordProperty("seed", static_cast<int>(seed));
    std::mt19937 draws(seed);
    start(mine());
    const std::string good = request_line({.verb = ControlVerb::fills, .last = 3});

    for (int round = 0; round < 300; ++round) {
        std::string line = round % 3 == 0 ? std::string(draws() % 200, ' ') : good;
        for (std::size_t at = 0; at < 1 + line.size() / 10 && !line.empty(); ++at) {
            line[draws() % line.size()] = static_cast<char>(draws() % 256);
        }
        std::erase(line, '\n');
        const Raw raw(path());
        ASSERT_TRUE(raw.say(line + "\n")) << "seed " << seed << " round " << round;
        const auto answer = parse_json(raw.line(), {.bytes_max = answer_bytes_max});
        ASSERT_TRUE(answer.has_value()) << "seed " << seed << " round " << round;
        EXPECT_NE((*answer)["schema"].text(), nullptr);
    }
    EXPECT_TRUE(ask(ControlVerb::status).has_value());
}

TEST_F(ControlSocket, ALineWithoutEndIsRefusedAndClosed) {
    start(mine());
    const Raw raw(path());

    (void)raw.say(std::string(request_bytes_max + 1, 'x'));

    EXPECT_THAT(raw.line(), HasSubstr("too_large"));
    EXPECT_EQ(raw.rest(), "");
    EXPECT_TRUE(ask(ControlVerb::status).has_value());
}

TEST_F(ControlSocket, TakesTheSocketOfADeadDaemonAndNotOfALivingOne) {
    {
        // What a killed process leaves.
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::ranges::copy(path().string(), address.sun_path);
        const int dead = ::socket(AF_UNIX, SOCK_STREAM, 0);
        ASSERT_EQ(::bind(dead, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
        ::close(dead);
    }
    start(mine());
    auto options = mine();
    options.socket = path();
    ControlInbox other;

    const auto second = ControlServer::open(options, other);

    ASSERT_FALSE(second.has_value());
    EXPECT_THAT(describe(second.error()), HasSubstr("another daemon listens"));
    EXPECT_TRUE(ask(ControlVerb::status).has_value());
    EXPECT_EQ(std::filesystem::status(path()).permissions() & std::filesystem::perms(0777),
              std::filesystem::perms(0600));
    server.reset();
    EXPECT_FALSE(std::filesystem::exists(path()));
}

TEST_F(ControlSocket, RefusesAFileInItsPlaceAndAPathThatIsTooLong) {
    std::ofstream(path()) << "mine";
    auto options = mine();
    options.socket = path();

    const auto on_a_file = ControlServer::open(options, inbox);
    options.socket = folder.path() / std::string(100, 'a');
    const auto too_long = ControlServer::open(options, inbox);

    ASSERT_FALSE(on_a_file.has_value());
    EXPECT_THAT(describe(on_a_file.error()), HasSubstr("no socket"));
    ASSERT_FALSE(too_long.has_value());
    EXPECT_THAT(describe(too_long.error()), HasSubstr("107 bytes"));
    EXPECT_TRUE(std::filesystem::exists(path()));
}

TEST_F(ControlSocket, MetricsAreAPageOnLoopback) {
    auto options = mine();
    options.metrics_port = 0;
    start(options);
    const auto get = [&](const std::string& request) {
        const Raw raw(*server->metrics_port());
        EXPECT_TRUE(raw.say(request));
        return raw.rest();
    };

    const auto page = get("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_THAT(page, HasSubstr("HTTP/1.1 200 OK\r\n"));
    EXPECT_THAT(page, HasSubstr("version=0.0.4"));
    EXPECT_THAT(page, HasSubstr("\r\n\r\ntradelab_up 1\n"));
    EXPECT_THAT(get("GET / HTTP/1.1\r\n\r\n"), HasSubstr("404"));
    EXPECT_THAT(get("POST /metrics HTTP/1.1\r\n\r\n"), HasSubstr("404"));
    EXPECT_EQ(get(std::string(9'000, 'x')), "");
    EXPECT_TRUE(ask(ControlVerb::status).has_value());
}

}  // namespace
}  // namespace tradelab
