#pragma once

#include "core/instrument.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "engine/kernel_options.hpp"
#include "lab/candidate.hpp"
#include "lab/venue_book.hpp"
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

// How the kernel feeds them.  None trades in the bars of the time before.
[[nodiscard]] Result<std::vector<InstanceSpec>> specs_of(std::vector<Instance>& instances,
                                                         const std::vector<Instrument>& instruments,
                                                         std::span<const Candidate> candidates,
                                                         Duration before);

}  // namespace tradelab
