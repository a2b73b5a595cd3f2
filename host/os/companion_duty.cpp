#include "os/companion_duty.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/socket.h>

namespace tradelab {
namespace {

constexpr int memory_number = 3;
constexpr int bell_number = 4;

}  // namespace

Result<CompanionDuty> CompanionDuty::take() {
    int kind = 0;
    socklen_t size = sizeof kind;
    const bool has_bell = ::getsockopt(bell_number, SOL_SOCKET, SO_TYPE, &kind, &size) == 0;
    if (!has_bell || ::fcntl(memory_number, F_GET_SEALS) < 0) {
        return fail(ErrorCode::invalid_argument,
                    "this process was not started as a companion",
                    "tradelab starts it by itself; it is not for people");
    }
    // What the plugin starts must not hold the bell open when we are gone.
    ::fcntl(memory_number, F_SETFD, FD_CLOEXEC);
    ::fcntl(bell_number, F_SETFD, FD_CLOEXEC);
    auto memory = SharedMemory::adopt(Descriptor(memory_number));
    if (!memory) {
        return fail(std::move(memory).error());
    }
    return CompanionDuty(*std::move(memory), Descriptor(bell_number));
}

CompanionDuty::Called CompanionDuty::wait() {
    char bell = 0;
    while (true) {
        const auto got = ::recv(bell_.number(), &bell, 1, 0);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        return got == 1 ? Called::yes : Called::no;
    }
}

void CompanionDuty::ring() {
    const char bell = 1;
    // A parent that is gone shows at the next wait.
    static_cast<void>(::send(bell_.number(), &bell, 1, MSG_NOSIGNAL));
}

}  // namespace tradelab
