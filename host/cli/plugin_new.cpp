#include "cli/commands.hpp"
#include "core/limits.hpp"
#include "core/shell_word.hpp"
#include "core/text.hpp"
#include "plugin/grammar.hpp"
#include "plugin/registry.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace tradelab {

namespace {

using Path = std::filesystem::path;

constexpr std::size_t name_length_max = 40;
constexpr std::uint64_t template_bytes_max = std::uint64_t{64} << 10U;

bool is_project_name(std::string_view name) {
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    };
    return !name.empty() && name.size() <= name_length_max && name[0] >= 'a' && name[0] <= 'z' &&
           name.back() != '-' && std::ranges::all_of(name, fits);
}

Status check(const NewPlugin& request, const std::string& id) {
    if (!is_project_name(request.name)) {
        return fail(ErrorCode::invalid_argument,
                    in_quotes(request.name) + " is no name for a plugin",
                    "small letters, digits and '-', beginning with a letter, at most 40: "
                    "my-cross");
    }
    if (!is_plugin_id(id)) {
        return fail(ErrorCode::invalid_argument,
                    in_quotes(id) + " is no id of a plugin",
                    "a name you own, backwards, in small letters: org.example." + request.name);
    }
    const auto kinds = this_host().kinds;
    if (std::ranges::find(kinds, request.kind) == kinds.end()) {
        return fail(ErrorCode::invalid_argument,
                    "there is no kind " + in_quotes(request.kind),
                    "there are " + listed(kinds));
    }
    if (request.kind != "strategy") {
        return fail(ErrorCode::unsupported,
                    "there is no template for kind " + request.kind +
                        ": its part of the ABI is a draft until a first real plugin of it works",
                    "begin with --kind strategy");
    }
    return {};
}

// The folder is free, or is there and empty.
Status check_free(const Disk& disk, const Path& folder) {
    if (!disk.exists(folder)) {
        return {};
    }
    const auto names = disk.list(folder);
    if (names && names->empty()) {
        return {};
    }
    return fail({.code = ErrorCode::already_exists,
                 .context = names ? "is not empty" : "is no folder",
                 .hint = "choose another place: --dir DIR",
                 .file = folder.string()});
}

struct NewFile {
    std::string name;
    std::string text;
};

std::string filled(std::string text,
                   const std::vector<std::pair<std::string, std::string>>& values) {
    for (const auto& [mark, value] : values) {
        for (auto at = text.find(mark); at != std::string::npos;
             at = text.find(mark, at + value.size())) {
            text.replace(at, mark.size(), value);
        }
    }
    return text;
}

Result<std::vector<NewFile>> fill_template(const Session& session,
                                           const NewPlugin& request,
                                           const std::string& id) {
    const Path source = session.layout.template_folder / request.kind;
    const auto names = session.disk.list(source);
    if (!names) {
        return fail({.code = ErrorCode::not_found,
                     .context = "the template is missing",
                     .hint = "install the SDK beside this program: cmake --install BUILD "
                             "--component sdk",
                     .file = source.string()});
    }
    std::vector<NewFile> files;
    for (const auto& name : *names) {
        auto text = session.disk.read_file(
            source / name, {.size_max = template_bytes_max, .links = Links::follow});
        if (!text) {
            return fail(std::move(text.error()));
        }
        files.push_back({.name = name == "gitignore" ? ".gitignore" : name,
                         .text = filled(std::move(*text),
                                        {{"@ID@", id},
                                         {"@NAME@", request.name},
                                         {"@PREFIX@", session.layout.prefix.string()},
                                         {"@PROGRAM@", session.layout.program.string()}})});
    }
    return files;
}

Status write_files(Disk& disk, const Path& folder, const std::vector<NewFile>& files) {
    for (const auto& file : files) {
        if (auto written = write_atomically(disk, folder / file.name, file.text); !written) {
            return written;
        }
    }
    return {};
}

void show(Output& output, const Path& folder, const std::string& id, const Path& program) {
    output.title("made " + folder.string());
    output.line("next:");
    output.line("  cd " + shell_word(folder.string()));
    output.line("  cmake -B build && cmake --build build");
    output.line("  ctest --test-dir build --output-on-failure");
    output.line("  " + shell_word(program.string()) + " plugin validate build/plugins/" + id);
    output.line("  " + shell_word(program.string()) + " plugin run build/plugins/" + id);
    output.line("  " + shell_word(program.string()) + " plugin install build/plugins/" + id);
}

}  // namespace

Answer run(Session& session, const NewPlugin& request) {
    const std::string id = request.id.empty() ? "org.example." + request.name : request.id;
    if (auto fits = check(request, id); !fits) {
        return fail(std::move(fits.error()));
    }
    const Path folder =
        session.layout.absolute(request.folder.empty() ? request.name : request.folder);
    if (auto is_free = check_free(session.disk, folder); !is_free) {
        return fail(std::move(is_free.error()));
    }
    const auto files = fill_template(session, request, id);
    if (!files) {
        return fail(files.error());
    }
    const bool was_there = session.disk.exists(folder);
    if (auto made = session.disk.make_directories(folder); !made) {
        return fail(std::move(made.error()));
    }
    if (auto written = write_files(session.disk, folder, *files); !written) {
        if (!was_there) {
            (void)session.disk.remove_tree(folder);  // the error that counts is the first
        }
        return fail(std::move(written.error()));
    }

    JsonArray names;
    for (const auto& file : *files) {
        names.emplace_back(file.name);
    }
    session.output.document(JsonObject{{"schema", "tradelab.new/1"},
                                       {"id", id},
                                       {"kind", request.kind},
                                       {"folder", folder.string()},
                                       {"files", std::move(names)}});
    show(session.output, folder, id, session.layout.program);
    return ExitCode::ok;
}

}  // namespace tradelab
