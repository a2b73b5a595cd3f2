#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

// The way from a check's process to the one that started it, and the proof that a word came from
// the check: a seal that only the two know, drawn anew for each process, handed over on standard
// input and put before each line.  Standard input is emptied and the pipe moved away to a number
// that the seal decides, both before any code of the plugin runs; on the place where the pipe was
// lies a decoy that keeps what is written to it.
//
// What remains: plugin and check share one memory.  A plugin that searches it for the seal, or
// writes over the code of the check, decides its own result.  This wall is against plugins that lie
// by the obvious way; against those that attack there is the sandbox, and reading what they import.
//
// State of the process and not of an object, because signal handlers write here.
namespace tradelab::channel {

// As the parent draws it: hexadecimal digits.
inline constexpr std::size_t seal_length = 32;

// Takes the seal from standard input.  To be called once, first of all.
void take_over();

// Writes a finished line with the seal before it: no allocation, no lock.
void write_line(std::string_view line);

// Where the pipe is now.
[[nodiscard]] int descriptor();

// What somebody wrote to the decoy, as a sentence.  Needs no system call.
[[nodiscard]] std::optional<std::string> rubbish();

}  // namespace tradelab::channel
