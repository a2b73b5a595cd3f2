#pragma once

#include "core/money.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "engine/run_record.hpp"
#include "os/disk.hpp"
#include "paper/command.hpp"
#include "paper/days.hpp"
#include "paper/session.hpp"
#include "paper/view.hpp"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace tradelab {

// What the daemon looks after: a paper session, or an account on which nothing trades, so that one
// can look, latch and see metrics before the first strategy has earned its place.
class PaperAccount {
public:
    explicit PaperAccount(PaperSession session) : kind_(std::move(session)) {}
    // The disk outlives it.  The latch in `folder` is the one that a later session obeys.  Where
    // the record of what was commanded there cannot be read it is stopped: it may have said so.
    [[nodiscard]] static Result<PaperAccount> idle(Disk& disk, Disk::Path folder, Cash capital);

    // As those of PaperSession; an idle account has no next instant and never steps.
    [[nodiscard]] std::optional<UnixNanos> next_instant() const;
    [[nodiscard]] Result<PaperStep> advance(UnixNanos until);
    [[nodiscard]] Status command(const PaperCommand& command);
    [[nodiscard]] Status obey_latch();
    [[nodiscard]] PaperView view() const;
    [[nodiscard]] const RunRecord& record() const;
    [[nodiscard]] const std::vector<PaperDay>& days() const;

    // Of an idle account: whatever it could not read or put on record is tried again.
    void catch_up();
    // What a person must know of it, in sentences.
    [[nodiscard]] std::vector<std::string> needs() const;

    [[nodiscard]] bool is_idle() const { return std::holds_alternative<Idle>(kind_); }

private:
    struct Idle {
        Disk* disk;
        Disk::Path folder;
        PaperView view;
        RunRecord record;
        std::vector<PaperDay> days = {};
        // What holds and is not on record yet.  No more of them than there are modes, and one:
        // while there is trouble only what holds more than before is kept.
        std::vector<PaperCommand> unrecorded = {};
        std::optional<Error> trouble = {};  // why the record could not be read or written

        void read_record();
        void write_record();
        void take(const PaperCommand& command);
        [[nodiscard]] Status hold(const PaperCommand& command) const;
        [[nodiscard]] Status obey(const PaperCommand& command);
        [[nodiscard]] Status obey_latch();
    };
    explicit PaperAccount(Idle idle) : kind_(std::move(idle)) {}

    std::variant<Idle, PaperSession> kind_;
};

}  // namespace tradelab
