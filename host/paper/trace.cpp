#include "paper/trace.hpp"

#include "document/sha256.hpp"
#include "journal/reader.hpp"
#include "journal/trial_lines.hpp"
#include "paper/command_text.hpp"
#include "paper/manifest.hpp"
#include "paper/record_text.hpp"
#include "paper/records.hpp"
#include "paper/tape.hpp"

#include <algorithm>
#include <utility>

namespace tradelab {
namespace {

Failure malformed(std::string what) {
    return fail(ErrorCode::malformed,
                std::move(what),
                "the journal was written by another version, or edited");
}

Result<TracedFill> traced(UnixNanos at, std::string_view text) {
    TrialLines lines(text);
    TracedFill out{.at = at};
    (void)lines.number<std::uint64_t>("order");
    out.instance = lines.number<std::uint32_t>("instance");
    out.instrument = lines.text("instrument");
    out.side = lines.text("side");
    (void)lines.number<int>("cause");
    out.price = lines.number<std::int64_t>("price");
    out.quantity = lines.number<std::int64_t>("quantity");
    out.fee = Cash(lines.number<std::int64_t>("fee_e8"));
    if (!lines.wrong().empty()) {
        return malformed("a fill with a wrong line '" + std::string(lines.wrong()) + "'");
    }
    return out;
}

// What one act has told, until its end shows that it was not torn off.
struct OpenAct {
    std::vector<TracedSignal> signals;
    std::vector<TracedFill> fills;
    std::optional<PaperCommand> command;
};

Status end_step(PaperTrace& out, OpenAct& act, const RecordView& record) {
    TrialLines lines(record.payload);
    out.decision_hash = lines.text("decisions");
    out.equity = Cash(lines.number<std::int64_t>("equity_e8"));
    (void)lines.number<std::uint64_t>("orders");
    (void)lines.number<std::uint64_t>("fills");
    (void)lines.text("mode");
    out.tape.emplace_back(lines.text("tape"));
    if (!lines.wrong().empty()) {
        return malformed("the end of an act with a wrong line '" + std::string(lines.wrong()) +
                         "'");
    }
    if (act.command) {
        out.commands.push_back({.step = out.steps.size(),
                                .verb = act.command->verb,
                                .instance = *act.command->instance});
    }
    out.until = record.times.event;
    out.steps.push_back(out.until);
    std::ranges::move(act.signals, std::back_inserter(out.signals));
    std::ranges::move(act.fills, std::back_inserter(out.fills));
    act = {};
    return {};
}

Status add_record(PaperTrace& out, OpenAct& act, const RecordView& record) {
    const UnixNanos at = record.times.event;
    if (record.kind == paper_manifest) {
        out.manifest = record.payload;
        out.from = at;
    } else if (record.kind == paper_command) {
        auto command = decode_command(record.payload);
        if (!command) {
            return fail(std::move(command).error());
        }
        if (is_of_the_watch(command->verb)) {
            act.command = *std::move(command);
        } else {
            out.commanded_at = at;
        }
    } else if (record.kind == paper_order) {
        act.signals.push_back({.at = at, .text = std::string(record.payload)});
    } else if (record.kind == paper_fill) {
        auto fill = traced(at, record.payload);
        if (!fill) {
            return fail(std::move(fill).error());
        }
        act.fills.push_back(*std::move(fill));
    } else if (record.kind == paper_done) {
        return end_step(out, act, record);
    }
    return {};
}

Status give(Kernel& kernel, const TracedCommand& command, UnixNanos now) {
    if (command.verb == PaperVerb::readmit) {
        kernel.release(command.instance);
    }
    return command.verb == PaperVerb::demote ? kernel.hold(command.instance, now) : Status();
}

// What a backtest has added to its record since the last step.
struct Counted {
    std::size_t orders = 0;
    std::size_t fills = 0;
};

Status add_step(PaperTrace& out, Counted& told, Desk& desk) {
    const RunRecord& record = desk.kernel().record();
    const auto name_of = [&](InstrumentId id) -> const std::string& {
        return desk.instruments()[id.value() - 1].name.text();
    };
    for (; told.orders < record.orders.size(); ++told.orders) {
        const OrderRecord& one = record.orders[told.orders];
        out.signals.push_back(
            {.at = one.decided_at,
             .text = order_text(one, told.orders, name_of(one.terms.instrument))});
    }
    for (; told.fills < record.fills.size(); ++told.fills) {
        const FillRecord& one = record.fills[told.fills];
        auto fill = traced(one.at, fill_text(one, name_of(one.instrument)));
        if (!fill) {
            return fail(std::move(fill).error());
        }
        out.fills.push_back(*std::move(fill));
    }
    return {};
}

}  // namespace

Result<PaperTrace> read_paper_trace(const Disk& disk, const Disk::Path& folder) {
    auto reader =
        JournalReader::open(disk, folder / "journal", ReadFrom::first_record, paper_journal_kind);
    if (!reader) {
        return fail(std::move(reader).error());
    }
    PaperTrace out;
    OpenAct act;
    while (!out.commanded_at) {
        const auto next = reader->next();
        if (!next) {
            return fail(next.error());
        }
        if (!*next) {
            break;
        }
        if (auto added = add_record(out, act, **next); !added) {
            return fail(std::move(added).error(), "'" + (folder / "journal").native() + "'");
        }
    }
    return out;
}

Result<PaperTrace> backtest_trace(const PaperFeed& feed, const PaperTrace& paper) {
    const auto plan = plan_paper(feed);
    if (!plan) {
        return fail(plan.error());
    }
    Tape tape(*plan);
    const auto opened = open_paper_desk(feed, *plan, tape);
    if (!opened) {
        return fail(opened.error());
    }
    Desk& desk = *(*opened)->desk;
    PaperTrace out;
    out.manifest =
        manifest_as_begun(paper_manifest_text(feed.candidates, feed.venues, *plan, feed.options),
                          paper.manifest,
                          feed.venues,
                          plan->instruments);
    out.from = out.until = plan->from;
    Counted told;
    auto command = paper.commands.begin();
    for (std::size_t step = 0; step < paper.steps.size(); ++step) {
        const UnixNanos until = paper.steps[step];
        if (command != paper.commands.end() && command->step == step) {
            // Who is not here is of another manifest, which is a reason of its own.
            const bool is_known = command->instance.value() <= feed.candidates.size();
            const auto given = is_known ? give(desk.kernel(), *command, until) : Status();
            if (!given) {
                return fail(given.error());
            }
            ++command;
        } else if (const auto advanced = desk.replay().advance(until); !advanced) {
            return fail(advanced.error());
        }
        out.until = until;
        out.steps.push_back(until);
        out.tape.push_back(hash_of_step(tape.take_step()));
        if (auto added = add_step(out, told, desk); !added) {
            return fail(std::move(added).error());
        }
    }
    out.decision_hash = desk.kernel().decision_hash();
    out.equity = desk.kernel().portfolio().equity();
    return out;
}

}  // namespace tradelab
