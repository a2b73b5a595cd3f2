#include "cli/commands.hpp"
#include "plugin/registry.hpp"

#include <string>

namespace tradelab {

Answer run(Session& session, const ShowVersion&) {
    session.output.document(JsonObject{{"schema", "tradelab.version/1"},
                                       {"version", TRADELAB_VERSION},
                                       {"abi", text(this_host().abi)}});
    session.output.line("tradelab " TRADELAB_VERSION);
    session.output.line("plugin ABI " + text(this_host().abi));
    return ExitCode::ok;
}

Answer run(Session& session, const ShowHelp& request) {
    session.output.document(JsonObject{{"schema", "tradelab.help/1"}, {"text", request.text}});
    std::string text = request.text;
    text.erase(text.find_last_not_of('\n') + 1);
    session.output.line(text);
    return ExitCode::ok;
}

}  // namespace tradelab
