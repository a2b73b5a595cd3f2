#include "campaign/search_family.hpp"

#include <algorithm>
#include <utility>

namespace tradelab {

Result<SearchFamily> make_search_family(Candidate candidate,
                                        std::vector<const Market*> markets,
                                        std::span<const FixedTicks> fixed) {
    const Declaration& declared = candidate.declaration;
    if (markets.empty()) {
        return fail(ErrorCode::invalid_argument,
                    candidate.name + ": a family without a market",
                    "name at least one");
    }
    std::vector<Parameter> parameters = declared.parameters;
    for (const FixedTicks& one : fixed) {
        const auto at = std::ranges::find(parameters, one.parameter, &Parameter::name);
        if (at == parameters.end()) {
            return fail(ErrorCode::not_found,
                        declared.id + " has no parameter " + one.parameter,
                        "tradelab plugin info " + declared.id + " lists them");
        }
        candidate.ticks[static_cast<std::size_t>(at - parameters.begin())] = one.ticks;
        at->flags |= TL_PARAM_FIXED;
    }
    if (auto checked = check_ticks(declared, candidate.ticks); !checked) {
        return fail(std::move(checked).error(), candidate.name);
    }
    for (std::size_t at = 0; at < parameters.size(); ++at) {
        parameters[at].initial = candidate.ticks[at];
    }
    std::string name = declared.id;
    for (const InstrumentName& role : candidate.roles) {
        name += ", " + role.text();
    }
    name += ", " + candidate.timeframe.text();
    brain::Family space{.name = name + ", " + candidate.name,
                        .plugin = declared.id,
                        .parameters = std::move(parameters),
                        .constraints = declared.constraints};
    return SearchFamily{.candidate = std::move(candidate),
                        .space = std::move(space),
                        .markets = std::move(markets)};
}

}  // namespace tradelab
