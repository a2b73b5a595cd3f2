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
    // The disk outlives it.  The latch in `folder` is the one that a later session obeys.
    [[nodiscard]] static Result<PaperAccount> idle(Disk& disk, Disk::Path folder, Cash capital);

    // As those of PaperSession; an idle account has no next instant and never steps.
    [[nodiscard]] std::optional<UnixNanos> next_instant() const;
    [[nodiscard]] Result<PaperStep> advance(UnixNanos until);
    [[nodiscard]] Status command(const PaperCommand& command);
    [[nodiscard]] Status obey_latch();
    [[nodiscard]] PaperView view() const;
    [[nodiscard]] const RunRecord& record() const;
    [[nodiscard]] const std::vector<PaperDay>& days() const;

    [[nodiscard]] bool is_idle() const { return std::holds_alternative<Idle>(kind_); }

private:
    struct Idle {
        Disk* disk;
        Disk::Path folder;
        PaperView view;
        RunRecord record;
        std::vector<PaperDay> days = {};
    };
    explicit PaperAccount(Idle idle) : kind_(std::move(idle)) {}

    std::variant<Idle, PaperSession> kind_;
};

}  // namespace tradelab
