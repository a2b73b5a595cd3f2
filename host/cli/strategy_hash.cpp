#include "cli/commands.hpp"
#include "cli/strategy_file.hpp"

#include <utility>

namespace tradelab {

// The identity of a file needs no plugin: it is of what the file says, not of whether it may.
Answer run(Session& session, const HashStrategies& request) {
    JsonArray documents;
    for (const auto& path : request.files) {
        const auto file = read_strategy(session, path);
        if (!file) {
            return fail(file.error());
        }
        const std::string hash = identity_of(*file);
        session.output.line(hash + "  " + path);
        documents.emplace_back(JsonObject{{"file", path}, {"hash", hash}});
    }
    session.output.document(
        JsonObject{{"schema", "tradelab.strategy-hash/1"}, {"files", std::move(documents)}});
    return ExitCode::ok;
}

}  // namespace tradelab
