#pragma once

#include "core/result.hpp"
#include "gate/verdict_document.hpp"
#include "os/disk.hpp"
#include "os/environment.hpp"
#include "plugin/registry.hpp"

#include <filesystem>
#include <optional>
#include <vector>

namespace tradelab {

// Where things lie for this run of the program.  All paths are absolute.
struct Layout {
    std::filesystem::path program;          // this executable
    std::filesystem::path prefix;           // <prefix>/bin/tradelab
    std::filesystem::path bundled;          // plugins that came with it
    std::filesystem::path template_folder;  // of new projects, one folder per kind
    std::filesystem::path config;  // limits and venues: TRADELAB_CONFIG, or what came along
    std::filesystem::path here;    // the current directory
    std::optional<std::filesystem::path> shared;  // TRADELAB_SHARED: recorded data to import from

    // Installed plugins: --plugins, TRADELAB_PLUGINS, $XDG_DATA_HOME/tradelab/plugins or
    // ~/.local/share/tradelab/plugins, the first that is given.  Nothing without a home.
    std::optional<std::filesystem::path> store;

    // Journals, the trial ledger and the record of opened vaults: --state, the [state] directory of
    // the daemon's settings, or `default_state`.  Nothing without a home.
    std::optional<std::filesystem::path> state;
    // The same where --state said it: it goes before what the daemon's settings say.
    std::optional<std::filesystem::path> named_state;
    // "default" in the settings: $XDG_STATE_HOME/tradelab or ~/.local/state/tradelab.
    std::optional<std::filesystem::path> default_state;
    // The settings are there and cannot be read, so `state` is a guess: why.
    std::optional<Error> unread_settings;

    // Market history: $XDG_DATA_HOME/tradelab/history or ~/.local/share/tradelab/history.  Nothing
    // without a home.
    std::optional<std::filesystem::path> history;

    // Cards that a search proposes from: those that came along, and, beside the history, the user's
    // own.  A folder need not be there.
    std::vector<std::filesystem::path> playbooks;

    // What discovery searches, the more trusted first.
    [[nodiscard]] std::vector<Root> roots() const;

    // A path as the user typed it.
    [[nodiscard]] std::filesystem::path absolute(const std::filesystem::path& path) const;
};

// What the user said about places.
struct LayoutFlags {
    std::optional<std::filesystem::path> plugins = {};
    std::optional<std::filesystem::path> state = {};
    std::optional<std::filesystem::path> settings = {};  // --config
};

[[nodiscard]] Result<Layout> find_layout(const Environment& environment,
                                         const Disk& disk,
                                         const LayoutFlags& flags);

// The store, or the reason why there is none.
[[nodiscard]] Result<std::filesystem::path> store_of(const Layout& layout);

// Every backtest appends to this one file; or the reason why there is no place for it.
[[nodiscard]] Result<std::filesystem::path> trial_ledger_of(const Layout& layout);

// Levels spent and vaults opened: on recorded markets, and beside it on synthetic ones, which must
// never spend the error budget of the first.
[[nodiscard]] Result<std::filesystem::path> vault_record_of(const Layout& layout,
                                                            VerdictBasis basis);
// How far each strategy has come, on both kinds.
[[nodiscard]] Result<std::filesystem::path> lifecycle_of(const Layout& layout);
// The folder of verdicts, of both kinds.
[[nodiscard]] Result<std::filesystem::path> verdicts_of(const Layout& layout);
// The folder of what each search was, of both kinds.
[[nodiscard]] Result<std::filesystem::path> searches_of(const Layout& layout);

}  // namespace tradelab
