#include "bench/cross_strategy.hpp"

TL_STRATEGY(bench::Cross)
