#include "cli/commands.hpp"
#include "cli/json_form.hpp"
#include "cli/package_form.hpp"
#include "plugin/registry.hpp"

namespace tradelab {

namespace {

void show(Output& output, const Layout& layout, const Discovery& found) {
    Table table{.columns = {{.title = "id"},
                            {.title = "version"},
                            {.title = "kind"},
                            {.title = "from"},
                            {.title = "ABI"},
                            {.title = "summary"}},
                .rows = {}};
    for (const auto& package : found.packages) {
        table.add({package.manifest.id,
                   text(package.manifest.version),
                   package.manifest.kind,
                   std::string(origin_text(package.origin)),
                   text(package.manifest.abi),
                   shown_summary(package.manifest)});
    }
    output.table(table);
    if (found.packages.empty()) {
        output.note("No plugins in " + layout.bundled.string() +
                    (layout.store ? " and " + layout.store->string() : "") + ".");
        output.note("  hint: make one: tradelab plugin new NAME --kind strategy");
    }
}

JsonValue document_of(const Discovery& found) {
    JsonArray plugins;
    for (const auto& package : found.packages) {
        plugins.emplace_back(package_json(package));
    }
    JsonArray refused;
    for (const auto& each : found.refused) {
        refused.emplace_back(
            JsonObject{{"folder", each.folder.string()}, {"error", error_json(each.error)}});
    }
    return JsonObject{{"schema", "tradelab.plugins/1"},
                      {"plugins", std::move(plugins)},
                      {"refused", std::move(refused)}};
}

}  // namespace

Answer run(Session& session, const ListPlugins&) {
    const Discovery found = discover(session.disk, session.layout.roots(), this_host());
    Output& output = session.output;
    if (output.wants_json()) {
        output.document(document_of(found));
    } else {
        show(output, session.layout, found);
    }
    for (const auto& refused : found.refused) {
        Error error = refused.error;
        error.context = "refused: " + error.context;
        if (error.file.empty()) {
            error.file = refused.folder.string();
        }
        output.error(error);
    }
    return found.refused.empty() ? ExitCode::ok : ExitCode::partly_done;
}

}  // namespace tradelab
