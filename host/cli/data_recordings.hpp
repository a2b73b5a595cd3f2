#pragma once

#include "cli/session.hpp"
#include "document/json_value.hpp"
#include "ingest/import_plan.hpp"
#include "ingest/read_ticks.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

// Recorded ticks among the files of an import.  Nothing in the store is made of them, and who
// recorded them learns what their times are worth.
namespace tradelab {

struct TickRecording {
    std::filesystem::path path = {};
    std::uint64_t lines = 0;
    std::optional<ReceiverClock> clock = {};  // nothing where no line is of an event
    std::optional<Error> error = {};          // of a file that is no recording
};

[[nodiscard]] std::vector<TickRecording> read_recordings(Session& session, const ImportPlan& plan);

// Why it is passed over, and what its clock says: "recorded ticks are not imported: ...".
[[nodiscard]] std::string recording_text(const TickRecording& recording);

// An entry of passed_over: file, why, and the receiver's clock in numbers.
[[nodiscard]] JsonValue recording_json(const TickRecording& recording);

}  // namespace tradelab
