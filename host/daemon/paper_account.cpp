#include "daemon/paper_account.hpp"

#include "paper/latch.hpp"

#include <utility>

namespace tradelab {

namespace {

PaperMode mode_of(PaperLatchLevel level) {
    return level == PaperLatchLevel::panic ? PaperMode::panicked : PaperMode::stopped;
}

Status obey(Disk& disk, const Disk::Path& folder, const PaperCommand& command, PaperView& view) {
    const auto latch = [&](PaperLatchLevel level) {
        return engage_paper_latch(disk,
                                  folder,
                                  {.level = level,
                                   .by = command.by,
                                   .reason = command.reason,
                                   .given_at = command.given_at});
    };
    Status done;
    PaperMode mode = view.mode;
    switch (command.verb) {
        case PaperVerb::pause:
            mode = mode == PaperMode::running ? PaperMode::paused : mode;
            break;
        case PaperVerb::resume:
            done = lift_paper_latch(disk, folder);
            mode = PaperMode::running;
            break;
        case PaperVerb::stop:
            done = latch(PaperLatchLevel::stop);
            mode = mode == PaperMode::panicked ? mode : PaperMode::stopped;
            break;
        case PaperVerb::panic:
            done = latch(PaperLatchLevel::panic);
            mode = PaperMode::panicked;
            break;
        case PaperVerb::retire:
        case PaperVerb::demote:
        case PaperVerb::readmit:
        case PaperVerb::watch:
            return fail(ErrorCode::not_found,
                        "no strategy trades on this account",
                        "name some in tradelabd.toml, [paper] strategies");
    }
    if (done) {
        view.mode = mode;
        view.last_command = command;
        ++view.commands;
    }
    return done;
}

}  // namespace

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
    if (*latch) {
        idle.view.mode = mode_of((*latch)->level);
    }
    return {};
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
