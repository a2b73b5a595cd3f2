#pragma once

#include "core/event.hpp"
#include "core/result.hpp"
#include "os/random.hpp"
#include "validate/check.hpp"
#include "validate/feed.hpp"
#include "validate/market.hpp"
#include "validate/recording.hpp"
#include "validate/specimen.hpp"
#include "validate/subject.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace tradelab {

// A specimen with parameters, and a market that is long enough for them.
struct Exam {
    Specimen specimen;
    std::vector<std::int64_t> ticks;
    std::vector<std::uint32_t> warmup;  // bars, by role
    EventBuffer events;
};

// What the checks of behaviour begin with: the initial parameters, a market made from the seed with
// a hole in its middle.
struct ExamOptions {
    std::uint32_t bars = 3'000;
    std::vector<std::int64_t> ticks = {};  // empty: the initial ones
    MarketOptions::Warmup warmup_flags = MarketOptions::Warmup::flagged;
};
[[nodiscard]] Result<Exam> make_exam(const Workbench& bench, const ExamOptions& options);
[[nodiscard]] inline Result<Exam> make_exam(const Workbench& bench) {
    return make_exam(bench, ExamOptions{});
}

// Bars of warm-up of each role, as an instance with these ticks declares them.
[[nodiscard]] Result<std::vector<std::uint32_t>> warmup_of(const Specimen& specimen,
                                                           const std::vector<std::int64_t>& ticks);

// A new instance, started, fed with all of the events, stopped and destroyed.
[[nodiscard]] Result<Recording> record(const Exam& exam,
                                       const EventBuffer& events,
                                       const Feed::Options& feed,
                                       const Subject::Options& subject,
                                       const Feed::Judge& judge = {});
[[nodiscard]] Result<Recording> record(const Exam& exam, const Feed::Options& feed = {});

// The choices of one check: the same seed and id make the same.
[[nodiscard]] SeededRandom random_for(const Workbench& bench, std::string_view id);

// Random ticks that meet the constraints; the initial ones where none are found.
[[nodiscard]] std::vector<std::int64_t> random_ticks(const Declaration& declaration,
                                                     Random& random);

}  // namespace tradelab
