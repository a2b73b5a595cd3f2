#include "plugin/manifest.hpp"

#include "core/limits.hpp"
#include "core/text.hpp"
#include "plugin/grammar.hpp"
#include "plugin/manifest_section.hpp"

#include <algorithm>
#include <array>

namespace tradelab {

namespace {

constexpr std::array root_keys = {
    Key{"manifest", "manifest = 1"},
    Key{"id", R"(id = "org.example.momentum")"},
    Key{"version", R"(version = "1.0.0")"},
    Key{"kind", R"(kind = "strategy")"},
    Key{"summary", R"(summary = "one sentence")"},
    Key{"library", R"(library = "org.example.momentum.so")"},
    Key{"abi", "abi = { major = 1, minor = 0 }"},
    Key{"license", R"(license = "Apache-2.0")"},
    Key{"homepage", R"(homepage = "https://example.org")"},
    Key{"authors", R"(authors = ["A. Author"])"},
    Key{"needs", R"([needs] with host = ["tl.host.log/1"])"},
    Key{"grants", R"([grants] with net = ["api.example.org"])"},
    Key{"files", R"([files] with "name.so" = "sha256:<64 hexadecimal digits>")"},
};
constexpr std::array abi_keys = {Key{"major", "major = 1"}, Key{"minor", "minor = 0"}};
constexpr std::array needs_keys = {Key{"host", R"(host = ["tl.host.log/1"])"}};
constexpr std::array grants_keys = {Key{"net", R"(net = ["api.example.org"])"},
                                    Key{"secrets", R"(secrets = ["api-key"])"}};

constexpr std::size_t sentence_length_max = 300;

bool is_sentence(std::string_view text) {
    return !text.empty() && text.size() <= sentence_length_max &&
           printable(text, 4 * sentence_length_max) == text;
}

constexpr std::string_view sentence_rule = "one printable line of at most 300 bytes";

void read_identity(Section& root, Manifest& out) {
    out.id = root.text("id",
                       {is_plugin_id,
                        "a reverse domain name of a-z, 0-9, '-' and single dots, at most 127 "
                        "bytes, such as \"org.example.momentum\""});
    const auto is_version = [](std::string_view text) { return parse_version(text).has_value(); };
    const std::string version = root.text(
        "version", {is_version, R"(a semantic version 2.0.0, such as "1.4.0" or "2.0.0-rc.1")"});
    out.version = parse_version(version).value_or(Version{});
    out.kind = root.text("kind", {is_word, R"(a kind of plugin, such as "strategy")"});
    out.summary = root.text("summary", {is_sentence, sentence_rule});
    out.license = root.optional_text("license", {is_sentence, sentence_rule});
    out.homepage = root.optional_text("homepage", {is_sentence, sentence_rule});
    out.authors = root.optional_texts("authors", {is_sentence, sentence_rule});
}

void read_needs_and_grants(Section& root, Manifest& out) {
    if (auto abi = root.table("abi", abi_keys)) {
        out.abi = {.major = abi->number("major"), .minor = abi->number("minor")};
    }
    if (auto needs = root.optional_table("needs", needs_keys)) {
        out.services_needed = needs->optional_texts(
            "host", {is_service_id, R"(a service with its revision, such as "tl.host.log/1")"});
    }
    if (auto grants = root.optional_table("grants", grants_keys)) {
        out.net_granted = grants->optional_texts(
            "net", {is_host_name, R"(a host name without port, such as "api.example.org")"});
        out.secrets_granted =
            grants->optional_texts("secrets", {is_word, R"(a name such as "api-key")"});
    }
}

void read_files(Section& root, Manifest& out) {
    auto files = root.open_table("files");
    if (!files) {
        return;
    }

    constexpr std::string_view prefix = "sha256:";
    for (const std::string& path : files->keys()) {
        if (!is_package_path(path) || path == manifest_name) {
            files->refuse(path,
                          "file " + in_quotes(path) + " cannot be part of a package",
                          "list plain relative paths, without \"..\", of every file but "
                          "plugin.toml itself");
        }
        const std::string hash =
            files->text(path, {is_file_hash, R"("sha256:" and 64 lower-case hexadecimal digits)"});
        if (hash.size() > prefix.size()) {
            out.files.push_back({.path = path, .sha256 = hash.substr(prefix.size())});
        }
    }
    std::ranges::sort(out.files, {}, &ListedFile::path);
}

void read_library(Section& root, Manifest& out) {
    const auto is_file_name = [](std::string_view text) {
        return is_package_path(text) && text.find('/') == std::string_view::npos;
    };
    out.library = root.text("library", {is_file_name, "the name of a file beside plugin.toml"});
    if (!out.hash_of(out.library)) {
        root.refuse("library",
                    "library " + in_quotes(out.library) + " is not listed in [files]",
                    "list it there with its SHA-256");
    }
}

// The number decides what all other keys mean, so it is looked at before they are.
void read_format(Section& root) {
    const auto format = root.number("manifest");
    if (format != 1) {
        root.refuse("manifest",
                    "manifest = " + std::to_string(format) +
                        " is a format that this host does not "
                        "know",
                    "it knows manifest = 1: update the host, or build the plugin with its SDK");
    }
}

}  // namespace

std::string text(AbiVersion abi) {
    return std::to_string(abi.major) + "." + std::to_string(abi.minor);
}

std::optional<std::string_view> Manifest::hash_of(std::string_view path) const {
    const auto at = std::ranges::find(files, path, &ListedFile::path);
    return at == files.end() ? std::nullopt : std::optional<std::string_view>(at->sha256);
}

Result<Manifest> parse_manifest(std::string_view text, const std::filesystem::path& file) {
    if (text.size() > limits::manifest_bytes_max) {
        return fail({.code = ErrorCode::too_large,
                     .context = "a manifest of " + std::to_string(text.size()) + " bytes",
                     .hint = "at most " + std::to_string(limits::manifest_bytes_max) +
                             " are allowed; is this the right file?",
                     .file = file.string()});
    }
    auto document = TomlDocument::parse(text, file);
    if (!document) {
        return fail(std::move(document.error()));
    }

    Manifest manifest;
    Section root = document->root(root_keys);
    read_format(root);
    root.refuse_unknown();
    read_identity(root, manifest);
    read_needs_and_grants(root, manifest);
    read_files(root, manifest);
    read_library(root, manifest);
    if (const auto& problem = document->problem()) {
        return fail(*problem);
    }
    return manifest;
}

Result<Manifest> read_manifest(const Disk& disk, const std::filesystem::path& file) {
    auto bytes =
        disk.read_file(file, {.size_max = limits::manifest_bytes_max, .links = Links::refuse});
    if (!bytes) {
        // A link, or a folder of that name: the package is wrong, not the command line.
        Error error = std::move(bytes.error());
        if (error.code == ErrorCode::invalid_argument) {
            error.code = ErrorCode::malformed;
        }
        return fail(std::move(error), "reading the manifest");
    }
    return parse_manifest(*bytes, file);
}

}  // namespace tradelab
