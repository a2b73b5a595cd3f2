#include "cli/commands.hpp"
#include "cli/describe_package.hpp"
#include "cli/json_form.hpp"
#include "cli/package_form.hpp"
#include "cli/target.hpp"
#include "os/random.hpp"
#include "plugin/registry.hpp"
#include "plugin/store.hpp"

#include <string>
#include <vector>

// install, rollback, remove: what changes the folder of installed plugins.
namespace tradelab {

namespace {

std::string_view change_text(PluginStore::Change change) {
    switch (change) {
        case PluginStore::Change::installed:
            return "installed";
        case PluginStore::Change::replaced:
            return "replaced";
        case PluginStore::Change::none:
            break;
    }
    return "unchanged";
}

std::vector<std::string> installed_ids(const Session& session) {
    std::vector<std::string> ids;
    for (const auto& package :
         discover(session.disk, session.layout.roots(), this_host()).packages) {
        if (package.origin == Origin::installed) {
            ids.push_back(package.manifest.id);
        }
    }
    return ids;
}

// The store's own answer, unless the id was mistyped or means a bundled one.
Error explain(Session& session, const Error& error, const std::string& id) {
    if (error.code != ErrorCode::not_found) {
        return error;
    }
    for (const auto& package :
         discover(session.disk, session.layout.roots(), this_host()).packages) {
        if (package.manifest.id == id && package.origin == Origin::bundled) {
            return {.code = ErrorCode::refused,
                    .context = id + " is bundled, not installed",
                    .hint = "bundled plugins come and go with the program itself"};
        }
    }
    return no_such_plugin(id, installed_ids(session));
}

// A bundled id is used before an installed one, so an install of it would change nothing.
Status refuse_bundled(const Session& session, const Package& package) {
    const Root bundled{.folder = session.layout.bundled, .origin = Origin::bundled};
    for (const auto& other : discover(session.disk, std::vector{bundled}, this_host()).packages) {
        if (other.manifest.id == package.manifest.id) {
            return fail(ErrorCode::duplicate,
                        package.manifest.id + " in " + package.folder.string() +
                            " has the id of the bundled plugin in " + other.folder.string(),
                        "give yours another id, or run it by its folder");
        }
    }
    return {};
}

}  // namespace

Answer run(Session& session, const InstallPlugin& request) {
    const auto root = store_of(session.layout);
    if (!root) {
        return fail(root.error());
    }
    const std::filesystem::path named = session.layout.absolute(request.source);
    const bool is_manifest = named.filename() == manifest_name;
    if (const auto there =
            check_package_folder(session.disk, is_manifest ? named.parent_path() : named);
        !there) {
        return fail(there.error());
    }
    SystemRandom random;
    PluginStore store(session.disk, random, *root);
    const auto source = store.inspect(named, this_host());
    if (!source) {
        return fail(source.error());
    }
    if (const auto free = refuse_bundled(session, *source); !free) {
        return fail(free.error());
    }
    // What its code says of itself is asked before anything is switched, in a child.
    if (const auto described = describe_package(session, *source); !described) {
        return fail(described.error());
    }
    const auto done = store.install(*source, this_host());
    if (!done) {
        return fail(done.error());
    }
    const std::string name = done->package.manifest.id + " " + text(done->package.manifest.version);
    session.output.document(JsonObject{{"schema", "tradelab.install/1"},
                                       {"change", change_text(done->change)},
                                       {"plugin", package_json(done->package)},
                                       {"previous", text_or_null(done->previous)}});
    session.output.line(done->change == PluginStore::Change::none
                            ? name + " is installed already"
                            : "installed " + name + " in " + done->package.folder.string());
    if (done->previous) {
        session.output.line("the version before, " + *done->previous +
                            ", is kept: tradelab plugin rollback " + done->package.manifest.id);
    }
    return ExitCode::ok;
}

Answer run(Session& session, const RollbackPlugin& request) {
    const auto root = store_of(session.layout);
    if (!root) {
        return fail(root.error());
    }
    SystemRandom random;
    PluginStore store(session.disk, random, *root);
    const auto done = store.rollback(request.id);
    if (!done) {
        return fail(explain(session, done.error(), request.id));
    }
    session.output.document(JsonObject{{"schema", "tradelab.rollback/1"},
                                       {"id", request.id},
                                       {"active", done->active},
                                       {"previous", text_or_null(done->previous)}});
    session.output.line(request.id + " is back at " + done->active);
    if (done->previous) {
        session.output.line("forward again to " + *done->previous + ": tradelab plugin rollback " +
                            request.id);
    }
    return ExitCode::ok;
}

Answer run(Session& session, const RemovePlugin& request) {
    const auto root = store_of(session.layout);
    if (!root) {
        return fail(root.error());
    }
    SystemRandom random;
    PluginStore store(session.disk, random, *root);
    if (const auto done = store.remove(request.id); !done) {
        return fail(explain(session, done.error(), request.id));
    }
    session.output.document(JsonObject{{"schema", "tradelab.remove/1"}, {"id", request.id}});
    session.output.line("removed " + request.id + ", all versions");
    return ExitCode::ok;
}

}  // namespace tradelab
