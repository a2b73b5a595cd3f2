#include "cli/child.hpp"
#include "cli/commands.hpp"
#include "cli/declaration_form.hpp"
#include "cli/trial.hpp"
#include "plugin/load.hpp"
#include "strategy/declaration.hpp"

#include <utility>

// The child of `plugin info`: runs a plugin's code as far as it takes to know what it declares.
namespace tradelab {

namespace {

Status add_warmup(DescribedPlugin& described, const LoadedPlugin& plugin) {
    auto instance = make_trial_instance(plugin, described.declaration);
    if (!instance) {
        return fail(std::move(instance.error()));
    }
    const auto strategy = instance->strategy();
    if (!strategy) {
        return fail(strategy.error());
    }
    for (const auto bars : warmup_of(*instance, **strategy, described.declaration.roles.size())) {
        described.warmup_bars.emplace_back(bars);
    }
    return {};
}

Result<JsonValue> describe_plugin(const Disk& disk, const std::filesystem::path& folder) {
    const auto package = read_package(disk, folder, Origin::named);
    if (!package) {
        return fail(package.error());
    }
    const auto plugin = load(disk, *package, this_host());
    if (!plugin) {
        return fail(plugin.error());
    }
    auto declaration = read_declaration(*plugin->descriptor);
    if (!declaration) {
        return fail(declaration.error());
    }
    DescribedPlugin described{.declaration = std::move(*declaration), .warmup_bars = {}};
    if (described.declaration.kind == TL_KIND_STRATEGY) {
        if (auto added = add_warmup(described, *plugin); !added) {
            return fail(std::move(added.error()));
        }
    }
    return declaration_json(described);
}

}  // namespace

Answer run(Session& session, const DescribeChild& request) {
    const auto json = describe_plugin(session.disk, request.folder);
    return json ? answer(*json) : answer(json.error());
}

}  // namespace tradelab
