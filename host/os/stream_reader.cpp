#include "os/stream_reader.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <unistd.h>

namespace tradelab {

void StreamReader::read_available() {
    constexpr int rounds_max = 16;
    std::array<char, 65536> piece{};  // what a pipe holds by default
    for (int round = 0; round < rounds_max && source_; ++round) {
        const auto got = ::read(source_.number(), piece.data(), piece.size());
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0 && errno == EAGAIN) {
            return;
        }
        if (got <= 0) {  // the end, or an error that cannot happen on a pipe: no more either way
            source_.reset();
            return;
        }
        const auto size = static_cast<std::size_t>(got);
        const std::size_t kept = std::min(size, bytes_max_ - captured_.bytes.size());
        captured_.bytes.append(piece.data(), kept);
        captured_.dropped += size - kept;
    }
}

}  // namespace tradelab
