#include "ingest/raw_file.hpp"

#include "document/sha256.hpp"

#include <algorithm>

namespace tradelab {
namespace {

constexpr std::uint64_t checksum_bytes_max = 4'096;
constexpr std::size_t sha256_digits = 64;

std::filesystem::path checksum_path(const std::filesystem::path& path) {
    return path.native() + ".CHECKSUM";
}

Failure fail_checksum(const std::filesystem::path& file, std::string what) {
    Error error{.code = ErrorCode::malformed,
                .context = std::move(what),
                .hint = "download it again together with its .CHECKSUM file"};
    error.file = file.native();
    error.line = 1;
    return fail(std::move(error));
}

}  // namespace

Result<std::string> read_raw(const Disk& disk, const std::filesystem::path& path) {
    const auto info = disk.stat(path);
    if (!info) {
        return fail(info.error());
    }
    if (info->kind != FileKind::file || info->size > raw_bytes_max) {
        return disk.read_file(path, {.size_max = raw_bytes_max});
    }
    // At once into memory of the right size; a file that grows meanwhile is cut, and refused by
    // its last line or its checksum.
    return disk.read_range(path, {.offset = 0, .length = info->size});
}

Result<std::optional<std::string>> published_sha256(const Disk& disk,
                                                    const std::filesystem::path& path) {
    const auto file = checksum_path(path);
    if (!disk.exists(file)) {
        return std::optional<std::string>();
    }
    const auto text = disk.read_file(file, {.size_max = checksum_bytes_max});
    if (!text) {
        return fail(text.error());
    }
    const std::string_view line = std::string_view(*text).substr(0, text->find('\n'));
    std::string hash(line.substr(0, std::min(line.find(' '), line.size())));
    std::ranges::transform(hash, hash.begin(), [](char c) {
        return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    if (!is_sha256_hex(hash)) {
        return fail_checksum(file, "it does not begin with a SHA-256 in hexadecimal digits");
    }
    // "HASH  name", or "HASH *name" where it was read as binary.
    std::string_view name = line.substr(sha256_digits);
    name.remove_prefix(std::min(name.find_first_not_of(" *"), name.size()));
    while (name.ends_with('\r') || name.ends_with(' ')) {
        name.remove_suffix(1);
    }
    if (!name.empty() && name != path.filename().native()) {
        return fail_checksum(file, "it is the checksum of another file");
    }
    return std::optional(std::move(hash));
}

Status check_published(const std::filesystem::path& path,
                       std::string_view published_sha256,
                       std::string_view actual_sha256) {
    if (published_sha256 == actual_sha256) {
        return {};
    }
    Error error{.code = ErrorCode::hash_mismatch,
                .context = "its SHA-256 is " + std::string(actual_sha256) +
                           ", and its .CHECKSUM file says " + std::string(published_sha256),
                .hint =
                    "the download is damaged, or one of the two is of another day: download "
                    "both again"};
    error.file = path.native();
    return fail(std::move(error));
}

}  // namespace tradelab
