#include "engine/valuation.hpp"

#include "core/check.hpp"
#include "core/rounding.hpp"

#include <algorithm>
#include <chrono>
#include <limits>

namespace tradelab {
namespace {

constexpr std::int64_t day_ns = std::chrono::nanoseconds(std::chrono::hours(24)).count();

std::int64_t day_after(std::int64_t ts) {
    const std::int64_t rest = ts % day_ns;
    return ts - rest + (rest < 0 ? 0 : day_ns);
}

Failure overflow() {
    return fail(ErrorCode::overflow,
                "the equity of the account does not fit into 64 bits",
                "use amounts below 92 billion of an asset");
}

}  // namespace

void Valuation::Points::append_to(EquityCurve& curve, std::size_t count) const {
    curve.ts.insert(curve.ts.end(), ts.data(), ts.data() + count);
    curve.equity.insert(curve.equity.end(), equity.data(), equity.data() + count);
    curve.exposure.insert(curve.exposure.end(), exposure.data(), exposure.data() + count);
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
        line.price_max = slope == 0 ? most : room / slope;
    }
    return line;
}

// A chunk whose every price fits, of a line in whole 1e-8: one multiply-add a bar.
bool Valuation::plain_points(const tl_ev_bar* first, std::uint32_t count, Points& points) {
    const Line& line = *line_;
    const std::int64_t slope = line.factor < 0 ? -line.factor : line.factor;
    const std::int64_t others = line.others.mantissa();
    const std::int64_t constant = line.constant;
    const std::int64_t factor = line.factor;
    std::int64_t highest = 0;
    std::int64_t best = std::numeric_limits<std::int64_t>::min();
    for (std::uint32_t i = 0; i < count; ++i) {
        highest = std::max(highest, first[i].close);
    }
    if (line.down != 1 || highest > line.price_max || first[count - 1].h.ts_event >= next_day_) {
        return false;
    }
    for (std::uint32_t i = 0; i < count; ++i) {
        const std::int64_t close = first[i].close;
        const std::int64_t equity = constant + close * factor;
        best = std::max(best, equity);
        points.ts[i] = first[i].h.ts_event;
        points.equity[i] = equity;
        points.exposure[i] = close * slope + others;
    }
    observe(first[count - 1].h.ts_event, Cash(best));
    return true;
}

Status Valuation::exact_points(InstrumentId instrument,
                               const tl_ev_bar* first,
                               std::uint32_t count,
                               Points& points) {
    const Line& line = *line_;
    for (std::uint32_t i = 0; i < count; ++i) {
        const auto equity = line.exact.at(Price(first[i].close));
        const auto value = portfolio_->value_at(instrument, Price(first[i].close));
        if (!equity || !value) {
            return overflow();
        }
        observe(first[i].h.ts_event, *equity);
        points.ts[i] = first[i].h.ts_event;
        points.equity[i] = equity->mantissa();
        points.exposure[i] =
            (value->mantissa() < 0 ? -*value : *value).mantissa() + line.others.mantissa();
    }
    return {};
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
        const std::uint32_t part =
            std::min<std::uint32_t>(count - done, static_cast<std::uint32_t>(chunk));
        if (!plain_points(first + done, part, points_)) {
            if (auto exact = exact_points(instrument, first + done, part, points_); !exact) {
                return exact;
            }
        }
        if (recording_ == CurveRecording::full) {
            points_.append_to(curve, part);
        }
        done += part;
    }
    return {};
}

}  // namespace tradelab
