#pragma once

#include "core/result.hpp"
#include "os/disk.hpp"
#include "paper/command.hpp"

#include <cstdint>
#include <optional>

namespace tradelab {

// What was commanded while nothing traded, in the folder of the accounts: an account that trades
// has its own journal, and nobody's word may be lost for want of one.
inline constexpr const char* idle_journal_kind = "paper-idle";
[[nodiscard]] Disk::Path idle_journal_path(const Disk::Path& folder);

// Durable when this returns.
[[nodiscard]] Status record_idle_command(Disk& disk,
                                         const Disk::Path& folder,
                                         const PaperCommand& command);

// What they have left so far.
struct IdleStanding {
    PaperMode mode = PaperMode::running;
    std::optional<PaperCommand> last_command = {};
    std::uint64_t commands = 0;
};
[[nodiscard]] Result<IdleStanding> read_idle_standing(const Disk& disk, const Disk::Path& folder);

}  // namespace tradelab
