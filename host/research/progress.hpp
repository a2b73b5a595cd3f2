#pragma once

#include "core/result.hpp"
#include "core/time.hpp"
#include "document/json_value.hpp"
#include "os/disk.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tradelab {

// What a campaign is at.
enum class SearchPhase : std::uint8_t {
    searching,  // ideas on explore
    judging,    // the gate looks at the finalists
    ended,
};

[[nodiscard]] std::string_view search_phase_text(SearchPhase phase);

// How far a campaign has come, kept in a file while it runs, so that others can look, whoever
// started it.
struct SearchProgress {
    std::string campaign = {};  // SHA-256 of what is searched
    std::uint64_t seed = 0;
    bool is_synthetic = false;
    SearchPhase phase = SearchPhase::searching;
    std::uint64_t tried = 0;
    // Of those, what the ledger held already: a campaign that was taken up runs them again.
    std::uint64_t known = 0;
    std::uint64_t budget = 0;
    std::optional<std::string> best_sharpe = {};  // a year, on explore; decimal text
    std::int64_t process = 0;
    UnixNanos begun_at = {};
    UnixNanos written_at = {};
    std::int64_t cpu_ms = 0;
    std::string outcome = {};  // a sentence, once it has ended
    std::string verdict = {};  // id of the verdict, where there is one
    // What became of its ideas and of the best of them, line by line, once it has ended.
    std::vector<std::string> page = {};

    friend bool operator==(const SearchProgress&, const SearchProgress&) = default;
};

// "tradelab.search-progress/1"
[[nodiscard]] JsonValue json_of(const SearchProgress& progress);
// Strict: anything else than json_of() makes is malformed.
[[nodiscard]] Result<SearchProgress> parse_search_progress(std::string_view text);

// One writer at a time; a reader finds the old one or the new one.
[[nodiscard]] Status keep_progress(Disk& disk,
                                   const Disk::Path& file,
                                   const SearchProgress& progress);
// Nothing where there is no such file.
[[nodiscard]] Result<std::optional<SearchProgress>> read_progress(const Disk& disk,
                                                                  const Disk::Path& file);

// Trials a minute so far, and how many minutes it will take at that rate; nothing before the first.
struct SearchRate {
    std::int64_t trials_per_minute = 0;
    std::int64_t minutes_left = 0;
};
[[nodiscard]] std::optional<SearchRate> rate_of(const SearchProgress& progress);

}  // namespace tradelab
