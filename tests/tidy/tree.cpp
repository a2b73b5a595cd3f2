#include "tidy/tree.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

namespace tradelab::tidy {

namespace {

std::string quoted_for_shell(const std::string& text) {
    std::string quoted = "'";
    for (const char c : text) {
        quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    }
    return quoted + "'";
}

std::string output_of(const std::string& command) {
    struct Close {
        void operator()(std::FILE* pipe) const { ::pclose(pipe); }
    };
    const std::unique_ptr<std::FILE, Close> pipe(::popen(command.c_str(), "r"));
    std::string output;
    std::array<char, 4096> block = {};
    while (pipe != nullptr) {
        const std::size_t n = std::fread(block.data(), 1, block.size(), pipe.get());
        if (n == 0) {
            break;
        }
        output.append(block.data(), n);
    }
    return output;
}

std::string contents_of(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

bool is_skipped(const std::filesystem::directory_entry& entry) {
    const std::string name = entry.path().filename().string();
    return name == "build" || (name.starts_with('.') && name != ".ci");
}

}  // namespace

std::vector<std::string> listed_by_git(const std::filesystem::path& root) {
    const std::string output = output_of("git -C " + quoted_for_shell(root.string()) +
                                         " ls-files -z --cached --others --exclude-standard 2>&-");
    std::vector<std::string> paths;
    for (std::size_t at = 0; at < output.size();) {
        const std::size_t end = std::min(output.find('\0', at), output.size());
        paths.push_back(output.substr(at, end - at));
        at = end + 1;
    }
    return paths;
}

std::vector<std::string> listed_by_walking(const std::filesystem::path& root) {
    std::vector<std::string> paths;
    std::filesystem::recursive_directory_iterator it(root);
    for (; it != std::filesystem::recursive_directory_iterator(); ++it) {
        if (it->is_directory() && is_skipped(*it)) {
            it.disable_recursion_pending();
        } else if (it->is_regular_file()) {
            paths.push_back(it->path().lexically_relative(root).generic_string());
        }
    }
    return paths;
}

std::vector<SourceFile> read_tree(const std::filesystem::path& root) {
    auto paths = listed_by_git(root);
    if (paths.empty()) {
        paths = listed_by_walking(root);
    }
    std::ranges::sort(paths);

    std::vector<SourceFile> tree;
    for (const auto& path : paths) {
        // Tracked but deleted, or a link to nowhere that a test of ours keeps on purpose.
        const auto file = root / path;
        if (!std::filesystem::is_regular_file(file)) {
            continue;
        }
        const auto bits = std::filesystem::status(file).permissions();
        const bool runs = (bits & std::filesystem::perms::owner_exec) != std::filesystem::perms{};
        tree.push_back(make_source(path, contents_of(file), runs ? Mode::executable : Mode::plain));
    }
    return tree;
}

const SourceFile* find_file(const std::vector<SourceFile>& tree, std::string_view path) {
    const auto it = std::ranges::find(tree, path, &SourceFile::path);
    return it == tree.end() ? nullptr : &*it;
}

}  // namespace tradelab::tidy
