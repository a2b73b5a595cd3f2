#include "os/simulated_tree.hpp"

#include <algorithm>
#include <cerrno>
#include <deque>
#include <set>
#include <vector>

namespace tradelab {
namespace {

constexpr SimulatedTree::Id root = 0;
constexpr int links_max = 40;          // Linux: MAXSYMLINKS
constexpr std::size_t name_max = 255;  // Linux: NAME_MAX

std::deque<std::string> parts_of(const Disk::Path& path) {
    std::deque<std::string> parts;
    for (const auto& part : path.relative_path()) {
        parts.push_back(part.empty() ? "." : part.native());
    }
    return parts;
}

}  // namespace

SimulatedTree::SimulatedTree() {
    nodes_.emplace(next_++, Node{.kind = FileKind::directory, .mode = 0755});
}

// Relative paths start at the root, as if that were the working directory.
SimulatedTree::Place SimulatedTree::find(const Disk::Path& path, Links last) const {
    if (path.empty()) {
        return {.error = ENOENT};
    }
    std::vector<Id> above{root};
    std::deque<std::string> left = parts_of(path);
    Place place{.directory = root, .found = root};
    int links_followed = 0;
    while (!left.empty()) {
        const std::string name = left.front();
        left.pop_front();
        if (name == "." || name == "..") {
            if (name == ".." && above.size() > 1) {
                above.pop_back();
            }
            place = {.directory = above.back(), .found = above.back()};
            continue;
        }
        if (name.size() > name_max) {
            return {.error = ENAMETOOLONG};
        }

        const auto& names = node(above.back()).names;
        const auto at = names.find(name);
        place = {.directory = above.back(), .name = name};
        if (at == names.end()) {
            place.error = left.empty() ? 0 : ENOENT;
            return place;
        }
        place.found = at->second;
        const Node& here = node(at->second);
        if (here.kind == FileKind::symlink && (!left.empty() || last == Links::follow)) {
            if (++links_followed > links_max) {
                return {.error = ELOOP};
            }
            const Disk::Path target(here.bytes);
            if (target.is_absolute()) {
                above.assign(1, root);
            }
            auto parts = parts_of(target);
            left.insert(left.begin(), parts.begin(), parts.end());
        } else if (here.kind == FileKind::directory) {
            above.push_back(at->second);
        } else if (!left.empty()) {
            return {.error = ENOTDIR};
        }
    }
    return place;
}

SimulatedTree::Id SimulatedTree::add(const Place& place, Node node) {
    const Id id = next_++;
    nodes_.emplace(id, std::move(node));
    link(place, id);
    return id;
}

std::uint64_t SimulatedTree::links(Id id) const {
    std::uint64_t count = 0;
    for (const auto& [unused, node] : nodes_) {
        count += static_cast<std::uint64_t>(std::ranges::count_if(
            node.names, [id](const auto& name) { return name.second == id; }));
    }
    return count;
}

std::uint64_t SimulatedTree::used_bytes() const {
    std::set<Id> counted;  // a file with two names takes its space once
    std::uint64_t used = 0;
    for (const auto& [unused, holder] : nodes_) {
        for (const auto& [name, id] : holder.names) {
            const Node& held = node(id);
            if (held.kind == FileKind::file && counted.insert(id).second) {
                used += held.bytes.size();
            }
        }
    }
    return used;
}

bool SimulatedTree::contains(Id above, Id below) const {
    if (above == below) {
        return true;
    }
    return std::ranges::any_of(node(above).names,
                               [&](const auto& name) { return contains(name.second, below); });
}

void SimulatedTree::forget_undurable() {
    for (auto& [unused, node] : nodes_) {
        node.bytes = node.durable_bytes;
        node.names = node.durable_names;
    }
    std::erase_if(nodes_, [this](const auto& entry) { return !contains(root, entry.first); });
}

}  // namespace tradelab
