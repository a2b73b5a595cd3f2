#include "paper/session.hpp"

#include "core/check.hpp"
#include "lab/day.hpp"
#include "lab/run_instances.hpp"
#include "paper/command_text.hpp"
#include "paper/latch.hpp"
#include "paper/lines.hpp"
#include "paper/records.hpp"
#include "paper/session_state.hpp"

#include <algorithm>
#include <utility>

namespace tradelab {
namespace {

constexpr Duration day(day_ns);

// The first midnight that is not before.
UnixNanos day_end_from(UnixNanos at) {
    return UnixNanos((day_of_close(at.ns()) + 1) * day_ns);
}

}  // namespace

PaperSession::PaperSession(std::unique_ptr<State> state) : state_(std::move(state)) {}
PaperSession::PaperSession(PaperSession&&) noexcept = default;
PaperSession& PaperSession::operator=(PaperSession&&) noexcept = default;
PaperSession::~PaperSession() = default;

bool PaperSession::State::is_retired(InstanceId instance) const {
    return std::ranges::find(retired, instance) != retired.end();
}

bool PaperSession::State::is_demoted(InstanceId instance) const {
    return std::ranges::find(demoted, instance, &Demotion::instance) != demoted.end();
}

Result<bool> PaperSession::State::advance_by_days(UnixNanos until) {
    for (UnixNanos end = day_end_from(std::max(now + Duration(1), plan.from)); end < until;
         end = end + day) {
        if (auto advanced = desk().replay().advance(end); !advanced) {
            return advanced;
        }
        end_day(end);
    }
    auto advanced = desk().replay().advance(until);
    if (advanced && until >= plan.from && until == day_end_from(until)) {
        end_day(until);
    }
    return advanced;
}

void PaperSession::State::end_day(UnixNanos at) {
    PaperDay ended{.ended = at, .equity = {}, .closes = {}};
    for (std::uint32_t id = 1; id <= options.candidates.size(); ++id) {
        const Candidate& candidate = options.candidates[id - 1];
        ended.equity.push_back(desk().kernel().portfolio().equity(InstanceId(id)));
        ended.closes.push_back(
            desk().kernel().last_of(named(instruments, candidate.roles.front()).id));
    }
    days.push_back(std::move(ended));
}

const std::vector<PaperDay>& PaperSession::days() const {
    return state_->days;
}

Status PaperSession::State::keep_flat() {
    for (std::uint32_t id = 1; id <= options.candidates.size(); ++id) {
        if (mode != PaperMode::panicked && !is_retired(InstanceId(id))) {
            continue;
        }
        if (auto asked = desk().kernel().flatten(InstanceId(id), now); !asked) {
            return asked;
        }
    }
    return {};
}

Status PaperSession::State::recall_answers() {
    const auto run = journal->run_of(paper_answer);
    if (!run) {
        return fail(run.error());
    }
    std::vector<Answer> written;
    for (const std::string& payload : run->payloads) {
        auto answer = decode_answer(payload);
        if (!answer) {
            return fail(std::move(answer).error(), "'" + journal->path().native() + "'");
        }
        written.push_back(*std::move(answer));
    }
    answers.begin(std::move(written),
                  run->is_closed ? Answers::Written::all : Answers::Written::some);
    return {};
}

Status PaperSession::State::tell_answers() {
    for (const Answer& one : answers.given()) {
        if (auto told =
                journal->tell(paper_answer, {.event = now, .written = now}, encode_answer(one));
            !told) {
            return told;
        }
    }
    return {};
}

Status PaperSession::State::end_act() {
    const RunRecord& record = desk().kernel().record();
    if (auto told = tell_answers(); !told) {
        return told;
    }
    if (auto told = teller->tell(*journal, record, now); !told) {
        return told;
    }
    const auto rows = tape.take_step();
    const RecordTimes times{.event = now, .written = now};
    Lines lines;
    lines.add("decisions", desk().kernel().decision_hash());
    lines.add("equity_e8", desk().kernel().portfolio().equity().mantissa());
    lines.add("orders", record.orders.size()).add("fills", record.fills.size());
    lines.add("mode", paper_mode_text(mode));
    lines.add("tape", hash_of_step(rows));
    auto done = journal->tell(paper_done, times, lines.text());
    done = !done ? done : journal->sync();
    // The tape is behind the journal or even with it, and never before it.
    for (std::size_t at = 0; done && at < rows.size(); ++at) {
        done = tape_file->tell(tape_rows, times, rows[at]);
    }
    return !done ? done : tape_file->sync();
}

Status PaperSession::State::step(UnixNanos until) {
    Lines lines;
    lines.add("until_ns", until.ns());
    if (auto told = journal->tell(paper_step, {.event = until, .written = now}, lines.text());
        !told) {
        return told;
    }
    if (auto recalled = recall_answers(); !recalled) {
        return recalled;
    }
    const auto goes_on = advance_by_days(until);
    if (!goes_on) {
        return fail(goes_on.error());
    }
    now = until;
    has_ended = !*goes_on || now >= plan.to;
    ++steps;
    const auto flat = keep_flat();
    return !flat ? flat : end_act();
}

Status PaperSession::State::apply(const PaperCommand& command) {
    Kernel& kernel = desk().kernel();
    mode = mode_after(mode, command.verb);
    if (changes_trade(command.verb)) {
        last_command = command;
    }
    if (!is_of_the_watch(command.verb)) {
        commanded_at = commanded_at.value_or(now);
    }
    ++commands;
    if (command.verb == PaperVerb::resume) {
        kernel.resume();
        return {};
    }
    if (command.verb == PaperVerb::retire) {
        kernel.retire(*command.instance);
        retired.push_back(*command.instance);
        return keep_flat();
    }
    if (command.verb == PaperVerb::readmit) {
        kernel.release(*command.instance);
        std::erase_if(demoted,
                      [&](const Demotion& one) { return one.instance == command.instance; });
        return {};
    }
    if (command.verb == PaperVerb::watch) {
        watched.insert_or_assign(*command.instance,
                                 PaperWatch{.since = now, .under = command.reason});
        return {};
    }
    if (command.verb == PaperVerb::demote) {
        demoted.push_back({.instance = *command.instance, .why = command.reason});
        return kernel.hold(*command.instance, now);
    }
    const auto stopped = kernel.stop(now);
    return !stopped ? stopped : keep_flat();
}

Status PaperSession::State::obey(const PaperCommand& command) {
    auto done =
        journal->tell(paper_command, {.event = now, .written = now}, encode_command(command));
    // Whoever is told that it was done finds it again, whatever happens next.
    done = !done ? done : journal->sync();
    done = !done ? done : recall_answers();
    done = !done ? done : apply(command);
    return !done ? done : end_act();
}

Status PaperSession::State::command(const PaperCommand& command) {
    // To be latched without the journal is safe, to be resumed without it is not: so the latch goes
    // first in both cases.  What holds is what the journal says, and a latch adds to it.
    Status latched;
    if (command.verb == PaperVerb::resume) {
        latched = lift_paper_latch(options.disk, latch_folder());
    } else if (command.verb == PaperVerb::stop || command.verb == PaperVerb::panic) {
        latched = engage_paper_latch(options.disk, latch_folder(), latch_of(command));
    }
    if (!latched && command.verb == PaperVerb::resume) {
        return latched;  // nothing has changed
    }
    if (auto obeyed = obey(command); !obeyed) {
        failed = obeyed.error();
        return obeyed;
    }
    if (!latched) {
        return fail(std::move(latched).error(),
                    std::string(paper_verb_text(command.verb)) +
                        " holds, the journal says so; but the latch file, which others see");
    }
    return {};
}

Status PaperSession::State::obey_latch() {
    const auto latch = read_paper_latch(options.disk, latch_folder());
    if (!latch) {
        return fail(latch.error());
    }
    if (!*latch) {
        return {};
    }
    const PaperCommand asked = command_of(**latch);
    return mode_after(mode, asked.verb) == mode ? Status() : obey(asked);
}

Result<PaperStep> PaperSession::advance(UnixNanos until) {
    State& state = *state_;
    TL_CHECK_MSG(!state.has_finished, "a session that was finished goes no further");
    if (state.failed) {
        return fail(*state.failed);
    }
    const Teller::Told before = state.teller->told();
    until = std::min(until, state.plan.to);
    auto done = state.obey_latch();
    if (done && until > state.now) {
        done = state.step(until);
    }
    if (!done) {
        state.failed = done.error();
        return fail(*state.failed);
    }
    const Teller::Told& after = state.teller->told();
    return PaperStep{.now = state.now,
                     .has_ended = state.has_ended,
                     .orders = after.orders - before.orders,
                     .fills = after.fills - before.fills,
                     .settlements = after.funding - before.funding,
                     .decision_hash = state.desk().kernel().decision_hash()};
}

Status PaperSession::command(const PaperCommand& command) {
    State& state = *state_;
    TL_CHECK_MSG(!state.has_finished, "a session that was finished takes no command");
    if (state.failed) {
        return fail(*state.failed);
    }
    if (auto good = check_command(command); !good) {
        return good;
    }
    if (command.instance) {
        const std::uint32_t id = command.instance->value();
        if (id < 1 || id > state.options.candidates.size() || state.is_retired(*command.instance)) {
            return fail(ErrorCode::not_found,
                        "instance " + std::to_string(id) + " does not run here",
                        "name one that the status shows and that is not retired");
        }
        const bool is_demoted = state.is_demoted(*command.instance);
        if ((command.verb == PaperVerb::demote && is_demoted) ||
            (command.verb == PaperVerb::readmit && !is_demoted)) {
            return fail(ErrorCode::invalid_argument,
                        "instance " + std::to_string(id) +
                            (is_demoted ? " is demoted already" : " is not demoted"));
        }
    }
    return state.command(command);
}

Status PaperSession::obey_latch() {
    State& state = *state_;
    TL_CHECK_MSG(!state.has_finished, "a session that was finished obeys no more");
    if (state.failed) {
        return fail(*state.failed);
    }
    auto done = state.obey_latch();
    if (!done) {
        state.failed = done.error();
    }
    return done;
}

PaperView PaperSession::view() const {
    TL_CHECK_MSG(!state_->has_finished, "a session that was finished is read from its outcome");
    return state_->view();
}

const RunRecord& PaperSession::record() const {
    TL_CHECK_MSG(!state_->has_finished, "the record of a finished session is in its outcome");
    return state_->desk().kernel().record();
}

const BacktestPlan& PaperSession::plan() const {
    return state_->plan;
}

const std::string& PaperSession::manifest() const {
    return state_->manifest;
}

std::optional<UnixNanos> PaperSession::next_instant() const {
    return state_->desk().replay().next_instant();
}

Result<RunOutcome> PaperSession::finish() {
    State& state = *state_;
    TL_CHECK_MSG(!state.has_finished, "a session is finished once");
    if (state.failed) {
        return fail(*state.failed);
    }
    state.has_finished = true;
    state.answers.begin({}, Answers::Written::some);
    return state.desk().replay().finish();
}

}  // namespace tradelab
