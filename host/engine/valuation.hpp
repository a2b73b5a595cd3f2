#pragma once

#include "core/limits.hpp"
#include "core/money.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "engine/kernel_options.hpp"
#include "engine/run_record.hpp"
#include "portfolio/exposure.hpp"
#include "portfolio/portfolio.hpp"
#include "risk/gate.hpp"

#include <tradelab/abi/strategy.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace tradelab {

// The equity of the account after each bar: the curve, and what the gate must know of it.
//
// Bar after bar of one instrument, with all else standing still, equity is a straight line of the
// close: one multiply-add a bar.  Both ways to a point of the curve give the same integers.
class Valuation {
public:
    Valuation(const Portfolio& portfolio, RiskGate& gate, CurveRecording recording)
        : portfolio_(&portfolio), gate_(&gate), recording_(recording) {}

    void reserve(EquityCurve& curve, std::size_t bars) const;

    // A position, balance or mark has changed: the line is of yesterday.
    void forget_line() { line_.reset(); }

    // One point, from the portfolio as it stands.  `exposure` is what is held, at last prices.
    [[nodiscard]] Status point(EquityCurve& curve, UnixNanos now, Cash exposure);

    // A point for each bar of one instrument, next to each other.  `others` is the exposure of all
    // other instruments.
    [[nodiscard]] Status bars(EquityCurve& curve,
                              InstrumentId instrument,
                              const tl_ev_bar* first,
                              std::uint32_t count,
                              Cash others);

    [[nodiscard]] bool has_line() const { return line_.has_value(); }

    // Moves what is still held back into the curve: before anybody reads it.
    void flush(EquityCurve& curve);

private:
    // The line of the instrument, ready for the loop.
    struct Line {
        Exposure exact;
        std::int64_t constant = 0;
        std::int64_t factor = 0;
        std::int64_t down = 1;
        // Prices up to here fit into 64 bits; 0: none does.
        std::int64_t price_max = 0;
        Cash others;
    };

    // Points on their way into the curve: orders cut a run into stretches of a few bars, and to
    // append each of them alone costs more than to work it out.
    static constexpr std::size_t staged_max = 4 * limits::batch_in_process;
    struct Points {
        std::array<std::int64_t, staged_max> ts;
        std::array<std::int64_t, staged_max> equity;
        std::array<std::int64_t, staged_max> exposure;
    };

    // Both write behind what is staged.  False where these bars need more than one multiplication:
    // then nothing is done.
    [[nodiscard]] bool plain_points(const tl_ev_bar* first, std::uint32_t count);
    [[nodiscard]] Status exact_points(InstrumentId instrument,
                                      const tl_ev_bar* first,
                                      std::uint32_t count);
    [[nodiscard]] std::uint32_t within_day(const tl_ev_bar* first, std::uint32_t count) const;
    [[nodiscard]] Line line_of(InstrumentId instrument, Cash others) const;
    void observe(std::int64_t ts, Cash equity);

    const Portfolio* portfolio_;
    RiskGate* gate_;
    CurveRecording recording_;
    std::optional<Line> line_;
    std::int64_t next_day_ = INT64_MIN;  // the first instant of the day that comes next
    std::optional<Cash> peak_;
    Points points_;
    std::size_t staged_ = 0;
};

}  // namespace tradelab
