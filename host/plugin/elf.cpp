#include "plugin/elf.hpp"

#include "plugin/elf_symbol.hpp"

#include <algorithm>
#include <cstring>
#include <gelf.h>
#include <libelf.h>
#include <limits>
#include <memory>
#include <optional>
#include <utility>

namespace tradelab {

namespace {

// Names may overlap in their table, so without these bounds a file of n bytes could ask for n^2.
// The longest mangled name of the standard library has some hundred bytes; a plugin exports one
// symbol and needs some hundred.
constexpr std::size_t name_length_max = 2'048;
constexpr std::size_t symbols_max = 65'536;
constexpr std::size_t names_max = 4'096;  // dynamic entries, and versions

struct Release {
    void operator()(Elf* elf) const { elf_end(elf); }
};

// One section with its bytes: everything read below goes through its bounds.
struct Table {
    Elf_Scn* section = nullptr;
    GElf_Shdr header{};
    Elf_Data* data = nullptr;
};

class ElfReader {
public:
    ElfReader(std::string bytes, const std::filesystem::path& file)
        : bytes_(std::move(bytes)), file_(file.string()) {}

    Result<ElfFacts> read();

private:
    Status read_header();
    Status read_segments();
    Status find_tables();
    Status read_dynamic();
    Status read_symbols();
    Status read_versions();
    void take_flags(const GElf_Dyn& entry);
    Status agrees_with_loader(const GElf_Dyn& entry) const;
    void take_symbol(const GElf_Sym& symbol, std::string name);
    Status read_auxiliaries(std::size_t at, std::size_t count);

    [[nodiscard]] bool has_terminated_names(const Table& table) const;
    [[nodiscard]] std::size_t entries(const Table& table, Elf_Type type) const;
    [[nodiscard]] Result<std::string> string(const Table& table, std::uint64_t offset) const;
    [[nodiscard]] Failure refuse(std::string context, std::string hint = {}) const;

    std::string bytes_;  // ours, and so aligned, which libelf relies on
    std::string file_;
    std::unique_ptr<Elf, Release> elf_;
    ElfFacts facts_;
    std::optional<GElf_Phdr> dynamic_segment_;
    std::optional<Table> dynamic_;
    std::optional<Table> symbols_;
    std::optional<Table> versions_;
};

constexpr std::string_view rebuild = "build it again with tradelab_add_plugin";

Failure ElfReader::refuse(std::string context, std::string hint) const {
    return fail({.code = ErrorCode::malformed,
                 .context = std::move(context),
                 .hint = hint.empty() ? std::string(rebuild) : std::move(hint),
                 .file = file_});
}

Result<ElfFacts> ElfReader::read() {
    using Step = Status (ElfReader::*)();
    for (const Step step : {&ElfReader::read_header,
                            &ElfReader::read_segments,
                            &ElfReader::find_tables,
                            &ElfReader::read_dynamic,
                            &ElfReader::read_symbols,
                            &ElfReader::read_versions}) {
        if (auto done = (this->*step)(); !done) {
            return fail(std::move(done.error()));
        }
    }
    return std::move(facts_);
}

Status ElfReader::read_header() {
    if (bytes_.empty()) {
        return refuse("the file is empty");
    }
    if (!bytes_.starts_with(std::string_view(ELFMAG, SELFMAG))) {
        return refuse("not a library: it does not begin with the four bytes of an ELF file");
    }
    elf_version(EV_CURRENT);
    elf_.reset(elf_memory(bytes_.data(), bytes_.size()));
    GElf_Ehdr header{};
    if (elf_ == nullptr || elf_kind(elf_.get()) != ELF_K_ELF ||
        gelf_getehdr(elf_.get(), &header) == nullptr) {
        return refuse("cut off inside the ELF header");
    }
    if (gelf_getclass(elf_.get()) != ELFCLASS64 || header.e_ident[EI_DATA] != ELFDATA2LSB) {
        return refuse("a 32-bit or big-endian library: the host loads 64-bit little-endian ones");
    }
    // Linkers write the section headers last: this is where a file that was cut off shows.
    const std::size_t sections = std::size_t{header.e_shnum} * header.e_shentsize;
    if (header.e_shoff > bytes_.size() || sections > bytes_.size() - header.e_shoff) {
        return refuse("cut off: its section headers lie beyond the end of the file");
    }
    facts_.machine = header.e_machine;
    facts_.kind = header.e_type == ET_DYN ? ElfKind::shared_object : ElfKind::other;
    return {};
}

Status ElfReader::read_segments() {
    std::size_t count = 0;
    if (elf_getphdrnum(elf_.get(), &count) != 0) {
        return refuse("its program headers cannot be read");
    }

    facts_.has_executable_stack = true;  // what the loader assumes where no header says otherwise
    for (std::size_t i = 0; i < count; ++i) {
        GElf_Phdr segment{};
        if (!std::in_range<int>(i) ||
            gelf_getphdr(elf_.get(), static_cast<int>(i), &segment) == nullptr) {
            return refuse("cut off inside its program headers");
        }
        const bool in_file = segment.p_offset <= bytes_.size() &&
                             segment.p_filesz <= bytes_.size() - segment.p_offset;
        if (segment.p_type == PT_LOAD && !in_file) {
            return refuse("cut off: a segment reaches beyond the end of the file");
        }
        switch (segment.p_type) {
            case PT_DYNAMIC:
                dynamic_segment_ = segment;
                break;
            case PT_GNU_STACK:
                facts_.has_executable_stack = (segment.p_flags & PF_X) != 0;
                break;
            case PT_GNU_RELRO:
                facts_.is_relro = true;
                break;
            case PT_TLS:
                facts_.tls_bytes = segment.p_memsz;
                break;
            default:
                break;
        }
    }
    return {};
}

Status ElfReader::find_tables() {
    Elf_Scn* section = nullptr;
    while ((section = elf_nextscn(elf_.get(), section)) != nullptr) {
        Table table{.section = section};
        if (gelf_getshdr(section, &table.header) == nullptr) {
            return refuse("cut off inside its section headers");
        }
        const GElf_Word type = table.header.sh_type;
        std::optional<Table>* const place = type == SHT_DYNAMIC       ? &dynamic_
                                            : type == SHT_DYNSYM      ? &symbols_
                                            : type == SHT_GNU_verneed ? &versions_
                                                                      : nullptr;
        if (place == nullptr) {
            continue;
        }
        table.data = elf_getdata(section, nullptr);
        if (place->has_value() || table.data == nullptr || table.data->d_buf == nullptr) {
            return refuse("its section headers point outside the file, or twice at one table");
        }
        if (!has_terminated_names(table)) {
            return refuse("a string table of it has no end");
        }
        *place = table;
    }
    return {};
}

// Also what keeps libelf's own check of each name short.
bool ElfReader::has_terminated_names(const Table& table) const {
    const Elf_Data* names = elf_getdata(elf_getscn(elf_.get(), table.header.sh_link), nullptr);
    return names != nullptr && names->d_buf != nullptr && names->d_size > 0 &&
           static_cast<const char*>(names->d_buf)[names->d_size - 1] == '\0';
}

std::size_t ElfReader::entries(const Table& table, Elf_Type type) const {
    const std::size_t each = gelf_fsize(elf_.get(), type, 1, EV_CURRENT);
    const std::size_t most = std::numeric_limits<int>::max();  // what libelf counts with
    return each == 0 ? 0 : std::min(table.data->d_size / each, most);
}

Result<std::string> ElfReader::string(const Table& table, std::uint64_t offset) const {
    // elf_strptr proves that the offset lies in the section and that a NUL follows.
    const char* found = elf_strptr(elf_.get(), table.header.sh_link, offset);
    if (found == nullptr) {
        return refuse("a name lies outside its string table");
    }
    const std::size_t length = strnlen(found, name_length_max + 1);
    if (length > name_length_max) {
        return refuse("a name of more than " + std::to_string(name_length_max) + " bytes");
    }
    return std::string(found, length);
}

Status ElfReader::read_dynamic() {
    if (!dynamic_ && !dynamic_segment_) {
        facts_.kind = ElfKind::other;  // an object file, or a program without libraries
        return {};
    }
    if (!dynamic_ || !symbols_) {
        return refuse("its section headers were stripped, so its symbols cannot be checked",
                      "strip it with `strip --strip-unneeded` and nothing stronger");
    }
    if (!dynamic_segment_ || dynamic_segment_->p_offset != dynamic_->header.sh_offset) {
        return refuse("its section headers describe another file than the loader would see");
    }

    const std::size_t count = entries(*dynamic_, ELF_T_DYN);
    if (count > names_max) {
        return refuse("its dynamic section is not one of a library");
    }
    for (std::size_t i = 0; i < count; ++i) {
        GElf_Dyn entry{};
        if (gelf_getdyn(dynamic_->data, static_cast<int>(i), &entry) == nullptr) {
            return refuse("its dynamic section cannot be read");
        }
        if (entry.d_tag == DT_NULL) {
            break;
        }
        if (auto agreed = agrees_with_loader(entry); !agreed) {
            return agreed;
        }
        if (entry.d_tag == DT_NEEDED) {
            auto name = string(*dynamic_, entry.d_un.d_val);
            if (!name) {
                return fail(std::move(name.error()));
            }
            facts_.needed.push_back(std::move(*name));
        }
        take_flags(entry);
    }
    return {};
}

// The loader never looks at sections; what we read through them must be what it reads.
Status ElfReader::agrees_with_loader(const GElf_Dyn& entry) const {
    const auto differs = [&entry](const Table& table) {
        return entry.d_un.d_ptr != table.header.sh_addr;
    };
    GElf_Shdr strings{};
    const bool has_strings =
        gelf_getshdr(elf_getscn(elf_.get(), symbols_->header.sh_link), &strings) != nullptr;
    const bool wrong_symbols = entry.d_tag == DT_SYMTAB && differs(*symbols_);
    const bool wrong_strings =
        entry.d_tag == DT_STRTAB && (!has_strings || entry.d_un.d_ptr != strings.sh_addr ||
                                     dynamic_->header.sh_link != symbols_->header.sh_link);
    const bool wrong_versions = entry.d_tag == DT_VERNEED && (!versions_ || differs(*versions_));
    if (wrong_symbols || wrong_strings || wrong_versions) {
        return refuse("its section headers describe other symbols than the loader would see");
    }
    return {};
}

void ElfReader::take_flags(const GElf_Dyn& entry) {
    const GElf_Xword value = entry.d_un.d_val;
    switch (entry.d_tag) {
        case DT_RPATH:
            facts_.has_rpath = true;
            break;
        case DT_RUNPATH:
            facts_.has_runpath = true;
            break;
        case DT_TEXTREL:
            facts_.has_text_relocations = true;
            break;
        case DT_BIND_NOW:
            facts_.is_bound_now = true;
            break;
        case DT_FLAGS:
            facts_.has_text_relocations |= (value & DF_TEXTREL) != 0;
            facts_.is_bound_now |= (value & DF_BIND_NOW) != 0;
            facts_.has_static_tls |= (value & DF_STATIC_TLS) != 0;
            break;
        case DT_FLAGS_1:
            facts_.is_bound_now |= (value & DF_1_NOW) != 0;
            if ((value & DF_1_PIE) != 0) {
                facts_.kind = ElfKind::program;
            }
            break;
        default:
            break;
    }
}

Status ElfReader::read_symbols() {
    if (!symbols_) {
        return {};
    }
    const std::size_t count = entries(*symbols_, ELF_T_SYM);
    if (count > symbols_max) {
        return refuse("more than " + std::to_string(symbols_max) + " symbols");
    }
    for (std::size_t i = 1; i < count; ++i) {  // the first is reserved
        GElf_Sym symbol{};
        if (gelf_getsym(symbols_->data, static_cast<int>(i), &symbol) == nullptr) {
            return refuse("its symbol table cannot be read");
        }
        auto name = string(*symbols_, symbol.st_name);
        if (!name) {
            return fail(std::move(name.error()));
        }
        take_symbol(symbol, std::move(*name));
    }
    return {};
}

void ElfReader::take_symbol(const GElf_Sym& symbol, std::string name) {
    if (GELF_ST_BIND(symbol.st_info) == STB_LOCAL) {
        return;
    }
    if (symbol.st_shndx == SHN_UNDEF) {
        facts_.undefined.push_back(std::move(name));
        return;
    }
    const ElfSymbolType type = symbol_type(symbol.st_info);
    const auto visibility = GELF_ST_VISIBILITY(symbol.st_other);
    facts_.ifuncs += type == ElfSymbolType::ifunc ? 1U : 0U;
    if (visibility == STV_DEFAULT || visibility == STV_PROTECTED) {
        facts_.exported.push_back(
            {.name = std::move(name), .binding = symbol_binding(symbol.st_info), .type = type});
    }
}

Status ElfReader::read_versions() {
    if (!versions_) {
        return {};
    }
    const std::size_t size = versions_->data->d_size;
    std::size_t at = 0;
    for (std::size_t seen = 0; seen < names_max; ++seen) {
        GElf_Verneed need{};
        if (!std::in_range<int>(at) || at >= size ||
            gelf_getverneed(versions_->data, static_cast<int>(at), &need) == nullptr) {
            return refuse("its version table cannot be read");
        }
        if (auto read = read_auxiliaries(at + need.vn_aux, need.vn_cnt); !read) {
            return read;
        }
        if (need.vn_next == 0) {
            auto& versions = facts_.versions_required;
            std::ranges::sort(versions);
            versions.erase(std::unique(versions.begin(), versions.end()), versions.end());
            return {};
        }
        at += need.vn_next;
    }
    return refuse("its version table has no end");
}

Status ElfReader::read_auxiliaries(std::size_t at, std::size_t count) {
    const std::size_t size = versions_->data->d_size;
    for (std::size_t i = 0; i < count; ++i) {
        GElf_Vernaux version{};
        if (!std::in_range<int>(at) || at >= size || facts_.versions_required.size() == names_max ||
            gelf_getvernaux(versions_->data, static_cast<int>(at), &version) == nullptr) {
            return refuse("its version table cannot be read");
        }
        auto name = string(*versions_, version.vna_name);
        if (!name) {
            return fail(std::move(name.error()));
        }
        facts_.versions_required.push_back(std::move(*name));
        at += version.vna_next;
        if (version.vna_next == 0) {
            break;
        }
    }
    return {};
}

}  // namespace

bool ElfFacts::exports(std::string_view name) const {
    return std::ranges::find(exported, name, &ElfSymbol::name) != exported.end();
}

Result<ElfFacts> read_elf(std::string_view bytes, const std::filesystem::path& file) {
    return ElfReader(std::string(bytes), file).read();
}

}  // namespace tradelab
