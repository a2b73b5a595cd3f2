#include "gate/lifetime_record.hpp"

#include "document/json_fields.hpp"
#include "document/json_parse.hpp"
#include "document/json_write.hpp"
#include "document/sha256.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace tradelab {

namespace {

constexpr std::uint16_t version = 1;
constexpr std::size_t name_bytes_max = 64;

Status check_hash(std::string_view name, std::string_view text) {
    if (!is_sha256_hex(text)) {
        return fail(ErrorCode::invalid_argument,
                    std::string(name) + " = '" + std::string(text.substr(0, name_bytes_max)) + "'",
                    "64 lower-case hexadecimal digits of SHA-256 are expected");
    }
    return {};
}

// The hashes of a binding by their names, in the order of its text.
auto hashes_of(const VaultBinding& binding) {
    return std::array<std::pair<std::string_view, const std::string*>, 7>{{
        {"parameters", &binding.parameters},
        {"plugin", &binding.plugin},
        {"data", &binding.data},
        {"limits", &binding.limits},
        {"venue", &binding.venue},
        {"epochs", &binding.epochs},
        {"rules", &binding.rules},
    }};
}

Status check_binding(const VaultBinding& binding) {
    for (const auto& [name, hash] : hashes_of(binding)) {
        if (auto checked = check_hash(name, *hash); !checked) {
            return checked;
        }
    }
    for (const auto* name : {&binding.engine, &binding.fill_model}) {
        if (name->empty() || name->size() > name_bytes_max) {
            return fail(ErrorCode::invalid_argument,
                        "a vault is opened for an engine and a fill model, one of which is '" +
                            name->substr(0, name_bytes_max) + "'",
                        "name both, in at most 64 bytes");
        }
    }
    if (!(binding.vault_from < binding.vault_to)) {
        return fail(
            ErrorCode::invalid_argument,
            "a vault from " + iso_text(binding.vault_from) + " to " + iso_text(binding.vault_to),
            "it must begin before it ends");
    }
    return {};
}

JsonObject json_of(const VaultBinding& binding) {
    JsonObject object;
    for (const auto& [name, hash] : hashes_of(binding)) {
        object.push_back({std::string(name), *hash});
    }
    object.push_back({"engine", binding.engine});
    object.push_back({"fill_model", binding.fill_model});
    object.push_back({"vault_from", iso_text(binding.vault_from)});
    object.push_back({"vault_to", iso_text(binding.vault_to)});
    return object;
}

UnixNanos time_of(JsonFields& fields, std::string_view name) {
    const std::string text = fields.text(name, name_bytes_max);
    const auto at = parse_iso(text);
    if (!at && !fields.is_broken()) {
        fields.refuse(std::string(name) + " = '" + text + "'", "a time in UTC is expected");
    }
    return at.value_or(UnixNanos{});
}

VaultBinding binding_of(JsonFields& parent, std::optional<Error>& problem) {
    JsonFields fields(parent.value("binding"),
                      parent.pointer("binding"),
                      {"parameters",
                       "plugin",
                       "data",
                       "limits",
                       "venue",
                       "epochs",
                       "rules",
                       "engine",
                       "fill_model",
                       "vault_from",
                       "vault_to"},
                      problem);
    return {.parameters = fields.text("parameters", name_bytes_max),
            .plugin = fields.text("plugin", name_bytes_max),
            .data = fields.text("data", name_bytes_max),
            .limits = fields.text("limits", name_bytes_max),
            .venue = fields.text("venue", name_bytes_max),
            .epochs = fields.text("epochs", name_bytes_max),
            .rules = fields.text("rules", name_bytes_max),
            .engine = fields.text("engine", name_bytes_max),
            .fill_model = fields.text("fill_model", name_bytes_max),
            .vault_from = time_of(fields, "vault_from"),
            .vault_to = time_of(fields, "vault_to")};
}

std::uint64_t number_of(JsonFields& fields, std::string_view name) {
    const std::int64_t value = fields.integer(name);
    if (value < 0 && !fields.is_broken()) {
        fields.refuse(std::string(name) + " = " + std::to_string(value), "it is a count");
    }
    return static_cast<std::uint64_t>(std::max<std::int64_t>(value, 0));
}

LifetimeRecord read(RecordKind kind, const JsonValue& value, std::optional<Error>& problem) {
    if (kind.type == 1) {
        JsonFields fields(value, "", {"test", "campaign", "level"}, problem);
        return GrantRecord{.test = number_of(fields, "test"),
                           .campaign = fields.text("campaign", name_bytes_max),
                           .level = fields.text("level", name_bytes_max)};
    }
    if (kind.type == 2) {
        JsonFields fields(value, "", {"test", "binding", "power_permille"}, problem);
        return OpeningRecord{
            .test = number_of(fields, "test"),
            .binding = binding_of(fields, problem),
            .power_permille = static_cast<std::uint32_t>(number_of(fields, "power_permille"))};
    }
    JsonFields fields(value, "", {"test", "verdict", "promoted"}, problem);
    return EndingRecord{.test = number_of(fields, "test"),
                        .verdict = fields.text("verdict", name_bytes_max),
                        .promoted = fields.truth("promoted")};
}

}  // namespace

RecordKind kind_of(const LifetimeRecord& record) {
    return {.type = static_cast<std::uint16_t>(record.index() + 1), .version = version};
}

std::string level_text(double level) {
    return fmt::format("{}", level);
}

std::string encode(const LifetimeRecord& record) {
    const auto object = [&]() -> JsonObject {
        if (const auto* grant = std::get_if<GrantRecord>(&record)) {
            return {{"test", grant->test}, {"campaign", grant->campaign}, {"level", grant->level}};
        }
        if (const auto* opening = std::get_if<OpeningRecord>(&record)) {
            return {{"test", opening->test},
                    {"binding", json_of(opening->binding)},
                    {"power_permille", opening->power_permille}};
        }
        const auto& ending = std::get<EndingRecord>(record);
        return {{"test", ending.test}, {"verdict", ending.verdict}, {"promoted", ending.promoted}};
    }();
    return canonical_json(object).value();
}

Result<LifetimeRecord> decode_lifetime(RecordKind kind, std::string_view bytes) {
    if (kind.version != version || kind.type < 1 || kind.type > 3) {
        return fail(ErrorCode::unsupported,
                    "type " + std::to_string(kind.type) + ", version " +
                        std::to_string(kind.version) + " is unknown to this program",
                    "read the record with the program that wrote it, or a newer one");
    }
    const auto value = parse_json(bytes);
    if (!value) {
        return fail(value.error());
    }
    std::optional<Error> problem;
    auto record = read(kind, *value, problem);
    if (problem) {
        return fail(std::move(*problem));
    }
    if (auto checked = check(record); !checked) {
        return fail(std::move(checked.error()));
    }
    if (encode(record) != bytes) {
        return fail(ErrorCode::malformed, "not in its one spelling");
    }
    return record;
}

Status check(const LifetimeRecord& record) {
    if (const auto* grant = std::get_if<GrantRecord>(&record)) {
        return check_hash("campaign", grant->campaign);
    }
    if (const auto* opening = std::get_if<OpeningRecord>(&record)) {
        return check_binding(opening->binding);
    }
    return check_hash("verdict", std::get<EndingRecord>(record).verdict);
}

std::string VaultBinding::text() const {
    return "tradelab.hypothesis/1\n" + canonical_json(json_of(*this)).value() + '\n';
}

std::string VaultBinding::hash() const {
    return sha256_hex(text());
}

}  // namespace tradelab
