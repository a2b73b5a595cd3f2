#include "gate/vault_binding.hpp"

#include "document/json_fields.hpp"
#include "document/json_write.hpp"
#include "document/sha256.hpp"

#include <array>
#include <string_view>
#include <utility>

namespace tradelab {
namespace {

constexpr std::size_t name_bytes_max = 64;

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

UnixNanos time_of(JsonFields& fields, std::string_view name) {
    const std::string text = fields.text(name, name_bytes_max);
    const auto at = parse_iso(text);
    if (!at && !fields.is_broken()) {
        fields.refuse(std::string(name) + " = '" + text + "'", "a time in UTC is expected");
    }
    return at.value_or(UnixNanos{});
}

}  // namespace

Status check(const VaultBinding& binding) {
    for (const auto& [name, hash] : hashes_of(binding)) {
        if (auto checked = check_sha256_hex(name, *hash); !checked) {
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

JsonValue json_of(const VaultBinding& binding) {
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

VaultBinding parse_binding(const JsonValue& value,
                           std::string pointer,
                           std::optional<Error>& problem) {
    JsonFields fields(value,
                      std::move(pointer),
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

std::string VaultBinding::text() const {
    return "tradelab.hypothesis/1\n" + canonical_json(json_of(*this)).value() + '\n';
}

std::string VaultBinding::hash() const {
    return sha256_hex(text());
}

}  // namespace tradelab
