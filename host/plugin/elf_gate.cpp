#include "plugin/elf_gate.hpp"

#include <tradelab/abi/plugin.h>

#include <elf.h>
#include <string_view>
#include <utility>

namespace tradelab {

namespace {

constexpr std::string_view rebuild = "build it again with tradelab_add_plugin";

}  // namespace

std::string machine_name(std::uint16_t machine) {
    switch (machine) {
        case EM_X86_64:
            return "x86-64";
        case EM_AARCH64:
            return "aarch64";
        case EM_386:
            return "i386";
        case EM_ARM:
            return "arm";
        case EM_RISCV:
            return "riscv";
        default:
            return "machine " + std::to_string(machine);
    }
}

std::uint16_t this_machine() {
#if defined(__x86_64__)
    return EM_X86_64;
#elif defined(__aarch64__)
    return EM_AARCH64;
#else
#error "name the ELF machine of this architecture"
#endif
}

Status check_loadable(const ElfFacts& facts, const std::filesystem::path& file) {
    const auto refuse = [&file](std::string context, std::string hint) {
        return fail({.code = ErrorCode::unsupported,
                     .context = std::move(context),
                     .hint = std::move(hint),
                     .file = file.string()});
    };
    if (facts.machine != this_machine()) {
        return refuse("built for " + machine_name(facts.machine) + ", this host runs on " +
                          machine_name(this_machine()),
                      "install the package for this machine, or build it here");
    }
    if (facts.kind != ElfKind::shared_object) {
        return refuse(facts.kind == ElfKind::program ? "a program, not a library"
                                                     : "an ELF file, but not a shared library",
                      std::string(rebuild));
    }
    if (!facts.exports(TL_ENTRY_SYMBOL)) {
        return refuse("does not export " TL_ENTRY_SYMBOL,
                      "is it a plugin? " + std::string(rebuild));
    }
    return {};
}

}  // namespace tradelab
