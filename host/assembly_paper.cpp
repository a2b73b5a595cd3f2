#include "assembly_paper.hpp"

#include "watch/watched_strategies.hpp"

#include <utility>

namespace tradelab {
namespace {

const char* outcome_text(CellIncident::Outcome outcome) {
    constexpr const char* texts[] = {"restarting", "not_saved", "given_up"};
    return texts[static_cast<std::size_t>(outcome)];
}

}  // namespace

PaperCells cells_of(Companions& companions, const Disk::Path& program, Log& log) {
    return {.companions = companions,
            .program = program,
            .arguments = {cell_word},
            .tell = [&log](const CellIncident& incident) {
                log.write(incident.outcome == CellIncident::Outcome::given_up ? LogLevel::error
                                                                              : LogLevel::warning,
                          "strategy_process",
                          {{"strategy", incident.cell},
                           {"outcome", outcome_text(incident.outcome)},
                           {"error", describe(incident.error)}});
            }};
}

DecayMonitor decay_of(Disk& disk,
                      const Disk::Path& state,
                      const PaperFeed& feed,
                      UnixNanos from,
                      const PaperCells& cells,
                      Log& log) {
    auto watched = watched_strategies(
        {.disk = disk, .state = state, .feed = feed, .from = from, .cells = &cells});
    for (const std::string& sentence : watched.unwatched) {
        log.write(LogLevel::warning, "not_watched", {{"why", sentence}});
    }
    return {Lifecycle(disk, state / "lifecycle", Lifecycle::patience_trading),
            std::move(watched.watched),
            std::move(watched.unwatched)};
}

DecayMonitor no_decay(Disk& disk) {
    return {Lifecycle(disk, {}), {}};
}

}  // namespace tradelab
