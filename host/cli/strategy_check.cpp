#include "cli/commands.hpp"
#include "cli/json_form.hpp"
#include "cli/strategy_file.hpp"
#include "core/text.hpp"

#include <filesystem>
#include <string>
#include <utility>

namespace tradelab {

namespace {

constexpr std::size_t hash_shown = 12;
constexpr std::size_t path_length_max = 80;

// A file is looked for by its name, and a run is listed by the name in it.
void warn_of_name(Output& output, const std::string& path, const ParameterFile& file) {
    if (std::filesystem::path(path).stem() != file.name) {
        output.note(printable(path, path_length_max) + ": the strategy in it is named " +
                    in_quotes(file.name) + "; give the file the same name");
    }
}

JsonValue document_of(const std::string& path,
                      const Result<ParameterFile>& file,
                      const Status& checked) {
    return JsonObject{{"file", path},
                      {"name", file ? JsonValue(file->name) : JsonValue()},
                      {"plugin", file ? JsonValue(file->plugin) : JsonValue()},
                      {"hash", file ? JsonValue(identity_of(*file)) : JsonValue()},
                      {"ok", checked.has_value()},
                      {"error", checked ? JsonValue() : error_json(checked.error())}};
}

}  // namespace

Answer run(Session& session, const CheckStrategies& request) {
    Output& output = session.output;
    Declarations declarations(session);
    Table table{.columns = {{.title = "file"},
                            {.title = "name"},
                            {.title = "plugin"},
                            {.title = "identity"},
                            {.title = "verdict"}},
                .rows = {}};
    JsonArray documents;
    ExitCode code = ExitCode::ok;
    for (const auto& path : request.files) {
        const auto file = read_strategy(session, path);
        Status checked;
        if (!file) {
            checked = fail(file.error());
        } else if (auto bound = bind_strategy(declarations, *file, path); !bound) {
            checked = fail(std::move(bound.error()));
        } else {
            warn_of_name(output, path, *file);
        }
        if (!checked) {
            output.error(checked.error());
            code = request.files.size() == 1 ? exit_code(checked.error().code) : ExitCode::failed;
        }
        table.add({printable(path, path_length_max),
                   file ? file->name : "",
                   file ? printable(file->plugin, path_length_max) : "",
                   file ? identity_of(*file).substr(0, hash_shown) : "",
                   checked ? "ok" : "refused"});
        documents.push_back(document_of(path, file, checked));
    }
    output.table(table);
    output.document(
        JsonObject{{"schema", "tradelab.strategy-check/1"}, {"files", std::move(documents)}});
    return code;
}

}  // namespace tradelab
