#pragma once

#include "core/result.hpp"
#include "core/time.hpp"
#include "os/disk.hpp"
#include "paper/command.hpp"

#include <cstdint>
#include <optional>
#include <string>

// The kill latch: a file of its own beside the journal, so that whoever can write to the folder can
// stop a session, whether it runs or not.  A session looks at it when it opens and before every
// step.
namespace tradelab {

enum class PaperLatchLevel : std::uint8_t { stop, panic };

struct PaperLatch {
    PaperLatchLevel level = PaperLatchLevel::stop;
    std::string by = {};
    std::string reason = {};
    UnixNanos given_at = {};

    friend bool operator==(const PaperLatch&, const PaperLatch&) = default;
};

// The command that a latch stands for, and the latch of a stop or a panic.
[[nodiscard]] PaperCommand command_of(const PaperLatch& latch);
[[nodiscard]] PaperLatch latch_of(const PaperCommand& command);

[[nodiscard]] Disk::Path paper_latch_path(const Disk::Path& folder);

// Durable when this returns.  A panic is never weakened to a stop, and neither is a file that
// cannot be understood: it may have been one.
[[nodiscard]] Status engage_paper_latch(Disk& disk,
                                        const Disk::Path& folder,
                                        const PaperLatch& latch);

// Nothing where there is none.  A file that cannot be understood counts as stop, with what is wrong
// as its reason: a damaged latch must not let anything through.
[[nodiscard]] Result<std::optional<PaperLatch>> read_paper_latch(const Disk& disk,
                                                                 const Disk::Path& folder);

// Gone for good when this returns; none there is fine.
[[nodiscard]] Status lift_paper_latch(Disk& disk, const Disk::Path& folder);

}  // namespace tradelab
