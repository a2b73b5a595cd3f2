#include "core/limits.hpp"
#include "core/text.hpp"
#include "plugin/elf.hpp"
#include "plugin/elf_gate.hpp"
#include "validate/checks_package.hpp"
#include "validate/confinement.hpp"
#include "validate/denied_imports.hpp"
#include "validate/last_words.hpp"
#include "validate/specimen.hpp"

#include <tradelab/abi/plugin.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>
#include <string_view>
#include <sys/mman.h>
#include <unistd.h>

namespace tradelab {
namespace {

constexpr std::string_view sanitizer_reason =
    "a sanitizer changes the library itself: judged on the release build";

Result<std::string> library_bytes(const Workbench& bench) {
    const auto package = open_package(bench.disk, bench.folder);
    if (!package) {
        return fail(package.error());
    }
    return bench.disk.read_file(package->library, {.size_max = limits::library_bytes_max});
}

Result<ElfFacts> library_facts(const Workbench& bench) {
    const auto package = open_package(bench.disk, bench.folder);
    if (!package) {
        return fail(package.error());
    }
    const auto bytes = library_bytes(bench);
    if (!bytes) {
        return fail(bytes.error());
    }
    return read_elf(*bytes, package->library);
}

std::string some_of(const std::vector<std::string>& names) {
    constexpr std::size_t shown_max = 6;
    std::vector<std::string> shown;
    for (std::size_t at = 0; at < names.size() && at < shown_max; ++at) {
        shown.push_back(printable(names[at], 80));
    }
    return listed(shown) + (names.size() > shown_max ? " and others" : "");
}

// "GLIBC_2.34" above "GLIBC_2.36"?  Only what is beyond is an answer.
bool is_beyond(std::string_view version, std::string_view family, std::array<int, 3> ceiling) {
    if (!version.starts_with(family)) {
        return false;
    }
    std::array<int, 3> found{};
    const std::string digits(version.substr(family.size()));
    const int read = std::sscanf(digits.c_str(), "%d.%d.%d", &found[0], &found[1], &found[2]);
    return read >= 1 && found > ceiling;
}

}  // namespace

Result<CheckVerdict> check_one_symbol(Workbench& bench) {
    const auto package = open_package(bench.disk, bench.folder);
    const auto facts = library_facts(bench);
    if (!package || !facts) {
        return fail(package ? facts.error() : package.error());
    }
    if (auto loadable = check_loadable(*facts, package->library); !loadable) {
        return fail(std::move(loadable.error()));
    }
    if (is_sanitized()) {
        return skipped(std::string(sanitizer_reason));
    }
    std::vector<std::string> others;
    for (const ElfSymbol& symbol : facts->exported) {
        if (symbol.name != TL_ENTRY_SYMBOL) {
            others.push_back(symbol.name);
        }
    }
    if (!others.empty()) {
        return failed("also exports " + some_of(others) +
                      ": a plugin exports one symbol, see the version script of "
                      "tradelab_add_plugin");
    }
    return passed("exports " TL_ENTRY_SYMBOL " and nothing else");
}

Result<CheckVerdict> check_no_sharing(Workbench& bench) {
    if (is_sanitized()) {
        return skipped(std::string(sanitizer_reason));
    }
    const auto facts = library_facts(bench);
    if (!facts) {
        return fail(facts.error());
    }
    std::vector<std::string> shared;
    for (const ElfSymbol& symbol : facts->exported) {
        const bool typeinfo = symbol.name.starts_with("_ZTI") || symbol.name.starts_with("_ZTS");
        if (symbol.binding == ElfBinding::unique ||
            (symbol.binding == ElfBinding::weak && typeinfo)) {
            shared.push_back(symbol.name);
        }
    }
    if (!shared.empty()) {
        return failed("shares " + some_of(shared) +
                      " with other libraries: compile with -fvisibility=hidden -fno-gnu-unique");
    }
    return passed("no unique symbol, no weak type information");
}

Result<CheckVerdict> check_needed_libraries(Workbench& bench) {
    if (is_sanitized()) {
        return skipped(std::string(sanitizer_reason));
    }
    const auto facts = library_facts(bench);
    if (!facts) {
        return fail(facts.error());
    }
    constexpr std::array<std::string_view, 6> allowed = {"libc.so.6",
                                                         "libm.so.6",
                                                         "libstdc++.so.6",
                                                         "libgcc_s.so.1",
                                                         "ld-linux-x86-64.so.2",
                                                         "ld-linux-aarch64.so.1"};
    std::vector<std::string> others;
    for (const std::string& name : facts->needed) {
        if (std::ranges::find(allowed, name) == allowed.end()) {
            others.push_back(name);
        }
    }
    if (!others.empty()) {
        return failed("needs " + some_of(others) +
                      ": link it statically and hidden; only the C and C++ libraries are shared");
    }
    if (facts->has_rpath || facts->has_runpath) {
        return failed("carries a search path for libraries: build without RPATH and RUNPATH");
    }
    return passed(facts->needed.empty() ? "needs no library" : "needs " + some_of(facts->needed));
}

Result<CheckVerdict> check_hardening(Workbench& bench) {
    if (is_sanitized()) {
        return skipped(std::string(sanitizer_reason));
    }
    const auto facts = library_facts(bench);
    if (!facts) {
        return fail(facts.error());
    }
    std::vector<std::string> missing;
    const auto demand = [&missing](bool holds, std::string_view otherwise) {
        if (!holds) {
            missing.emplace_back(otherwise);
        }
    };
    demand(facts->is_relro, "no RELRO (-Wl,-z,relro)");
    demand(facts->is_bound_now, "not bound at load (-Wl,-z,now)");
    demand(!facts->has_executable_stack, "an executable stack (-Wl,-z,noexecstack)");
    demand(!facts->has_text_relocations, "relocations in code (-fPIC)");
    demand(facts->ifuncs == 0, "symbols resolved by running code while loading");
    return missing.empty() ? passed("RELRO, bound at load, no executable stack")
                           : failed(listed(missing));
}

Result<CheckVerdict> check_symbol_versions(Workbench& bench) {
    if (is_sanitized()) {
        return skipped(std::string(sanitizer_reason));
    }
    const auto facts = library_facts(bench);
    if (!facts) {
        return fail(facts.error());
    }
    // What Debian 12 ships: glibc 2.36, libstdc++ of g++ 12.
    std::vector<std::string> beyond;
    for (const std::string& version : facts->versions_required) {
        if (is_beyond(version, "GLIBC_", {2, 36, 0}) ||
            is_beyond(version, "GLIBCXX_", {3, 4, 30}) ||
            is_beyond(version, "CXXABI_", {1, 3, 13}) || is_beyond(version, "GCC_", {12, 0, 0})) {
            beyond.push_back(version);
        }
    }
    return beyond.empty() ? passed("runs on Debian 12 and later")
                          : failed("requires " + some_of(beyond) + ": build it on Debian 12");
}

Result<CheckVerdict> check_imports(Workbench& bench) {
    if (is_sanitized()) {
        return skipped(std::string(sanitizer_reason));
    }
    const auto facts = library_facts(bench);
    if (!facts) {
        return fail(facts.error());
    }
    std::vector<std::string> wanted;
    for (const std::string& symbol : facts->undefined) {
        if (is_denied_import(symbol)) {
            wanted.push_back(symbol);
        }
    }
    return wanted.empty()
               ? passed("no clock, file, socket, process, thread or randomness is imported")
               : failed("imports " + some_of(wanted) +
                        ": a plugin is bytes in, bytes out; time is the ts_recv of the event");
}

Result<CheckVerdict> check_loading(Workbench& bench) {
    const auto package = open_package(bench.disk, bench.folder);
    if (!package) {
        return fail(package.error());
    }
    for (int time = 0; time < 3; ++time) {
        const auto library = open_library(*package);
        if (!library && library.error().code == ErrorCode::io_failed) {
            return fail(library.error());
        }
    }
    // A copy that has no name on any disk, as a sandbox will load it.
    const auto bytes = library_bytes(bench);
    if (!bytes) {
        return fail(bytes.error());
    }
    last_words::enter("loading the library from memory");
    const int memory = ::memfd_create("library", MFD_CLOEXEC);
    std::string_view rest = *bytes;
    while (memory >= 0 && !rest.empty()) {
        const auto written = ::write(memory, rest.data(), rest.size());
        if (written <= 0) {
            return failed("this machine gave no memory file to load it from");
        }
        rest.remove_prefix(static_cast<std::size_t>(written));
    }
    const auto copy = Library::open(fmt::format("/proc/self/fd/{}", memory));
    if (!copy && copy.error().code == ErrorCode::io_failed) {
        return fail(copy.error(), "from memory");
    }
    if (!confinement::not_held().empty()) {
        return warned("loads three times, and from memory; but " + confinement::not_held());
    }
    return passed("loads three times, and from memory");
}

Result<CheckVerdict> check_static_tls(Workbench& bench) {
    if (is_sanitized()) {
        return skipped(std::string(sanitizer_reason));
    }
    const auto facts = library_facts(bench);
    if (!facts) {
        return fail(facts.error());
    }
    constexpr std::uint64_t static_tls_max = 256;
    if (facts->has_static_tls && facts->tls_bytes > static_tls_max) {
        return failed(
            fmt::format("takes {} bytes of static thread storage, a reserve that all "
                        "libraries share: compile without -ftls-model=initial-exec",
                        facts->tls_bytes));
    }
    return passed(fmt::format("{} bytes of thread storage", facts->tls_bytes));
}

}  // namespace tradelab
