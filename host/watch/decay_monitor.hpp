#pragma once

#include "core/id.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "lifecycle/decay_watch.hpp"
#include "lifecycle/lifecycle.hpp"
#include "paper/command.hpp"
#include "paper/days.hpp"
#include "paper/view.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tradelab {

// A strategy of which something was promised.
struct WatchedStrategy {
    InstanceId instance;
    std::string identity;  // SHA-256 of its parameter file
    DecayWatch watch;
    std::vector<double> closes;  // by day, of the evidence: what regimes are told from
    Cash opening;                // what it began with
};

// Holds the days of a paper session against what was promised, and takes back who does not keep it:
// a step in its life with the evidence, and no entries any more.  Where only the market is of a
// kind that the evidence hardly saw, entries come back with the market.  Before a human has
// approved it nothing is taken from a strategy: what paper earned proves nothing.
//
// The same days give the same demotions at the same midnights, whoever hears them again; what was
// recorded or asked before is not asked twice.
class DecayMonitor {
public:
    DecayMonitor(Lifecycle record, std::vector<WatchedStrategy> watched);

    // All days so far; those that it has heard it does not hear again.  What is to be asked of the
    // session because of them.  Err: the record of lives cannot be written.
    [[nodiscard]] Result<std::vector<PaperCommand>> hear(std::span<const PaperDay> days,
                                                         const PaperView& view,
                                                         UnixNanos now);
    [[nodiscard]] bool is_empty() const { return watched_.empty(); }

private:
    struct Charge {
        DecayAlarm alarm = DecayAlarm::none;
        std::string evidence;
    };
    struct Watched {
        WatchedStrategy of;
        Cash last;
        std::optional<Charge> charge = {};  // what holds against it
    };

    void hear(Watched& one, const PaperDay& day);
    [[nodiscard]] Result<bool> may_act_on(const Watched& one) const;
    [[nodiscard]] Status record(const Watched& one, UnixNanos now);

    Lifecycle record_;
    std::vector<Watched> watched_;
    std::size_t heard_ = 0;
};

}  // namespace tradelab
