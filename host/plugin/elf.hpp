#pragma once

#include "core/result.hpp"
#include "plugin/elf_symbol.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace tradelab {

enum class ElfKind {
    shared_object,
    program,  // a position-independent one: the same type in the header, but dlopen refuses it
    other,
};

// What a library is, as far as its bytes say so.  Read without running any of it: the dynamic
// loader runs constructors before anybody can ask a question.
//
// An honest signal and no wall: a file made to deceive this reader can.  What it claims of itself
// here must still hold once it is loaded, in a process that may die of it.
struct ElfFacts {
    ElfKind kind = ElfKind::other;
    std::uint16_t machine = 0;  // EM_*, by machine_name()

    // From .dynsym, in its order.
    std::vector<ElfSymbol> exported;     // defined, not local, default or protected visibility
    std::vector<std::string> undefined;  // what it wants of others

    std::vector<std::string> needed;             // libraries
    std::vector<std::string> versions_required;  // "GLIBC_2.34", sorted, each once

    bool has_rpath = false;
    bool has_runpath = false;
    bool has_text_relocations = false;
    bool has_executable_stack = false;
    bool is_relro = false;
    bool is_bound_now = false;
    bool has_static_tls = false;  // DF_STATIC_TLS: takes from a reserve that every library shares
    std::uint64_t tls_bytes = 0;
    std::size_t ifuncs = 0;  // symbols resolved by running code while loading

    [[nodiscard]] bool exports(std::string_view name) const;
};

// Facts of a 64-bit little-endian ELF file, of any machine.  `file` is only for messages.  Any
// bytes may be given: what does not hold together is refused with the reason.
[[nodiscard]] Result<ElfFacts> read_elf(std::string_view bytes, const std::filesystem::path& file);

}  // namespace tradelab
