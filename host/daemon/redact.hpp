#pragma once

#include "document/json_value.hpp"

#include <string>
#include <string_view>

namespace tradelab {

// What may be written down of this: values of members that are named like secrets are blanked, and
// so is what follows such a name in a text ("token=..."), at any depth.  Long texts are cut.
[[nodiscard]] JsonValue redacted(const JsonValue& value);
[[nodiscard]] std::string redacted_text(std::string_view text);

}  // namespace tradelab
