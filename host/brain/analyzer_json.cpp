#include "brain/analyzer_json.hpp"

#include "brain/known.hpp"
#include "brain/ranking.hpp"
#include "brain/space.hpp"
#include "core/text.hpp"
#include "document/json_fields.hpp"
#include "document/json_parse.hpp"
#include "document/json_write.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace tradelab::brain {
namespace {

constexpr std::size_t best_max = 10;
constexpr std::size_t family_bytes_max = 1'000;
constexpr std::size_t schema_bytes_max = 63;
constexpr std::size_t answer_depth_max = 5;  // document, list, proposal, ticks

JsonValue parameters_json(const Family& family, const Space& space) {
    JsonArray parameters;
    for (const std::size_t i : space.free()) {
        const Parameter& parameter = family.parameters[i];
        const bool is_log = (parameter.flags & TL_PARAM_LOG) != 0;
        parameters.push_back(JsonObject{{"name", parameter.name},
                                        {"unit", parameter.unit},
                                        {"summary", parameter.summary},
                                        {"least", space.least(i)},
                                        {"most", space.most(i)},
                                        {"step_e9", parameter.step_e9},
                                        {"scale", is_log ? "logarithmic" : "linear"},
                                        {"choices", parameter.choices}});
    }
    return parameters;
}

JsonValue constraints_json(const Family& family, const Space& space) {
    const auto is_free = [&](std::size_t parameter) {
        return std::ranges::find(space.free(), parameter) != space.free().end();
    };
    JsonArray constraints;
    for (const ParameterConstraint& each : family.constraints) {
        if (is_free(each.lower) && is_free(each.upper)) {
            constraints.push_back(JsonObject{{"lower", family.parameters[each.lower].name},
                                             {"upper", family.parameters[each.upper].name},
                                             {"margin", each.margin}});
        }
    }
    return constraints;
}

JsonValue best_json(const Family& family,
                    const Space& space,
                    std::span<const Outcome* const> ranked) {
    JsonArray best;
    const auto scored = scored_of(ranked);
    for (const Outcome* outcome : scored.first(std::min(scored.size(), best_max))) {
        JsonObject ticks;
        for (const std::size_t i : space.free()) {
            ticks.push_back({family.parameters[i].name, outcome->ticks[i]});
        }
        best.push_back(JsonObject{{"trial", outcome->trial},
                                  {"score", JsonValue::real(*outcome->score)},
                                  {"ticks", std::move(ticks)}});
    }
    return best;
}

// Reads one answer; the first thing wrong ends up in `problem_`.
class Reader {
public:
    Reader(const JsonValue& document, const Brief& brief)
        : brief_(brief), fields_(document, "", {"schema", "proposals"}, problem_), known_(brief) {
        for (const Family& family : brief.families) {
            spaces_.emplace_back(family);
        }
    }

    Result<std::vector<Proposal>> read() {
        if (fields_.text("schema", schema_bytes_max) != answer_schema) {
            fields_.refuse(value_at(fields_.pointer("schema"), fields_.value("schema")),
                           "this program reads " + in_quotes(answer_schema));
        }
        const JsonArray& proposals = fields_.array("proposals");
        if (proposals.size() > brief_.wanted) {
            fields_.refuse(fields_.pointer("proposals") + " has " +
                               std::to_string(proposals.size()) + " elements",
                           "wanted were at most " + std::to_string(brief_.wanted));
        }
        std::vector<Proposal> read;
        for (std::size_t i = 0; i < proposals.size() && !problem_; ++i) {
            if (auto proposal =
                    read_one(proposals[i], pointer_to(fields_.pointer("proposals"), i))) {
                known_.add(proposal->family, proposal->ticks);
                read.push_back(std::move(*proposal));
            }
        }
        if (problem_) {
            return fail(std::move(*problem_));
        }
        return read;
    }

private:
    // Nothing where it is broken, or known already.
    std::optional<Proposal> read_one(const JsonValue& value, const std::string& place) {
        JsonFields fields(value, place, {"family", "ticks", "parents", "rationale"}, problem_);
        const std::string name = fields.text("family", family_bytes_max);
        std::string rationale = fields.text("rationale", rationale_bytes_max);
        const bool has_control = std::ranges::any_of(
            rationale, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
        if (has_control) {
            fields.refuse(fields.pointer("rationale") + " has control characters in it",
                          "write sentences on one line");
        }
        const auto family = std::ranges::find(brief_.families, name, &Family::name);
        if (family == brief_.families.end()) {
            fields.refuse(value_at(fields.pointer("family"), fields.value("family")),
                          "it must be the name of a family of the brief");
            return std::nullopt;
        }
        const auto index = static_cast<std::size_t>(family - brief_.families.begin());
        auto ticks = read_ticks(fields, index);
        auto parents = read_parents(fields);
        if (problem_ || known_.contains(index, ticks)) {
            return std::nullopt;
        }
        return Proposal{.family = index,
                        .ticks = std::move(ticks),
                        .parents = std::move(parents),
                        .rationale = std::move(rationale),
                        .arm = {}};
    }

    Ticks read_ticks(JsonFields& fields, std::size_t index) {
        const Family& family = brief_.families[index];
        const Space& space = spaces_[index];
        const std::string place = fields.pointer("ticks");
        const JsonObject& members = fields.object("ticks");
        Ticks ticks = space.initial();
        std::size_t found = 0;
        for (const JsonMember& member : members) {
            const auto is_it = [&](std::size_t i) {
                return family.parameters[i].name == member.name;
            };
            const auto at = std::ranges::find_if(space.free(), is_it);
            const std::string here = pointer_to(place, member.name);
            if (at == space.free().end()) {
                fields.refuse("unknown key " + printable(here, 200),
                              "name the parameters of the family, all of them and no other");
                return ticks;
            }
            const std::int64_t* value = member.value.integer();
            if (value == nullptr || *value < space.least(*at) || *value > space.most(*at)) {
                fields.refuse(value_at(here, member.value),
                              "a whole number from " + std::to_string(space.least(*at)) + " to " +
                                  std::to_string(space.most(*at)));
                return ticks;
            }
            ticks[*at] = *value;
            ++found;
        }
        if (found != space.free().size()) {
            fields.refuse(place + " names " + std::to_string(found) + " of " +
                              std::to_string(space.free().size()) + " parameters",
                          "name all of them: nothing has a default");
        } else if (!space.allows(ticks)) {
            fields.refuse(place + " breaks a constraint of the family",
                          "ticks[lower] + margin must not exceed ticks[upper]");
        }
        return ticks;
    }

    std::vector<std::uint64_t> read_parents(JsonFields& fields) {
        std::vector<std::uint64_t> parents;
        const JsonArray& elements = fields.array("parents");
        if (elements.size() > parents_max) {
            fields.refuse(
                fields.pointer("parents") + " has " + std::to_string(elements.size()) + " elements",
                "name at most " + std::to_string(parents_max));
            return parents;
        }
        for (std::size_t i = 0; i < elements.size(); ++i) {
            const std::int64_t* trial = elements[i].integer();
            const bool is_known = trial != nullptr && *trial >= 0 &&
                                  std::ranges::find(brief_.past,
                                                    static_cast<std::uint64_t>(*trial),
                                                    &Outcome::trial) != brief_.past.end();
            if (!is_known) {
                fields.refuse(value_at(pointer_to(fields.pointer("parents"), i), elements[i]),
                              "it must be the number of a trial of the brief");
                return parents;
            }
            parents.push_back(static_cast<std::uint64_t>(*trial));
        }
        return parents;
    }

    const Brief& brief_;
    std::optional<Error> problem_ = std::nullopt;
    JsonFields fields_;
    Known known_;
    std::vector<Space> spaces_;
};

}  // namespace

std::string brief_text(const Brief& brief) {
    const Ranking ranking(brief);
    JsonArray families;
    for (std::size_t i = 0; i < brief.families.size(); ++i) {
        const Family& family = brief.families[i];
        const Space space(family);
        families.push_back(JsonObject{{"name", family.name},
                                      {"plugin", family.plugin},
                                      {"tried", ranking.of(i).size()},
                                      {"parameters", parameters_json(family, space)},
                                      {"constraints", constraints_json(family, space)},
                                      {"best", best_json(family, space, ranking.of(i))}});
    }
    return line_json(JsonObject{
        {"schema", brief_schema}, {"wanted", brief.wanted}, {"families", std::move(families)}});
}

Result<std::vector<Proposal>> read_answer(std::string_view text, const Brief& brief) {
    const auto document =
        parse_json(text, {.bytes_max = answer_bytes_max, .depth_max = answer_depth_max});
    if (!document) {
        return fail(document.error());
    }
    return Reader(*document, brief).read();
}

}  // namespace tradelab::brain
