#include "history/row_rules.hpp"

#include "history/sealed_format.hpp"

#include <algorithm>
#include <array>

namespace tradelab {
namespace {

Failure fail_row(std::uint64_t row, const std::string& what, std::string hint) {
    return fail(ErrorCode::malformed, sealed::row_text(row) + ": " + what, std::move(hint));
}

std::string time_text(std::int64_t ts) {
    return ts == TL_NONE ? std::string("no time") : iso_text(UnixNanos(ts));
}

Failure fail_order(I64Span ts, std::size_t row) {
    return fail_row(
        row,
        time_text(ts[row]) + " follows " + time_text(ts[row - 1]),
        "rows must be in the order of time, each time once: sort them and drop doubles");
}

Status check_increasing(I64Span ts) {
    for (std::size_t i = 1; i < ts.size(); ++i) {
        if (ts[i] <= ts[i - 1]) {
            return fail_order(ts, i);
        }
    }
    return {};
}

Status check_grid(I64Span ts, BarInterval interval) {
    const auto step = static_cast<std::uint64_t>(interval.length().count());
    for (std::size_t i = 0; i < ts.size(); ++i) {
        // Most rows follow the one before by one step: no division for them.  Unsigned, because
        // the distance of two int64 may need 64 bits.
        const bool next =
            i > 0 &&
            static_cast<std::uint64_t>(ts[i]) - static_cast<std::uint64_t>(ts[i - 1]) == step;
        if (!next && ts[i] % interval.length().count() != 0) {
            return fail_row(i,
                            time_text(ts[i]) + " is not on the grid of " + interval.text(),
                            "a bar's time is its close, a multiple of the interval");
        }
    }
    return {};
}

Status check_positive(std::string_view column, I64Span values) {
    const auto bad = std::ranges::find_if(values, [](std::int64_t v) { return v <= 0; });
    if (bad != values.end()) {
        return fail_row(static_cast<std::uint64_t>(bad - values.begin()),
                        std::string(column) + " is not positive",
                        "a price is; leave the row out, its place is then a hole");
    }
    return {};
}

Status check_not_negative(std::string_view column, I64Span values) {
    const auto bad = std::ranges::find_if(values, [](std::int64_t v) { return v < 0; });
    if (bad != values.end()) {
        return fail_row(static_cast<std::uint64_t>(bad - values.begin()),
                        std::string(column) + " is negative",
                        "an amount never is");
    }
    return {};
}

// TL_NONE is allowed where a price may be unknown.
Status check_positive_or_none(std::string_view column, I64Span values) {
    const auto bad =
        std::ranges::find_if(values, [](std::int64_t v) { return v <= 0 && v != TL_NONE; });
    if (bad != values.end()) {
        return fail_row(static_cast<std::uint64_t>(bad - values.begin()),
                        std::string(column) + " is not positive",
                        "where it is unknown, say so by TL_NONE");
    }
    return {};
}

struct Named {
    std::string_view name;
    I64Span values;
};

Status check_all_positive(std::span<const Named> columns) {
    for (const auto& [name, values] : columns) {
        if (auto checked = check_positive(name, values); !checked) {
            return checked;
        }
    }
    return {};
}

Status check_amount(Named amount, std::span<const std::uint8_t> known, std::uint8_t bit) {
    if (auto checked = check_not_negative(amount.name, amount.values); !checked) {
        return checked;
    }
    for (std::size_t i = 0; i < known.size(); ++i) {
        if (amount.values[i] != 0 && (known[i] & bit) == 0) {
            return fail_row(i,
                            std::string(amount.name) + " has a value and is said to be unknown",
                            "set its bit of `known`, or leave the value 0");
        }
    }
    return {};
}

Status check_values(const BarView& v) {
    const std::array prices = {
        Named{"open", v.open}, Named{"high", v.high}, Named{"low", v.low}, Named{"close", v.close}};
    if (auto checked = check_all_positive(prices); !checked) {
        return checked;
    }
    struct Amount {
        Named column;
        std::uint8_t bit;
    };
    const std::array amounts = {
        Amount{{"volume", v.volume}, TL_BAR_KNOWS_VOLUME},
        Amount{{"quote_volume", v.quote_volume_e8}, TL_BAR_KNOWS_QUOTE_VOLUME},
        Amount{{"taker_buy_volume", v.taker_buy_volume}, TL_BAR_KNOWS_TAKER},
        Amount{{"trades", v.trades}, TL_BAR_KNOWS_TRADES}};
    for (const auto& [column, bit] : amounts) {
        if (auto checked = check_amount(column, v.known, bit); !checked) {
            return checked;
        }
    }
    constexpr std::uint8_t all =
        TL_BAR_KNOWS_VOLUME | TL_BAR_KNOWS_QUOTE_VOLUME | TL_BAR_KNOWS_TAKER | TL_BAR_KNOWS_TRADES;
    for (std::size_t i = 0; i < v.size(); ++i) {
        if ((v.known[i] & ~all) != 0) {
            return fail_row(i, "`known` has bits that mean nothing", "use TL_BAR_KNOWS_* only");
        }
    }
    return check_increasing(v.ts);
}

Status check_ids(const TradeView& v) {
    const bool known = v.id[0] != TL_NONE;
    for (std::size_t i = 0; i < v.size(); ++i) {
        if ((v.id[i] != TL_NONE) != known || (known && v.id[i] < 0)) {
            return fail_row(i,
                            "the trade's id is missing or negative, others have one",
                            "a file knows the ids of all its trades or of none");
        }
        if (known && i > 0 && v.ts[i] == v.ts[i - 1] && v.id[i] <= v.id[i - 1]) {
            return fail_row(i,
                            "the trade's id " + std::to_string(v.id[i]) + " follows " +
                                std::to_string(v.id[i - 1]),
                            "within one time the ids must grow: sort the rows, drop doubles");
        }
    }
    return {};
}

Status check_values(const TradeView& v) {
    const std::array prices = {Named{"price", v.price}, Named{"quantity", v.quantity}};
    if (auto checked = check_all_positive(prices); !checked) {
        return checked;
    }
    for (std::size_t i = 0; i < v.size(); ++i) {
        if (v.aggressor[i] < -1 || v.aggressor[i] > 1) {
            return fail_row(i, "the aggressor is none of -1, 0 and 1", "0 is unknown");
        }
        if (i > 0 && v.ts[i] < v.ts[i - 1]) {
            return fail_order(v.ts, i);
        }
    }
    return check_ids(v);
}

Status check_values(const FundingView& v) {
    if (auto checked = check_positive("interval", v.interval_ns); !checked) {
        return checked;
    }
    if (auto checked = check_positive_or_none("mark", v.mark_e8); !checked) {
        return checked;
    }
    const auto none = std::ranges::find(v.rate_e12, TL_NONE);
    if (none != v.rate_e12.end()) {
        return fail_row(static_cast<std::uint64_t>(none - v.rate_e12.begin()),
                        "the rate is missing",
                        "a settlement without a rate is no row: leave it out");
    }
    return check_increasing(v.ts);
}

Status check_values(const MarkView& v) {
    const std::array prices = {Named{"open", v.open_e8},
                               Named{"high", v.high_e8},
                               Named{"low", v.low_e8},
                               Named{"close", v.close_e8}};
    if (auto checked = check_all_positive(prices); !checked) {
        return checked;
    }
    if (auto checked = check_positive_or_none("index", v.index_e8); !checked) {
        return checked;
    }
    return check_increasing(v.ts);
}

Status check_lengths(SeriesKind kind, const ColumnsView& rows) {
    const auto specs = sealed::columns_of(kind);
    const auto raw = sealed::raw_columns(rows);
    for (std::size_t i = 0; i < raw.size(); ++i) {
        if (raw[i].size() != rows_of(rows) * specs[i].width()) {
            return fail(ErrorCode::malformed,
                        "the column " + std::string(specs[i].name) + " has " +
                            std::to_string(raw[i].size() / specs[i].width()) + " values and not " +
                            std::to_string(rows_of(rows)),
                        "give every column one value for each row");
        }
    }
    return {};
}

}  // namespace

Status check_rows(const Series& series, const ColumnsView& rows) {
    if (kind_of(rows) != series.kind()) {
        return fail(ErrorCode::invalid_argument,
                    "rows of " + std::string(series_kind_text(kind_of(rows))) + " for the series " +
                        series.text(),
                    "give rows of the series' own kind");
    }
    const std::size_t count = rows_of(rows);
    if (count == 0 || count > sealed::rows_max) {
        return fail(count == 0 ? ErrorCode::data_missing : ErrorCode::too_large,
                    series.text() + ": " + std::to_string(count) + " rows in one file",
                    count == 0 ? "there is nothing to seal" : "split them by month");
    }
    if (auto lengths = check_lengths(series.kind(), rows); !lengths) {
        return lengths;
    }
    const I64Span ts = times_of(rows);
    if (const auto none = std::ranges::find(ts, TL_NONE); none != ts.end()) {
        return fail_row(static_cast<std::uint64_t>(none - ts.begin()),
                        "the time is missing",
                        "a row without a time cannot be kept");
    }
    if (auto values = std::visit([](const auto& held) { return check_values(held); }, rows);
        !values) {
        return values;
    }
    return series.interval() ? check_grid(ts, *series.interval()) : Status{};
}

}  // namespace tradelab
