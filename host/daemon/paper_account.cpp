#include "daemon/paper_account.hpp"

#include "paper/command_text.hpp"
#include "paper/idle_record.hpp"
#include "paper/latch.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace tradelab {

namespace {

// As in a session: to be latched without a record is safe, to be resumed without one is not.
Status hold(Disk& disk, const Disk::Path& folder, const PaperCommand& command) {
    if (command.verb == PaperVerb::stop || command.verb == PaperVerb::panic) {
        return engage_paper_latch(disk, folder, latch_of(command));
    }
    if (command.verb == PaperVerb::resume) {
        const auto recorded = record_idle_command(disk, folder, command);
        return recorded ? lift_paper_latch(disk, folder) : recorded;
    }
    return {};
}

void apply(const PaperCommand& command, PaperView& view) {
    view.mode = mode_after(view.mode, command.verb);
    view.last_command = command;
    ++view.commands;
}

Status obey(Disk& disk, const Disk::Path& folder, const PaperCommand& command, PaperView& view) {
    if (command.instance || command.verb > PaperVerb::panic) {
        return fail(ErrorCode::not_found,
                    "no strategy trades on this account",
                    "name some in tradelabd.toml, [paper] strategies");
    }
    auto good = check_command(command);
    auto done = good ? hold(disk, folder, command) : good;
    if (!done) {
        return done;
    }
    apply(command, view);
    if (command.verb == PaperVerb::resume) {
        return {};
    }
    const auto recorded = record_idle_command(disk, folder, command);
    return recorded ? Status()
                    : Status(fail(recorded.error(),
                                  std::string(paper_verb_text(command.verb)) +
                                      " holds, but it could not be put on record"));
}

}  // namespace

Result<PaperAccount> PaperAccount::idle(Disk& disk, Disk::Path folder, Cash capital) {
    if (auto made = disk.make_directories(folder); !made) {
        return fail(std::move(made).error(), "making the folder of the paper account");
    }
    auto standing = read_idle_standing(disk, folder);
    if (!standing) {
        return fail(std::move(standing).error());
    }
    Idle idle{.disk = &disk, .folder = std::move(folder), .view = {}, .record = {}};
    idle.view.mode = standing->mode;
    idle.view.last_command = std::move(standing->last_command);
    idle.view.commands = standing->commands;
    idle.view.asset = "USDT";
    idle.view.statement.cash = capital;
    idle.view.statement.opening = capital;
    idle.view.statement.equity = capital;
    idle.view.day_opening = capital;
    idle.view.high = capital;
    idle.view.free_spot = capital;
    idle.view.gross_exposure = Cash();
    PaperAccount account(std::move(idle));
    if (auto obeyed = account.obey_latch(); !obeyed) {
        return fail(std::move(obeyed).error());
    }
    return account;
}

std::optional<UnixNanos> PaperAccount::next_instant() const {
    const auto* session = std::get_if<PaperSession>(&kind_);
    return session == nullptr ? std::nullopt : session->next_instant();
}

Result<PaperStep> PaperAccount::advance(UnixNanos until) {
    auto* session = std::get_if<PaperSession>(&kind_);
    TL_CHECK_MSG(session != nullptr, "an idle account has no next instant");
    return session->advance(until);
}

Status PaperAccount::command(const PaperCommand& command) {
    if (auto* session = std::get_if<PaperSession>(&kind_)) {
        return session->command(command);
    }
    Idle& idle = std::get<Idle>(kind_);
    return obey(*idle.disk, idle.folder, command, idle.view);
}

Status PaperAccount::obey_latch() {
    if (auto* session = std::get_if<PaperSession>(&kind_)) {
        return session->obey_latch();
    }
    Idle& idle = std::get<Idle>(kind_);
    const auto latch = read_paper_latch(*idle.disk, idle.folder);
    if (!latch) {
        return fail(latch.error());
    }
    if (!*latch) {
        return {};
    }
    const PaperCommand asked = command_of(**latch);
    if (mode_after(idle.view.mode, asked.verb) == idle.view.mode) {
        return {};  // it is on record, or what is holds more
    }
    apply(asked, idle.view);
    return record_idle_command(*idle.disk, idle.folder, asked);
}

PaperView PaperAccount::view() const {
    const auto* session = std::get_if<PaperSession>(&kind_);
    return session == nullptr ? std::get<Idle>(kind_).view : session->view();
}

const RunRecord& PaperAccount::record() const {
    const auto* session = std::get_if<PaperSession>(&kind_);
    return session == nullptr ? std::get<Idle>(kind_).record : session->record();
}

const std::vector<PaperDay>& PaperAccount::days() const {
    const auto* session = std::get_if<PaperSession>(&kind_);
    return session == nullptr ? std::get<Idle>(kind_).days : session->days();
}

}  // namespace tradelab
