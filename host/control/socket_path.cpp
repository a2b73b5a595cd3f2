#include "control/socket_path.hpp"

#include <algorithm>
#include <string>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tradelab {

namespace {

bool somebody_answers(const sockaddr_un& address) {
    const int probe = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    const bool connected =
        probe >= 0 &&
        ::connect(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    if (probe >= 0) {
        ::close(probe);
    }
    return connected;
}

}  // namespace

Result<sockaddr_un> socket_address(const std::filesystem::path& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string text = path.string();
    // One byte less than there is room for: the kernel wants its end.
    if (text.size() >= sizeof address.sun_path) {
        return fail(ErrorCode::invalid_argument,
                    text + ": a socket's path has at most 107 bytes",
                    "name a shorter one in tradelabd.toml, [control] socket");
    }
    std::ranges::copy(text, address.sun_path);
    return address;
}

Status clear_socket_path(const std::filesystem::path& path) {
    const auto address = socket_address(path);
    if (!address) {
        return fail(address.error());
    }
    struct stat found{};
    if (::lstat(path.c_str(), &found) != 0) {
        return {};
    }
    if (!S_ISSOCK(found.st_mode)) {
        return fail(ErrorCode::already_exists,
                    path.string() + " is there, and no socket",
                    "name another one in tradelabd.toml, [control] socket");
    }
    if (somebody_answers(*address)) {
        return fail(ErrorCode::already_exists,
                    "another daemon listens at " + path.string(),
                    "end it first, or give this one a socket of its own");
    }
    ::unlink(path.c_str());
    return {};
}

}  // namespace tradelab
