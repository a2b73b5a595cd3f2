#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

// What a check's process was doing, kept where a signal handler can read it.  A plugin that
// crashes, exits or hangs takes the process with it; these are the words that remain, as lines of
// JSON through the channel.
//
// State of the process and not of an object, because a signal handler is handed nothing.  One
// thread at a time.
namespace tradelab::last_words {

// From now on a fault, an exit without a verdict and the coming end of `patience` are told.
void listen(std::chrono::milliseconds patience);

// "loading", "creating", "processing".  Told at once.
void enter(std::string_view phase);

// Which of several runs: "batch 7".  Told with all words until the next; empty for none.
void in_run(std::string_view label);

// Places of the events handed to the plugin in this call.  Two stores: cheap enough for each call.
void at_events(std::uint64_t first, std::uint64_t count);

// Explains a fault in [begin, begin + bytes): the slot, or -1 when there is none left.
[[nodiscard]] int explain_fault(const void* begin, std::size_t bytes, const char* meaning);
void forget_fault(int slot);

// The verdict is about to go out: whatever ends the process from now on is not worth a word.
void verdict_given();

// "processing event 17 (batch 7)"
[[nodiscard]] std::string where();

// A line {"<key>": "<text>", "where": "<where>"}, as handlers must write it.
void tell(const char* key, const char* text);

}  // namespace tradelab::last_words
