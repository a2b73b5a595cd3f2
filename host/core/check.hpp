#pragma once

#include <source_location>

namespace tradelab::detail {

// Prints where, what and why to stderr, and aborts.  Does not allocate and does not return.
[[noreturn, gnu::cold]] void check_failed(
    const char* condition,
    const char* reason,
    std::source_location where = std::source_location::current());

}  // namespace tradelab::detail

// For a programmer's error: something that no input can cause unless our code is wrong.  On in
// release too, because going on with a broken invariant is how money is lost.  What the outside can
// cause (a file, a venue, a user) is a Result, never a check.
#define TL_CHECK(condition) \
    ((condition) ? static_cast<void>(0) : ::tradelab::detail::check_failed(#condition, nullptr))

// As TL_CHECK, with a sentence for the person who reads the last line of the log.
#define TL_CHECK_MSG(condition, reason) \
    ((condition) ? static_cast<void>(0) : ::tradelab::detail::check_failed(#condition, reason))
