#pragma once

#include "document/sha256.hpp"
#include "gate/vault_binding.hpp"

#include <chrono>
#include <string_view>

namespace tradelab {

inline UnixNanos day(int number) {
    return parse_iso("2026-01-01").value() + std::chrono::hours(24) * number;
}

// What a vault is opened for, and an approval bound to: all but the parameters are alike.
inline VaultBinding binding_of(std::string_view parameters) {
    return {.parameters = sha256_hex(parameters),
            .plugin = sha256_hex("plugin"),
            .data = sha256_hex("data"),
            .limits = sha256_hex("limits"),
            .venue = sha256_hex("venue"),
            .epochs = sha256_hex("epochs"),
            .rules = sha256_hex("rules"),
            .engine = "tl.engine/1",
            .fill_model = "pessimistic/1",
            .vault_from = day(-400),
            .vault_to = day(-30)};
}

}  // namespace tradelab
