#include "store/anew.hpp"

#include "store/projection.hpp"

namespace tradelab {
namespace {

// Much more than a commit costs, and read in a fraction of a second.
constexpr std::uint64_t batch = 20'000;
constexpr std::chrono::nanoseconds tell_every = std::chrono::seconds(1);

std::uint64_t acknowledged_in(const Projection& projection) {
    std::uint64_t sum = 0;
    for (const SourceState& one : projection.sources()) {
        sum += one.acknowledged;
    }
    return sum;
}

}  // namespace

Result<Rebuilt> rebuild_projection(const Disk& disk,
                                   const Clock& clock,
                                   const ProjectionPlaces& places,
                                   const std::function<bool(const RebuildProgress&)>& tell) {
    const auto begun = clock.monotonic();
    auto projection = Projection::open_anew(disk, places);
    if (!projection) {
        return fail(std::move(projection).error());
    }
    Rebuilt out;
    auto told = begun;
    while (true) {
        const auto done = projection->catch_up(batch);
        if (!done) {
            return fail(done.error());
        }
        out.progress.records += done->records;
        out.progress.acknowledged = acknowledged_in(*projection);
        out.progress.took = clock.monotonic() - begun;
        if (done->is_level) {
            out.remarks = projection->take_remarks();
            return out;
        }
        if (clock.monotonic() - told >= tell_every) {
            told = clock.monotonic();
            if (!tell(out.progress)) {
                return fail(ErrorCode::interrupted,
                            "ended after " + std::to_string(out.progress.records) + " records",
                            "the daemon goes on from there, or begin again");
            }
        }
    }
}

std::uint64_t rate_of(const RebuildProgress& progress) {
    const auto microseconds = static_cast<std::uint64_t>(progress.took.count() / 1'000);
    return microseconds == 0 ? 0 : progress.records * 1'000'000 / microseconds;
}

}  // namespace tradelab
