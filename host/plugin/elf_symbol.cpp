#include "plugin/elf_symbol.hpp"

#include <elf.h>

namespace tradelab {

ElfBinding symbol_binding(unsigned char info) {
    switch (ELF64_ST_BIND(info)) {
        case STB_GLOBAL:
            return ElfBinding::global;
        case STB_WEAK:
            return ElfBinding::weak;
        case STB_GNU_UNIQUE:
            return ElfBinding::unique;
        default:
            return ElfBinding::other;
    }
}

ElfSymbolType symbol_type(unsigned char info) {
    switch (ELF64_ST_TYPE(info)) {
        case STT_NOTYPE:
            return ElfSymbolType::none;
        case STT_OBJECT:
            return ElfSymbolType::object;
        case STT_FUNC:
            return ElfSymbolType::function;
        case STT_TLS:
            return ElfSymbolType::tls;
        case STT_GNU_IFUNC:
            return ElfSymbolType::ifunc;
        default:
            return ElfSymbolType::other;
    }
}

}  // namespace tradelab
