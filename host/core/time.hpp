#pragma once

#include "core/check.hpp"
#include "core/result.hpp"

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Points in time are int64 nanoseconds since 1970-01-01T00:00:00Z, UTC, without leap seconds: the
// years 1677 to 2262.  Nothing here reads a clock; that is os/.
namespace tradelab {

using Duration = std::chrono::nanoseconds;

class UnixNanos {
public:
    constexpr UnixNanos() = default;
    constexpr explicit UnixNanos(std::int64_t ns) : ns_(ns) {}

    [[nodiscard]] constexpr std::int64_t ns() const { return ns_; }

    friend constexpr auto operator<=>(UnixNanos, UnixNanos) = default;

    friend constexpr std::optional<UnixNanos> checked_add(UnixNanos at, Duration by) {
        std::int64_t sum = 0;
        if (__builtin_add_overflow(at.ns_, std::int64_t{by.count()}, &sum)) {
            return std::nullopt;
        }
        return UnixNanos(sum);
    }
    friend constexpr std::optional<Duration> checked_sub(UnixNanos later, UnixNanos earlier) {
        std::int64_t difference = 0;
        if (__builtin_sub_overflow(later.ns_, earlier.ns_, &difference)) {
            return std::nullopt;
        }
        return Duration(difference);
    }

    // For times that the caller knows to be near; out of range aborts.
    friend constexpr UnixNanos operator+(UnixNanos at, Duration by) {
        const auto sum = checked_add(at, by);
        TL_CHECK_MSG(sum.has_value(), "a time outside the years 1677 to 2262");
        return *sum;
    }
    friend constexpr UnixNanos operator-(UnixNanos at, Duration by) {
        TL_CHECK(by != Duration::min());
        return at + -by;
    }
    friend constexpr Duration operator-(UnixNanos later, UnixNanos earlier) {
        const auto difference = checked_sub(later, earlier);
        TL_CHECK_MSG(difference.has_value(), "two times more than 292 years apart");
        return *difference;
    }

private:
    std::int64_t ns_ = 0;
};

// The last boundary at or before `at`, the first at or after it.  Boundaries are the multiples of
// `step` since the epoch: those of bars and of funding.  Nothing when it would leave the range.
[[nodiscard]] std::optional<UnixNanos> floor_to(UnixNanos at, Duration step);
[[nodiscard]] std::optional<UnixNanos> ceil_to(UnixNanos at, Duration step);

// "2024-02-29T12:00:00Z", with 3, 6 or 9 digits of a second where they are needed.
[[nodiscard]] std::string iso_text(UnixNanos at);

// "2024-02-29T12:00:00.123456789Z" with 0 to 9 digits of a second, or "2024-02-29" for its
// midnight.  Always UTC: an offset is refused, because a local time in a file is a mistake.
[[nodiscard]] Result<UnixNanos> parse_iso(std::string_view text);

// How long a bar lasts: whole seconds, at most a day, and a day divides evenly into it.
class BarInterval {
public:
    [[nodiscard]] static Result<BarInterval> make(Duration length);

    // "30s", "1m", "15m", "1h", "8h", "1d".  "60m" is refused: one interval has one name.
    [[nodiscard]] static Result<BarInterval> parse(std::string_view text);

    [[nodiscard]] Duration length() const { return length_; }
    [[nodiscard]] std::string text() const;

    friend auto operator<=>(const BarInterval&, const BarInterval&) = default;

private:
    explicit BarInterval(Duration length) : length_(length) {}

    Duration length_;
};

}  // namespace tradelab
