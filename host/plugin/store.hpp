#pragma once

#include "core/result.hpp"
#include "os/disk.hpp"
#include "os/random.hpp"
#include "plugin/manifest.hpp"
#include "plugin/package.hpp"
#include "plugin/registry.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace tradelab {

// Installed plugins:
//   <root>/<id>/<version>/            a package, never changed once it is there
//   <root>/<id>/active                links to the version in use
//   <root>/<id>/.before-<version>     links to the version that was in use before that one
//
// Each act ends with one rename, so that a crash, a power cut or a full disk at any moment leaves
// the state before it or the state after it.  That is why the version before is bound to a version
// instead of being one `previous` link: two links cannot be switched at once.  What an act left
// behind unfinished has a name that begins with a dot or is reached by no link, is seen by nobody,
// and is swept up by the next act.
//
// A lock on <root>/.lock keeps two acts, of this process or another, apart.
class PluginStore {
public:
    // `random` names unfinished things.
    PluginStore(Disk& disk, Random& random, std::filesystem::path root)
        : disk_(disk), random_(random), root_(std::move(root)) {}

    struct Versions {
        std::string active;
        std::optional<std::string> previous;
    };

    enum class Change {
        installed,  // it was not there
        replaced,   // another version was active, and is now the previous one
        none,       // this very package was active already
    };
    struct Installed {
        Package package;
        Change change = Change::installed;
        std::optional<std::string> previous;
    };

    // Copies a package, given by its folder or its plugin.toml, checks what was copied (the source
    // may change meanwhile) up to the point where its code would run, and makes it the active
    // version.  The version before is kept for rollback(), older ones are removed.
    //
    // The same version again: nothing happens if it is the same package, else it is refused.
    [[nodiscard]] Result<Installed> install(const std::filesystem::path& source,
                                            const HostOffer& offer);

    // The same in two steps, for who wants to hear the code between them: what is installed is what
    // was inspected, by every hash in its manifest, or nothing is.
    [[nodiscard]] Result<Package> inspect(const std::filesystem::path& source,
                                          const HostOffer& offer) const;
    [[nodiscard]] Result<Installed> install(const Package& source, const HostOffer& offer);

    // Makes the previous version the active one, and the other way round.
    [[nodiscard]] Result<Versions> rollback(std::string_view id);

    // Removes all versions.
    [[nodiscard]] Status remove(std::string_view id);

    [[nodiscard]] Result<Versions> versions(std::string_view id) const;

private:
    using Path = std::filesystem::path;

    [[nodiscard]] Result<std::unique_ptr<FileLock>> begin();
    [[nodiscard]] Result<Path> entry(std::string_view id) const;
    [[nodiscard]] Result<Versions> versions_in(const Path& folder) const;

    [[nodiscard]] Status prepare_entry(const Path& folder);
    [[nodiscard]] Result<Installed> install_locked(const Package& source, const HostOffer& offer);
    [[nodiscard]] Result<Installed> install_first(const Package& source, const HostOffer& offer);
    [[nodiscard]] Result<Installed> install_beside(const Package& source, const HostOffer& offer);
    [[nodiscard]] Result<Installed> install_again(const Package& source, const HostOffer& offer);

    [[nodiscard]] Status activate(const Path& folder,
                                  const std::string& version,
                                  const std::string& before);
    [[nodiscard]] Status point(const Path& link, const std::string& target);
    [[nodiscard]] Status discard(const Path& path);
    [[nodiscard]] Status sweep_root();
    [[nodiscard]] Status sweep_entry(const Path& folder);
    [[nodiscard]] std::string unfinished_name(std::string_view about);

    Disk& disk_;
    Random& random_;
    Path root_;
};

}  // namespace tradelab
