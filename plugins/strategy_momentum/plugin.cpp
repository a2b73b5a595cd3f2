#include "momentum.hpp"

TL_STRATEGY(momentum::Momentum)
