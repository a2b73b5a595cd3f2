#include "os/simulated_disk.hpp"
#include "os/system_error.hpp"

#include <cerrno>

namespace tradelab {

using Place = SimulatedTree::Place;

// What rename(2) refuses, in the order Linux checks.
int SimulatedDisk::refuse_rename(const Place& from, const Place& to) const {
    if (from.error != 0) {
        return from.error;
    }
    if (to.error != 0) {
        return to.error;
    }
    if (!from.found) {
        return ENOENT;
    }
    if (from.name.empty() || to.name.empty()) {
        return EBUSY;  // "/", "." and ".." cannot move
    }

    const bool moves_directory = tree_.node(*from.found).kind == FileKind::directory;
    if (moves_directory && tree_.contains(*from.found, to.directory)) {
        return EINVAL;
    }
    if (!to.found || *to.found == *from.found) {
        return 0;
    }

    const auto& replaced = tree_.node(*to.found);
    const bool onto_directory = replaced.kind == FileKind::directory;
    if (moves_directory && !onto_directory) {
        return ENOTDIR;
    }
    if (!moves_directory && onto_directory) {
        return EISDIR;
    }
    return replaced.names.empty() ? 0 : ENOTEMPTY;
}

Status SimulatedDisk::rename(const Path& from, const Path& to) {
    const std::string verb = "rename '" + from.native() + "' to";
    if (auto begun = begin(Act::change, verb, to); !begun) {
        return begun;
    }
    const Place source = tree_.find(from, Links::refuse);
    const Place target = tree_.find(to, Links::refuse);
    if (const int error = refuse_rename(source, target); error != 0) {
        return fail_with_errno(error, verb, to);
    }
    if (target.found != source.found) {  // two names of one file: POSIX leaves both
        tree_.link(target, *source.found);
        tree_.unlink(source);
    }
    return {};
}

}  // namespace tradelab
