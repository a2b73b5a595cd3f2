#pragma once

#include "core/result.hpp"

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tradelab {

inline constexpr std::size_t sha256_bytes = 32;

using Sha256Digest = std::array<std::byte, sha256_bytes>;

// SHA-256 (FIPS 180-4) of bytes that arrive in pieces.  One thread.
class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(const Sha256&) = delete;
    Sha256& operator=(const Sha256&) = delete;
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;

    void update(std::span<const std::byte> bytes);
    void update(std::string_view bytes);

    // The digest of the bytes so far; the sum then begins anew, in the same memory.
    [[nodiscard]] Sha256Digest restart();

    // 64 lower-case hexadecimal digits.  Ends the sum: nothing may be called after it.
    [[nodiscard]] std::string finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

[[nodiscard]] std::string hex(const Sha256Digest& digest);
// Exactly what hex writes; anything else is nothing.
[[nodiscard]] std::optional<Sha256Digest> parse_sha256_hex(std::string_view text);

[[nodiscard]] std::string sha256_hex(std::span<const std::byte> bytes);
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

// Whether a text could be one of these: 64 lower-case hexadecimal digits.
[[nodiscard]] bool is_sha256_hex(std::string_view text);

// The same with an error that says what was called `name`.
[[nodiscard]] Status check_sha256_hex(std::string_view name, std::string_view text);

}  // namespace tradelab
