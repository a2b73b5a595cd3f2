#pragma once

// Deterministic mathematics: the same bits on every CPU and with every compiler.
//
// The C library's log, exp, pow, sin and cos are not correctly rounded, and pick other bits on
// other CPUs; a decision that hangs on one of them cannot be replayed elsewhere.  These use only
// IEEE + - * /, sqrt and bit patterns (see math/double_double.hpp for what the build must not do).
//
// | function        | error, at most                | arguments                                 |
// |-----------------|-------------------------------|-------------------------------------------|
// | log             | 0.53 ulp                      | all; subnormal ones too                   |
// | exp             | 0.53 ulp; 1 where subnormal   | all                                       |
// | pow             | 0.55 ulp; 1 where subnormal   | all                                       |
// | sin, cos        | 0.57 ulp                      | all finite ones, however large            |
// | normal_pdf      | 1 ulp                         | all                                       |
// | normal_cdf      | 2e-15 relative for x >= -37.5 | all; below, gradual underflow             |
// | normal_quantile | 4e-15 relative                | 0 to 1, the subnormal probabilities too   |
//
// The bounds are measured: tests/sdk/math_test.cpp and normal_test.cpp hold every function against
// 64-bit-mantissa references over millions of arguments.  math_bits_test.cpp pins the results
// bit by bit.  A NaN comes out as one fixed quiet NaN.  The sources of the formulas stand beside
// them.
//
// Inside a scope that says `using namespace tradelab::math`, the names collide with <cmath>: write
// math::log(x).

#include <tradelab/math/exponential.hpp>
#include <tradelab/math/normal.hpp>
#include <tradelab/math/trigonometry.hpp>
