#pragma once

#include <string>

namespace tradelab {

enum class ElfBinding { global, weak, unique, other };
enum class ElfSymbolType { none, object, function, tls, ifunc, other };

struct ElfSymbol {
    std::string name;
    ElfBinding binding = ElfBinding::other;
    ElfSymbolType type = ElfSymbolType::other;
};

// From the `st_info` of a symbol, by the System V ABI and its GNU extensions.
[[nodiscard]] ElfBinding symbol_binding(unsigned char info);
[[nodiscard]] ElfSymbolType symbol_type(unsigned char info);

}  // namespace tradelab
