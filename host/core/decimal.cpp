#include "core/decimal.hpp"

#include "core/limits.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>

namespace tradelab {
namespace {

struct Pieces {
    bool negative = false;
    std::string_view whole;
    std::string_view fraction;
};

bool all_digits(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

Failure not_a_decimal(std::string_view text) {
    const std::string shown(text.substr(0, limits::decimal_text_length_max));
    return fail(ErrorCode::malformed,
                "'" + shown + "' is not a decimal number",
                "write digits with at most one point and no exponent, as in -12.34");
}

Result<Pieces> split(std::string_view text) {
    if (text.size() > limits::decimal_text_length_max) {
        return not_a_decimal(text);
    }
    Pieces pieces;
    std::string_view rest = text;
    if (rest.starts_with('-') || rest.starts_with('+')) {
        pieces.negative = rest.front() == '-';
        rest.remove_prefix(1);
    }

    const std::size_t point = rest.find('.');
    pieces.whole = rest.substr(0, point);
    if (point != std::string_view::npos) {
        pieces.fraction = rest.substr(point + 1);
        if (pieces.fraction.empty()) {
            return not_a_decimal(text);
        }
    }
    if (pieces.whole.empty() || !all_digits(pieces.whole) || !all_digits(pieces.fraction)) {
        return not_a_decimal(text);
    }
    return pieces;
}

// Appends digits to an amount that is kept negative, because the negative side is the larger one.
bool append(std::int64_t& amount, std::string_view digits) {
    for (const char c : digits) {
        if (__builtin_mul_overflow(amount, std::int64_t{10}, &amount) ||
            __builtin_sub_overflow(amount, std::int64_t{c - '0'}, &amount)) {
            return false;
        }
    }
    return true;
}

}  // namespace

Result<std::int64_t> parse_mantissa(std::string_view text, DecimalPlaces places) {
    const auto pieces = split(text);
    if (!pieces) {
        return fail(pieces.error());
    }

    const auto places_wanted = static_cast<std::size_t>(places.count());
    const std::string_view kept = pieces->fraction.substr(0, places_wanted);
    const std::string_view dropped = pieces->fraction.substr(kept.size());
    if (dropped.find_first_not_of('0') != std::string_view::npos) {
        return fail(ErrorCode::invalid_argument,
                    "'" + std::string(text) + "' has more than " + std::to_string(places.count()) +
                        " decimal places",
                    "round it first; nothing is rounded silently");
    }

    std::int64_t amount = 0;
    const std::string missing_zeros(places_wanted - kept.size(), '0');
    const bool fits =
        append(amount, pieces->whole) && append(amount, kept) && append(amount, missing_zeros);
    if (!fits || amount == std::numeric_limits<std::int64_t>::min()) {
        return fail(ErrorCode::overflow,
                    "'" + std::string(text) + "' with " + std::to_string(places.count()) +
                        " decimal places does not fit into 64 bits",
                    "use a smaller number or fewer places");
    }
    return pieces->negative ? amount : -amount;
}

Result<Price> parse_price(std::string_view text, DecimalPlaces places) {
    return parse_mantissa(text, places).map([](std::int64_t m) { return Price(m); });
}
Result<Quantity> parse_quantity(std::string_view text, DecimalPlaces places) {
    return parse_mantissa(text, places).map([](std::int64_t m) { return Quantity(m); });
}
Result<Cash> parse_cash(std::string_view text) {
    return parse_mantissa(text, cash_places).map([](std::int64_t m) { return Cash(m); });
}
Result<Rate> parse_rate(std::string_view text) {
    return parse_mantissa(text, rate_places).map([](std::int64_t m) { return Rate(m); });
}

std::string decimal_text(std::int64_t mantissa, DecimalPlaces places) {
    const bool negative = mantissa < 0;
    std::string digits = std::to_string(mantissa).substr(negative ? 1 : 0);

    const auto wanted = static_cast<std::size_t>(places.count());
    if (digits.size() <= wanted) {
        digits.insert(0, wanted + 1 - digits.size(), '0');
    }
    if (wanted > 0) {
        digits.insert(digits.size() - wanted, 1, '.');
    }
    return negative ? "-" + digits : digits;
}
std::string decimal_text(Cash amount) {
    return decimal_text(amount.mantissa(), cash_places);
}
std::string decimal_text(Rate rate) {
    return decimal_text(rate.mantissa(), rate_places);
}

std::string short_decimal_text(std::int64_t mantissa, DecimalPlaces places) {
    std::string text = decimal_text(mantissa, places);
    if (places.count() > 0) {
        text.erase(text.find_last_not_of('0') + 1);
        if (text.ends_with('.')) {
            text.pop_back();
        }
    }
    return text;
}

}  // namespace tradelab
