#include "cli/layout.hpp"

#include "os/self.hpp"

#include <string>

namespace tradelab {

namespace {

using Path = std::filesystem::path;

// A variable that is set but empty counts as not set, as shells and the XDG rules have it.
std::optional<std::string> given(const Environment& environment, std::string_view name) {
    auto value = environment.value(name);
    return value && !value->empty() ? value : std::nullopt;
}

std::optional<Path> find_store(const Environment& environment,
                               const Layout& layout,
                               const std::optional<Path>& flag) {
    if (flag) {
        return layout.absolute(*flag);
    }
    if (const auto named = given(environment, "TRADELAB_PLUGINS")) {
        return layout.absolute(*named);
    }
    // The XDG base directory specification: a relative path is invalid and ignored.
    const auto data_home = given(environment, "XDG_DATA_HOME");
    if (data_home && Path(*data_home).is_absolute()) {
        return Path(*data_home) / "tradelab/plugins";
    }
    const auto home = given(environment, "HOME");
    if (home && Path(*home).is_absolute()) {
        return Path(*home) / ".local/share/tradelab/plugins";
    }
    return std::nullopt;
}

}  // namespace

std::vector<Root> Layout::roots() const {
    std::vector<Root> roots = {{.folder = bundled, .origin = Origin::bundled}};
    if (store) {
        roots.push_back({.folder = *store, .origin = Origin::installed});
    }
    return roots;
}

Path Layout::absolute(const Path& path) const {
    Path whole = (path.is_absolute() ? path : here / path).lexically_normal();
    return whole.has_filename() || whole == whole.root_path() ? whole : whole.parent_path();
}

Result<Layout> find_layout(const Environment& environment,
                           const Disk& disk,
                           const std::optional<Path>& plugins_flag) {
    auto program = self_executable();
    if (!program) {
        return fail(std::move(program.error()));
    }
    // The kernel's own answer; PWD is only what a shell believed.
    auto here = disk.read_link("/proc/self/cwd");
    if (!here) {
        return fail(std::move(here.error()), "finding the current directory");
    }
    Layout layout;
    layout.program = *program;
    layout.prefix = program->parent_path().parent_path();
    layout.bundled = layout.prefix / "lib/tradelab/plugins";
    layout.template_folder = layout.prefix / "share/tradelab/template";
    layout.here = *here;
    layout.store = find_store(environment, layout, plugins_flag);
    return layout;
}

Result<Path> store_of(const Layout& layout) {
    if (!layout.store) {
        return fail(ErrorCode::not_found,
                    "there is no folder for installed plugins: HOME is not set",
                    "name one: --plugins DIR, or TRADELAB_PLUGINS=DIR");
    }
    return *layout.store;
}

}  // namespace tradelab
