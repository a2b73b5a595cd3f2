#pragma once

#include "core/result.hpp"
#include "core/time.hpp"
#include "document/json_value.hpp"

#include <optional>
#include <string>

namespace tradelab {

// Shapes that several documents share.

// An error as scripts read it, alone and as a document of its own.
[[nodiscard]] JsonValue error_json(const Error& error);
[[nodiscard]] JsonValue error_document(const Error& error);

// The error in a document of ours, or nothing where it is another document.
[[nodiscard]] std::optional<Error> error_in(const JsonValue& document);

// What there is, or null where there is nothing.
[[nodiscard]] JsonValue text_or_null(const std::optional<std::string>& text);
[[nodiscard]] JsonValue moment_or_null(std::optional<UnixNanos> moment);
// The same of a text that is empty where there is none.
[[nodiscard]] JsonValue text_unless_empty(const std::string& text);

}  // namespace tradelab
