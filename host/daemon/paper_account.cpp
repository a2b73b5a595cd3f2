#include "daemon/paper_account.hpp"

#include "paper/command_text.hpp"
#include "paper/idle_record.hpp"
#include "paper/latch.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace tradelab {

// As in a session: to be latched without a record is safe, to be resumed without one is not.
Status PaperAccount::Idle::hold(const PaperCommand& command) const {
    if (command.verb == PaperVerb::stop || command.verb == PaperVerb::panic) {
        return engage_paper_latch(*disk, folder, latch_of(command));
    }
    if (command.verb == PaperVerb::resume) {
        const auto recorded = record_idle_command(*disk, folder, command);
        return recorded ? lift_paper_latch(*disk, folder) : recorded;
    }
    return {};
}

Status PaperAccount::Idle::obey(const PaperCommand& command) {
    if (command.instance || command.verb > PaperVerb::panic) {
        return fail(ErrorCode::not_found,
                    "no strategy trades on this account",
                    "name some in tradelabd.toml, [paper] strategies");
    }
    if (auto good = check_command(command); !good) {
        return good;
    }
    if (trouble) {
        write_record();
    }
    // What holds is on record before what lifts it, or the next start would take them the other way
    // round.
    const bool is_resume = command.verb == PaperVerb::resume;
    if (is_resume && trouble) {
        return fail(*trouble);
    }
    auto latched = hold(command);
    if (!latched && is_resume) {
        return latched;
    }
    take(command);
    const std::string verb(paper_verb_text(command.verb));
    if (trouble) {
        return fail(*trouble, verb + " holds, but it could not be put on record yet");
    }
    if (!latched) {
        return fail(std::move(latched).error(),
                    verb + " holds, the record says so; but the latch file, which others see");
    }
    return {};
}

// It holds from here on, whether or not it can be put on record.
void PaperAccount::Idle::take(const PaperCommand& command) {
    const PaperMode mode = mode_after(view.mode, command.verb);
    if (command.verb != PaperVerb::resume && (!trouble || mode != view.mode)) {
        unrecorded.push_back(command);
        write_record();
    }
    view.mode = mode;
    view.last_command = command;
    ++view.commands;
}

Status PaperAccount::Idle::obey_latch() {
    const auto latch = read_paper_latch(*disk, folder);
    if (!latch) {
        return fail(latch.error());
    }
    if (!*latch) {
        return {};
    }
    const PaperCommand asked = command_of(**latch);
    if (mode_after(view.mode, asked.verb) != view.mode) {
        take(asked);
    }
    return {};
}

void PaperAccount::Idle::read_record() {
    auto standing = read_idle_standing(*disk, folder);
    if (!standing) {
        trouble = std::move(standing).error();
        return;
    }
    view.mode = standing->mode;
    view.last_command = std::move(standing->last_command);
    view.commands = standing->commands;
}

void PaperAccount::Idle::write_record() {
    trouble.reset();
    while (!unrecorded.empty()) {
        if (auto done = record_idle_command(*disk, folder, unrecorded.front()); !done) {
            trouble = std::move(done).error();
            return;
        }
        unrecorded.erase(unrecorded.begin());
    }
    if (auto there = read_idle_standing(*disk, folder); !there) {
        trouble = std::move(there).error();
    }
}

Result<PaperAccount> PaperAccount::idle(Disk& disk, Disk::Path folder, Cash capital) {
    if (auto made = disk.make_directories(folder); !made) {
        return fail(std::move(made).error(), "making the folder of the paper account");
    }
    Idle idle{.disk = &disk, .folder = std::move(folder), .view = {}, .record = {}};
    idle.view.asset = "USDT";
    idle.view.statement.cash = capital;
    idle.view.statement.opening = capital;
    idle.view.statement.equity = capital;
    idle.view.day_opening = capital;
    idle.view.high = capital;
    idle.view.free_spot = capital;
    idle.view.gross_exposure = Cash();
    idle.read_record();
    const bool is_unread = idle.trouble.has_value();
    if (auto obeyed = idle.obey_latch(); !obeyed) {
        return fail(std::move(obeyed).error());
    }
    if (is_unread) {
        idle.view.mode = mode_after(idle.view.mode, PaperVerb::stop);  // it may have said so
    }
    return PaperAccount(std::move(idle));
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
    return std::get<Idle>(kind_).obey(command);
}

Status PaperAccount::obey_latch() {
    if (auto* session = std::get_if<PaperSession>(&kind_)) {
        return session->obey_latch();
    }
    return std::get<Idle>(kind_).obey_latch();
}

void PaperAccount::catch_up() {
    auto* idle = std::get_if<Idle>(&kind_);
    if (idle != nullptr && idle->trouble) {
        idle->write_record();
    }
}

std::vector<std::string> PaperAccount::needs() const {
    const auto* idle = std::get_if<Idle>(&kind_);
    if (idle == nullptr || !idle->trouble) {
        return {};
    }
    return {
        "what was commanded while nothing traded cannot be read or put on record; what holds goes "
        "on holding, and it is tried again (a damaged " +
        idle_journal_path(idle->folder).string() +
        ": restore it and its .mark file from a backup, or move both away): " +
        describe(*idle->trouble)};
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
