#include "paper/idle_record.hpp"

#include "journal/reader.hpp"
#include "journal/writer.hpp"
#include "paper/command_text.hpp"
#include "paper/records.hpp"

#include <chrono>
#include <string>
#include <utility>

namespace tradelab {
namespace {

// Nobody else writes there: a lock held longer is a process that hangs.
constexpr std::chrono::milliseconds patience(20);

}  // namespace

Disk::Path idle_journal_path(const Disk::Path& folder) {
    return folder / "idle";
}

Status record_idle_command(Disk& disk, const Disk::Path& folder, const PaperCommand& command) {
    auto writer = JournalWriter::open(
        disk, idle_journal_path(folder), {.kind = idle_journal_kind, .patience = patience});
    if (!writer) {
        return fail(std::move(writer).error());
    }
    const auto at = command.given_at;
    if (auto seq =
            writer->append(paper_command, {.event = at, .written = at}, encode_command(command));
        !seq) {
        return fail(std::move(seq).error());
    }
    const auto synced = writer->sync();
    return synced ? Status() : fail(synced.error());
}

Result<IdleStanding> read_idle_standing(const Disk& disk, const Disk::Path& folder) {
    IdleStanding out;
    const auto path = idle_journal_path(folder);
    auto reader = JournalReader::open(disk, path, ReadFrom::first_record, idle_journal_kind);
    if (!reader) {
        const bool never_begun = reader.error().code == ErrorCode::not_found;
        return never_begun ? Result<IdleStanding>(std::move(out)) : fail(std::move(reader).error());
    }
    while (true) {
        const auto next = reader->next();
        if (!next) {
            return fail(next.error());
        }
        if (!*next) {
            return out;
        }
        auto command = decode_command((*next)->payload);
        if (!command) {
            return fail(std::move(command).error(), "'" + path.native() + "'");
        }
        out.mode = mode_after(out.mode, command->verb);
        out.last_command = *std::move(command);
        ++out.commands;
    }
}

}  // namespace tradelab
