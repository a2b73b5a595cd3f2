#include "integrity/series_checks.hpp"

namespace tradelab {

void check_trades(const TradeView& v, Tally& tally) {
    for (std::size_t i = 0; i < v.size(); ++i) {
        if (v.price[i] <= 0 || v.quantity[i] <= 0) {
            tally.note(Defect::trade, v.ts[i]);
        }
        if (i == 0) {
            continue;
        }
        if (v.ts[i] < v.ts[i - 1]) {
            tally.note(Defect::time_order, v.ts[i]);
        } else if (v.ts[i] == v.ts[i - 1] && v.id[i] != TL_NONE && v.id[i] == v.id[i - 1]) {
            tally.note(Defect::duplicate, v.ts[i]);
        }
    }
}

}  // namespace tradelab
