#include "core/check.hpp"
#include "plugin/elf.hpp"
#include "plugin/elf_gate.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

// Any bytes are an ELF file or a reason why not.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto facts = tradelab::read_elf(bytes, "plugin.so");
    if (facts) {
        static_cast<void>(tradelab::check_loadable(*facts, "plugin.so"));
    } else {
        TL_CHECK(!facts.error().context.empty());
    }
    return 0;
}
