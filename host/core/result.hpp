#pragma once

#include "core/exit_code.hpp"

#include <tl/expected.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace tradelab {

// Why something expected went wrong.  The text of each (error_code_text) is what scripts read as
// `error.code`: a name once shipped keeps its meaning.
enum class ErrorCode : std::uint8_t {
    invalid_argument,
    not_found,
    already_exists,
    io_failed,
    disk_full,
    read_only,
    permission_denied,
    too_large,
    malformed,
    unsupported,
    hash_mismatch,
    duplicate,
    abi_mismatch,
    service_missing,
    refused,
    timed_out,
    interrupted,
    internal,
    overflow,
    crashed,
    daemon_unreachable,
    not_authorised,
    data_missing,
    stale,
    partly_done,
};

inline constexpr int error_code_count = static_cast<int>(ErrorCode::partly_done) + 1;

[[nodiscard]] std::string_view error_code_text(ErrorCode code);

// The exit code of a command that ends with this error.
[[nodiscard]] ExitCode exit_code(ErrorCode code);

// What happened, to what, and what to do about it.
struct Error {
    ErrorCode code = ErrorCode::internal;
    std::string context = {};  // what happened, to what: "max_notional_usdt = -5"
    std::string hint = {};     // the remedy, empty when there is none to give
    std::string file = {};     // where the input said it, empty when no file did
    int line = 0;              // 1 is the first line, 0 means none
};

// "file:line: what: hint", each piece only when there is one.
[[nodiscard]] std::string describe(const Error& error);

// How a Result keeps its Error: elsewhere, so that what nearly always goes well returns a few bytes
// and not the room for three texts.  In place, a Status was 112 bytes that the hardened build
// cleared at every call: a fifth of the time of a backtest.
class KeptError {
public:
    KeptError(Error error);
    KeptError(const KeptError& other) : KeptError(*other) {}
    KeptError& operator=(const KeptError& other) { return *this = KeptError(other); }
    KeptError(KeptError&&) noexcept = default;
    KeptError& operator=(KeptError&&) noexcept = default;
    ~KeptError();

    [[nodiscard]] Error& operator*();  // not of one that was moved from
    [[nodiscard]] const Error& operator*() const;

private:
    std::unique_ptr<Error> error_;
};

// A value or the Error that stands in its place.  A type and not an alias, so that the compiler
// itself refuses a caller who drops it; otherwise it is tl::expected, with all of its members.
template <class T>
class [[nodiscard]] Result : public tl::expected<T, KeptError> {
public:
    using Expected = tl::expected<T, KeptError>;
    using Expected::Expected;

    // Written out: a defaulted one lets `return {}` clear all bytes of the Error that is not there,
    // which costs more than most of what returns a Status does.
    Result()
        requires std::is_default_constructible_v<Expected>
        : Expected() {}

    // What the members of tl::expected return (map, or_else) is a Result again.
    Result(Expected other) : Expected(std::move(other)) {}

    [[nodiscard]] Error& error() & { return *Expected::error(); }
    [[nodiscard]] const Error& error() const& { return *Expected::error(); }
    [[nodiscard]] Error&& error() && { return std::move(*Expected::error()); }
};

// An operation that yields nothing but may fail.  Success is `return {};`.
using Status = Result<void>;

// What a function returns instead of its value: `return fail(ErrorCode::not_found, "no plugin 'x'",
// "see: tradelab plugin list");`
using Failure = tl::unexpected<KeptError>;

// Cold: the compiler moves whatever leads here out of the way of what goes well.
[[nodiscard, gnu::cold]] Failure fail(Error error);
[[nodiscard, gnu::cold]] Failure fail(ErrorCode code, std::string context, std::string hint = {});

// Passes an error up with what we were about in front: "installing 'x': disk full".
[[nodiscard, gnu::cold]] Failure fail(Error cause, std::string_view doing);

}  // namespace tradelab

// and_then() asks this trait whether its function returned an expected; ours is one.
template <class T>
struct tl::detail::is_expected_impl<tradelab::Result<T>> : std::true_type {};
