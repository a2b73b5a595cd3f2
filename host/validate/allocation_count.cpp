#include "validate/allocation_count.hpp"

#include <array>
#include <cstdlib>
#include <cstring>
#include <link.h>
#include <new>
#include <string_view>
#include <sys/mman.h>
#include <unistd.h>

namespace tradelab {
namespace {

// Functions of the ABI of the C library carry no environment: the count can only wait here.
std::uint64_t allocations = 0;

void* counted_malloc(std::size_t bytes) {
    ++allocations;
    return std::malloc(bytes);
}
void* counted_calloc(std::size_t count, std::size_t bytes) {
    ++allocations;
    return std::calloc(count, bytes);
}
void* counted_realloc(void* old, std::size_t bytes) {
    ++allocations;
    return std::realloc(old, bytes);
}
void* counted_new(std::size_t bytes) {
    ++allocations;
    return ::operator new(bytes);
}

struct Counted {
    std::string_view name;
    void* with;
};

const std::array<Counted, 5> counted = {
    Counted{"malloc", reinterpret_cast<void*>(counted_malloc)},
    Counted{"calloc", reinterpret_cast<void*>(counted_calloc)},
    Counted{"realloc", reinterpret_cast<void*>(counted_realloc)},
    Counted{"_Znwm", reinterpret_cast<void*>(counted_new)},
    Counted{"_Znam", reinterpret_cast<void*>(counted_new)}};

// What the dynamic section of a loaded library says of its imports.
struct Imports {
    const ElfW(Sym) * symbols = nullptr;
    const char* names = nullptr;
    std::array<const ElfW(Rela)*, 2> tables{};
    std::array<std::size_t, 2> bytes{};
};

Imports imports_of(const dl_phdr_info& library) {
    Imports imports;
    for (std::size_t at = 0; at < library.dlpi_phnum; ++at) {
        if (library.dlpi_phdr[at].p_type != PT_DYNAMIC) {
            continue;
        }
        const auto* entry =
            reinterpret_cast<const ElfW(Dyn)*>(library.dlpi_addr + library.dlpi_phdr[at].p_vaddr);
        for (; entry->d_tag != DT_NULL; ++entry) {
            const auto address = entry->d_un.d_ptr;  // made absolute by the loader
            switch (entry->d_tag) {
                case DT_SYMTAB:
                    imports.symbols = reinterpret_cast<const ElfW(Sym)*>(address);
                    break;
                case DT_STRTAB:
                    imports.names = reinterpret_cast<const char*>(address);
                    break;
                case DT_JMPREL:
                    imports.tables[0] = reinterpret_cast<const ElfW(Rela)*>(address);
                    break;
                case DT_PLTRELSZ:
                    imports.bytes[0] = entry->d_un.d_val;
                    break;
                case DT_RELA:
                    imports.tables[1] = reinterpret_cast<const ElfW(Rela)*>(address);
                    break;
                case DT_RELASZ:
                    imports.bytes[1] = entry->d_un.d_val;
                    break;
                default:
                    break;
            }
        }
    }
    return imports;
}

bool replace(void* slot, void* with) {
    const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
    auto* const start =
        reinterpret_cast<void*>(reinterpret_cast<std::uintptr_t>(slot) / page * page);
    // Bound at load and made read-only since.
    if (::mprotect(start, page, PROT_READ | PROT_WRITE) != 0) {
        return false;
    }
    std::memcpy(slot, static_cast<const void*>(&with), sizeof with);
    return true;
}

struct Search {
    std::uintptr_t inside;  // an address of the library
    bool counting = false;
};

bool lies_in(const dl_phdr_info& library, std::uintptr_t address) {
    for (std::size_t at = 0; at < library.dlpi_phnum; ++at) {
        const auto& segment = library.dlpi_phdr[at];
        const std::uintptr_t begin = library.dlpi_addr + segment.p_vaddr;
        if (segment.p_type == PT_LOAD && address >= begin && address < begin + segment.p_memsz) {
            return true;
        }
    }
    return false;
}

int visit(dl_phdr_info* library, std::size_t, void* data) {
    auto& search = *static_cast<Search*>(data);
    if (!lies_in(*library, search.inside)) {
        return 0;
    }
    const Imports imports = imports_of(*library);
    if (imports.symbols == nullptr || imports.names == nullptr) {
        return 1;
    }
    search.counting = true;
    for (std::size_t table = 0; table < imports.tables.size(); ++table) {
        const std::size_t count = imports.bytes[table] / sizeof(ElfW(Rela));
        for (std::size_t at = 0; imports.tables[table] != nullptr && at < count; ++at) {
            const auto& relocation = imports.tables[table][at];
            const auto& symbol = imports.symbols[ELF64_R_SYM(relocation.r_info)];
            const std::string_view name = imports.names + symbol.st_name;
            for (const Counted& each : counted) {
                if (symbol.st_name != 0 && symbol.st_shndx == SHN_UNDEF && name == each.name) {
                    void* const slot =
                        reinterpret_cast<void*>(library->dlpi_addr + relocation.r_offset);
                    search.counting = replace(slot, each.with) && search.counting;
                }
            }
        }
    }
    return 1;
}

}  // namespace

bool count_allocations_of(const tl_entry& entry) {
    Search search{.inside = reinterpret_cast<std::uintptr_t>(&entry)};
    ::dl_iterate_phdr(visit, &search);
    return search.counting;
}

std::uint64_t plugin_allocations() {
    return allocations;
}

}  // namespace tradelab
