#pragma once

#include "os/disk.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace tradelab {

// The files of a SimulatedDisk, each fact kept twice: as a program sees it now, and as it would be
// found after a power cut.  A directory's names and a file's bytes become durable separately, each
// by its own sync, which is all that POSIX promises.  (Real file systems often keep more: a rename
// between directories, say.  The promise is what may be relied on.)
class SimulatedTree {
public:
    using Id = std::uint64_t;

    struct Node {
        FileKind kind = FileKind::file;
        std::uint32_t mode = 0;
        std::string bytes = {};  // of a file; a link's target
        std::string durable_bytes = {};
        std::map<std::string, Id> names = {};  // of a directory
        std::map<std::string, Id> durable_names = {};
    };

    // Where a path leads.  `error` is 0 or an errno that stopped the walk before its last step.
    struct Place {
        int error = 0;
        Id directory = 0;              // that holds, or would hold, the name
        std::string name = {};         // empty when the path ends in "/", "." or ".."
        std::optional<Id> found = {};  // nothing when there is no such name
    };

    SimulatedTree();

    [[nodiscard]] Place find(const Disk::Path& path, Links last) const;

    [[nodiscard]] Node& node(Id id) { return nodes_.at(id); }
    [[nodiscard]] const Node& node(Id id) const { return nodes_.at(id); }

    // Puts a new node, or one that exists already, under a name of a directory.
    Id add(const Place& place, Node node);
    void link(const Place& place, Id id) { node(place.directory).names[place.name] = id; }
    void unlink(const Place& place) { node(place.directory).names.erase(place.name); }

    // How many names a node has now, and how many bytes all named files hold.
    [[nodiscard]] std::uint64_t links(Id id) const;
    [[nodiscard]] std::uint64_t used_bytes() const;

    // `below` is `above` itself or is reached through it.
    [[nodiscard]] bool contains(Id above, Id below) const;

    void sync_bytes(Id id) { node(id).durable_bytes = node(id).bytes; }
    void sync_names(Id id) { node(id).durable_names = node(id).names; }

    // The power fails: only what is durable is left.
    void forget_undurable();

private:
    std::map<Id, Node> nodes_;
    Id next_ = 0;
};

}  // namespace tradelab
