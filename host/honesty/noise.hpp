#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

// Markets in which nothing can be known: what a lab promotes in them it has promoted falsely.
namespace tradelab {

// What happened in one bar, relative to its open.
struct Shock {
    double move = 0;   // close / open - 1
    double peak = 0;   // high / open - 1, at least 0 and the move
    double floor = 0;  // low / open - 1, at most 0 and the move
    double sigma = 0;  // the deviation that was expected of the move
};

// The families, by what they keep of real markets:
//
//   student          fat tails: independent Student t of four degrees of freedom, 3 % a day
//   garch            fat tails and calm and wild times: GARCH(1,1) with Student t5 shocks
//   sign_blocks      recorded bars in their order; each day's bars are mirrored or not, by a coin
//   phase_volatility recorded volatility with its memory at all lags: the spectrum of its logarithm
//                    (of absolute moves, smoothed) is kept and its phases are drawn (J. Theiler et
//                    al., "Testing for nonlinearity in time series: the method of surrogate data",
//                    Physica D 58, 1992), times independent normals.  Surrogates of the moves
//                    themselves would keep their autocorrelation over the whole series: an edge,
//                    not noise.
enum class NoiseFamily : std::uint8_t { student = 1, garch, sign_blocks, phase_volatility };

[[nodiscard]] std::string_view noise_family_text(NoiseFamily family);

// What the last two families are made of: bars in order.
struct NoiseBase {
    std::vector<Shock> shocks;
    std::string source;  // a sentence
};

// A base for where no recorded data is: a GARCH path of a fixed seed, and it says so.
[[nodiscard]] NoiseBase made_up_base();

// The noise of one market, bar by bar.  Bars of eight hours.
//
// Every number depends on the seed and its place alone.  In all families the expected move is 0
// whatever was before; peaks and floors are those of Brownian bridges, so that stops and targets
// expect nothing either.
class Noise {
public:
    // `base` outlives this; the first two families do not look at it.
    Noise(NoiseFamily family, const NoiseBase& base, std::uint64_t seed, std::size_t bars);
    Noise(Noise&&) noexcept;
    Noise& operator=(Noise&&) noexcept;
    Noise(const Noise&) = delete;
    Noise& operator=(const Noise&) = delete;
    ~Noise();

    // The next bar, with `drift` added to its move.
    [[nodiscard]] Shock next(double drift);

    // The deviation of a bar's move over the long run.
    [[nodiscard]] double sigma() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

inline constexpr double noise_bars_per_year = 365.0 * 3;

}  // namespace tradelab
