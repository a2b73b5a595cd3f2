#pragma once

#include "core/result.hpp"
#include "core/time.hpp"
#include "document/json_value.hpp"

#include <optional>
#include <string>

namespace tradelab {

// What a vault is opened for: change one of these and it is another hypothesis.  All are
// lower-case hexadecimal SHA-256, except the names of engine and fill model.
struct VaultBinding {
    // Of a vault: what trades (substance_of); of an approval: the whole parameter file.
    std::string parameters = {};
    std::string plugin = {};  // the library
    std::string data = {};    // all data manifests, in order
    std::string limits = {};  // risk.toml, canonical
    std::string venue = {};   // fees and filters
    std::string epochs = {};
    std::string rules = {};  // of the gate
    std::string engine = {};
    std::string fill_model = {};
    UnixNanos vault_from = {};
    UnixNanos vault_to = {};

    [[nodiscard]] std::string text() const;
    [[nodiscard]] std::string hash() const;

    friend bool operator==(const VaultBinding&, const VaultBinding&) = default;
};

[[nodiscard]] JsonValue json_of(const VaultBinding& binding);
// As JsonFields reads: the first thing wrong is kept in `problem`, with its place.
[[nodiscard]] VaultBinding parse_binding(const JsonValue& value,
                                         std::string pointer,
                                         std::optional<Error>& problem);
// Whether all is named, in the spelling of its kind.
[[nodiscard]] Status check(const VaultBinding& binding);

}  // namespace tradelab
