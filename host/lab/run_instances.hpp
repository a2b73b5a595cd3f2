#pragma once

#include "core/instrument.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "engine/kernel_options.hpp"
#include "lab/backtest_run.hpp"
#include "lab/candidate.hpp"
#include "lab/venue_book.hpp"
#include "plugin/cell_task.hpp"
#include "plugin/instance.hpp"

#include <span>
#include <vector>

// The strategies of a run, made and started.
namespace tradelab {

// As the venue's file has them; ids are places, from 1.  The result stays where it is: plugins read
// the names in it.
[[nodiscard]] std::vector<Instrument> traded(const std::vector<InstrumentName>& names,
                                             const VenueBook& venues);

// Of the instruments of a run; it is one of them.
[[nodiscard]] const Instrument& named(const std::vector<Instrument>& instruments,
                                      const InstrumentName& name);

// Started, with the venue's rules of that time; it has seen nothing yet.
[[nodiscard]] Result<Instance> make_instance(const Candidate& candidate,
                                             const std::vector<Instrument>& instruments,
                                             UnixNanos at);

// When the newest rules of its instruments begin: warm-up depends on ticks of parameters alone.
[[nodiscard]] UnixNanos latest_rules(const Candidate& candidate,
                                     const std::vector<Instrument>& instruments);

// The same instance, as whoever makes it in another process must know it.
[[nodiscard]] Result<CellTask> cell_task_of(const Candidate& candidate,
                                            const std::vector<Instrument>& instruments,
                                            UnixNanos at);

// As one that somebody else made.  Borrows the instance.
[[nodiscard]] Result<SeatedStrategy> seated(Instance& instance);

// How the kernel feeds them.  None trades in the bars of the time before.
[[nodiscard]] std::vector<InstanceSpec> specs_of(std::span<const SeatedStrategy> seats,
                                                 const std::vector<Instrument>& instruments,
                                                 std::span<const Candidate> candidates,
                                                 Duration before);

}  // namespace tradelab
