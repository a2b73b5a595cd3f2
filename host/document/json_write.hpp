#pragma once

#include "core/result.hpp"
#include "document/json_value.hpp"

#include <string>

namespace tradelab {

// The one text of a value that is hashed: names sorted by their bytes, no blank that means nothing,
// the shortest escapes.  A number with a point is refused, because it has many spellings.  (RFC
// 8785 sorts by UTF-16; for the names that we allow the order is the same.)
[[nodiscard]] Result<std::string> canonical_json(const JsonValue& value);

// For people: one member or element a line, indented by two blanks, in the order of the value.
// Bytes that are no UTF-8 become U+FFFD, so that the output is valid whatever a stranger wrote.
[[nodiscard]] std::string pretty_json(const JsonValue& value);

// The same on one line without blanks.
[[nodiscard]] std::string line_json(const JsonValue& value);

}  // namespace tradelab
