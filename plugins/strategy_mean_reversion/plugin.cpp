#include "mean_reversion.hpp"

TL_STRATEGY(mean_reversion::MeanReversion)
