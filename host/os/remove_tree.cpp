#include "os/remove_tree.hpp"

#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <string_view>
#include <unistd.h>

namespace tradelab {
namespace {

// One descriptor and one stack frame per level: what we make ourselves is a few levels deep.
constexpr int depth_max = 128;

struct CloseDirectory {
    void operator()(DIR* stream) const { ::closedir(stream); }
};

int remove_at_depth(int above, const char* name, int depth) {
    if (::unlinkat(above, name, 0) == 0) {
        return 0;
    }
    if (errno != EISDIR) {  // what Linux says of a directory; anything else is the answer
        return errno;
    }
    if (depth == depth_max) {
        return ENAMETOOLONG;
    }

    constexpr int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    const Descriptor directory(::openat(above, name, flags));
    Descriptor to_list(directory ? ::openat(directory.number(), ".", flags) : -1);
    if (!to_list) {
        return errno;
    }
    std::vector<std::string> names;
    if (const int error = names_in(std::move(to_list), names); error != 0) {
        return error;
    }
    for (const std::string& below : names) {
        if (const int error = remove_at_depth(directory.number(), below.c_str(), depth + 1);
            error != 0) {
            return error;
        }
    }
    return ::unlinkat(above, name, AT_REMOVEDIR) == 0 ? 0 : errno;
}

}  // namespace

int names_in(Descriptor directory, std::vector<std::string>& names) {
    const std::unique_ptr<DIR, CloseDirectory> stream(::fdopendir(directory.number()));
    if (!stream) {
        return errno;
    }
    static_cast<void>(directory.release());  // the stream owns it now

    while (true) {
        errno = 0;  // the only way to tell the end from an error
        const dirent* const entry = ::readdir(stream.get());  // the stream is ours alone
        if (entry == nullptr) {
            return errno;
        }
        const std::string_view name(entry->d_name);
        if (name != "." && name != "..") {
            names.emplace_back(name);
        }
    }
}

int remove_tree_below(int directory, const char* name) {
    return remove_at_depth(directory, name, 0);
}

}  // namespace tradelab
