#pragma once

#include "core/result.hpp"
#include "core/time.hpp"
#include "engine/replay.hpp"
#include "lab/backtest_plan.hpp"
#include "paper/chronicle.hpp"
#include "portfolio/row_hash.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace tradelab {

// What the market handed to a step, by series.  The rows themselves lie in sealed files, which the
// manifest names by their hashes, so that a hash of what was delivered is enough.
class Tape final : public FeedListener {
public:
    explicit Tape(const BacktestPlan& plan);

    void delivered(const SourceSpec& source, const MarketWindow& events) override;

    // Ends a step: what is to be written of it.  Empty: nothing was delivered.
    [[nodiscard]] std::vector<std::string> take_step();

private:
    struct Row {
        SourceSpec spec;  // instrument, kind, interval
        std::string series;
        std::string files_sha256;
        std::uint64_t count = 0;
        UnixNanos first = {};
        UnixNanos last = {};
        RowHash hash = {};
    };

    std::vector<Row> series_;
};

// SHA-256 over what a step has written, or "none".
[[nodiscard]] std::string hash_of_step(const std::vector<std::string>& rows);

}  // namespace tradelab
