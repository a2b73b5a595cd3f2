#include "journal/kept_text.hpp"

#include "document/sha256.hpp"

#include <chrono>

namespace tradelab {
namespace {

// A text is written within milliseconds; whoever holds the lock longer hangs.
constexpr auto patience = std::chrono::seconds(10);

}  // namespace

Disk::Path kept_path(const Disk::Path& folder, std::string_view sha256, std::string_view ending) {
    return folder / (std::string(sha256) + std::string(ending));
}

Result<std::string> keep_text(Disk& disk,
                              const Disk::Path& folder,
                              std::string_view text,
                              std::string_view ending) {
    if (text.size() > kept_text_bytes_max) {
        return fail(
            ErrorCode::too_large,
            "a text of " + std::to_string(text.size()) + " bytes for '" + folder.native() + "'",
            "the most is " + std::to_string(kept_text_bytes_max));
    }
    std::string hash = sha256_hex(text);
    // One that lies there but does not hold what its name says is written anew.
    if (kept_text(disk, folder, hash, ending)) {
        return hash;
    }
    if (auto made = disk.make_directories(folder); !made) {
        return fail(std::move(made).error());
    }
    const auto lock = disk.lock(folder / ".lock", patience);
    if (!lock) {
        return fail(lock.error());
    }
    if (auto written = write_atomically(disk, kept_path(folder, hash, ending), text); !written) {
        return fail(std::move(written).error());
    }
    return hash;
}

Result<std::string> kept_text(const Disk& disk,
                              const Disk::Path& folder,
                              std::string_view sha256,
                              std::string_view ending) {
    const auto path = kept_path(folder, sha256, ending);
    auto text = disk.read_file(path, {.size_max = kept_text_bytes_max, .links = Links::refuse});
    if (!text) {
        return text;
    }
    if (const std::string found = sha256_hex(*text); found != sha256) {
        return fail(ErrorCode::hash_mismatch,
                    "'" + path.native() + "' holds another text, whose hash is " + found,
                    "restore it from a backup of the state folder");
    }
    return text;
}

}  // namespace tradelab
