#include "daemon/daemon.hpp"

#include "core/decimal.hpp"
#include "daemon/metrics.hpp"
#include "document/error_form.hpp"
#include "document/json_write.hpp"
#include "paper/command.hpp"
#include "paper/latch.hpp"
#include "paper/left_command.hpp"
#include "report/names.hpp"
#include "risk/refusal.hpp"

#include <algorithm>
#include <utility>

namespace tradelab {

namespace {

// A latch file, a signal and a stop of the feed are seen within this and the step in hand, which
// together stay below 50 ms; a command on the socket wakes it at once.
constexpr std::chrono::milliseconds rest_max(20);
// How often what could not be put into the lives of strategies is tried again; each time may cost
// the patience of who trades.
constexpr std::chrono::milliseconds watch_again(500);

std::optional<PaperVerb> verb_of(ControlVerb verb) {
    return paper_verb_of(control_verb_text(verb));
}

// What only warms strategies up is past: it is not waited for.
UnixNanos begins_at(const PaperView& view) {
    return std::max(view.now, view.feed_from);
}

std::string user_text(const Peer& peer) {
    return "user " + std::to_string(peer.user) + ", process " + std::to_string(peer.process);
}

}  // namespace

Daemon::Daemon(Parts parts, DaemonOptions options)
    : parts_(parts),
      options_(std::move(options)),
      begun_(parts_.clock.monotonic()),
      pace_({.feed = begins_at(parts_.account.view()), .monotonic = begun_}, options_.facts.speed) {
    const RunRecord& record = parts_.account.record();
    orders_told_ = record.orders.size();
    fills_told_ = record.fills.size();
    liquidations_told_ = record.liquidations.size();
    isolations_told_ = record.isolations.size();
}

bool Daemon::has_nothing_left() const {
    const bool trades = parts_.account.next_instant().has_value();
    return options_.at_end == EndOfFeed::end && !trades && !parts_.decay.is_behind() &&
           parts_.lab.is_at_rest();
}

Result<DaemonEnd> Daemon::end_of_all() const {
    if (!parts_.account.is_idle() || parts_.lab.is_searching_by_itself()) {
        return DaemonEnd::asked;
    }
    std::string why;
    for (const std::string& one : needs_a_person(parts_.account.view(), facts())) {
        why += (why.empty() ? "" : "; ") + one;
    }
    return fail(ErrorCode::data_missing, "there is no feed whose end could be awaited", why);
}

Result<DaemonEnd> Daemon::run() {
    while (options_.is_ending == nullptr || !options_.is_ending()) {
        if (auto watched = watch_decay(); !watched) {
            return fail(std::move(watched).error());
        }
        // Whoever cannot reach the socket writes the latch, and it holds as soon.
        if (auto obeyed = parts_.account.obey_latch(); !obeyed) {
            return fail(std::move(obeyed).error());
        }
        if (auto taken = take_up_left_command(); !taken) {
            return fail(std::move(taken).error());
        }
        serve(parts_.inbox.take());
        // What became of strategies here is on record before the next account takes any of them.
        if (parts_.lab.look(parts_.account) == LabDesk::Wish::another_account &&
            !parts_.decay.is_behind()) {
            return DaemonEnd::another_account;
        }
        const auto next = parts_.account.next_instant();
        if (has_nothing_left()) {
            return end_of_all();
        }
        if (const auto wait = rest(next); wait > std::chrono::nanoseconds(0)) {
            serve(parts_.inbox.wait(wait));
        } else if (auto stepped = step(*next); !stepped) {
            return fail(std::move(stepped).error());
        }
        tell_of_changes();
        tell_of_store();
    }
    return DaemonEnd::asked;
}

Status Daemon::take_up_left_command() {
    if (options_.paper.empty()) {
        return {};
    }
    const auto left = read_left_command(parts_.disk, options_.paper);
    if (!left || !*left) {
        left_taken_.reset();
        return left ? Status() : Status(fail(left.error()));
    }
    const auto latch = read_paper_latch(parts_.disk, options_.paper);
    if (!latch) {
        return fail(latch.error());
    }
    const PaperCommand& command = **left;
    if (left_taken_ != command.given_at) {
        left_taken_ = command.given_at;
        const bool is_too_late = is_overtaken(command, *latch);
        const Status done = is_too_late ? Status() : parts_.account.command(command);
        parts_.log.write(done && !is_too_late ? LogLevel::warning : LogLevel::error,
                         is_too_late ? "left_command_overtaken_by_the_latch" : "left_command",
                         {{"verb", paper_verb_text(command.verb)},
                          {"by", command.by},
                          {"reason", command.reason},
                          {"given_at", iso_text(command.given_at)},
                          {"error", done ? JsonValue() : JsonValue(describe(done.error()))}});
        left_is_settled_ = done.has_value();
    }
    // It is given once, whether or not its file can be removed: that is tried again.  What the
    // account refused the next start gives again.
    if (left_is_settled_) {
        (void)forget_left_command(parts_.disk, options_.paper);
    }
    return {};
}

std::chrono::nanoseconds Daemon::rest(std::optional<UnixNanos> next) const {
    if (!next) {
        return rest_max;
    }
    return std::min<std::chrono::nanoseconds>(pace_.until(*next, parts_.clock.monotonic()),
                                              rest_max);
}

Status Daemon::step(UnixNanos next) {
    const auto begun = parts_.clock.monotonic();
    const UnixNanos furthest = checked_add(next, length_.feed()).value_or(next);
    const auto stepped = parts_.account.advance(end_of_step(std::min(pace_.due(begun), furthest)));
    if (!stepped) {
        return fail(stepped.error());
    }
    length_.took(parts_.clock.monotonic() - begun);
    return {};
}

UnixNanos Daemon::end_of_step(UnixNanos until) const {
    if (parts_.decay.is_empty() || parts_.account.days().empty()) {
        return until;
    }
    return std::min(until, parts_.account.days().back().ended + std::chrono::hours(24));
}

Status Daemon::watch_decay() {
    const auto& days = parts_.account.days();
    const auto monotonic = parts_.clock.monotonic();
    const bool is_due = parts_.decay.is_behind() && monotonic - watched_ >= watch_again;
    if (parts_.decay.is_empty() || (days.size() == days_watched_ && !is_due)) {
        return {};
    }
    days_watched_ = days.size();
    watched_ = monotonic;
    const UnixNanos now = parts_.clock.now();
    for (const PaperCommand& command : parts_.decay.hear(days, parts_.account.view(), now)) {
        if (auto done = parts_.account.command(command); !done) {
            return done;
        }
        tell_of_decay(command);
    }
    const auto recorded = parts_.decay.record(now);
    const bool was_told = std::exchange(record_told_, parts_.decay.is_behind());
    if (record_told_ && !was_told) {
        parts_.log.write(
            LogLevel::error,
            "decay_not_recorded",
            {{"error", recorded ? JsonValue() : JsonValue(describe(recorded.error()))}});
    }
    return {};
}

void Daemon::tell_of_decay(const PaperCommand& command) {
    parts_.log.write(command.verb == PaperVerb::watch ? LogLevel::info : LogLevel::warning,
                     std::string(paper_verb_text(command.verb)),
                     {{"instance", command.instance->value()},
                      {"by", command.by},
                      {"reason", command.reason},
                      {"feed_time", iso_text(parts_.account.days().back().ended)}});
}

void Daemon::serve(const std::vector<PendingRequest>& requests) {
    for (const PendingRequest& request : requests) {
        const auto* asked = std::get_if<ControlRequest>(&request.asked);
        if (asked != nullptr &&
            (asked->verb == ControlVerb::events || asked->verb == ControlVerb::audit)) {
            ask_store(*asked, request);
        } else {
            request.answer(answer(request));
        }
    }
}

std::string Daemon::answer(const PendingRequest& request) {
    if (const auto* asked = std::get_if<ControlRequest>(&request.asked)) {
        return line_json(answer(*asked, request.peer));
    }
    return metrics_page(parts_.account.view(), facts(), resident_bytes(parts_.disk));
}

JsonValue Daemon::answer(const ControlRequest& request, const Peer& peer) {
    if (LabDesk::answers(request.verb)) {
        return parts_.lab.answer(request, peer, parts_.account, facts());
    }
    if (verb_of(request.verb)) {
        return obey(request, peer);
    }
    const PaperView view = parts_.account.view();
    const RunRecord& record = parts_.account.record();
    switch (request.verb) {
        case ControlVerb::pnl:
            return pnl_answer(view, facts());
        case ControlVerb::positions:
            return positions_answer(view, facts());
        case ControlVerb::orders:
            return orders_answer(view, facts(), record, request.last);
        case ControlVerb::fills:
            return fills_answer(view, facts(), record, request.last);
        case ControlVerb::funding:
            return funding_answer(view, facts(), record, request.last);
        case ControlVerb::risk:
            return risk_answer(view, facts());
        case ControlVerb::doctor:
            return doctor_answer(view, facts());
        default:
            return status_answer(view, facts());
    }
}

JsonValue Daemon::obey(const ControlRequest& request, const Peer& peer) {
    // What takes risk away is never refused for its wording.
    const PaperCommand command{
        .verb = *verb_of(request.verb),
        .by = user_text(peer),
        .reason = takes_risk_away(request.verb) ? command_text(request.reason) : request.reason,
        .given_at = parts_.clock.now()};
    const Status done = parts_.account.command(command);
    JsonObject told{
        {"verb", control_verb_text(request.verb)}, {"by", command.by}, {"reason", command.reason}};
    if (!done) {
        told.push_back({"error", describe(done.error())});
        parts_.log.write(LogLevel::error, "command_refused", std::move(told));
        return error_document(done.error());
    }
    parts_.log.write(LogLevel::warning, "command", std::move(told));
    return command_answer(parts_.account.view(), facts(), request.verb);
}

DaemonFacts Daemon::facts() const {
    DaemonFacts out = options_.facts;
    const auto now = parts_.clock.monotonic();
    out.up = now - begun_;
    out.log_lines_lost = parts_.log.lost();
    out.store_problem = parts_.store.problem();
    if (!parts_.account.is_idle() && options_.facts.speed) {
        out.feed_clock = pace_.due(now);
    }
    parts_.lab.add_to(out);
    for (auto& sentences : {parts_.decay.needs(), parts_.account.needs()}) {
        out.lab_needs.insert(out.lab_needs.end(), sentences.begin(), sentences.end());
    }
    return out;
}

void Daemon::tell_of_changes() {
    const RunRecord& record = parts_.account.record();
    const bool is_ended = !parts_.account.next_instant() && !parts_.account.is_idle();
    const bool is_new = record.orders.size() > orders_told_ || record.fills.size() > fills_told_ ||
                        record.liquidations.size() > liquidations_told_ ||
                        record.isolations.size() > isolations_told_;
    if (!is_new && is_ended == end_told_) {
        return;
    }
    for (; orders_told_ < record.orders.size(); ++orders_told_) {
        const OrderRecord& order = record.orders[orders_told_];
        if (order.refused_by_risk) {
            parts_.log.write(LogLevel::warning,
                             "order_refused",
                             {{"instance", order.instance.value()},
                              {"instrument", order.terms.instrument.value()},
                              {"reason", refusal_text(*order.refused_by_risk)},
                              {"feed_time", iso_text(order.decided_at)}});
        }
    }
    for (; fills_told_ < record.fills.size(); ++fills_told_) {
        const FillRecord& fill = record.fills[fills_told_];
        parts_.log.write(LogLevel::info,
                         "fill",
                         {{"instance", fill.instance.value()},
                          {"instrument", fill.instrument.value()},
                          {"side", side_text(fill.side)},
                          {"cause", fill_cause_text(fill.cause)},
                          {"realised", decimal_text(fill.realised)},
                          {"fee", decimal_text(fill.fee)},
                          {"feed_time", iso_text(fill.at)}});
    }
    for (; liquidations_told_ < record.liquidations.size(); ++liquidations_told_) {
        const LiquidationRecord& one = record.liquidations[liquidations_told_];
        parts_.log.write(LogLevel::error,
                         "liquidation",
                         {{"instrument", one.instrument.value()},
                          {"realised", decimal_text(one.realised)},
                          {"feed_time", iso_text(one.at)}});
    }
    for (; isolations_told_ < record.isolations.size(); ++isolations_told_) {
        const IsolationRecord& one = record.isolations[isolations_told_];
        parts_.log.write(LogLevel::error,
                         "strategy_isolated",
                         {{"instance", one.instance.value()},
                          {"why", one.why},
                          {"feed_time", iso_text(one.at)}});
    }
    if (is_ended && !end_told_) {
        parts_.log.write(LogLevel::warning, "feed_ended");
    }
    end_told_ = is_ended;
}

}  // namespace tradelab
