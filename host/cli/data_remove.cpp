#include "cli/commands.hpp"
#include "cli/data_form.hpp"

#include <array>
#include <unistd.h>

namespace tradelab {

namespace {

// "yes" and a newline from standard input; everything else is a no.
bool is_confirmed(Output& output, const std::string& question) {
    output.note(question + " Type yes to go on:");
    std::array<char, 64> line{};
    const auto got = ::read(STDIN_FILENO, line.data(), line.size());
    return got > 0 && std::string_view(line.data(), static_cast<std::size_t>(got)) == "yes\n";
}

Status check_consent(Session& session, const RemoveData& request, const std::string& what) {
    if (request.yes) {
        return {};
    }
    if (request.asking == Asking::never || ::isatty(STDIN_FILENO) == 0) {
        return fail(ErrorCode::refused,
                    "removing " + what + " needs a yes, and nobody can be asked",
                    "give --yes");
    }
    if (!is_confirmed(session.output, "Remove " + what + " for good?")) {
        return fail(ErrorCode::interrupted, "nothing was removed", "type yes, or give --yes");
    }
    return {};
}

// A file of the store is named by its path; a series has a colon or is the name of a folder.
bool is_file_name(const std::vector<std::string>& words) {
    return words.size() == 1 && words.front().ends_with(sealed_extension);
}

Answer removed(Session& session, const std::string& what, const Result<Usage>& freed) {
    if (!freed) {
        return fail(freed.error());
    }
    session.output.document(JsonObject{{"schema", "tradelab.data_remove/1"},
                                       {"removed", what},
                                       {"files", freed->files},
                                       {"bytes", freed->bytes}});
    session.output.line("removed " + what + ": " + std::to_string(freed->files) + " files, " +
                        bytes_text(freed->bytes));
    return ExitCode::ok;
}

}  // namespace

Answer run(Session& session, const RemoveData& request) {
    const auto folder = history_folder(session, request.store);
    if (!folder) {
        return fail(folder.error());
    }
    Catalogue store(session.disk, *folder);
    if (is_file_name(request.what)) {
        const auto file = session.layout.absolute(request.what.front());
        if (auto consent = check_consent(session, request, file.native()); !consent) {
            return fail(consent.error());
        }
        return removed(session, file.native(), store.remove(file));
    }
    const auto series = series_in(request.what);
    if (!series) {
        return fail(series.error());
    }
    // Before anybody is asked: it may not be there.
    if (const auto usage = store.usage(*series); !usage) {
        return fail(usage.error());
    }
    if (auto consent = check_consent(session, request, series->text()); !consent) {
        return fail(consent.error());
    }
    return removed(session, series->text(), store.remove(*series));
}

}  // namespace tradelab
