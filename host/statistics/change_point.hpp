#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace tradelab {

// Bayesian online change points: R. P. Adams and D. J. C. MacKay, "Bayesian online changepoint
// detection", arXiv:0710.3742 (2007).  After each value, how probable it is that the present regime
// has lasted for 0, 1, 2 .. values, where each value begins a new one with the probability
// `hazard`, and within one they are normal with mean and variance unknown (normal-inverse-gamma
// prior; the predictions are Student's t).
//
// Pure and streaming: the answer hangs on the past alone, and what comes later changes no bit of
// it.
class ChangePoints {
public:
    struct Settings {
        double hazard = 1.0 / 250;
        // Longer ones are counted as this long, which bounds time and memory: by then the belief
        // about the regime hardly moves, and the hazard is the same for all.
        std::size_t run_max = 500;
        // The prior of a regime, in the unit of the values: its mean and how many values that is
        // worth; half the values that the variance is worth, and half their sum of squares.
        double mean = 0;
        double mean_weight = 1;
        double shape = 1;
        double scale = 1;
    };
    explicit ChangePoints(Settings settings);

    // A finite value.
    void step(double value);

    // probabilities()[r]: the regime holds r + 1 values, the last included; they sum to 1.
    [[nodiscard]] std::span<const double> probabilities() const { return probabilities_; }
    // The likeliest length, the shorter of equals; 0 before the first value.
    [[nodiscard]] std::size_t likeliest_run() const;
    // That the present regime holds at most so many values.
    [[nodiscard]] double began_within(std::size_t values) const;

private:
    // What is believed of a regime after its values.
    struct Belief {
        double mean = 0;
        double mean_weight = 0;
        double shape = 0;
        double scale = 0;
    };
    [[nodiscard]] double log_prediction(const Belief& belief, std::size_t run, double value) const;
    [[nodiscard]] static Belief after(const Belief& belief, double value);

    Settings settings_;
    std::vector<double> log_heights_;  // of the t density, for 0 .. run_max values
    std::vector<Belief> beliefs_;
    std::vector<double> probabilities_;
};

}  // namespace tradelab
