#include "plugin/package.hpp"

#include "core/limits.hpp"
#include "core/text.hpp"
#include "document/sha256.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace tradelab {

namespace {

using Path = std::filesystem::path;

constexpr std::uint32_t setuid_or_setgid = 06000;

// A package as a whole is bounded like its largest part: the rest of one is text.
constexpr std::uint64_t package_bytes_max = limits::library_bytes_max;

Failure refuse(ErrorCode code, const Path& file, std::string context, std::string hint) {
    return fail({.code = code,
                 .context = std::move(context),
                 .hint = std::move(hint),
                 .file = file.string()});
}

Status check_file(const FileInfo& info, const Path& file) {
    if (info.kind != FileKind::file) {
        return refuse(ErrorCode::malformed,
                      file,
                      info.kind == FileKind::symlink ? "a symbolic link inside a package"
                                                     : "neither a file nor a folder",
                      "packages hold plain files only: put the file itself there");
    }
    if (info.links > 1) {
        return refuse(ErrorCode::malformed,
                      file,
                      "has " + std::to_string(info.links) + " names (hard links)",
                      "copy it: another name of it could change it after it was checked");
    }
    if ((info.mode & setuid_or_setgid) != 0) {
        return refuse(ErrorCode::malformed,
                      file,
                      "is setuid or setgid",
                      "chmod a-s it: a plugin needs no such bit");
    }
    return {};
}

// Walks a package's folder, going only where a listed file lies.
class TreeCheck {
public:
    TreeCheck(const Disk& disk, const Manifest& manifest, const Path& folder)
        : disk_(disk), manifest_(manifest), folder_(folder) {}

    Status run() {
        std::vector<std::string> pending = {""};
        while (!pending.empty()) {
            const std::string prefix = std::move(pending.back());
            pending.pop_back();
            auto names = disk_.list(folder_ / prefix);
            if (!names) {
                return fail(std::move(names.error()));
            }
            for (const std::string& name : *names) {
                auto below = visit(prefix + name);
                if (!below) {
                    return fail(std::move(below.error()));
                }
                if (*below == Found::folder) {
                    pending.push_back(prefix + name + "/");
                }
            }
        }
        return all_seen();
    }

private:
    enum class Found { file, folder };

    Result<Found> visit(const std::string& relative) {
        const Path file = folder_ / relative;
        const auto info = disk_.stat(file);
        if (!info) {
            return fail(info.error());
        }
        if (info->kind == FileKind::directory && holds_listed_files(relative + "/")) {
            return Found::folder;
        }
        if (relative != manifest_name && !manifest_.hash_of(relative)) {
            return refuse(ErrorCode::malformed,
                          file,
                          "is not listed in [files] of plugin.toml",
                          "list it with its SHA-256, or take it out of the package");
        }
        if (auto checked = check_file(*info, file); !checked) {
            return fail(std::move(checked.error()));
        }
        ++seen_;
        bytes_ += info->size;
        if (bytes_ > package_bytes_max) {
            return refuse(
                ErrorCode::too_large,
                folder_,
                "the package is larger than " + std::to_string(package_bytes_max) + " bytes",
                "plugins carry code, not data: data is imported on its own");
        }
        return Found::file;
    }

    [[nodiscard]] bool holds_listed_files(const std::string& prefix) const {
        return std::ranges::any_of(manifest_.files, [&prefix](const ListedFile& listed) {
            return listed.path.starts_with(prefix);
        });
    }

    // Every file met was listed and no name is met twice: as many means the same.
    [[nodiscard]] Status all_seen() const {
        const std::size_t expected = manifest_.files.size() + 1;
        if (seen_ == expected) {
            return {};
        }
        for (const ListedFile& listed : manifest_.files) {
            if (!disk_.exists(folder_ / listed.path)) {
                return refuse(ErrorCode::not_found,
                              folder_ / listed.path,
                              "is listed in plugin.toml and is not there",
                              "build or download the package again");
            }
        }
        return refuse(
            ErrorCode::not_found, folder_, "the folder changed while it was read", "try again");
    }

    const Disk& disk_;
    const Manifest& manifest_;
    const Path& folder_;
    std::size_t seen_ = 0;
    std::uint64_t bytes_ = 0;
};

}  // namespace

Result<Package> read_package(const Disk& disk, const Path& folder, Origin origin) {
    const Path manifest_file = folder / manifest_name;
    auto manifest = read_manifest(disk, manifest_file);
    if (!manifest) {
        return fail(std::move(manifest.error()));
    }

    Path library = folder / manifest->library;
    const auto info = disk.stat(library);
    if (!info) {
        return refuse(info.error().code,
                      manifest_file,
                      "its library " + in_quotes(manifest->library) + " cannot be found",
                      info.error().code == ErrorCode::not_found
                          ? "build or install the plugin again"
                          : describe(info.error()));
    }
    if (info->kind != FileKind::file) {
        return refuse(ErrorCode::malformed,
                      library,
                      info->kind == FileKind::symlink ? "the library is a symbolic link"
                                                      : "the library is not a regular file",
                      "put the file itself there");
    }
    return Package{.manifest = std::move(*manifest),
                   .folder = folder,
                   .library = std::move(library),
                   .origin = origin};
}

Status check_tree(const Disk& disk, const Manifest& manifest, const Path& folder) {
    return TreeCheck(disk, manifest, folder).run();
}

Status verify(const Disk& disk, const Package& package) {
    if (auto checked = check_tree(disk, package.manifest, package.folder); !checked) {
        return checked;
    }
    for (const ListedFile& listed : package.manifest.files) {
        const Path file = package.folder / listed.path;
        const auto bytes =
            disk.read_file(file, {.size_max = package_bytes_max, .links = Links::refuse});
        if (!bytes) {
            return fail(bytes.error());
        }
        const std::string found = sha256_hex(*bytes);
        if (found != listed.sha256) {
            return refuse(ErrorCode::hash_mismatch,
                          file,
                          "its SHA-256 is " + found + ", plugin.toml says " + listed.sha256,
                          "the file or the manifest was changed: build or install the plugin "
                          "again");
        }
    }
    return {};
}

}  // namespace tradelab
