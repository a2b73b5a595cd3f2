#include "core/time.hpp"

#include "core/limits.hpp"
#include "core/rounding.hpp"

#include <array>
#include <cstddef>

namespace tradelab {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::int64_t ns_per_second = 1'000'000'000;
constexpr std::int64_t seconds_per_day = 86'400;

std::int64_t floor_divide(std::int64_t value, std::int64_t by) {
    const std::int64_t quotient = value / by;
    return value % by < 0 ? quotient - 1 : quotient;
}

std::string padded(std::int64_t value, std::size_t width) {
    std::string digits = std::to_string(value);
    if (digits.size() < width) {
        digits.insert(0, width - digits.size(), '0');
    }
    return digits;
}

// Takes digits and literal characters off the front of a text, and remembers whether all matched.
class Scanner {
public:
    explicit Scanner(std::string_view text) : rest_(text) {}

    [[nodiscard]] int digits(std::size_t count) {
        int value = 0;
        for (std::size_t i = 0; i < count; ++i) {
            value = value * 10 + digit();
        }
        return value;
    }
    void literal(char expected) {
        if (rest_.empty() || rest_.front() != expected) {
            matched_ = false;
            return;
        }
        rest_.remove_prefix(1);
    }
    // ".5" is 500,000,000 ns.  At least one digit, at most nine.
    [[nodiscard]] std::int64_t fraction() {
        literal('.');
        std::int64_t value = digit();
        int count = 1;
        while (matched_ && !rest_.empty() && rest_.front() != 'Z') {
            value = value * 10 + digit();
            matched_ = matched_ && ++count <= 9;
        }
        for (; count < 9; ++count) {
            value *= 10;
        }
        return value;
    }
    [[nodiscard]] bool next_is(char c) const { return rest_.starts_with(c); }
    [[nodiscard]] bool at_end() const { return rest_.empty(); }
    [[nodiscard]] bool matched() const { return matched_; }

private:
    [[nodiscard]] int digit() {
        if (rest_.empty() || rest_.front() < '0' || rest_.front() > '9') {
            matched_ = false;
            return 0;
        }
        const int value = rest_.front() - '0';
        rest_.remove_prefix(1);
        return value;
    }

    std::string_view rest_;
    bool matched_ = true;
};

constexpr std::size_t shown_length = 40;

Failure bad_time(std::string_view text, const char* problem) {
    return fail(ErrorCode::malformed,
                "'" + std::string(text.substr(0, shown_length)) + "' " + problem,
                "write UTC as 2024-02-29T12:00:00Z or 2024-02-29");
}

Failure bad_interval(std::string_view shown) {
    return fail(ErrorCode::invalid_argument,
                "'" + std::string(shown.substr(0, shown_length)) + "' is not a bar interval",
                "write 1m, 5m, 15m, 1h, 8h, 1d or another that divides a day evenly, in its "
                "largest unit");
}

}  // namespace

std::optional<UnixNanos> floor_to(UnixNanos at, Duration step) {
    TL_CHECK(step > Duration::zero());
    std::int64_t ns = 0;
    if (__builtin_mul_overflow(
            floor_divide(at.ns(), step.count()), std::int64_t{step.count()}, &ns)) {
        return std::nullopt;
    }
    return UnixNanos(ns);
}

std::optional<UnixNanos> ceil_to(UnixNanos at, Duration step) {
    const auto below = floor_to(at, step);
    if (!below || *below == at) {
        return below;
    }
    return checked_add(*below, step);
}

std::string iso_text(UnixNanos at) {
    const std::int64_t whole_seconds = floor_divide(at.ns(), ns_per_second);
    // Not at - seconds * 10^9: in the first second of the range that product does not fit.
    const std::int64_t rest = at.ns() % ns_per_second;
    const std::int64_t ns = rest < 0 ? rest + ns_per_second : rest;
    const std::int64_t day = floor_divide(whole_seconds, seconds_per_day);
    const std::int64_t second = whole_seconds - day * seconds_per_day;
    const std::chrono::year_month_day date{std::chrono::sys_days(days(day))};

    std::string text = padded(static_cast<int>(date.year()), 4) + "-" +
                       padded(static_cast<unsigned>(date.month()), 2) + "-" +
                       padded(static_cast<unsigned>(date.day()), 2) + "T" +
                       padded(second / 3'600, 2) + ":" + padded(second / 60 % 60, 2) + ":" +
                       padded(second % 60, 2);
    if (ns != 0) {
        std::string fraction = padded(ns, 9);
        while (fraction.ends_with("000")) {
            fraction.resize(fraction.size() - 3);
        }
        text += "." + fraction;
    }
    return text + "Z";
}

Result<UnixNanos> parse_iso(std::string_view text) {
    Scanner scan(text);
    const int year = scan.digits(4);
    scan.literal('-');
    const int month = scan.digits(2);
    scan.literal('-');
    const int day = scan.digits(2);

    int hour = 0;
    int minute = 0;
    int second = 0;
    std::int64_t ns = 0;
    if (!scan.at_end()) {
        scan.literal('T');
        hour = scan.digits(2);
        scan.literal(':');
        minute = scan.digits(2);
        scan.literal(':');
        second = scan.digits(2);
        ns = scan.next_is('.') ? scan.fraction() : 0;
        scan.literal('Z');
    }
    if (!scan.matched() || !scan.at_end()) {
        return bad_time(text, "is not a time");
    }

    const auto date = std::chrono::year(year) / month / day;
    if (!date.ok() || hour > 23 || minute > 59 || second > 59) {
        return bad_time(text, "is not in the calendar");
    }

    const auto since_epoch = std::chrono::sys_days(date).time_since_epoch() + hours(hour) +
                             minutes(minute) + seconds(second);
    // Wider than 64 bits on the way, because the first representable second begins before the
    // first representable nanosecond.
    const Int128 total = Int128{seconds(since_epoch).count()} * ns_per_second + ns;
    if (total < INT64_MIN || total > INT64_MAX) {
        return bad_time(text, "is outside the years 1677 to 2262");
    }
    return UnixNanos(static_cast<std::int64_t>(total));
}

Result<BarInterval> BarInterval::make(Duration length) {
    const auto count = std::chrono::duration_cast<seconds>(length);
    const bool whole = count == length && count.count() > 0;
    if (!whole || limits::bar_interval_seconds_max % count.count() != 0) {
        return bad_interval(std::to_string(length.count()) + " ns");
    }
    return BarInterval(length);
}

Result<BarInterval> BarInterval::parse(std::string_view text) {
    const std::string_view number = text.substr(0, text.empty() ? 0 : text.size() - 1);
    if (number.empty() || number.size() > 5) {
        return bad_interval(text);
    }
    std::int64_t count = 0;
    for (const char c : number) {
        if (c < '0' || c > '9') {
            return bad_interval(text);
        }
        count = count * 10 + (c - '0');
    }

    Duration unit{};
    switch (text.back()) {
        case 's':
            unit = seconds(1);
            break;
        case 'm':
            unit = minutes(1);
            break;
        case 'h':
            unit = hours(1);
            break;
        case 'd':
            unit = days(1);
            break;
        default:
            return bad_interval(text);
    }
    auto interval = make(count * unit);
    if (!interval || interval->text() != text) {
        return bad_interval(text);
    }
    return interval;
}

std::string BarInterval::text() const {
    struct Unit {
        Duration length;
        char letter;
    };
    constexpr std::array<Unit, 4> units = {
        {{days(1), 'd'}, {hours(1), 'h'}, {minutes(1), 'm'}, {seconds(1), 's'}}};
    for (const Unit& unit : units) {
        if (length_ % unit.length == Duration::zero()) {
            return std::to_string(length_ / unit.length) + unit.letter;
        }
    }
    TL_CHECK_MSG(false, "an interval of no whole seconds");
    return {};
}

}  // namespace tradelab
