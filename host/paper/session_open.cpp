#include "document/sha256.hpp"
#include "journal/trial_lines.hpp"
#include "lab/run_instances.hpp"
#include "paper/command_text.hpp"
#include "paper/feed.hpp"
#include "paper/manifest.hpp"
#include "paper/records.hpp"
#include "paper/session_state.hpp"

#include <utility>

// A session begun, or taken up again.
namespace tradelab {
namespace {

PaperFeed feed_of(const PaperOptions& options) {
    return {.candidates = options.candidates,
            .catalogue = options.catalogue,
            .venues = options.venues,
            .options = options.options};
}

Failure no_act(const Disk::Path& path, const Chronicle::Written& record) {
    return fail(ErrorCode::malformed,
                "'" + path.native() + "': record " + std::to_string(record.seq) + " is of kind '" +
                    paper_record_text(record.kind.type) + "', where a step or a command begins",
                "the journal was edited, or written by another version: keep the folder as "
                "evidence, and begin another session in an empty one");
}

}  // namespace

PaperSession::State::State(PaperOptions given, BacktestPlan planned)
    : options(std::move(given)), plan(std::move(planned)), tape(plan), now(plan.data_from) {
    manifest = paper_manifest_text(options.candidates, options.venues, plan, options.options);
}

Status PaperSession::State::seat_players() {
    instruments = traded(plan.instruments, options.venues);
    const PaperCells* const cells = options.cells ? &*options.cells : nullptr;
    for (const Candidate& candidate : options.candidates) {
        auto player = start_player(candidate, instruments, plan.data_from, cells);
        if (!player) {
            return fail(std::move(player).error());
        }
        const InstanceId id(static_cast<std::uint32_t>(seats.size() + 1));
        seats.push_back(std::make_unique<Seat>(id, *std::move(player), answers));
    }
    return {};
}

Status PaperSession::State::assemble() {
    if (auto seated = seat_players(); !seated) {
        return seated;
    }
    std::vector<SeatedStrategy> seated;
    for (const auto& seat : seats) {
        seated.push_back(seat->seated());
    }
    auto made = open_paper_desk(feed_of(options), plan, tape, seated);
    if (!made) {
        return fail(std::move(made).error());
    }
    opened = *std::move(made);
    teller.emplace(desk().instruments());
    return {};
}

Status PaperSession::State::open_files() {
    if (auto made = options.disk.make_directories(options.folder); !made) {
        return made;
    }
    auto written = Chronicle::open(options.disk, options.folder / "journal", paper_journal_kind);
    if (!written) {
        return fail(std::move(written).error());
    }
    journal.emplace(*std::move(written));
    if (const auto* begun = journal->ahead(); begun != nullptr && begun->kind == paper_manifest) {
        manifest = manifest_as_begun(
            std::move(manifest), begun->payload, options.venues, plan.instruments);
        if (auto same = check_same_manifest(journal->path(), begun->payload, manifest); !same) {
            return same;
        }
    }
    auto taped = Chronicle::open(options.disk, options.folder / "tape", paper_tape_kind);
    if (!taped) {
        return fail(std::move(taped).error());
    }
    tape_file.emplace(*std::move(taped));
    const RecordTimes times{.event = plan.from, .written = now};
    auto told = journal->tell(paper_manifest, times, manifest);
    told = !told ? told : journal->sync();
    told = !told ? told
                 : tape_file->tell(tape_session, times, "manifest " + sha256_hex(manifest) + "\n");
    return !told ? told : tape_file->sync();
}

Status PaperSession::State::do_again(const Chronicle::Written& act) {
    if (act.kind == paper_step) {
        TrialLines lines(act.payload);
        const UnixNanos until(lines.number<std::int64_t>("until_ns"));
        const bool is_step = lines.wrong().empty() && lines.at_end();
        // Warm-up, the first of all, ends where it begins when nothing lies before the start.
        const bool is_later = until > now || (steps == 0 && until == now);
        return is_step && is_later && until <= plan.to ? step(until) : no_act(journal->path(), act);
    }
    if (act.kind != paper_command) {
        return no_act(journal->path(), act);
    }
    const auto command = decode_command(act.payload);
    if (!command) {
        return fail(command.error(), "'" + journal->path().native() + "'");
    }
    const bool is_known =
        !command->instance || (command->instance->value() >= 1 &&
                               command->instance->value() <= options.candidates.size() &&
                               !is_retired(*command->instance));
    return is_known ? obey(*command) : no_act(journal->path(), act);
}

Status PaperSession::State::do_again() {
    while (journal->ahead() != nullptr) {
        const Chronicle::Written act = *journal->ahead();
        if (auto done = do_again(act); !done) {
            return done;
        }
    }
    if (const auto* more = tape_file->ahead()) {
        return fail(ErrorCode::hash_mismatch,
                    "'" + tape_file->path().native() + "': record " + std::to_string(more->seq) +
                        " is of rows that the journal knows nothing of",
                    "tape and journal are not of one session, or the journal was cut: restore both "
                    "from one backup");
    }
    // Warm-up is a step like any other, taken when a session begins.
    if (steps == 0) {
        if (auto warmed = step(plan.from); !warmed) {
            return warmed;
        }
    }
    return obey_latch();
}

Result<PaperSession> PaperSession::open(PaperOptions options) {
    auto plan = plan_paper(feed_of(options), options.cells ? &*options.cells : nullptr);
    if (!plan) {
        return fail(std::move(plan).error());
    }
    auto state = std::make_unique<State>(std::move(options), *std::move(plan));
    auto ready = state->assemble();
    ready = !ready ? ready : state->open_files();
    ready = !ready ? ready : state->do_again();
    if (!ready) {
        return fail(std::move(ready).error());
    }
    return PaperSession(std::move(state));
}

}  // namespace tradelab
