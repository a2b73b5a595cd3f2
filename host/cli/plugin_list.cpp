#include "cli/commands.hpp"
#include "cli/json_form.hpp"
#include "cli/package_form.hpp"
#include "plugin/registry.hpp"

#include <nlohmann/json.hpp>

namespace tradelab {

namespace {

using Json = nlohmann::ordered_json;

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

std::string document_of(const Discovery& found) {
    Json json;
    json["schema"] = "tradelab.plugins/1";
    json["plugins"] = Json::array();
    for (const auto& package : found.packages) {
        json["plugins"].push_back(package_json<Json>(package));
    }
    json["refused"] = Json::array();
    for (const auto& refused : found.refused) {
        json["refused"].push_back(
            {{"folder", refused.folder.string()}, {"error", error_json<Json>(refused.error)}});
    }
    return dumped(json);
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
