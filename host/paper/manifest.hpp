#pragma once

#include "core/result.hpp"
#include "lab/backtest_plan.hpp"
#include "lab/backtest_run.hpp"
#include "lab/candidate.hpp"

#include <span>
#include <string>
#include <string_view>

namespace tradelab {

// All that a session depends on, as `key value` lines: the first record of its journal.
[[nodiscard]] std::string paper_manifest_text(std::span<const Candidate> candidates,
                                              const VenueBook& venues,
                                              const BacktestPlan& plan,
                                              const BacktestOptions& options);

// The same, where a session of before was begun with the hash of the whole venue files and these
// are what they were: other words for the same terms.
[[nodiscard]] std::string manifest_as_begun(std::string manifest,
                                            std::string_view begun,
                                            const VenueBook& venues,
                                            std::span<const InstrumentName> instruments);

// The files of a series: SHA-256 over their content hashes.
[[nodiscard]] std::string files_sha256(const CataloguedSeries& series);

// Whether any series of the plan was made up.
[[nodiscard]] DataOrigin origin_of(const BacktestPlan& plan);

// Err: refused, naming what a session was begun with and what it is opened with.
[[nodiscard]] Status check_same_manifest(const Disk::Path& journal,
                                         std::string_view begun,
                                         std::string_view opened);

}  // namespace tradelab
