#include "document/crc32c.hpp"

#include <algorithm>
#include <isa-l/crc.h>

namespace tradelab {

std::uint32_t crc32c(std::span<const std::byte> bytes, std::uint32_t before) {
    // The library counts in int, and leaves both inversions of the standard to its caller.
    constexpr std::size_t piece_max = std::size_t{1} << 30U;
    std::uint32_t crc = ~before;
    while (!bytes.empty()) {
        const auto piece = bytes.first(std::min(bytes.size(), piece_max));
        const auto* read = reinterpret_cast<const unsigned char*>(piece.data());
        // The library's signature could write, and only reads.
        auto* data = const_cast<unsigned char*>(read);
        crc = crc32_iscsi(data, static_cast<int>(piece.size()), crc);
        bytes = bytes.subspan(piece.size());
    }
    return ~crc;
}

}  // namespace tradelab
