#include "tidy/layers.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace tradelab::tidy {

namespace {

// Where a library may be seen.  `places` are prefixes of paths, ends of paths (with '*' in front),
// or whole paths.
struct Library {
    std::string_view header;  // what an include of it begins with
    std::string_view places;  // separated by blanks
    std::string_view instead;
    enum class Headers { never, allowed } in_headers = Headers::never;
};

constexpr std::array libraries = {
    Library{.header = "boost/dll",
            .places = "host/plugin/library.cpp",
            .instead = "load plugins through plugin/library.hpp"},
    Library{.header = "boost/asio", .places = "host/net/ host/control/", .instead = "use net/"},
    Library{.header = "boost/beast", .places = "host/net/ host/venue/", .instead = "use net/"},
    Library{.header = "toml++/",
            .places = "host/plugin/manifest host/config/strict_toml",
            .instead = "read manifests through plugin/, settings through config/"},
    Library{.header = "libelf.h",
            .places = "host/plugin/elf",
            .instead = "read libraries through plugin/elf.hpp"},
    Library{.header = "gelf.h",
            .places = "host/plugin/elf",
            .instead = "read libraries through plugin/elf.hpp"},
    Library{.header = "elf.h",
            .places = "host/plugin/elf tests/plugin/ tests/zoo/",
            .instead = "read libraries through plugin/elf.hpp"},
    Library{.header = "openssl/",
            .places = "host/document/ host/net/ host/guardian/",
            .instead = "hash through document/"},
    Library{.header = "isa-l/",
            .places = "host/document/ host/ingest/gzip_unpacker tests/ingest/packing.hpp",
            .instead = "use document/crc32c.hpp, unpack through ingest/text_source.hpp",
            .in_headers = Library::Headers::allowed},
    Library{.header = "zip.h",
            .places = "host/ingest/zip_unpacker tests/ingest/packing.hpp",
            .instead = "unpack through ingest/text_source.hpp",
            .in_headers = Library::Headers::allowed},
    Library{.header = "sqlite3.h",
            .places = "host/store/database.cpp tests/store/",
            .instead = "ask through store/database.hpp"},
    Library{.header = "nlohmann/",
            .places = "host/document/ plugins/ tests/",
            .instead = "parse and print JSON through document/"},
    Library{.header = "CLI/", .places = "host/cli/", .instead = "parse arguments in cli/"},
    Library{.header = "fmt/", .places = "*", .instead = "format in the .cpp"},
    Library{.header = "tl/expected.hpp",
            .places = "host/core/result.hpp",
            .instead = "use Result of core/result.hpp",
            .in_headers = Library::Headers::allowed},
    Library{.header = "gtest/",
            .places = "tests/ sdk/ *_test.cpp.in",
            .instead = "keep tests in tests/",
            .in_headers = Library::Headers::allowed},
    Library{.header = "gmock/",
            .places = "tests/",
            .instead = "keep tests in tests/",
            .in_headers = Library::Headers::allowed},
};

// Folders of the system's own headers, which are no library.
constexpr std::array<std::string_view, 9> system_folders = {
    "tradelab/", "sys/", "linux/", "asm/", "netinet/", "arpa/", "bits/", "gnu/", "sanitizer/"};

bool is_allowed(std::string_view path, std::string_view places) {
    while (!places.empty()) {
        const std::size_t end = std::min(places.find(' '), places.size());
        const std::string_view place = places.substr(0, end);
        places = places.substr(std::min(end + 1, places.size()));
        if (place.starts_with('*') ? path.ends_with(place.substr(1)) : path.starts_with(place)) {
            return true;
        }
    }
    return false;
}

Finding judge(const SourceFile& file, std::string_view name) {
    const std::string shown = "<" + std::string(name) + ">";
    const auto library = std::ranges::find_if(
        libraries, [&](const Library& known) { return name.starts_with(known.header); });
    if (library == libraries.end()) {
        const bool known = name.find('/') == std::string_view::npos ||
                           std::ranges::any_of(system_folders, [&](std::string_view folder) {
                               return name.starts_with(folder);
                           });
        if (known) {
            return {};
        }
        return {.what = shown + " is of a library without a place",
                .instead = "give it a line in tests/tidy/third_party.cpp, and in README's table"};
    }
    if (file.is_header() && library->in_headers == Library::Headers::never) {
        return {.what = shown + " in a header",
                .instead = "include it in the .cpp: forward declare, or hide it behind a pimpl"};
    }
    if (!is_allowed(file.path, library->places)) {
        return {.what = shown + " outside " + std::string(library->places),
                .instead = std::string(library->instead)};
    }
    return {};
}

}  // namespace

Findings check_third_party(const SourceFile& file) {
    Findings findings;
    for (std::size_t i = 0; i < file.uncommented.size(); ++i) {
        const Include include = include_on(file.uncommented[i]);
        const bool ours = include.form != Include::Form::angled &&
                          !std::ranges::any_of(libraries, [&](const Library& library) {
                              return include.name.starts_with(library.header);
                          });
        if (include.form == Include::Form::none || ours) {
            continue;
        }
        if (Finding finding = judge(file, include.name); !finding.what.empty()) {
            finding.file = file.path;
            finding.line = i + 1;
            findings.push_back(std::move(finding));
        }
    }
    return findings;
}

}  // namespace tradelab::tidy
