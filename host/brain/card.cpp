#include "brain/card.hpp"

#include "brain/space.hpp"
#include "core/decimal.hpp"
#include "core/limits.hpp"
#include "core/text.hpp"
#include "document/json_fields.hpp"
#include "document/json_parse.hpp"

#include <algorithm>
#include <utility>

namespace tradelab::brain {
namespace {

constexpr std::size_t name_bytes_max = 63;
// The rationale of a proposal quotes five of them, and a parameter file takes 4,000 bytes of it.
constexpr std::size_t sentence_bytes_max = 600;
constexpr int places_of_ranges = 9;  // of step_e9

class Reader {
public:
    explicit Reader(const JsonValue& document)
        : fields_(document,
                  "",
                  {"schema", "name", "effect", "source", "sample", "costs", "plugin", "parameters"},
                  problem_) {}

    Result<Card> read() {
        if (fields_.text("schema", name_bytes_max) != card_schema) {
            refuse("schema", "this program reads " + in_quotes(card_schema));
        }
        Card card{.name = fields_.text("name", name_bytes_max),
                  .effect = fields_.text("effect", sentence_bytes_max),
                  .source = read_source(),
                  .sample = fields_.text("sample", sentence_bytes_max),
                  .costs = fields_.text("costs", sentence_bytes_max),
                  .plugin = fields_.text("plugin", limits::plugin_id_length_max),
                  .parameters = read_parameters()};
        const auto fits = [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
        };
        if (!std::ranges::all_of(card.name, fits)) {
            refuse("name", "small letters, digits and '_'");
        }
        if (problem_) {
            return fail(std::move(*problem_));
        }
        return card;
    }

private:
    void refuse(std::string_view name, std::string hint) {
        fields_.refuse(value_at(fields_.pointer(name), fields_.value(name)), std::move(hint));
    }

    CardSource read_source() {
        JsonFields source(fields_.value("source"),
                          fields_.pointer("source"),
                          {"authors", "title", "published", "year"},
                          problem_);
        CardSource read{.authors = source.text("authors", sentence_bytes_max),
                        .title = source.text("title", sentence_bytes_max),
                        .published = source.text("published", sentence_bytes_max),
                        .year = source.integer("year")};
        if (read.year < 1900 || read.year > 2100) {
            source.refuse(value_at(source.pointer("year"), source.value("year")),
                          "the year in which it was published");
        }
        return read;
    }

    std::vector<CardParameter> read_parameters() {
        std::vector<CardParameter> parameters;
        const JsonObject& members = fields_.object("parameters");
        for (const JsonMember& member : members) {
            const std::string place = pointer_to(fields_.pointer("parameters"), member.name);
            const bool is_choice = member.value.find("is") != nullptr;
            JsonFields fields =
                is_choice ? JsonFields(member.value, place, {"unit", "is"}, problem_)
                          : JsonFields(member.value, place, {"unit", "least", "most"}, problem_);
            CardParameter parameter{.name = member.name,
                                    .unit = fields.text("unit", name_bytes_max),
                                    .range = std::nullopt,
                                    .choice = {}};
            if (is_choice) {
                parameter.choice = fields.text("is", name_bytes_max);
            } else {
                parameter.range = read_range(fields);
            }
            parameters.push_back(std::move(parameter));
        }
        if (members.empty() || members.size() > limits::params_max) {
            fields_.refuse(fields_.pointer("parameters") + " names " +
                               std::to_string(members.size()) + " parameters",
                           "name 1 to " + std::to_string(limits::params_max));
        }
        return parameters;
    }

    CardRange read_range(JsonFields& fields) {
        const CardRange range{.least_e9 = read_e9(fields, "least"),
                              .most_e9 = read_e9(fields, "most")};
        if (range.least_e9 > range.most_e9) {
            fields.refuse(value_at(fields.pointer("most"), fields.value("most")),
                          "it must not be less than \"least\"");
        }
        return range;
    }

    static std::int64_t read_e9(JsonFields& fields, std::string_view name) {
        const JsonValue& value = fields.value(name);
        std::string text;
        if (value.integer() != nullptr) {
            text = std::to_string(*value.integer());
        } else if (value.decimal() != nullptr) {
            text = value.decimal()->text;
        }
        const auto mantissa = parse_mantissa(text, DecimalPlaces(places_of_ranges));
        if (!mantissa) {
            fields.refuse(value_at(fields.pointer(name), value),
                          "a number in the unit of the parameter, with at most 9 decimal places "
                          "and no exponent");
            return 0;
        }
        return *mantissa;
    }

    std::optional<Error> problem_ = std::nullopt;
    JsonFields fields_;
};

std::int64_t rounded_down(std::int64_t value, std::int64_t step) {
    return value / step - (value % step < 0 ? 1 : 0);
}

Failure does_not_fit(const Card& card, std::string what, std::string hint) {
    return fail(ErrorCode::invalid_argument,
                "card " + in_quotes(card.name) + ": " + std::move(what),
                std::move(hint));
}

Status narrow(Parameter& parameter, const CardParameter& to, const Card& card) {
    const std::string name = "parameter " + in_quotes(to.name);
    if (parameter.unit != to.unit) {
        return does_not_fit(card,
                            name + " is in " + in_quotes(to.unit),
                            "the plugin declares it in " + in_quotes(parameter.unit));
    }
    if (to.range.has_value() != parameter.choices.empty()) {
        return does_not_fit(card,
                            name + (to.range ? " is a choice" : " is no choice"),
                            "a choice has \"is\", a number \"least\" and \"most\"");
    }
    if (!to.range) {
        const auto found = std::ranges::find(parameter.choices, to.choice);
        if (found == parameter.choices.end()) {
            return does_not_fit(card,
                                name + " has no choice " + in_quotes(to.choice),
                                "it is one of " + listed(parameter.choices));
        }
        parameter.min += found - parameter.choices.begin();
        parameter.max = parameter.min;
        parameter.choices = {to.choice};
    } else {
        const std::int64_t step = parameter.step_e9;
        parameter.min = std::max(parameter.min, -rounded_down(-to.range->least_e9, step));
        parameter.max = std::min(parameter.max, rounded_down(to.range->most_e9, step));
        if (parameter.min > parameter.max) {
            return does_not_fit(
                card, name + " has no value in that range", "see: tradelab plugin info");
        }
    }
    parameter.initial = std::clamp(parameter.initial, parameter.min, parameter.max);
    return {};
}

// What a search leaves to people stands where they put it: a card fits if it allows that value, and
// moves nothing.
Status check_fixed(const Parameter& parameter, const CardParameter& to, const Card& card) {
    Parameter allowed = parameter;
    if (auto fits = narrow(allowed, to, card); !fits) {
        return fits;
    }
    if (parameter.initial < allowed.min || parameter.initial > allowed.max) {
        return does_not_fit(card,
                            "parameter " + in_quotes(to.name) +
                                " is left to people, who put it at " +
                                value_text(parameter, parameter.initial),
                            "take it out of the card, or put it where the card looks");
    }
    return {};
}

}  // namespace

Result<Card> parse_card(std::string_view text, std::string_view file) {
    const auto in_file = [&](Error error) {
        error.file = file;
        return fail(std::move(error));
    };
    const auto document = parse_json(text, {.bytes_max = card_bytes_max, .depth_max = 4});
    if (!document) {
        return in_file(document.error());
    }
    auto card = Reader(*document).read();
    return card ? std::move(card) : in_file(std::move(card.error()));
}

Result<Family> narrowed(const Card& card, const Family& family) {
    if (card.plugin != family.plugin) {
        return does_not_fit(card,
                            "it is of " + in_quotes(card.plugin),
                            "this family is of " + in_quotes(family.plugin));
    }
    Family made = family;
    std::vector<char> named(made.parameters.size());
    for (const CardParameter& each : card.parameters) {
        const auto found = std::ranges::find(made.parameters, each.name, &Parameter::name);
        if (found == made.parameters.end()) {
            return does_not_fit(card,
                                "there is no parameter " + in_quotes(each.name),
                                "see: tradelab plugin info " + card.plugin);
        }
        const bool is_fixed = (found->flags & TL_PARAM_FIXED) != 0;
        auto fits = is_fixed ? check_fixed(*found, each, card) : narrow(*found, each, card);
        if (!fits) {
            return fail(std::move(fits.error()));
        }
        named[static_cast<std::size_t>(found - made.parameters.begin())] = 1;
    }
    for (std::size_t i = 0; i < named.size(); ++i) {
        if (named[i] == 0) {
            made.parameters[i].flags |= TL_PARAM_FIXED;
        }
    }
    if (auto space = Space::make(made); !space) {
        return fail(std::move(space.error()), "card " + in_quotes(card.name));
    }
    return made;
}

}  // namespace tradelab::brain
