#pragma once

#include "control/inbox.hpp"
#include "core/result.hpp"
#include "daemon/answers.hpp"
#include "daemon/lab_desk.hpp"
#include "daemon/log.hpp"
#include "daemon/pace.hpp"
#include "daemon/paper_account.hpp"
#include "os/clock.hpp"
#include "os/disk.hpp"
#include "store/keeper.hpp"
#include "watch/decay_monitor.hpp"

#include <chrono>
#include <cstdint>
#include <optional>

namespace tradelab {

// Why the loop ended.
enum class DaemonEnd : std::uint8_t {
    asked,            // or the feed ended, and it may
    another_account,  // somebody was proven who is not on this one
};

// When the daemon ends by itself.
enum class EndOfFeed : std::uint8_t { stay, end };

struct DaemonOptions {
    DaemonFacts facts;  // what does not change of them
    EndOfFeed at_end = EndOfFeed::stay;
    // Asked between two steps, and at least every 50 ms: somebody wants it to end.
    bool (*is_ending)() = nullptr;
    // Where the latch is, and a command that was left while nobody was there; empty: nowhere.
    Disk::Path paper = {};
};

// The one thread that trades: commands first, then the feed as far as its pace allows.
class Daemon {
public:
    // All of them outlive it.
    struct Parts {
        Disk& disk;
        const Clock& clock;
        Log& log;
        ControlInbox& inbox;
        PaperAccount& account;
        LabDesk& lab;
        StoreKeeper& store;
        DecayMonitor& decay;
    };

    Daemon(Parts parts, DaemonOptions options);

    // Until it is asked to end, or the feed has ended and it may.  Err: the account refuses to go
    // on; what it was told has been done is on disk, and the next start goes on from there.  Or
    // data_missing: it may end with the feed, and nothing trades or is searched that had one.
    [[nodiscard]] Result<DaemonEnd> run();
    // What the store's keeper has to say goes into the log.
    void tell_of_store();

private:
    void serve(const std::vector<PendingRequest>& requests);
    [[nodiscard]] std::string answer(const PendingRequest& request);
    [[nodiscard]] JsonValue answer(const ControlRequest& request, const Peer& peer);
    [[nodiscard]] JsonValue obey(const ControlRequest& request, const Peer& peer);
    // A pause or a resume that was left while no daemon ran.
    [[nodiscard]] Status take_up_left_command();
    [[nodiscard]] Status step(UnixNanos next);
    [[nodiscard]] std::chrono::nanoseconds rest(std::optional<UnixNanos> next) const;
    // Where a strategy is watched, a step ends with its day, so that it is taken back at midnight
    // whatever the pace.
    [[nodiscard]] UnixNanos end_of_step(UnixNanos until) const;
    [[nodiscard]] Status watch_decay();
    void tell_of_decay(const PaperCommand& command);
    void tell_of_changes();
    // What is answered from the past; on the keeper's thread.
    void ask_store(const ControlRequest& request, const PendingRequest& pending);
    [[nodiscard]] DaemonFacts facts() const;
    // No feed goes on, nothing is searched, and that is all it was to wait for.
    [[nodiscard]] bool has_nothing_left() const;
    // Where there was nothing to wait for from the beginning: why.
    [[nodiscard]] Result<DaemonEnd> end_of_all() const;

    Parts parts_;
    DaemonOptions options_;
    std::chrono::nanoseconds begun_;
    Pace pace_;
    StepLength length_;
    // What of the record the log has been told.
    std::size_t orders_told_ = 0;
    std::size_t fills_told_ = 0;
    std::size_t liquidations_told_ = 0;
    std::size_t isolations_told_ = 0;
    bool end_told_ = false;
    std::size_t days_watched_ = 0;
    std::chrono::nanoseconds watched_{0};
    bool record_told_ = false;  // that it is behind
    // What was left and is still there: when it was given, and whether it holds.
    std::optional<UnixNanos> left_taken_;
    bool left_is_settled_ = false;
};

}  // namespace tradelab
