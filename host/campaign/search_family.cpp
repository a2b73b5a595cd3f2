#include "campaign/search_family.hpp"

#include <algorithm>
#include <utility>

namespace tradelab {
namespace {

constexpr std::size_t name_bytes_max = 63;
constexpr std::size_t digits = 12;

}  // namespace

Result<ParameterFile> file_of(const SearchFamily& family, const Found& found) {
    if (!family.file) {
        return fail(ErrorCode::not_found,
                    family.space.name + " was not made from a parameter file",
                    "name one when the family is made");
    }
    ParameterFile file = *family.file;
    const auto& declared = family.candidate.declaration.parameters;
    for (auto& parameter : file.parameters) {
        const auto place = std::ranges::find(declared, parameter.name, &Parameter::name);
        parameter.ticks = found.ticks[static_cast<std::size_t>(place - declared.begin())];
    }
    file.parents = {identity_of(*family.file)};
    file.rationale = found.rationale.empty() ? family.file->rationale : found.rationale;
    file.by = ProposedBy::search;
    file.provenance = "Proposed by the arm " + found.arm + " in a search that began with " +
                      family.file->name + ".";
    const std::string stem = family.file->name.substr(0, name_bytes_max - digits - 1);
    file.name = stem + "_" + identity_of(file).substr(0, digits);
    return file;
}

EvidenceClass evidence_class_of(const SearchFamily& family) {
    return family.candidate.roles.size() > 1 ? EvidenceClass::carry : EvidenceClass::trading;
}

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
