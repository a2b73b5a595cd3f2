#pragma once

#include "core/time.hpp"
#include "document/error_form.hpp"
#include "document/json_value.hpp"

#include <optional>
#include <string>

namespace tradelab {

// Shapes that several documents share.

// What there is, or null where there is nothing.
[[nodiscard]] JsonValue text_or_null(const std::optional<std::string>& text);
[[nodiscard]] JsonValue moment_or_null(std::optional<UnixNanos> moment);
// The same of a text that is empty where there is none.
[[nodiscard]] JsonValue text_unless_empty(const std::string& text);

}  // namespace tradelab
