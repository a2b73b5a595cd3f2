#include "engine/valuation.hpp"

#include "core/check.hpp"
#include "core/rounding.hpp"

#include <algorithm>
#include <bit>
#include <chrono>
#include <limits>

namespace tradelab {
namespace {

constexpr std::int64_t day_ns = std::chrono::nanoseconds(std::chrono::hours(24)).count();

std::int64_t day_after(std::int64_t ts) {
    const std::int64_t rest = ts % day_ns;
    return ts - rest + (rest < 0 ? 0 : day_ns);
}

std::int64_t rounded_down(std::int64_t value, std::int64_t by) {
    const std::int64_t whole = value / by;
    return whole - (value % by < 0 ? 1 : 0);
}

Failure overflow() {
    return fail(ErrorCode::overflow,
                "the equity of the account does not fit into 64 bits",
                "use amounts below 92 billion of an asset");
}

}  // namespace

void Valuation::flush(EquityCurve& curve) {
    const auto append = [&](std::vector<std::int64_t>& to, const auto& from) {
        to.insert(to.end(), from.data(), from.data() + staged_);
    };
    append(curve.ts, points_.ts);
    append(curve.equity, points_.equity);
    append(curve.exposure, points_.exposure);
    staged_ = 0;
}

void Valuation::reserve(EquityCurve& curve, std::size_t bars) const {
    if (recording_ == CurveRecording::full) {
        curve.ts.reserve(bars);
        curve.equity.reserve(bars);
        curve.exposure.reserve(bars);
    }
}

void Valuation::observe(std::int64_t ts, Cash equity) {
    if (ts >= next_day_ || !peak_ || equity > *peak_) {
        gate_->observe(UnixNanos(ts), equity);
        next_day_ = day_after(ts);
        peak_ = peak_ ? std::max(*peak_, equity) : equity;
    }
}

Status Valuation::point(EquityCurve& curve, UnixNanos now, Cash exposure) {
    const Cash equity = portfolio_->equity();
    observe(now.ns(), equity);
    if (recording_ == CurveRecording::full) {
        flush(curve);
        curve.ts.push_back(now.ns());
        curve.equity.push_back(equity.mantissa());
        curve.exposure.push_back(exposure.mantissa());
    }
    return {};
}

Valuation::Line Valuation::line_of(InstrumentId instrument, Cash others) const {
    Line line{.exact = portfolio_->exposure(instrument), .others = others};
    line.constant = line.exact.raw_constant();
    line.factor = line.exact.raw_factor();
    line.down = line.exact.down();
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    if (line.exact.is_narrow()) {
        const std::int64_t room = most - (line.constant < 0 ? -line.constant : line.constant);
        const std::int64_t slope = line.factor < 0 ? -line.factor : line.factor;
        // The next power of two above the slope: half of the prices that fit are enough, and a
        // shift is quicker than a division.
        line.price_max =
            slope == 0 ? most : room >> std::bit_width(static_cast<std::uint64_t>(slope));
    }
    return line;
}

// Bars of one day whose every price fits: one multiply-add a bar, and a division where the line is
// not one of whole 1e-8.  It wraps where a price does not fit, and then what was written is not
// kept.
bool Valuation::plain_points(const tl_ev_bar* first, std::uint32_t count) {
    const Line& line = *line_;
    if (!line.exact.is_narrow()) {
        return false;
    }
    const auto constant = static_cast<std::uint64_t>(line.constant);
    const auto others = static_cast<std::uint64_t>(line.others.mantissa());
    const auto factor = static_cast<std::uint64_t>(line.factor);
    const std::uint64_t slope = line.factor < 0 ? -factor : factor;
    std::int64_t* ts = points_.ts.data() + staged_;
    std::int64_t* equity = points_.equity.data() + staged_;
    std::int64_t* exposure = points_.exposure.data() + staged_;
    if (factor == 0 && line.down == 1) {
        for (std::uint32_t i = 0; i < count; ++i) {
            ts[i] = first[i].h.ts_event;
        }
        std::fill_n(equity, count, line.constant);
        std::fill_n(exposure, count, line.others.mantissa());
        observe(ts[count - 1], Cash(line.constant));
        return true;
    }
    std::int64_t highest = 0;
    std::int64_t lowest = std::numeric_limits<std::int64_t>::max();
    for (std::uint32_t i = 0; i < count; ++i) {
        const std::int64_t close = first[i].close;
        const auto raw = static_cast<std::uint64_t>(close);
        highest = std::max(highest, close);
        lowest = std::min(lowest, close);
        ts[i] = first[i].h.ts_event;
        equity[i] = static_cast<std::int64_t>(constant + raw * factor);
        exposure[i] = static_cast<std::int64_t>(raw * slope);
    }
    if (highest > line.price_max) {
        return false;
    }
    for (std::uint32_t i = 0; i < count && line.down != 1; ++i) {
        equity[i] = rounded_down(equity[i], line.down);
        exposure[i] = -rounded_down(-exposure[i], line.down);
    }
    for (std::uint32_t i = 0; i < count && others != 0; ++i) {
        exposure[i] = static_cast<std::int64_t>(static_cast<std::uint64_t>(exposure[i]) + others);
    }
    const std::int64_t best = line.factor < 0 ? lowest : highest;
    observe(ts[count - 1], line.exact.cash(line.constant + best * line.factor));
    return true;
}

Status Valuation::exact_points(InstrumentId instrument,
                               const tl_ev_bar* first,
                               std::uint32_t count) {
    const Line& line = *line_;
    for (std::uint32_t i = 0; i < count; ++i) {
        const auto equity = line.exact.at(Price(first[i].close));
        const auto value = portfolio_->value_at(instrument, Price(first[i].close));
        if (!equity || !value) {
            return overflow();
        }
        observe(first[i].h.ts_event, *equity);
        points_.ts[staged_ + i] = first[i].h.ts_event;
        points_.equity[staged_ + i] = equity->mantissa();
        points_.exposure[staged_ + i] = magnitude(*value).mantissa() + line.others.mantissa();
    }
    return {};
}

// How many of these bars come before the next day; one where none does.
std::uint32_t Valuation::within_day(const tl_ev_bar* first, std::uint32_t count) const {
    if (first[count - 1].h.ts_event < next_day_) {
        return count;
    }
    std::uint32_t within = 0;
    while (first[within].h.ts_event < next_day_) {
        ++within;
    }
    return std::max<std::uint32_t>(within, 1);
}

Status Valuation::bars(EquityCurve& curve,
                       InstrumentId instrument,
                       const tl_ev_bar* first,
                       std::uint32_t count,
                       Cash others) {
    if (!line_) {
        line_ = line_of(instrument, others);
    }
    for (std::uint32_t done = 0; done < count;) {
        const auto room = static_cast<std::uint32_t>(staged_max - staged_);
        const std::uint32_t part = within_day(first + done, std::min(count - done, room));
        if (!plain_points(first + done, part)) {
            if (auto exact = exact_points(instrument, first + done, part); !exact) {
                return exact;
            }
        }
        done += part;
        staged_ += recording_ == CurveRecording::full ? part : 0;
        if (staged_ == staged_max) {
            flush(curve);
        }
    }
    return {};
}

}  // namespace tradelab
