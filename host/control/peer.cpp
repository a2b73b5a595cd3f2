#include "control/peer.hpp"

#include <string>
#include <sys/socket.h>

namespace tradelab {

Result<Peer> peer_behind(int descriptor, const Access& access) {
    ucred who{};
    socklen_t size = sizeof who;
    if (::getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &who, &size) != 0) {
        return fail(ErrorCode::not_authorised, "the kernel does not say who asks");
    }
    const auto role = access.role_of(who.uid);
    if (!role) {
        return fail(ErrorCode::not_authorised,
                    "user " + std::to_string(who.uid) + " may not ask this daemon",
                    "its owner can name you in tradelabd.toml, [control] view");
    }
    return Peer{.user = who.uid, .process = who.pid, .role = *role};
}

}  // namespace tradelab
