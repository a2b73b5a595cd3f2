#pragma once

#include "control/access.hpp"
#include "core/result.hpp"

#include <cstdint>

namespace tradelab {

// The user behind a request, as the kernel says.
struct Peer {
    std::int64_t user = 0;
    std::int64_t process = 0;
    Role role = Role::view;
};

// Who is at the other end of a connected unix socket.  Err: not_authorised.
[[nodiscard]] Result<Peer> peer_behind(int descriptor, const Access& access);

}  // namespace tradelab
