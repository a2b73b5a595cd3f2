#include "report/figures.hpp"

#include "core/decimal.hpp"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <cmath>

namespace tradelab {

namespace {

// Groups of three digits before the point: "1234567.8" as "1,234,567.8".
std::string grouped(std::string_view number) {
    const std::size_t sign = number.starts_with('-') || number.starts_with('+') ? 1 : 0;
    const std::size_t point = std::min(number.find('.'), number.size());
    std::string out(number.substr(0, sign));
    for (std::size_t at = sign; at < point; ++at) {
        if (at > sign && (point - at) % 3 == 0) {
            out += ',';
        }
        out += number[at];
    }
    return out + std::string(number.substr(point));
}

std::string fixed(double value, int digits) {
    const std::string text = fmt::format("{:.{}f}", value, digits);
    const bool is_zero = text.find_first_of("123456789") == std::string::npos;
    return is_zero && text.starts_with('-') ? text.substr(1) : text;
}

std::string with_plus(std::string text, bool is_positive) {
    return is_positive && text.find_first_of("123456789") != std::string::npos ? "+" + text : text;
}

}  // namespace

std::string_view undefined_text(Look look) {
    return look == Look::rich ? "–" : "n/a";
}

std::string percent_text(std::optional<double> share, int digits) {
    if (!share || !std::isfinite(*share)) {
        return std::string(undefined_text(Look::rich));
    }
    constexpr double readable = 100;  // 10,000 %
    if (std::abs(*share) >= readable) {
        return ratio_text(1 + *share, 1) + "x";
    }
    return grouped(fixed(*share * 100, digits)) + " %";
}

std::optional<double> share_of_one(std::optional<Rate> share) {
    return share ? std::optional(static_cast<double>(share->mantissa()) / 1e12) : std::nullopt;
}

std::string signed_percent_text(std::optional<double> share, int digits) {
    return with_plus(percent_text(share, digits), share.value_or(0) > 0 && *share < 100);
}

std::string ratio_text(std::optional<double> value, int digits) {
    if (!value || !std::isfinite(*value)) {
        return std::string(undefined_text(Look::rich));
    }
    constexpr double readable = 1e9;
    return std::abs(*value) >= readable ? fmt::format("{:.2e}", *value)
                                        : grouped(fixed(*value, digits));
}

std::string count_text(std::uint64_t count) {
    return grouped(fmt::format("{}", count));
}

std::string cash_text(Cash amount) {
    const std::int64_t mantissa = amount.mantissa();
    constexpr std::int64_t cent = 1'000'000;
    if (mantissa != 0 && mantissa > -cent && mantissa < cent) {
        return short_decimal_text(mantissa, cash_places);
    }
    const auto cents = rescale(mantissa, cash_places, DecimalPlaces(2), Rounding::half_even);
    return grouped(decimal_text(cents.value_or(0), DecimalPlaces(2)));
}

std::string signed_cash_text(Cash amount) {
    return with_plus(cash_text(amount), amount > Cash(0));
}

std::string cash_text(Cash amount, std::string_view asset) {
    return cash_text(amount) + (asset.empty() ? "" : " ") + std::string(asset);
}

std::string cash_text(std::optional<double> amount) {
    constexpr double most = 9e10;  // of what Cash can hold
    if (!amount || !(std::abs(*amount) < most)) {
        return std::string(undefined_text(Look::rich));
    }
    return cash_text(Cash(std::llround(*amount * 1e8)));
}

std::string rate_text(std::optional<Rate> rate) {
    return percent_text(share_of_one(rate), 4);
}

std::string compact_text(double value) {
    constexpr std::array<std::pair<double, const char*>, 4> scales = {
        {{1e12, "T"}, {1e9, "B"}, {1e6, "M"}, {1e3, "k"}}};
    const double size = std::abs(value);
    if (size >= 1e15) {
        return fmt::format("{:.3g}", value);
    }
    for (const auto& [scale, letter] : scales) {
        if (size >= scale * 10 || (size >= scale && scale > 1e3)) {
            return fmt::format("{:.4g}{}", value / scale, letter);
        }
    }
    if (size >= 1000) {
        return grouped(fixed(value, 0));
    }
    return fmt::format("{:.4g}", value);
}

std::string date_text(UnixNanos at) {
    return iso_text(at).substr(0, 10);
}

std::string minute_text(UnixNanos at) {
    const std::string text = iso_text(at);
    return text.substr(0, 10) + " " + text.substr(11, 5);
}

std::string length_text(Duration length) {
    const auto seconds = static_cast<double>(length.count()) / 1e9;
    constexpr double minute = 60;
    constexpr double hour = 60 * minute;
    constexpr double day = 24 * hour;
    if (seconds >= 10 * day) {
        return grouped(fixed(seconds / day, 0)) + " d";
    }
    if (seconds >= 2 * day) {
        return fmt::format("{:.1f} d", seconds / day);
    }
    if (seconds >= 2 * hour) {
        return fmt::format("{:.3g} h", seconds / hour);
    }
    if (seconds >= 2 * minute) {
        return fmt::format("{:.3g} min", seconds / minute);
    }
    return fmt::format("{:.3g} s", seconds);
}

std::string short_hash(std::string_view hash, std::size_t shown) {
    return std::string(hash.substr(0, shown));
}

}  // namespace tradelab
