#include "plugin/elf.hpp"

#include "packages.hpp"
#include "plugin/elf_gate.hpp"

#include <tradelab/abi/plugin.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <elf.h>
#include <random>
#include <string>

namespace tradelab {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::StartsWith;

std::string refusal(const std::string& bytes) {
    const auto facts = read_elf(bytes, "x.so");
    EXPECT_FALSE(facts);
    return facts ? "" : describe(facts.error());
}

template <class Struct>
Struct at(const std::string& bytes, std::size_t offset) {
    Struct out;
    std::memcpy(&out, bytes.data() + offset, sizeof out);
    return out;
}

// A header and nothing else: what the first look at a foreign library sees.
std::string header_only(unsigned char elf_class, unsigned char data, std::uint16_t machine) {
    Elf64_Ehdr header{};
    std::memcpy(header.e_ident, ELFMAG, SELFMAG);
    header.e_ident[EI_CLASS] = elf_class;
    header.e_ident[EI_DATA] = data;
    header.e_ident[EI_VERSION] = EV_CURRENT;
    header.e_type = ET_DYN;
    header.e_machine = machine;
    header.e_version = EV_CURRENT;
    header.e_ehsize = sizeof header;
    std::string bytes(sizeof header, '\0');
    std::memcpy(bytes.data(), &header, sizeof header);
    return bytes;
}

TEST(Elf, ReadsThePluginThatWeBuilt) {
    const auto facts = read_elf(fixture_library(), "x.so");

    ASSERT_TRUE(facts) << describe(facts.error());
    EXPECT_EQ(facts->kind, ElfKind::shared_object);
    EXPECT_EQ(facts->machine, this_machine());
    EXPECT_TRUE(facts->exports(TL_ENTRY_SYMBOL));
    EXPECT_FALSE(facts->exports("malloc"));
    EXPECT_THAT(facts->undefined, Contains("malloc"));
    EXPECT_THAT(facts->needed, Contains(StartsWith("libc.so")));
    EXPECT_THAT(facts->versions_required, Contains(StartsWith("GLIBC_2")));
    EXPECT_FALSE(facts->has_text_relocations);
    EXPECT_FALSE(facts->has_executable_stack);
    EXPECT_EQ(facts->ifuncs, 0U);
    for (const ElfSymbol& symbol : facts->exported) {
        if (symbol.name == TL_ENTRY_SYMBOL) {
            EXPECT_EQ(symbol.binding, ElfBinding::global);
            EXPECT_EQ(symbol.type, ElfSymbolType::function);
        }
    }
    EXPECT_TRUE(check_loadable(*facts, "x.so"));
}

TEST(Elf, ATextFileIsCalledNotALibrary) {
    EXPECT_THAT(refusal("#!/bin/sh\necho hello\n"), HasSubstr("not a library"));
    EXPECT_THAT(refusal(""), HasSubstr("empty"));
}

TEST(Elf, AnotherClassOrByteOrderIsNamed) {
    EXPECT_THAT(refusal(header_only(ELFCLASS64, ELFDATA2MSB, EM_PPC64)), HasSubstr("big-endian"));
    std::string narrow = header_only(ELFCLASS32, ELFDATA2LSB, EM_386);
    EXPECT_THAT(refusal(narrow), HasSubstr("32-bit"));
}

TEST(Elf, AnotherMachinesLibraryNamesBothMachines) {
    std::string foreign = fixture_library();
    const std::uint16_t machine = this_machine() == EM_AARCH64 ? EM_X86_64 : EM_AARCH64;
    std::memcpy(foreign.data() + offsetof(Elf64_Ehdr, e_machine), &machine, sizeof machine);

    const auto facts = read_elf(foreign, "x.so");
    ASSERT_TRUE(facts) << describe(facts.error());
    const auto loadable = check_loadable(*facts, "x.so");

    ASSERT_FALSE(loadable);
    EXPECT_EQ(loadable.error().code, ErrorCode::unsupported);
    EXPECT_THAT(loadable.error().context, HasSubstr(machine_name(machine)));
    EXPECT_THAT(loadable.error().context, HasSubstr(machine_name(this_machine())));

    const auto crafted = read_elf(header_only(ELFCLASS64, ELFDATA2LSB, EM_AARCH64), "x.so");
    ASSERT_TRUE(crafted);
    EXPECT_EQ(machine_name(crafted->machine), "aarch64");
    EXPECT_FALSE(check_loadable(*crafted, "x.so"));
}

TEST(Elf, AProgramIsNotALibrary) {
    const auto facts = read_elf(file_bytes("/bin/true"), "true");

    ASSERT_TRUE(facts) << describe(facts.error());
    EXPECT_NE(facts->kind, ElfKind::shared_object);
    EXPECT_THAT(describe(check_loadable(*facts, "x").error()), HasSubstr("not a"));
}

TEST(Elf, ALibraryWithoutTheEntryPointIsNoPlugin) {
    ElfFacts facts;
    facts.kind = ElfKind::shared_object;
    facts.machine = this_machine();

    EXPECT_THAT(describe(check_loadable(facts, "x.so").error()), HasSubstr(TL_ENTRY_SYMBOL));
}

TEST(Elf, StrippedSectionHeadersAreCalledThat) {
    std::string stripped = fixture_library();
    auto header = at<Elf64_Ehdr>(stripped, 0);
    header.e_shoff = 0;
    header.e_shnum = 0;
    header.e_shstrndx = 0;
    std::memcpy(stripped.data(), &header, sizeof header);

    EXPECT_THAT(refusal(stripped), HasSubstr("stripped"));
}

TEST(Elf, SectionsThatContradictTheLoadersViewAreRefused) {
    std::string forged = fixture_library();
    const auto header = at<Elf64_Ehdr>(forged, 0);
    bool changed = false;
    for (std::size_t i = 0; i < header.e_shnum; ++i) {
        const std::size_t offset = header.e_shoff + i * sizeof(Elf64_Shdr);
        auto section = at<Elf64_Shdr>(forged, offset);
        if (section.sh_type == SHT_DYNSYM) {
            section.sh_addr += 8;
            std::memcpy(forged.data() + offset, &section, sizeof section);
            changed = true;
        }
    }
    ASSERT_TRUE(changed);

    EXPECT_THAT(refusal(forged), HasSubstr("than the loader would see"));
}

TEST(Elf, EveryTruncationIsRefusedOrReadWithoutHarm) {
    const std::string& whole = fixture_library();

    for (std::size_t size = 0; size < whole.size(); size += size < 1'024 ? 1 : 97) {
        EXPECT_FALSE(read_elf(whole.substr(0, size), "x.so")) << size;
    }
}

TEST(Elf, RandomDamageIsRefusedOrReadWithoutHarm) {
    std::mt19937 random(20'240'901);  // the seed of this test, always the same
    const std::string& whole = fixture_library();
    int refused = 0;

    for (int round = 0; round < 500; ++round) {
        std::string damaged = whole;
        for (int flips = 0; flips < 8; ++flips) {
            damaged[random() % std::min<std::size_t>(damaged.size(), 4'096)] =
                static_cast<char>(random());
        }
        refused += read_elf(damaged, "x.so") ? 0 : 1;
    }

    EXPECT_GT(refused, 0);
}

}  // namespace
}  // namespace tradelab
