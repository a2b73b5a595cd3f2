#include "validate/checks_look_ahead.hpp"

#include "validate/exam.hpp"
#include "validate/last_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <clocale>
#include <cstring>
#include <memory>
#include <string>
#include <sys/personality.h>
#include <utility>

namespace tradelab {

Result<CheckVerdict> check_batch_invariance(Workbench& bench) {
    const auto exam = make_exam(bench);
    if (!exam) {
        return fail(exam.error());
    }
    // One event at a time, nothing behind it: the future is nowhere in memory.
    last_words::in_run("batch 1");
    const auto single = record(*exam, {.batch = 1, .events = Feed::Events::guarded});
    if (!single) {
        return fail(single.error(), "batch 1");
    }
    auto random = random_for(bench, "S1");
    struct Size {
        std::uint32_t batch;
        Random* sizes;
        std::string name;
    };
    const std::array sizes = {Size{7, nullptr, "batch 7"},
                              Size{64, nullptr, "batch 64"},
                              Size{4096, nullptr, "batch 4096"},
                              Size{100, &random, "random batches"}};
    for (const Size& size : sizes) {
        last_words::in_run(size.name);
        const auto recording = record(
            *exam, {.batch = size.batch, .events = Feed::Events::guarded, .sizes = size.sizes});
        if (!recording) {
            return fail(recording.error(), size.name);
        }
        if (const auto difference = first_difference(*single, "batch 1", *recording, size.name)) {
            return failed(*difference +
                          ": it reads events that have not happened yet, or counts calls");
        }
    }
    return passed(fmt::format("{} intents over {} events, the same at 1, 7, 64, 4096 and random",
                              single->size(),
                              exam->events.count()));
}

namespace {

constexpr const char* comma_locale = "de_DE.UTF-8";
constexpr const char* utf8_locale = "C.UTF-8";  // glibc has it built in

// What of the worlds this machine does not have, so that nobody believes that it was tried.
std::string worlds_not_tried() {
    std::string out;
    for (const auto& [name, has] : {std::pair{comma_locale, "a decimal comma"},
                                    std::pair{utf8_locale, "another character set"}}) {
        const locale_t there = ::newlocale(LC_ALL_MASK, name, nullptr);
        if (there == nullptr) {
            out += fmt::format(
                "; but this machine has no locale {}, so {} was not tried: "
                "apt-get install locales-all",
                name,
                has);
        } else {
            ::freelocale(there);
        }
    }
    return out;
}

}  // namespace

std::span<const Variation> worlds() {
    static const std::array<Variation, 9> all = {
        Variation{.what = "a plain world"},
        Variation{.what = "the same world again"},
        Variation{.what = "another time zone", .variables = {{"TZ", "Asia/Kathmandu"}}},
        Variation{.what = "another locale",
                  .variables = {{"LANG", comma_locale}, {"LC_ALL", comma_locale}}},
        Variation{.what = "a locale of another character set",
                  .variables = {{"LANG", utf8_locale}, {"LC_ALL", utf8_locale}}},
        Variation{.what = "a large environment",
                  .variables = {{"PADDING", std::string(60'000, 'x')}}},
        Variation{.what = "another working directory", .directory = "/usr"},
        Variation{.what = "memory full of other bytes", .variables = {{"MALLOC_PERTURB_", "165"}}},
        Variation{.what = "another layout of the heap", .variables = {{"MALLOC_ARENA_MAX", "1"}}},
    };
    return all;
}

Result<CheckVerdict> check_determinism(Workbench& bench) {
    // What a plugin that asks the environment would be told differs from run to run.
    std::setlocale(LC_ALL, "");
    std::vector<std::unique_ptr<char[]>> ballast;
    for (std::uint32_t piece = 0; piece < bench.variation * 37; ++piece) {
        ballast.push_back(std::make_unique<char[]>(17 + piece * 29 % 4'000));
        if (piece % 3 == 0) {
            ballast.front().reset();
        }
    }
    const auto exam = make_exam(bench);
    if (!exam) {
        return fail(exam.error());
    }
    const auto recording = record(*exam);
    if (!recording) {
        return fail(recording.error());
    }
    constexpr std::size_t told_max = 2'000;
    CheckVerdict verdict = passed(fmt::format("{} intents, hash {}, the same in {} processes",
                                              recording->size(),
                                              recording->hash().text(),
                                              worlds().size()) +
                                  worlds_not_tried());
    verdict.facts.push_back(recording->hash().text());
    for (std::size_t at = 0; at < std::min(recording->size(), told_max); ++at) {
        verdict.facts.push_back(text(recording->intents()[at]));
    }
    constexpr unsigned long ask_only = 0xffffffffUL;
    const int personality = ::personality(ask_only);
    if (personality != -1 && (personality & ADDR_NO_RANDOMIZE) != 0) {
        verdict.level = Level::warn;
        verdict.text += "; but addresses are not randomised here, so nothing of them was tried";
    }
    return verdict;
}

Result<CheckVerdict> check_truncation(Workbench& bench) {
    const auto exam = make_exam(bench);
    if (!exam) {
        return fail(exam.error());
    }
    last_words::in_run("all of the data");
    const auto whole = record(*exam);
    if (!whole) {
        return fail(whole.error());
    }
    for (std::size_t percent = 10; percent <= 90; percent += 10) {
        const auto name = fmt::format("the first {} %", percent);
        last_words::in_run(name);
        EventBuffer first;
        const std::size_t count = exam->events.count() * percent / 100;
        for (std::size_t at = 0; at < count; ++at) {
            first.append(exam->events[at]);
        }
        const auto recording = record(*exam, first, {}, {.ticks = exam->ticks});
        if (!recording) {
            return fail(recording.error(), name);
        }
        const auto difference = first_difference(
            whole->until(first[count - 1].seq), "all of the data", *recording, name);
        if (difference) {
            return failed(*difference + ": it decides by data that came later");
        }
    }
    return passed("runs on the first 10 % to 90 % of the data decide as the whole run did");
}

namespace {

// Everything after place `from` becomes noise of the same shape: types, times and sizes stay.
EventBuffer poisoned(const EventBuffer& events, std::size_t from, Random& random) {
    EventBuffer out;
    for (std::size_t at = 0; at < events.count(); ++at) {
        out.append(events[at]);
        if (at >= from && events[at].type == TL_EV_BAR) {
            auto& bar = reinterpret_cast<tl_ev_bar&>(out[at]);
            const tl_fixed price = random.between(1'000, 90'000'000);
            bar.open = price;
            bar.close = random.between(1'000, 90'000'000);
            bar.high = std::max(bar.open, bar.close) + 10;
            bar.low = std::min(bar.open, bar.close) - 10;
            bar.volume = random.between(1, 1'000'000'000);
        } else if (at >= from && events[at].type == TL_EV_TRADE) {
            reinterpret_cast<tl_ev_trade&>(out[at]).price = random.between(1'000, 90'000'000);
        } else if (at >= from && events[at].type == TL_EV_FUNDING) {
            reinterpret_cast<tl_ev_funding&>(out[at]).rate_e12 =
                random.between(-1'000'000'000, 1'000'000'000);
        }
    }
    return out;
}

}  // namespace

Result<CheckVerdict> check_future_poison(Workbench& bench) {
    const auto exam = make_exam(bench);
    if (!exam) {
        return fail(exam.error());
    }
    last_words::in_run("the true future");
    const auto honest = record(*exam);
    if (!honest) {
        return fail(honest.error());
    }
    auto random = random_for(bench, "S4");
    constexpr int points = 10;
    for (int point = 0; point < points; ++point) {
        const std::size_t from = random.below(exam->events.count() - 2) + 1;
        const auto name = fmt::format("noise from event {} on", from);
        last_words::in_run(name);
        const auto noisy =
            record(*exam, poisoned(exam->events, from, random), {}, {.ticks = exam->ticks});
        if (!noisy) {
            return fail(noisy.error(), name);
        }
        const std::uint64_t last = exam->events[from - 1].seq;
        const auto difference =
            first_difference(honest->until(last), "the true future", noisy->until(last), name);
        if (difference) {
            return failed(*difference + ": it decides by data that came later");
        }
    }
    return passed(
        fmt::format("the past decides: {} futures of noise change nothing before them", points));
}

}  // namespace tradelab
