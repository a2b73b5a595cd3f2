#include "cli/commands.hpp"
#include "cli/describe_package.hpp"
#include "cli/target.hpp"
#include "document/json_write.hpp"
#include "strategy/parameter_schema.hpp"

namespace tradelab {

// The schema is JSON in every format: it is there to be saved.
Answer run(Session& session, const ShowStrategySchema& request) {
    const auto package = find_target(session, request.plugin);
    if (!package) {
        return fail(package.error());
    }
    const auto plugin = describe_package(session, *package);
    if (!plugin) {
        return fail(plugin.error());
    }
    if (plugin->declaration.kind != TL_KIND_STRATEGY) {
        return fail(ErrorCode::invalid_argument,
                    package->manifest.id + " is no strategy",
                    "only strategies have parameter files");
    }
    session.output.verbatim(pretty_json(parameter_schema(plugin->declaration)) + "\n");
    return ExitCode::ok;
}

}  // namespace tradelab
