#pragma once

#include "core/id.hpp"
#include "core/time.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tradelab {

// What may be asked of a session between two steps, by a person or by the watch over decay.  All of
// them only take risk away, except resume and readmit; watch changes nothing in the market.
enum class PaperVerb : std::uint8_t {
    pause = 1,    // no entries: what works toward one is cancelled, none is approved
    resume = 2,   // entries again; lifts pause and latch
    stop = 3,     // as pause, and latched on disk: holds over every restart until resume
    panic = 4,    // as stop, and everything is closed at market, until all is flat
    retire = 5,   // one instance: its orders are cancelled, its positions closed, it is fed no more
    demote = 6,   // one instance: no entries; what it holds it goes on looking after
    readmit = 7,  // one that is demoted: entries again
    watch = 8,    // one instance: from here on its days are held against what was promised
};

// Whether what is traded afterwards may be other than it would have been without: all but watch,
// which only says from where on days are looked at.
[[nodiscard]] bool changes_trade(PaperVerb verb);
// Of the watch over decay, which comes to the same at the same midnights: a backtest of these days
// is given it as paper was, and goes on.
[[nodiscard]] bool is_of_the_watch(PaperVerb verb);

// "pause"
[[nodiscard]] std::string_view paper_verb_text(PaperVerb verb);
[[nodiscard]] std::optional<PaperVerb> paper_verb_of(std::string_view text);

struct PaperCommand {
    PaperVerb verb = PaperVerb::pause;
    std::optional<InstanceId> instance = {};  // of retire, demote, readmit and watch
    // Who, why, and when by the clock on the wall: kept with the command; nothing is decided by
    // them.  At most command_text_bytes_max each.
    std::string by = {};
    std::string reason = {};
    UnixNanos given_at = {};
};

inline constexpr std::size_t command_text_bytes_max = 200;
// What a person wrote as a command takes it: on one line, and cut between two characters.  What
// takes risk away is never refused for its wording.
[[nodiscard]] std::string command_text(std::string_view written);

// What holds now, as the commands so far have left it.
enum class PaperMode : std::uint8_t { running = 1, paused = 2, stopped = 3, panicked = 4 };

// "running"
[[nodiscard]] std::string_view paper_mode_text(PaperMode mode);
// What holds after a command: resume lifts everything, the others never weaken what holds.
[[nodiscard]] PaperMode mode_after(PaperMode mode, PaperVerb verb);

}  // namespace tradelab
