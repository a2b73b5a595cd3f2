#pragma once

#include "core/id.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "lab/regimes.hpp"
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
    RegimeLabels labels;  // after the closes of the evidence: what regimes are told from
    Cash opening;         // what it began with
};

// What a strategy is watched under: the first approval since it came, or came back, on paper. Those
// that renew it when it expired do not end it, nor does a market that is sat out: who is let in
// again is held to the same promise.  Empty where there is none.
[[nodiscard]] std::string approval_of(const StrategyLife& life);

// Holds the days of a paper session against what was promised, and takes back who does not keep it:
// no entries any more, and a step in its life with the evidence.  Where only the market is of a
// kind that the evidence hardly saw, entries come back with the market, and that is a step, too: on
// this account or on the next, which whoever sits a market out joins without entries.
//
// The watch over a strategy begins when a human has approved what paper has shown: what paper
// earned before proves nothing.  It goes on where the approval has expired, also on another
// account.  Where it began is a command of the session, so that whoever takes the session up holds
// the same days against the same promise and comes to the same demotions at the same midnights;
// what was recorded or asked before is not asked twice.
class DecayMonitor {
public:
    // `unwatched`: sentences about those of whom something was promised and who cannot be watched.
    DecayMonitor(Lifecycle record,
                 std::vector<WatchedStrategy> watched,
                 std::vector<std::string> unwatched = {});

    // All days so far; those that it has heard it does not hear again.  What is to be asked of the
    // session because of them.
    [[nodiscard]] std::vector<PaperCommand> hear(std::span<const PaperDay> days,
                                                 const PaperView& view,
                                                 UnixNanos now);
    // After what was asked is done, for that takes risk away: puts into the lives what became of
    // them.  Err: the record cannot be read or written; it is tried again with the next call.
    [[nodiscard]] Status record(UnixNanos now);
    // The lives are not known, or do not say yet what became of them.
    [[nodiscard]] bool is_behind() const { return is_unrecorded_ || !trouble_.empty(); }
    [[nodiscard]] bool is_empty() const { return watched_.empty(); }
    // What a person must know of it, in sentences.
    [[nodiscard]] std::vector<std::string> needs() const;

private:
    struct Charge {
        DecayAlarm alarm = DecayAlarm::none;
        std::string evidence;
    };
    struct Watched {
        WatchedStrategy of;
        DecayWatch watch;  // as `of` has it, and what was heard since
        Cash last;
        std::optional<PaperWatch> since = {};
        std::optional<Charge> charge = {};  // what holds against it
        bool has_heard = false;             // a day since it is watched
    };

    // The life says so already.
    [[nodiscard]] static bool says(const StrategyLife& life, const Charge& charge);
    static void begin(Watched& one, PaperWatch since);
    static void hear(Watched& one, const PaperDay& day);
    void ask(Watched& one,
             const StrategyLife& life,
             const PaperView& view,
             UnixNanos now,
             std::vector<PaperCommand>& out);

    Lifecycle record_;
    std::vector<Watched> watched_;
    std::vector<std::string> unwatched_;
    std::size_t heard_ = 0;
    bool is_unrecorded_ = false;
    std::string trouble_;  // why the lives could not be read or written
};

}  // namespace tradelab
