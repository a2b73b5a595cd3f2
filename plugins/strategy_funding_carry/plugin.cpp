#include "funding_carry.hpp"

TL_STRATEGY(funding_carry::FundingCarry)
