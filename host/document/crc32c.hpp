#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace tradelab {

// CRC-32C (Castagnoli; RFC 3720, appendix B.4).  Goes on from an earlier one: crc32c(b, crc32c(a))
// is that of a followed by b.  It finds accidents, not an adversary.
[[nodiscard]] std::uint32_t crc32c(std::span<const std::byte> bytes, std::uint32_t before = 0);
[[nodiscard]] inline std::uint32_t crc32c(std::string_view bytes) {
    return crc32c(std::as_bytes(std::span(bytes)));
}

}  // namespace tradelab
