#pragma once

#include <cstddef>
#include <cstdint>

namespace tradelab {

// From where on the validator complains.  The defaults are set so that the hours of recorded BTC
// and ETH, spot and perpetual, crashes included, raise a spike or two a year.
struct IntegrityOptions {
    // Of each defect, how many places are kept; the rest is counted.  Bounded so that a file that
    // is wrong in every row costs no more memory than one that is wrong in fifty.
    std::size_t places_max = 50;

    // A move is a spike when it is larger than `spike_floor_bps` of the price, 1e-4, and larger
    // than `spike_multiple` times the median absolute move from close to close of the 64 bars
    // before it.  The median keeps its calm when some of the 64 are wild themselves.
    std::uint64_t spike_multiple = 25;
    double spike_floor_bps = 100;

    // A bar that opens this far from where the one just before it closed.  Trading is continuous:
    // hourly bars of 2017, thinly traded, come to 230.
    double jump_bps = 300;

    // A bar that opens at this multiple of the close just before, or at this part of it, is told in
    // another unit: no market opens so.
    std::int64_t scale_multiple = 4;

    // A volume above this multiple of the running mean (weight 1/64, outliers clipped at 8 times):
    // quote asset recorded for base is a factor of thousands, a crash a factor of fifty.
    double volume_multiple = 1'000;

    // Bars of zero volume in a row that are a stretch: one may be chance, three are an outage.
    std::size_t zero_volume_stretch = 3;

    // Binance caps BTCUSDT at 0.3 %, most others at 2 to 3 % per settlement.
    std::int64_t funding_rate_max_e12 = 30'000'000'000;

    // A stamp that is at most this late is the venue's habit (1 to 16 ms are common), later ones a
    // defect.
    std::int64_t late_stamp_max_ns = 60'000'000'000;

    // |perp - spot| / spot at the close, after the first day.  The worst hours of 2020-03-13 came
    // to 257 bps.
    double basis_max_bps = 200;
    // |last - mark| / mark at the close; and how far a high or low may lie beyond the mark's.
    double mark_apart_bps = 100;
    double mark_wick_bps = 500;
};

}  // namespace tradelab
