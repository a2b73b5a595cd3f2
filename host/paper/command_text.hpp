#pragma once

#include "core/result.hpp"
#include "paper/command.hpp"

#include <string>
#include <string_view>

// A command as its record in the journal says it.
namespace tradelab {

// Retire names an instance, the others none; texts are short and of one line.
[[nodiscard]] Status check_command(const PaperCommand& command);

[[nodiscard]] std::string encode_command(const PaperCommand& command);
[[nodiscard]] Result<PaperCommand> decode_command(std::string_view text);

}  // namespace tradelab
