#pragma once

#include "core/result.hpp"
#include "core/time.hpp"
#include "journal/record.hpp"
#include "journal/writer.hpp"
#include "lifecycle/edge.hpp"
#include "os/disk.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tradelab {

inline constexpr std::string_view lifecycle_kind = "lifecycle";
// Beside the steps of strategies.
inline constexpr RecordKind ledger_note_kind{.type = 2, .version = 1};

struct StageStep {
    std::uint64_t seq = 0;
    UnixNanos at = {};
    StageEdge edge = {};
};

// A strategy with its whole life so far.
struct StrategyLife {
    std::string strategy = {};
    std::string name = {};
    VerdictBasis basis = VerdictBasis::synthetic;
    LifeStage stage = LifeStage::idea;
    std::vector<StageStep> steps = {};  // in the order they were taken; at least one
};

// Who takes a strategy back when what was promised of it is not there any more.
inline constexpr std::string_view decay_author = "the watch over decay";
// Who lets it in again, where only the market was of a kind that its evidence hardly saw.
inline constexpr std::string_view readmission_author = "the watch over the market";
// The evidence of a demotion for that begins so.
inline constexpr std::string_view sat_out_evidence = "decay regime on ";
// Such a demotion, or a readmission: nothing that was promised is refuted by it.
[[nodiscard]] bool is_for_the_market(const StageEdge& edge);
// Who carries an approval over to another engine.
inline constexpr std::string_view carry_over_author = "a replay of its evidence";
// Such a step: it goes nowhere.
[[nodiscard]] bool is_carry_over(const StageEdge& edge);
// The last word on it was a demotion.  But for a readmission nothing brings it further; a person
// retires it, or leaves it where it is.
[[nodiscard]] bool is_demoted(const StrategyLife& life);
// And it was for the market alone: it comes back with one that it knows, on whichever account it is
// watched then.
[[nodiscard]] bool is_sat_out(const StrategyLife& life);

// The last step that says what was tested, and, of an approval, for how long; none before the
// vault.
[[nodiscard]] const StageStep* bound_step(const StrategyLife& life);
// What the evidence stands on, as it was kept before the gate looked.  Records from before that
// have none: their hash of plugins is of all families of the campaign, and cannot be compared.  By
// rule such a strategy is not approved any more, and one that is approved already is not taken back
// for it; both are told.
[[nodiscard]] const KeptFooting* footing_of(const StrategyLife& life);

// The lives of all strategies of one state directory: an append-only record of the journal's
// format.  What is read is judged, whoever wrote it; what was read is kept, so that looking again
// costs what was added since.  Adding happens under the record's lock and is durable when it
// returns, so processes may take turns.
//
// The disk must outlive this.  One thread.
class Lifecycle {
public:
    // Others append within milliseconds each; a lock held longer is a process that hangs.
    static constexpr std::chrono::nanoseconds patience_default = std::chrono::seconds(10);
    // Of who trades and must not wait for one that hangs: what was refused is tried again.
    static constexpr std::chrono::nanoseconds patience_trading = std::chrono::milliseconds(20);

    Lifecycle(Disk& disk, Disk::Path path, std::chrono::nanoseconds patience = patience_default)
        : disk_(&disk), path_(std::move(path)), patience_(patience) {}

    // All of them or none of those that are refused: a step that does not begin where its strategy
    // is, another name or basis than before, what check() refuses, a carry-over that changes more
    // than engine and fill model, or one into trading on an approval that is over at `now`.  Steps
    // of one strategy may follow each other.
    [[nodiscard]] Status add(std::span<const StageEdge> edges, UnixNanos now);

    // How far the trial ledger went (ledger_note.hpp).
    [[nodiscard]] Status note(const JournalHead& ledger, UnixNanos now);

    // Reads what was added since the last time.  Err: what stands there cannot be read; what is
    // known stays.  A record that was restored from a backup is read anew.
    [[nodiscard]] Status catch_up();
    // All lives as of then, in the order of their first steps.
    [[nodiscard]] const std::vector<StrategyLife>& known() const { return known_.lives; }
    // What was noted last of the trial ledger.
    [[nodiscard]] const std::optional<JournalHead>& noted_ledger() const { return known_.ledger; }
    // Null: not known.
    [[nodiscard]] const StrategyLife* known(const std::string& identity) const;

    // Both at once.
    [[nodiscard]] Result<std::vector<StrategyLife>> lives();
    // By identity, the beginning of it, or name; refused where several fit.
    [[nodiscard]] Result<StrategyLife> find(std::string_view strategy);

private:
    struct Known {
        std::vector<StrategyLife> lives = {};
        std::unordered_map<std::string, std::size_t> places = {};  // by identity
        std::optional<JournalHead> head = {};                      // behind what was read
        std::optional<JournalHead> ledger = {};

        [[nodiscard]] StrategyLife* find(const std::string& identity);
        StrategyLife& put(StrategyLife life);
        [[nodiscard]] Status apply(StageStep step);
        [[nodiscard]] Status take(const RecordView& record);
        [[nodiscard]] Status read(const Disk& disk, const Disk::Path& path);
    };

    // Holds the lock; what stands there is known.
    [[nodiscard]] Result<JournalWriter> open_to_write();

    Disk* disk_;
    Disk::Path path_;
    std::chrono::nanoseconds patience_;
    Known known_ = {};
};

}  // namespace tradelab
