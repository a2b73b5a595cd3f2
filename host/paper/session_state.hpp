#pragma once

#include "core/instrument.hpp"
#include "paper/answers.hpp"
#include "paper/chronicle.hpp"
#include "paper/days.hpp"
#include "paper/feed.hpp"
#include "paper/seat.hpp"
#include "paper/session.hpp"
#include "paper/tape.hpp"
#include "paper/teller.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

// What the session's own files share.
namespace tradelab {

struct PaperSession::State {
    State(PaperOptions given, BacktestPlan planned);

    // ---- opening (session_open.cpp) ----
    // Players, account, venue, kernel; nothing on disk is touched.
    [[nodiscard]] Status assemble();
    [[nodiscard]] Status seat_players();
    [[nodiscard]] Status open_files();
    // Does all again that the journal says, and goes on where it ends.
    [[nodiscard]] Status do_again();
    [[nodiscard]] Status do_again(const Chronicle::Written& act);

    // ---- acts (session.cpp) ----
    [[nodiscard]] Status step(UnixNanos until);
    [[nodiscard]] Status obey(const PaperCommand& command);
    [[nodiscard]] Status apply(const PaperCommand& command);
    [[nodiscard]] Status command(const PaperCommand& command);
    [[nodiscard]] Status obey_latch();
    // Whoever must hold nothing is asked to close until nothing is left.
    [[nodiscard]] Status keep_flat();
    // What was answered in the act that begins, as far as the journal knows it.
    [[nodiscard]] Status recall_answers();
    [[nodiscard]] Status tell_answers();
    // What came of the act in hand, and its end; on disk when this returns.
    [[nodiscard]] Status end_act();
    [[nodiscard]] const Disk::Path& latch_folder() const {
        return options.latch_folder.empty() ? options.folder : options.latch_folder;
    }
    [[nodiscard]] bool is_retired(InstanceId instance) const;
    [[nodiscard]] bool is_demoted(InstanceId instance) const;
    // Looks at what each has at every midnight on the way.
    [[nodiscard]] Result<bool> advance_by_days(UnixNanos until);
    void end_day(UnixNanos at);

    // ---- view (view.cpp) ----
    [[nodiscard]] PaperView view() const;
    void add_holdings(PaperView& out) const;
    void add_refusals(PaperView& out) const;

    [[nodiscard]] Desk& desk() const { return *opened->desk; }

    PaperOptions options;
    BacktestPlan plan;
    std::string manifest;
    Tape tape;
    Answers answers;
    std::vector<Instrument> instruments;  // plugins in this process read the names in them
    std::vector<std::unique_ptr<Seat>> seats;
    std::unique_ptr<PaperDesk> opened;
    std::optional<Teller> teller;
    std::optional<Chronicle> journal;
    std::optional<Chronicle> tape_file;

    UnixNanos now;  // of the feed
    bool has_ended = false;
    bool has_finished = false;
    PaperMode mode = PaperMode::running;
    std::vector<InstanceId> retired;
    struct Demotion {
        InstanceId instance;
        std::string why;
    };
    std::vector<Demotion> demoted;
    std::map<InstanceId, PaperWatch> watched;
    std::vector<PaperDay> days;
    // Of what changes what is traded.
    std::optional<PaperCommand> last_command;
    std::optional<UnixNanos> commanded_at;  // by a person, the first time
    std::uint64_t steps = 0;
    std::uint64_t commands = 0;
    std::optional<Error> failed;
};

}  // namespace tradelab
