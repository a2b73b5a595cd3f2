#include "os/system_error.hpp"

#include <cerrno>
#include <string>
#include <system_error>

namespace tradelab {
namespace {

struct Meaning {
    ErrorCode code;
    std::string_view what;
    std::string_view remedy;
};

// Only what a user meets and can mend has words of its own; the rest keeps the kernel's.
Meaning meaning(int error_number) {
    using enum ErrorCode;
    switch (error_number) {
        case ENOENT:
            return {not_found, "there is no such file", "check the path"};
        case ENOTDIR:
            return {invalid_argument, "a part of the path is not a directory", "check the path"};
        case EISDIR:
            return {invalid_argument, "it is a directory", "name a file"};
        case EINVAL:
            return {invalid_argument, "it is not of a kind that allows this", "check the path"};
        case ELOOP:
            return {invalid_argument,
                    "it is a symbolic link, or links that lead in a circle",
                    "name the file itself"};
        case ENAMETOOLONG:
            return {invalid_argument, "the name is too long", "use a shorter path"};
        case EEXIST:
            return {already_exists, "it exists already", "remove it or choose another name"};
        case ENOTEMPTY:
            return {already_exists, "the directory is not empty", "empty it first"};
        case EACCES:
        case EPERM:
            return {permission_denied,
                    "permission denied",
                    "run as the owner, or change the owner or mode of the file and its directory"};
        case EROFS:
            return {read_only,
                    "the file system is read-only",
                    "mount it writable or choose another place"};
        case ENOSPC:
            return {disk_full, "the disk is full", "free some space and try again"};
        case EDQUOT:
            return {disk_full, "the disk quota is used up", "free some space or raise the quota"};
        case EFBIG:
            return {
                too_large, "the file would exceed the size limit", "raise the limit (ulimit -f)"};
        case ENOEXEC:
            return {unsupported,
                    "it is not a program that this machine can run",
                    "check that it was built for this machine"};
        case EMFILE:
        case ENFILE:
            return {io_failed, "too many files are open", "raise the limit (ulimit -n)"};
        case EIO:
            return {io_failed, "the device failed", "check the disk and the kernel log"};
        default:
            return {io_failed, {}, "check the disk and the kernel log"};
    }
}

}  // namespace

Failure fail_with_errno(int error_number, std::string_view act, const std::filesystem::path& path) {
    const Meaning found = meaning(error_number);
    const std::string what = found.what.empty() ? std::generic_category().message(error_number)
                                                : std::string(found.what);
    return fail(found.code,
                "cannot " + std::string(act) + " '" + path.native() + "': " + what,
                std::string(found.remedy));
}

Failure fail_too_large(const std::filesystem::path& path, std::uint64_t size_max) {
    return fail(ErrorCode::too_large,
                "cannot read '" + path.native() + "': it is larger than " +
                    std::to_string(size_max) + " bytes",
                "check that it is the intended file and not damaged");
}

Failure fail_too_short(const std::filesystem::path& path, std::uint64_t size_min) {
    return fail(ErrorCode::malformed,
                "cannot open '" + path.native() + "': it is shorter than " +
                    std::to_string(size_min) + " bytes",
                "it was cut or replaced: restore it from a backup");
}

Failure fail_lock_held(const std::filesystem::path& path) {
    return fail(ErrorCode::timed_out,
                "cannot lock '" + path.native() + "': another process holds the lock",
                "wait for it to end and try again");
}

}  // namespace tradelab
