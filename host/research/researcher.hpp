#pragma once

#include "core/result.hpp"
#include "core/time.hpp"
#include "os/clock.hpp"
#include "os/companion.hpp"
#include "os/disk.hpp"
#include "research/background_job.hpp"
#include "research/progress.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tradelab {

// What is searched again and again, and when.
struct ResearchPlan {
    Command command = {};      // a campaign, all but its seed
    Disk::Path folder = {};    // where its progress and the count of campaigns are kept
    std::string subject = {};  // identifies what is searched: another one begins at seed 1
    std::int64_t trials = 0;   // of each campaign
    std::int64_t cpu_percent = 0;
    std::optional<std::chrono::nanoseconds> pause = {};  // between two; nothing: one is enough
    bool begins_by_itself = false;
    std::string why_not = {};  // why it cannot run at all; empty: it can
};

enum class ResearchState : std::uint8_t {
    off,      // until it is told to start
    waiting,  // for its pause, or after a failure
    running,
    ending,  // it was told to
    done,    // one campaign was asked for
};

[[nodiscard]] std::string_view research_state_text(ResearchState state);

// How it stands, for people.
struct ResearchView {
    ResearchState state = ResearchState::off;
    std::uint64_t campaigns = 0;  // that came to their end
    std::uint64_t seed = 1;       // of the one that runs, or would be next
    std::int64_t process = 0;     // 0: none runs
    std::int64_t cpu_percent = 0;
    std::optional<std::chrono::nanoseconds> begins_in = {};
    std::string last_failure = {};
    std::optional<SearchProgress> progress = {};  // of the newest campaign
};

// Something that a log should tell.
struct ResearchNews {
    enum class Kind : std::uint8_t { begun, ended, failed, stopped };
    Kind kind = Kind::begun;
    std::uint64_t seed = 0;
    std::string what = {};
};

[[nodiscard]] std::string_view research_news_text(ResearchNews::Kind kind);

// Keeps one campaign after another running in a child process, each with the next seed, and starts
// one that died again, later each time.  A campaign that is taken up comes to the same trials and
// counts none twice, so nothing is kept here but how many came to their end, and when the next one
// is due.
//
// Never waits but in `end`.  One thread.
class Researcher {
public:
    // All of them outlive it.
    struct Parts {
        Disk& disk;
        const Clock& clock;
        Companions& companions;
    };

    // Where the count of campaigns cannot be read it begins none and says why: who trades goes on.
    [[nodiscard]] static Researcher open(Parts parts, ResearchPlan plan);

    // Sees what has ended and starts what is due; often.
    void look();
    // Now, whatever it was waiting for.  Refused: there is nothing to search; it runs already.  Of
    // the machine: the program could not be run, and is tried again.
    [[nodiscard]] Status start();
    // Ends what runs where it can be taken up again, and begins nothing until `start` or the next
    // process.  Refused: nothing runs and nothing was to.
    [[nodiscard]] Status stop();
    // The process ends: what runs is asked to end and, after the patience, killed.
    void end(std::chrono::nanoseconds patience);

    [[nodiscard]] const ResearchPlan& plan() const { return plan_; }
    [[nodiscard]] ResearchState state() const { return state_; }
    // One would begin at the next look.
    [[nodiscard]] bool is_due() const;
    [[nodiscard]] const std::string& last_failure() const { return last_failure_; }
    [[nodiscard]] ResearchView view() const;
    // Since the last time.
    [[nodiscard]] std::vector<ResearchNews> take_news();

private:
    Researcher(Parts parts, ResearchPlan plan);

    [[nodiscard]] Status begin();
    void ended(const CompanionEnd& end);
    void finished(const std::string& outcome, std::chrono::nanoseconds pause);
    void failed(std::string why);
    void wait_for(std::chrono::nanoseconds pause);
    // Of the campaign with this seed, where it is on disk.
    [[nodiscard]] std::optional<SearchProgress> progress() const;
    [[nodiscard]] Status keep_count(std::chrono::nanoseconds pause);

    Parts parts_;
    ResearchPlan plan_;
    ResearchState state_ = ResearchState::off;
    std::uint64_t campaigns_ = 0;
    std::chrono::nanoseconds due_{0};
    std::chrono::nanoseconds looked_{0};
    int failures_ = 0;  // in a row
    std::string last_failure_;
    std::optional<BackgroundJob> job_;
    std::vector<ResearchNews> news_;
};

// Where a campaign that the daemon runs keeps how far it has come.
[[nodiscard]] Disk::Path search_progress_file(const Disk::Path& folder);

}  // namespace tradelab
