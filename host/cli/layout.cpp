#include "cli/layout.hpp"

#include "config/daemon_file.hpp"
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

// A kind of folder of the XDG base directory specification.
struct XdgFolder {
    std::string_view variable;
    std::string_view in_home;
};

std::optional<Path> below_home(const Environment& environment, XdgFolder kind, const Path& rest) {
    // The specification: a relative path is invalid and ignored.
    const auto named = given(environment, kind.variable);
    if (named && Path(*named).is_absolute()) {
        return Path(*named) / rest;
    }
    const auto home = given(environment, "HOME");
    if (home && Path(*home).is_absolute()) {
        return Path(*home) / kind.in_home / rest;
    }
    return std::nullopt;
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
    return below_home(environment, {"XDG_DATA_HOME", ".local/share"}, "tradelab/plugins");
}

// A vault is opened once for each hypothesis, so whoever keeps records must find those that the
// daemon keeps.
void find_state(const Disk& disk, const LayoutFlags& flags, Layout& layout) {
    layout.state = layout.default_state;
    if (flags.state) {
        layout.named_state = layout.absolute(*flags.state);
        layout.state = layout.named_state;
        return;
    }
    auto file = read_daemon_file(
        disk, flags.settings ? layout.absolute(*flags.settings) : layout.config / "tradelabd.toml");
    if (file && file->state) {
        layout.state = std::move(file->state);
    } else if (!file && file.error().code != ErrorCode::not_found) {
        layout.unread_settings = std::move(file).error();
    }
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
                           const LayoutFlags& flags) {
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
    const auto config = given(environment, "TRADELAB_CONFIG");
    layout.config = config ? layout.absolute(*config) : layout.prefix / "share/tradelab/config";
    if (const auto shared = given(environment, "TRADELAB_SHARED")) {
        layout.shared = layout.absolute(*shared);
    }
    layout.store = find_store(environment, layout, flags.plugins);
    layout.history = below_home(environment, {"XDG_DATA_HOME", ".local/share"}, "tradelab/history");
    layout.playbooks = {layout.prefix / "share/tradelab/strategies/playbook"};
    if (layout.history) {
        layout.playbooks.push_back(layout.history->parent_path() / "playbook");
    }
    layout.default_state = below_home(environment, {"XDG_STATE_HOME", ".local/state"}, "tradelab");
    find_state(disk, flags, layout);
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

Result<Path> trial_ledger_of(const Layout& layout) {
    if (!layout.state) {
        return fail(ErrorCode::not_found,
                    "there is no folder for the trial ledger: HOME is not set",
                    "name one: --state DIR");
    }
    return *layout.state / "trials";
}

Result<Path> vault_record_of(const Layout& layout, VerdictBasis basis) {
    const auto ledger = trial_ledger_of(layout);
    if (!ledger) {
        return fail(ledger.error());
    }
    return ledger->parent_path() / (basis == VerdictBasis::recorded ? "vault" : "vault-synthetic");
}

Result<Path> lifecycle_of(const Layout& layout) {
    const auto ledger = trial_ledger_of(layout);
    return ledger ? Result<Path>(ledger->parent_path() / "lifecycle") : fail(ledger.error());
}

Result<Path> verdicts_of(const Layout& layout) {
    const auto ledger = trial_ledger_of(layout);
    return ledger ? Result<Path>(ledger->parent_path() / "verdicts") : fail(ledger.error());
}

Result<Path> searches_of(const Layout& layout) {
    const auto ledger = trial_ledger_of(layout);
    return ledger ? Result<Path>(ledger->parent_path() / "searches") : fail(ledger.error());
}

}  // namespace tradelab
