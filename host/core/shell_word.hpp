#pragma once

#include <string>
#include <string_view>

namespace tradelab {

// The text as one word of a shell, so that a command shown with it can be pasted: as it is where
// nothing in it means anything to a shell, else in quotation marks.
[[nodiscard]] std::string shell_word(std::string_view text);

}  // namespace tradelab
