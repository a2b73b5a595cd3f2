#pragma once

#include "core/result.hpp"
#include "history/catalogue.hpp"
#include "lab/backtest_plan.hpp"
#include "lab/backtest_run.hpp"
#include "lab/finer_series.hpp"
#include "lab/open_series.hpp"
#include "lab/venue_book.hpp"

#include <memory>
#include <thread>
#include <vector>

namespace tradelab {

// The series of a plan out of the store, ready to be read by one run.
struct StoredSeries {
    std::vector<OpenSeries> series;
    std::unique_ptr<FinerSeries> finer;  // nullptr where the plan has none
    // Ends first: it looks at the files behind `series`.  Nothing where they are short.
    std::jthread checks_ahead;
};

[[nodiscard]] Result<StoredSeries> open_stored(const Catalogue& catalogue,
                                               const VenueBook& venues,
                                               const BacktestPlan& plan,
                                               RunSpan span);

}  // namespace tradelab
