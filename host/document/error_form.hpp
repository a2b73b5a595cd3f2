#pragma once

#include "core/result.hpp"
#include "document/json_value.hpp"

#include <optional>

namespace tradelab {

// An error as scripts read it, alone and as a document of its own.
[[nodiscard]] JsonValue error_json(const Error& error);
[[nodiscard]] JsonValue error_document(const Error& error);

// The error in a document of ours, or nothing where it is another document.
[[nodiscard]] std::optional<Error> error_in(const JsonValue& document);

}  // namespace tradelab
