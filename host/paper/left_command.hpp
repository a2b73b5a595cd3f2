#pragma once

#include "core/result.hpp"
#include "os/disk.hpp"
#include "paper/command.hpp"
#include "paper/latch.hpp"

#include <optional>

// A pause or a resume that a person gave while nobody was there to obey: a file beside the latch,
// which the next start takes up.  Stop and panic have the latch.
namespace tradelab {

[[nodiscard]] Disk::Path left_command_path(const Disk::Path& folder);

// Durable when this returns; the last one that is left counts.
[[nodiscard]] Status leave_paper_command(Disk& disk,
                                         const Disk::Path& folder,
                                         const PaperCommand& command);

// Nothing where there is none.  A file that cannot be understood counts as pause.
[[nodiscard]] Result<std::optional<PaperCommand>> read_left_command(const Disk& disk,
                                                                    const Disk::Path& folder);

// Gone for good when this returns; none there is fine.
[[nodiscard]] Status forget_left_command(Disk& disk, const Disk::Path& folder);

// A resume that lifts nothing: the latch was set after it, or nobody knows when.
[[nodiscard]] bool is_overtaken(const PaperCommand& left, const std::optional<PaperLatch>& latch);

}  // namespace tradelab
