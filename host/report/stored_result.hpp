#pragma once

#include "core/result.hpp"
#include "document/json_value.hpp"
#include "lab/backtest_result.hpp"
#include "os/disk.hpp"
#include "report/metrics.hpp"

#include <string>
#include <vector>

namespace tradelab {

// What is known of a result that lies in a folder: enough to show and to compare it.
struct StoredResult {
    std::string name;  // of the folder
    std::string result_hash;
    std::string asset;
    std::string from;  // ISO 8601 UTC
    std::string to;
    bool is_synthetic = false;
    // Every file was held against the checksum that the manifest has of it, and the manifest
    // against its own.  Not so where it was written before there were any.
    bool is_proven = false;
    // The manifest, flat: "instances/0/parameters/fast" "12 bars", in its order.
    std::vector<NamedValue> facts;
    std::vector<Metric> metrics;
};

// Reads manifest.json and metrics.json of a folder.  Err: what is missing, malformed or not what
// was written (hash_mismatch; of the other files, too), with file and place.  Facts and metrics
// that this version does not know are kept.
[[nodiscard]] Result<StoredResult> read_stored_result(const Disk& disk, const Disk::Path& folder);

// The same of a result that has not been written.
[[nodiscard]] Result<StoredResult> stored_of(const BacktestResult& result, std::string name);

}  // namespace tradelab
