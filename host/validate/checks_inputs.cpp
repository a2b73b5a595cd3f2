#include "validate/checks_inputs.hpp"

#include "strategy/declaration.hpp"
#include "validate/exam.hpp"
#include "validate/intent_judge.hpp"
#include "validate/last_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <tuple>

namespace tradelab {
namespace {

// What of a decision does not depend on how prices are written.  A target said again because its
// stop moved by less than the coarser of two ticks is no decision.
using Decision = std::tuple<std::uint64_t, int, tl_inst, int, std::int64_t, std::uint32_t>;

std::vector<Decision> decisions_of(const Recording& recording) {
    std::vector<Decision> out;
    std::map<tl_inst, std::int64_t> holding;
    for (const tl_intent& intent : recording.intents()) {
        if (intent.type == TL_IN_TARGET) {
            const auto held = holding.find(intent.inst);
            if (held != holding.end() && held->second == intent.target_e9) {
                continue;
            }
            holding[intent.inst] = intent.target_e9;
        }
        out.emplace_back(intent.cause_seq,
                         intent.type,
                         intent.inst,
                         intent.side,
                         intent.target_e9,
                         intent.timer);
    }
    return out;
}

}  // namespace

Result<CheckVerdict> check_scale(Workbench& bench) {
    const auto exam = make_exam(bench);
    if (!exam) {
        return fail(exam.error());
    }
    last_words::in_run("prices as usual");
    const auto usual = record(*exam);
    if (!usual) {
        return fail(usual.error());
    }
    last_words::in_run("prices with one decimal place more");
    const auto finer_events = make_market(exam->specimen.declaration.roles,
                                          {.seed = bench.seed,
                                           .bars = ExamOptions{}.bars,
                                           .warmup = exam->warmup,
                                           .gap_after = ExamOptions{}.bars / 2,
                                           .extra_places = 1});
    const auto finer = record(*exam, finer_events, {}, {.ticks = exam->ticks, .extra_places = 1});
    if (!finer) {
        return fail(finer.error(), "with one decimal place more");
    }
    const auto coarse = decisions_of(*usual);
    const auto fine = decisions_of(*finer);
    const auto [at, there] = std::ranges::mismatch(coarse, fine);
    if (at != coarse.end() || there != fine.end()) {
        return failed(
            fmt::format("decision {} of {} changes when the same prices are written with "
                        "one decimal place more: read mantissas through price_dp and "
                        "qty_dp of the instrument",
                        at - coarse.begin() + 1,
                        coarse.size()));
    }
    return passed(fmt::format("{} decisions, the same with one decimal place more", fine.size()));
}

namespace {

std::vector<std::int64_t> all_at(const Declaration& declaration, std::int64_t Parameter::* end) {
    std::vector<std::int64_t> ticks;
    for (const Parameter& parameter : declaration.parameters) {
        ticks.push_back(parameter.*end);
    }
    return ticks;
}

std::string ticks_text(const Declaration& declaration, const std::vector<std::int64_t>& ticks) {
    std::string out;
    for (std::size_t at = 0; at < ticks.size(); ++at) {
        const Parameter& parameter = declaration.parameters[at];
        out += fmt::format(
            "{}{} = {}", at == 0 ? "" : ", ", parameter.name, value_text(parameter, ticks[at]));
    }
    return out.substr(0, 400);
}

}  // namespace

Result<CheckVerdict> check_parameters(Workbench& bench) {
    auto exam = make_exam(bench);
    if (!exam) {
        return fail(exam.error());
    }
    const Declaration& declaration = exam->specimen.declaration;
    auto random = random_for(bench, "S6");
    std::vector<std::vector<std::int64_t>> sets = {initial_ticks(declaration),
                                                   all_at(declaration, &Parameter::min),
                                                   all_at(declaration, &Parameter::max)};
    constexpr int random_sets = 50;
    for (int made = 0; made < random_sets; ++made) {
        sets.push_back(random_ticks(declaration, random));
    }
    // What the constraints forbid never reaches a plugin.
    std::erase_if(sets, [&](const auto& ticks) { return !check_ticks(declaration, ticks); });

    std::size_t intents = 0;
    for (std::size_t at = 0; at < sets.size(); ++at) {
        last_words::in_run(fmt::format("parameter set {}", at + 1));
        const auto warmup = warmup_of(exam->specimen, sets[at]);
        const auto name = ticks_text(declaration, sets[at]);
        if (!warmup) {
            return fail(warmup.error(), name);
        }
        exam->warmup = *warmup;
        const auto events =
            make_market(declaration.roles,
                        {.seed = random.next(), .bars = 250, .warmup = *warmup, .gap_after = 125});
        const auto recording = record(*exam,
                                      events,
                                      {},
                                      {.ticks = sets[at]},
                                      IntentJudge(*exam, IntentJudge::Warmup::ignored));
        if (!recording) {
            return fail(recording.error(), name);
        }
        intents += recording->size();
    }
    for (std::size_t at = 0; at < declaration.parameters.size(); ++at) {
        last_words::in_run("a parameter out of its range");
        auto outside = initial_ticks(declaration);
        outside[at] = declaration.parameters[at].max + 1;
        static_cast<void>(Subject::create(exam->specimen, {.ticks = outside}));
    }
    return passed(fmt::format(
        "{} parameter sets, {} intents; values out of range do no harm", sets.size(), intents));
}

namespace {

// The last thing that a room for one event's intents must not be: too small.
tl_batch batch_of(const EventBuffer& events, std::size_t at, tl_intent* out, std::uint32_t cap) {
    return {.size = sizeof(tl_batch),
            .count = 1,
            .first = &events[at],
            .bytes = events[at].size,
            .out = out,
            .out_cap = cap,
            .out_len = 0,
            .consumed = 0,
            .reserved = 0};
}

}  // namespace

Result<CheckVerdict> check_no_room(Workbench& bench) {
    const auto exam = make_exam(bench, {.bars = 200});
    if (!exam) {
        return fail(exam.error());
    }
    const auto undisturbed = record(*exam);
    if (!undisturbed) {
        return fail(undisturbed.error());
    }
    auto subject = Subject::create(exam->specimen, {.ticks = exam->ticks});
    if (!subject) {
        return fail(std::move(subject.error()));
    }
    if (auto started = subject->start(); !started) {
        return fail(std::move(started.error()));
    }
    auto feed = Feed::make(*subject, {});
    if (!feed) {
        return fail(std::move(feed.error()));
    }
    const tl_strategy& table = *subject->strategy();
    last_words::enter("processing");
    const GuardedMemory room(sizeof(tl_intent), "past the end of an array for intents too small");
    for (std::size_t at = 0; at < exam->events.count(); ++at) {
        for (const std::uint32_t cap : {0U, 1U}) {
            if (at % 16 != 0 || cap >= table.intents_max) {
                continue;
            }
            last_words::in_run(fmt::format("room for {} intents", cap));
            auto* const out = reinterpret_cast<tl_intent*>(room.last(cap * sizeof(tl_intent)));
            tl_batch batch = batch_of(exam->events, at, out, cap);
            const tl_status status = table.process(&subject->raw(), &batch);
            if (status != TL_E_INVALID || batch.consumed != 0 || batch.out_len != 0) {
                return failed(
                    fmt::format("with room for {} of {} intents process returned {} and "
                                "consumed {}: it is TL_E_INVALID, and nothing is "
                                "consumed",
                                cap,
                                table.intents_max,
                                status,
                                batch.consumed));
            }
        }
        last_words::in_run("room enough");
        if (auto fed = feed->run(exam->events, at, at + 1); !fed) {
            return fail(std::move(fed.error()), "after a refusal for want of room");
        }
    }
    const auto difference = first_difference(
        *undisturbed, "undisturbed", feed->recording(), "with refusals in between");
    return difference ? failed(*difference) : passed("no room is refused and changes nothing");
}

}  // namespace tradelab
