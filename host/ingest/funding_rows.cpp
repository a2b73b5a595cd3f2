#include "ingest/funding_rows.hpp"

namespace tradelab {
namespace {

enum Column : std::size_t { calc_time, interval_hours, rate };

constexpr std::int64_t hour_ns = 3'600'000'000'000;
// Of 6,362 stamps of BTCUSDT none is more than 16 ms late; a minute is still far from the next
// hour, the shortest step between settlements.
constexpr std::int64_t late_ns_max = 60'000'000'000;
constexpr std::int64_t hours_max = 24;
constexpr auto rate_digits = static_cast<std::size_t>(rate_places.count());

// The number of "E-7" and how long it is; nothing where there is no such thing.
struct Exponent {
    std::size_t places = 0;
    std::size_t length = 0;
};
Exponent exponent_at(const char* at) {
    if ((at[0] != 'E' && at[0] != 'e') || at[1] != '-' || !is_digit(at[2])) {
        return {};
    }
    const auto first = static_cast<std::size_t>(at[2] - '0');
    return is_digit(at[3]) ? Exponent{first * 10 + static_cast<std::size_t>(at[3] - '0'), 4}
                           : Exponent{first, 3};
}

}  // namespace

FundingRows::FundingRows(const TableFacts& /*facts*/) : stamps_(fields_, Column::calc_time) {}

bool FundingRows::append_time(std::int64_t stamp) {
    std::int64_t recorded = 0;
    if (!stamps_.to_ns(stamp, recorded)) {
        return false;
    }
    const std::int64_t boundary = (recorded + hour_ns / 2) / hour_ns * hour_ns;
    if (recorded - boundary > late_ns_max || boundary - recorded > late_ns_max) {
        return fields_.refuse({.column = Column::calc_time,
                               .what = "is more than a minute from a full hour",
                               .hint = "settlements are at full hours: is the unit right?"});
    }
    if (!funding_.ts.empty() && boundary <= funding_.ts.back()) {
        return fields_.refuse(problem_of_order(Column::calc_time, funding_.ts.back(), boundary));
    }
    funding_.ts.push_back(boundary);
    funding_.ts_recorded.push_back(recorded);
    return true;
}

bool FundingRows::read_rate(const char*& at, Decimal& rate) {
    const char* const end = read_decimal(at, rate);
    const Exponent exponent = end == nullptr ? Exponent{} : exponent_at(end);
    if (exponent.length != 0 && end[exponent.length] == '\n') {
        rate.places += exponent.places;
        at = end + exponent.length + 1;
        return true;
    }
    return fields_.decimal(at, {Column::rate, '\n'}, rate);
}

const char* FundingRows::read(const char* at) {
    std::int64_t stamp = 0;
    std::int64_t hours = 0;
    if (!fields_.integer(at, {Column::calc_time}, stamp) ||
        !fields_.integer(at, {Column::interval_hours}, hours)) {
        return nullptr;
    }
    const bool negative = *at == '-';
    at += negative ? 1 : 0;
    Decimal share;
    if (!read_rate(at, share) || !append_time(stamp)) {
        return nullptr;
    }
    std::int64_t mantissa = 0;
    if (share.places > rate_digits || !scaled(share, rate_digits, mantissa)) {
        static_cast<void>(fields_.refuse(problem_of_size(Column::rate, share, rate_digits)));
        return nullptr;
    }
    if (hours < 1 || hours > hours_max) {
        static_cast<void>(fields_.refuse({.column = Column::interval_hours,
                                          .what = "is not between 1 and 24",
                                          .hint = "funding is settled at least once a day"}));
        return nullptr;
    }
    funding_.rate_e12.push_back(negative ? -mantissa : mantissa);
    funding_.interval_ns.push_back(hours * hour_ns);
    return at;
}

Result<TableRows> FundingRows::finish() {
    funding_.mark_e8.assign(size(), TL_NONE);
    return TableRows{.layout = ArchiveLayout::funding, .columns = std::move(funding_)};
}

}  // namespace tradelab
