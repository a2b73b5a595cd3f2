#pragma once

#include "control/request.hpp"
#include "core/time.hpp"
#include "document/json_value.hpp"
#include "engine/run_record.hpp"
#include "paper/view.hpp"
#include "risk/limits.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tradelab {

// What is true of the daemon rather than of the account.
struct DaemonFacts {
    RiskLimits limits;
    bool is_idle = false;
    std::uint64_t account = 0;  // the number of the folder that its journal is in; 0: none
    std::int64_t process = 0;
    std::chrono::nanoseconds up{0};
    std::optional<UnixNanos> feed_clock = {};  // where the feed stands by the clock on the wall
    std::optional<std::int64_t> speed = {};    // nothing: as fast as it goes
    std::uint64_t log_lines_lost = 0;
    std::optional<std::string> store_problem = {};
    std::string limits_sha256 = {};
    std::string settings_sha256 = {};
    // The history, where the daemon was told another one than the settings name: whoever decides on
    // what it found needs it.
    std::optional<std::string> store = {};
    // Of the lab beside trading.
    JsonObject research = {};
    std::vector<std::string> lab_needs = {};
    JsonValue consistency = {};  // of who waits for it
    bool takes_proven = false;
    std::string left_behind = {};  // what the account before still held, a sentence
    std::optional<std::uint64_t> account_number = {};  // of what was proven
};

// Documents with a schema each.  Money is decimal text.  Each says the moment that it is of: `now`
// of the feed, and `steps` and `commands` so far; two of the same moment have the same `equity`.
// Fees are positive where they were paid, funding where it was received.
[[nodiscard]] JsonValue status_answer(const PaperView& view, const DaemonFacts& facts);
[[nodiscard]] JsonValue pnl_answer(const PaperView& view, const DaemonFacts& facts);
[[nodiscard]] JsonValue risk_answer(const PaperView& view, const DaemonFacts& facts);
[[nodiscard]] JsonValue positions_answer(const PaperView& view, const DaemonFacts& facts);
// The newest `last`, the oldest of them first.
[[nodiscard]] JsonValue orders_answer(const PaperView& view,
                                      const DaemonFacts& facts,
                                      const RunRecord& record,
                                      std::uint32_t last);
[[nodiscard]] JsonValue fills_answer(const PaperView& view,
                                     const DaemonFacts& facts,
                                     const RunRecord& record,
                                     std::uint32_t last);
[[nodiscard]] JsonValue funding_answer(const PaperView& view,
                                       const DaemonFacts& facts,
                                       const RunRecord& record,
                                       std::uint32_t last);
// After a command: how things stand now that it holds.
[[nodiscard]] JsonValue command_answer(const PaperView& view,
                                       const DaemonFacts& facts,
                                       ControlVerb verb);
// What a person should know of the process itself.
[[nodiscard]] JsonValue doctor_answer(const PaperView& view, const DaemonFacts& facts);

// What a person must look at now, in sentences.
[[nodiscard]] std::vector<std::string> needs_a_person(const PaperView& view,
                                                      const DaemonFacts& facts);

}  // namespace tradelab
