#include "cli/commands.hpp"
#include "cli/declaration_page.hpp"
#include "cli/describe_package.hpp"
#include "cli/json_form.hpp"
#include "cli/package_form.hpp"
#include "cli/target.hpp"
#include "core/limits.hpp"
#include "document/sha256.hpp"
#include "plugin/registry.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tradelab {

namespace {

constexpr std::size_t text_length_max = 200;

struct FileState {
    const ListedFile* file;
    std::string_view state;
};

std::vector<FileState> states_of(const Disk& disk, const Package& package) {
    std::vector<FileState> states;
    for (const auto& file : package.manifest.files) {
        const auto bytes =
            disk.read_file(package.folder / file.path,
                           {.size_max = limits::library_bytes_max, .links = Links::refuse});
        states.push_back({.file = &file,
                          .state = !bytes                              ? "unreadable"
                                   : sha256_hex(*bytes) == file.sha256 ? "as listed"
                                                                       : "changed"});
    }
    return states;
}

std::string joined(const std::vector<std::string>& texts, std::string_view when_empty) {
    std::string out;
    for (const auto& text : texts) {
        out += (out.empty() ? "" : ", ") + printable(text, text_length_max);
    }
    return out.empty() ? std::string(when_empty) : out;
}

void show_manifest(Output& output, const Package& package) {
    const Manifest& manifest = package.manifest;
    output.title(manifest.id + " " + text(manifest.version) + "  (" + manifest.kind + ")");
    output.line(shown_summary(manifest));
    output.line();
    const auto fact = [&](std::string_view name, const std::string& value) {
        if (!value.empty()) {
            output.line("  " + std::string(name) + std::string(10 - name.size(), ' ') + value);
        }
    };
    fact("from", std::string(origin_text(package.origin)) + ", " + package.folder.string());
    fact("ABI", text(manifest.abi) + ", this host speaks " + text(this_host().abi));
    fact("license", printable(manifest.license, text_length_max));
    fact("homepage", printable(manifest.homepage, text_length_max));
    fact("authors", joined(manifest.authors, ""));
    fact("needs", joined(manifest.services_needed, "nothing of the host"));
    fact("network", joined(manifest.net_granted, "none"));
    fact("secrets", joined(manifest.secrets_granted, "none"));
    output.line();
}

void show_files(Output& output, const std::vector<FileState>& states) {
    Table table{.columns = {{.title = "file"}, {.title = "state"}, {.title = "SHA-256"}},
                .rows = {}};
    for (const auto& [file, state] : states) {
        table.add({printable(file->path, text_length_max), std::string(state), file->sha256});
    }
    output.table(table);
}

JsonObject manifest_json(const Package& package, const std::vector<FileState>& states) {
    const Manifest& manifest = package.manifest;
    JsonArray files;
    for (const auto& [file, state] : states) {
        files.emplace_back(
            JsonObject{{"path", file->path}, {"sha256", file->sha256}, {"state", state}});
    }
    JsonObject json = {{"schema", "tradelab.plugin/1"}};
    for (JsonMember& member : package_json(package)) {
        json.push_back(std::move(member));
    }
    json.push_back({"host_abi", text(this_host().abi)});
    json.push_back({"license", manifest.license});
    json.push_back({"homepage", manifest.homepage});
    json.push_back({"authors", manifest.authors});
    json.push_back({"needs", JsonObject{{"host", manifest.services_needed}}});
    json.push_back(
        {"grants",
         JsonObject{{"net", manifest.net_granted}, {"secrets", manifest.secrets_granted}}});
    json.push_back({"files", std::move(files)});
    return json;
}

}  // namespace

Answer run(Session& session, const ShowPlugin& request) {
    const auto package = find_target(session, request.target);
    if (!package) {
        return fail(package.error());
    }
    const auto states = states_of(session.disk, *package);
    const auto described = describe_package(session, *package);

    Output& output = session.output;
    show_manifest(output, *package);
    show_files(output, states);
    if (described) {
        show_declaration(output, *described);
    }
    JsonObject json = manifest_json(*package, states);
    json.push_back({"declaration", described ? declaration_json(*described) : JsonValue()});
    json.push_back({"problem", described ? JsonValue() : error_json(described.error())});
    output.document(json);
    if (!described) {
        Error error = described.error();
        error.hint.clear();
        output.error({.code = error.code,
                      .context = "its code was not described: " + describe(error),
                      .hint = described.error().hint});
        // Refused as a package is everywhere; only where its code died is half of the answer true.
        const bool died = error.code == ErrorCode::crashed || error.code == ErrorCode::timed_out;
        return died ? ExitCode::partly_done : exit_code(error.code);
    }
    return ExitCode::ok;
}

}  // namespace tradelab
