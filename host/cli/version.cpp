#include "cli/commands.hpp"
#include "cli/json_form.hpp"
#include "plugin/registry.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace tradelab {

Answer run(Session& session, const ShowVersion&) {
    nlohmann::ordered_json json;
    json["schema"] = "tradelab.version/1";
    json["version"] = TRADELAB_VERSION;
    json["abi"] = text(this_host().abi);
    session.output.document(dumped(json));
    session.output.line("tradelab " TRADELAB_VERSION);
    session.output.line("plugin ABI " + text(this_host().abi));
    return ExitCode::ok;
}

Answer run(Session& session, const ShowHelp& request) {
    nlohmann::ordered_json json;
    json["schema"] = "tradelab.help/1";
    json["text"] = request.text;
    session.output.document(dumped(json));
    std::string text = request.text;
    text.erase(text.find_last_not_of('\n') + 1);
    session.output.line(text);
    return ExitCode::ok;
}

}  // namespace tradelab
