#pragma once

#include "core/result.hpp"
#include "plugin/elf.hpp"

#include <cstdint>
#include <filesystem>
#include <string>

namespace tradelab {

// "x86-64", "aarch64", or the number.
[[nodiscard]] std::string machine_name(std::uint16_t machine);
// What this program was compiled for.
[[nodiscard]] std::uint16_t this_machine();

// Whether dlopen has a chance: a shared object, of this machine, that exports the entry point.
[[nodiscard]] Status check_loadable(const ElfFacts& facts, const std::filesystem::path& file);

}  // namespace tradelab
