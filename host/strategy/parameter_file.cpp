#include "strategy/parameter_file.hpp"

#include "core/check.hpp"
#include "core/limits.hpp"
#include "core/nearest.hpp"
#include "core/text.hpp"
#include "document/json_fields.hpp"
#include "document/json_parse.hpp"
#include "document/json_write.hpp"
#include "document/sha256.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <utility>

namespace tradelab {
namespace {

constexpr std::size_t name_length_max = 63;
constexpr std::size_t rationale_bytes_max = 4'000;
constexpr std::size_t provenance_bytes_max = 1'000;
constexpr std::size_t parents_max = 16;
constexpr std::size_t hash_length = 2 * sha256_bytes;

constexpr std::array<std::pair<ProposedBy, std::string_view>, 4> proposers = {{
    {ProposedBy::human, "human"},
    {ProposedBy::playbook, "playbook"},
    {ProposedBy::search, "search"},
    {ProposedBy::llm, "llm"},
}};

bool is_name(std::string_view name) {
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    };
    return !name.empty() && name.size() <= name_length_max && name[0] >= 'a' && name[0] <= 'z' &&
           std::ranges::all_of(name, fits);
}

// Reads the parts of one document; the first thing wrong ends up in `problem`.
class Reader {
public:
    explicit Reader(const JsonValue& document)
        : fields_(document,
                  "",
                  {"schema",
                   "name",
                   "plugin",
                   "roles",
                   "timeframe",
                   "parameters",
                   "rationale",
                   "origin",
                   "parents"},
                  problem_) {}

    Result<ParameterFile> read() {
        check_schema();
        std::string name = fields_.text("name", name_length_max);
        if (!is_name(name)) {
            refuse("name", "small letters, digits and '_', beginning with a letter");
        }
        auto [plugin, versions] = read_plugin();
        auto roles = read_roles();
        const auto timeframe = read_timeframe();
        auto parameters = read_parameters();
        std::string rationale = fields_.text("rationale", rationale_bytes_max);
        auto [by, provenance] = read_origin();
        auto parents = read_parents();
        if (problem_) {
            return fail(std::move(*problem_));
        }
        return ParameterFile{.name = std::move(name),
                             .plugin = std::move(plugin),
                             .versions = std::move(*versions),
                             .roles = std::move(roles),
                             .timeframe = *timeframe,
                             .parameters = std::move(parameters),
                             .rationale = std::move(rationale),
                             .by = by,
                             .provenance = std::move(provenance),
                             .parents = std::move(parents)};
    }

private:
    void refuse(std::string_view name, std::string hint) {
        fields_.refuse(value_at(fields_.pointer(name), fields_.value(name)), std::move(hint));
    }

    void check_schema() {
        const std::string schema = fields_.text("schema", name_length_max);
        if (schema != parameter_file_schema) {
            refuse("schema", "this program reads " + in_quotes(parameter_file_schema));
        }
    }

    std::pair<std::string, std::optional<VersionRange>> read_plugin() {
        JsonFields plugin(
            fields_.value("plugin"), fields_.pointer("plugin"), {"id", "versions"}, problem_);
        std::string id = plugin.text("id", limits::plugin_id_length_max);
        auto range = VersionRange::parse(plugin.text("versions", 4 * version_length_max));
        if (!range) {
            plugin.refuse(plugin.pointer("versions") + ": " + range.error().context,
                          range.error().hint);
            return {std::move(id), std::nullopt};
        }
        return {std::move(id), std::move(*range)};
    }

    std::vector<RoleBinding> read_roles() {
        std::vector<RoleBinding> roles;
        for (const JsonMember& member : fields_.object("roles")) {
            const std::string place = pointer_to(fields_.pointer("roles"), member.name);
            const std::string* text = member.value.text();
            auto instrument = InstrumentName::make(text == nullptr ? "" : *text);
            if (text == nullptr || !instrument) {
                fields_.refuse(value_at(place, member.value),
                               "name an instrument: \"binance.usdm:BTC-USDT-PERP\"");
                return {};
            }
            roles.push_back({member.name, std::move(*instrument)});
        }
        return roles;
    }

    std::optional<BarInterval> read_timeframe() {
        auto interval = BarInterval::parse(fields_.text("timeframe", name_length_max));
        if (!interval) {
            refuse("timeframe", "name the length of a bar: 1m, 15m, 1h, 4h, 1d");
            return std::nullopt;
        }
        return *interval;
    }

    std::vector<ParameterTicks> read_parameters() {
        std::vector<ParameterTicks> parameters;
        for (const JsonMember& member : fields_.object("parameters")) {
            const std::int64_t* ticks = member.value.integer();
            if (ticks == nullptr) {
                const std::string place = pointer_to(fields_.pointer("parameters"), member.name);
                fields_.refuse(value_at(place, member.value),
                               "ticks are whole numbers, and this is " +
                                   std::string(member.value.kind_text()) +
                                   ": `tradelab plugin info` says what one tick is worth");
                return {};
            }
            parameters.push_back({member.name, *ticks});
        }
        return parameters;
    }

    std::pair<ProposedBy, std::string> read_origin() {
        JsonFields origin(
            fields_.value("origin"), fields_.pointer("origin"), {"by", "text"}, problem_);
        const std::string by = origin.text("by", name_length_max);
        std::string provenance = origin.text("text", provenance_bytes_max);
        const auto known =
            std::ranges::find(proposers, by, [](const auto& each) { return each.second; });
        if (known == proposers.end()) {
            origin.refuse(value_at(origin.pointer("by"), origin.value("by")),
                          "it is one of human, playbook, search, llm");
            return {};
        }
        return {known->first, std::move(provenance)};
    }

    std::vector<std::string> read_parents() {
        auto parents = fields_.texts("parents", hash_length);
        if (parents.size() > parents_max) {
            fields_.refuse("/parents has " + std::to_string(parents.size()) + " entries",
                           "name at most " + std::to_string(parents_max));
        }
        for (std::size_t at = 0; at < parents.size(); ++at) {
            if (!is_sha256_hex(parents[at])) {
                fields_.refuse(value_at(pointer_to("/parents", at), parents[at]),
                               "it must be an identity of 64 digits 0-9, a-f: "
                               "tradelab strategy hash FILE");
            }
        }
        return parents;
    }

    std::optional<Error> problem_ = std::nullopt;
    JsonFields fields_;
};

}  // namespace

std::string_view proposed_by_text(ProposedBy by) {
    return proposers.at(static_cast<std::size_t>(by)).second;
}

Result<ParameterFile> parse_parameter_file(std::string_view text, std::string_view file) {
    const auto in_file = [&](Error error) {
        error.file = file;
        return fail(std::move(error));
    };
    const auto document = parse_json(text, {.bytes_max = parameter_file_bytes_max});
    if (!document) {
        return in_file(document.error());
    }
    auto read = Reader(*document).read();
    return read ? std::move(read) : in_file(std::move(read.error()));
}

JsonValue json_of(const ParameterFile& file) {
    JsonObject roles;
    for (const RoleBinding& binding : file.roles) {
        roles.push_back({binding.role, binding.instrument.text()});
    }
    JsonObject parameters;
    for (const ParameterTicks& parameter : file.parameters) {
        parameters.push_back({parameter.name, parameter.ticks});
    }
    return JsonObject{
        {"schema", parameter_file_schema},
        {"name", file.name},
        {"plugin", JsonObject{{"id", file.plugin}, {"versions", file.versions.text()}}},
        {"roles", std::move(roles)},
        {"timeframe", file.timeframe.text()},
        {"parameters", std::move(parameters)},
        {"rationale", file.rationale},
        {"origin", JsonObject{{"by", proposed_by_text(file.by)}, {"text", file.provenance}}},
        {"parents", file.parents}};
}

std::string canonical_text(const ParameterFile& file) {
    auto text = canonical_json(json_of(file));
    TL_CHECK(text.has_value());  // there is no number with a point in it
    return std::move(*text);
}

std::string identity_of(const ParameterFile& file) {
    return sha256_hex(canonical_text(file));
}

std::string substance_of(const ParameterFile& file) {
    std::vector<std::string> roles;
    for (const RoleBinding& one : file.roles) {
        roles.push_back(one.role + " " + one.instrument.text() + "\n");
    }
    // From the back: so the records of vaults that were opened for a pair written with its spot
    // before its perpetual, as the order once was that of the file, are still met.
    std::ranges::sort(roles, std::ranges::greater());
    std::vector<std::string> ticks;
    for (const ParameterTicks& one : file.parameters) {
        ticks.push_back(one.name + " " + std::to_string(one.ticks) + "\n");
    }
    std::ranges::sort(ticks);
    std::string text = "tradelab.substance/1\n" + file.plugin + "\n" + file.timeframe.text() + "\n";
    for (const auto* lines : {&roles, &ticks}) {
        for (const std::string& line : *lines) {
            text += line;
        }
    }
    return sha256_hex(text);
}

}  // namespace tradelab
