#pragma once

#include "control/peer.hpp"
#include "control/request.hpp"
#include "core/result.hpp"
#include "daemon/answers.hpp"
#include "daemon/log.hpp"
#include "daemon/paper_account.hpp"
#include "lifecycle/footing.hpp"
#include "lifecycle/lifecycle.hpp"
#include "lifecycle/standing_approval.hpp"
#include "lifecycle/tested_histories.hpp"
#include "os/clock.hpp"
#include "os/companion.hpp"
#include "os/disk.hpp"
#include "research/paper_check.hpp"
#include "research/proven_account.hpp"
#include "research/researcher.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace tradelab {

// What the daemon does about strategies while it trades: it lets searches run, sees who was proven
// and says when another account is due, has paper compared, and takes what a human decides.
//
// On the trading thread, so it never waits for longer than the record of lives is locked by others,
// which is bounded; what computes is a child process.
class LabDesk {
public:
    // All of them outlive it.
    struct Parts {
        Disk& disk;
        const Clock& clock;
        Log& log;
        Companions& companions;
    };
    struct Options {
        ResearchPlan research = {};
        Command check = {};  // compares paper with its backtest
        std::int64_t judge_after_days = 1;
        Disk::Path lifecycle = {};
        Disk::Path ledger = {};              // of trials; its head is noted in the lives
        Disk::Path paper = {};               // the folder of all accounts
        bool takes_proven = false;           // who is proven comes on paper by himself
        std::optional<UnixNanos> from = {};  // of the feed, as the settings say
        std::string fill_model = {};
        // What approvals are held against, but for what each strategy on the account runs with.
        std::optional<RunningNow> running = {};
    };

    [[nodiscard]] static Result<LabDesk> open(Parts parts, Options options);

    // ---- which account ----
    // The one that should stand: another one where somebody was proven who is not on it; nothing
    // where nobody was.
    [[nodiscard]] std::optional<ProvenAccount> wanted() const;
    [[nodiscard]] const std::optional<ProvenAccount>& standing() const { return standing_; }
    // It could not be opened: who is new on it is not tried again by this process, and what the
    // attempt left in its folder is removed.
    void could_not_open(const ProvenAccount& account, const Error& why);
    // Another one is due.  What this one still holds stays with it, and nobody closes it: that is
    // said once the other one is open.
    void leaving(const PaperView& view);
    // It is open; `members` in the order of their instances, whoever named them, and what each runs
    // with, by identity: approvals are held against it.
    [[nodiscard]] Status opened(const std::optional<ProvenAccount>& account,
                                std::vector<ProvenMember> members,
                                std::map<std::string, Footing> footings = {});

    // ---- in the loop ----
    enum class Wish : std::uint8_t { none, another_account };
    // Often; most times it does next to nothing.
    [[nodiscard]] Wish look(PaperAccount& account);
    // Nothing is searched, compared or about to be.
    [[nodiscard]] bool is_at_rest() const;
    [[nodiscard]] bool is_searching_by_itself() const { return options_.research.begins_by_itself; }
    void add_to(DaemonFacts& facts) const;
    // Of the verbs `research...`, `approve`, `reject` and `retire_strategy`.
    [[nodiscard]] JsonValue answer(const ControlRequest& request,
                                   const Peer& peer,
                                   PaperAccount& account,
                                   const DaemonFacts& facts);
    [[nodiscard]] static bool answers(ControlVerb verb);

    // The daemon ends.
    void end();

private:
    LabDesk(Parts parts, Options options, Researcher researcher);

    // It refers to this desk, so it is made where it is used.
    [[nodiscard]] std::optional<RunningNow> running_now() const;
    // Only where nothing is paused or stopped: the account may be left.
    [[nodiscard]] bool wants_another() const;
    // True: there was some.
    bool tell_news();
    void note_trials();
    void put_on_paper();
    void take_back_ended();
    [[nodiscard]] PaperCheck::Standing standing_of(const PaperView& view) const;
    // Who is on paper and was not found consistent so far.
    [[nodiscard]] std::vector<const StrategyLife*> awaiting_proof() const;

    // ---- what people say (lab_decisions.cpp) ----
    [[nodiscard]] Result<StrategyLife> decide_on(const ControlRequest& request,
                                                 const Peer& peer,
                                                 PaperAccount& account);
    // Of whom, by whom and why: what the account keeps of it.
    struct Retirement {
        std::string strategy;
        std::string by;
        std::string why;
    };
    [[nodiscard]] Status take_off(const Retirement& what, PaperAccount& account) const;
    // All whom a person retired or rejected, wherever he did.
    [[nodiscard]] Status take_retired_off(PaperAccount& account) const;

    // What of all this a person must look at (lab_needs.cpp).
    [[nodiscard]] std::vector<std::string> needs() const;
    // How far those on paper are from being compared with the backtest; null where nobody waits.
    [[nodiscard]] JsonValue consistency() const;
    [[nodiscard]] std::string cut_short() const;

    // What of an account is said when another one stands.
    struct Leaving {
        Cash equity;
        std::string held;
    };
    void tell_left(const Leaving& left, const ProvenAccount& next);

    Parts parts_;
    Options options_;
    Lifecycle record_;
    mutable TestedHistories histories_;  // mutable: what was read is held
    Researcher researcher_;
    PaperCheck check_;
    std::optional<ProvenAccount> standing_;
    std::vector<ProvenMember> members_;  // by instance, of whatever account is open
    std::map<std::string, Footing> footings_;
    std::set<std::string> unfit_;
    std::string why_unfit_;
    std::string trouble_;  // why the record could not be read or written
    std::string ledger_trouble_;
    PaperMode mode_ = PaperMode::running;
    std::optional<PaperCheck::Standing> paper_;
    std::optional<Leaving> leaving_;
    std::string left_behind_;    // by the account before
    bool left_by_this_ = false;  // process: a person has not seen it before
    bool seen_end_ = false;      // of the feed of this account
    std::chrono::nanoseconds looked_{0};
};

}  // namespace tradelab
