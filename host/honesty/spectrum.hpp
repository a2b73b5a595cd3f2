#pragma once

#include <complex>
#include <span>
#include <vector>

namespace tradelab {

// The discrete Fourier transform of a length that is a power of two, in place: sum of
// x[t] e^(-2 pi i k t / n).  J. W. Cooley, J. W. Tukey, "An algorithm for the machine calculation
// of complex Fourier series", Mathematics of Computation 19 (1965).  The same bits on every
// machine.
void transform(std::span<std::complex<double>> values);

// A series with the same mean and the same spectrum as `values`, whose phases are the given angles:
// one for each frequency between none and half the length, which is a power of two.
[[nodiscard]] std::vector<double> with_phases(std::span<const double> values,
                                              std::span<const double> angles);

}  // namespace tradelab
