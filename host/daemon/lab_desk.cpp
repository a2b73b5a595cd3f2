#include "daemon/lab_desk.hpp"

#include "core/decimal.hpp"
#include "daemon/left_behind.hpp"
#include "lifecycle/expiry.hpp"
#include "lifecycle/ledger_note.hpp"
#include "research/research_form.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace tradelab {
namespace {

using namespace std::chrono_literals;

// How often it looks at the record of lives and at the account; a human decides within minutes.
constexpr std::chrono::nanoseconds look_every = 500ms;
// A campaign ends within a trial; a look into a vault should not be cut off, it counts as a
// failure.
constexpr std::chrono::nanoseconds end_patience = 5s;
constexpr Duration day = 24h;

}  // namespace

LabDesk::LabDesk(Parts parts, Options options, Researcher researcher)
    : parts_(parts),
      options_(std::move(options)),
      record_(parts.disk, options_.lifecycle, Lifecycle::patience_trading),
      histories_(parts.disk, options_.lifecycle),
      researcher_(std::move(researcher)),
      check_(parts.companions, options_.check, options_.judge_after_days * day) {}

Result<LabDesk> LabDesk::open(Parts parts, Options options) {
    auto researcher =
        Researcher::open({.disk = parts.disk, .clock = parts.clock, .companions = parts.companions},
                         options.research);
    LabDesk out(parts, std::move(options), std::move(researcher));
    if (out.options_.takes_proven) {
        auto account = read_account(parts.disk, out.options_.paper);
        if (!account) {
            return fail(std::move(account).error(), "reading which account stands");
        }
        out.standing_ = *std::move(account);
    }
    if (auto read = out.record_.catch_up(); !read) {
        return fail(std::move(read).error(), "reading the lives of strategies");
    }
    out.note_trials();
    auto left = read_left_behind(parts.disk, out.options_.paper);
    if (left) {
        out.left_behind_ = *std::move(left);
    } else {
        // A sentence for people: what is on paper is not left alone for it.
        parts.log.write(
            LogLevel::error, "left_behind_not_read", {{"error", describe(left.error())}});
    }
    return out;
}

std::optional<RunningNow> LabDesk::running_now() const {
    auto out = options_.running;
    if (out) {
        out->footing = [this](const StrategyLife& life) -> Result<const Footing*> {
            const auto at = footings_.find(life.strategy);
            return at == footings_.end() ? nullptr : &at->second;
        };
        out->tested_on = [this](const KeptFooting& footing) { return histories_.of(footing); };
    }
    return out;
}

std::optional<ProvenAccount> LabDesk::wanted() const {
    auto out = options_.takes_proven ? next_account({.lives = record_.known(),
                                                     .standing = standing_,
                                                     .from = options_.from,
                                                     .fill_model = options_.fill_model,
                                                     .unfit = unfit_})
                                     : std::nullopt;
    // Whoever died between opening one and keeping that it stands has left its folder, with a
    // manifest that may be another by now: nothing was traded there, and nothing is taken up.
    while (out && parts_.disk.stat(folder_of(options_.paper, *out))) {
        ++out->number;
    }
    return out;
}

void LabDesk::could_not_open(const ProvenAccount& account, const Error& why) {
    for (const ProvenMember& one : account.members) {
        const bool is_new =
            !standing_ || std::ranges::find(standing_->members, one) == standing_->members.end();
        if (is_new) {
            unfit_.insert(one.strategy);
            why_unfit_ = one.name + " is proven and could not be put on paper: " + describe(why);
        }
    }
    parts_.log.write(LogLevel::error, "account_refused", {{"error", describe(why)}});
    if (standing_ && standing_->number == account.number) {
        return;
    }
    // Nothing was there before, and nothing was traded there: left alone it would take a number
    // from the account of the next attempt, once more with each start.
    const auto removed = parts_.disk.remove_tree(folder_of(options_.paper, account));
    if (!removed && removed.error().code != ErrorCode::not_found) {
        parts_.log.write(LogLevel::error, "account_left", {{"error", describe(removed.error())}});
    }
}

Status LabDesk::opened(const std::optional<ProvenAccount>& account,
                       std::vector<ProvenMember> members,
                       std::map<std::string, Footing> footings) {
    members_ = std::move(members);
    footings_ = std::move(footings);
    check_.begin_anew();
    paper_.reset();
    seen_end_ = false;
    looked_ = {};  // who is retired is taken off before the first step
    const auto left = std::exchange(leaving_, std::nullopt);
    if (!account) {
        return {};
    }
    if (left && standing_ && standing_->number != account->number) {
        tell_left(*left, *account);
    }
    if (!standing_ || *standing_ != *account) {
        if (auto kept = keep_account(parts_.disk, options_.paper, *account); !kept) {
            return fail(std::move(kept).error(), "keeping which account stands");
        }
    }
    standing_ = *account;
    parts_.log.write(LogLevel::info,
                     "account",
                     {{"number", account->number},
                      {"from", account->from ? JsonValue(iso_text(*account->from)) : JsonValue()},
                      {"strategies", account->members.size()}});
    return {};
}

void LabDesk::leaving(const PaperView& view) {
    leaving_ = Leaving{.equity = view.statement.equity, .held = held_text(view)};
}

void LabDesk::tell_left(const Leaving& left, const ProvenAccount& next) {
    const std::string number = std::to_string(standing_->number);
    left_behind_ = left.held.empty() ? ""
                                     : "account " + number + " ended and still held " + left.held +
                                           ": on paper that stays as it was, account " +
                                           std::to_string(next.number) + " began without it";
    left_by_this_ = !left_behind_.empty();
    parts_.log.write(left.held.empty() ? LogLevel::info : LogLevel::warning,
                     "account_ended",
                     {{"number", standing_->number},
                      {"equity", decimal_text(left.equity)},
                      {"held", left.held.empty() ? JsonValue() : JsonValue(left.held)},
                      {"next", next.number}});
    if (auto kept = keep_left_behind(parts_.disk, options_.paper, left_behind_); !kept) {
        parts_.log.write(
            LogLevel::error, "left_behind_not_kept", {{"error", describe(kept.error())}});
    }
}

// A ledger that is another one decides nothing that trades; a person is told for as long as it is.
void LabDesk::note_trials() {
    const auto noted = note_ledger(parts_.disk, options_.ledger, record_, parts_.clock.now());
    const std::string trouble = noted ? "" : describe(noted.error());
    if (!trouble.empty() && trouble != ledger_trouble_) {
        parts_.log.write(LogLevel::error, "ledger_not_noted", {{"error", trouble}});
    }
    ledger_trouble_ = trouble;
}

// Those that the gate passed and that trade by now: the step is on record before anybody asks.
void LabDesk::put_on_paper() {
    std::vector<StageEdge> edges;
    for (const ProvenMember& one : members_) {
        const StrategyLife* life = record_.known(one.strategy);
        if (life == nullptr || life->stage != LifeStage::vaulted || !paper_) {
            continue;
        }
        edges.push_back({.strategy = life->strategy,
                         .name = life->name,
                         .basis = life->basis,
                         .from = LifeStage::vaulted,
                         .to = LifeStage::paper,
                         .by = "the daemon",
                         .evidence = standing_ ? "account " + std::to_string(standing_->number)
                                               : std::string("account of the settings"),
                         .why = "It trades on paper since " + iso_text(paper_->from) + "."});
    }
    if (edges.empty()) {
        return;
    }
    auto added = record_.add(edges, parts_.clock.now());
    added = added ? record_.catch_up() : added;
    trouble_ = added ? "" : describe(added.error());
}

// An approval that is over counts for nothing from its instant on, and one whose terms are others
// by now counts for nothing here; both go on record.
void LabDesk::take_back_ended() {
    auto ended = expired_approvals(record_.known(), parts_.clock.now());
    const std::size_t expired = ended.size();
    if (const auto running = running_now()) {
        std::ranges::move(voided_approvals(record_.known(), *running, parts_.clock.now()),
                          std::back_inserter(ended));
    }
    if (ended.empty()) {
        return;
    }
    auto added = record_.add(ended, parts_.clock.now());
    for (std::size_t at = 0; added && at < ended.size(); ++at) {
        parts_.log.write(LogLevel::warning,
                         at < expired ? "approval_expired" : "approval_void",
                         {{"strategy", ended[at].name}, {"why", ended[at].why}});
    }
    added = added ? record_.catch_up() : added;
    trouble_ = added ? "" : describe(added.error());
}

std::vector<const StrategyLife*> LabDesk::awaiting_proof() const {
    std::vector<const StrategyLife*> out;
    for (const ProvenMember& one : members_) {
        const StrategyLife* life = record_.known(one.strategy);
        // Who was taken back is not judged any more: paper that does what the backtest says does
        // not bring back what is gone.
        if (life != nullptr && !is_demoted(*life) &&
            (life->stage == LifeStage::vaulted || life->stage == LifeStage::paper)) {
            out.push_back(life);
        }
    }
    return out;
}

PaperCheck::Standing LabDesk::standing_of(const PaperView& view) const {
    std::vector<std::string> awaiting;
    for (const StrategyLife* life : awaiting_proof()) {
        awaiting.push_back(life->strategy);
    }
    return {.from = view.feed_from,
            .now = view.now,
            .has_ended = view.has_ended,
            .awaiting = std::move(awaiting),
            .commanded_at = view.commanded_at};
}

LabDesk::Wish LabDesk::look(PaperAccount& account) {
    researcher_.look();
    // A campaign that has just ended may have proven somebody.
    const bool has_news = tell_news();
    // And the end of the feed is the last chance to see how the account stands.
    const bool has_ended = !account.is_idle() && !account.next_instant();
    const bool is_end = has_ended && !std::exchange(seen_end_, has_ended);
    const auto now = parts_.clock.monotonic();
    if (!has_news && !is_end && now - looked_ < look_every) {
        return Wish::none;
    }
    looked_ = now;
    account.catch_up();
    if (has_news || !ledger_trouble_.empty()) {
        note_trials();
    }
    const auto read = record_.catch_up();
    const auto off = read ? take_retired_off(account) : read;
    trouble_ = off ? "" : describe(off.error());
    take_back_ended();
    const PaperView view = account.view();
    mode_ = view.mode;
    if (!account.is_idle()) {
        paper_ = standing_of(view);
        put_on_paper();
        if (check_.look(*paper_, now)) {
            parts_.log.write(
                check_.failure().empty() ? LogLevel::info : LogLevel::error,
                "paper_compared",
                {{"error", check_.failure().empty() ? JsonValue() : JsonValue(check_.failure())}});
            looked_ = {};  // what it found is on record
        }
    }
    // Who was stopped or panicked looks at this account: it is not taken from under his eyes.
    return wants_another() ? Wish::another_account : Wish::none;
}

bool LabDesk::wants_another() const {
    return mode_ == PaperMode::running && wanted();
}

bool LabDesk::is_at_rest() const {
    const ResearchState state = researcher_.state();
    const bool searches =
        state == ResearchState::running || state == ResearchState::ending || researcher_.is_due();
    const bool is_compared_next = paper_ && check_.is_due(*paper_, parts_.clock.monotonic());
    return !searches && !check_.is_running() && !is_compared_next && !wants_another();
}

bool LabDesk::tell_news() {
    const auto news = researcher_.take_news();
    for (const ResearchNews& one : news) {
        const bool is_bad = one.kind == ResearchNews::Kind::failed;
        parts_.log.write(is_bad ? LogLevel::error : LogLevel::info,
                         research_news_text(one.kind),
                         {{"seed", one.seed}, {"what", one.what}});
    }
    return !news.empty();
}

void LabDesk::add_to(DaemonFacts& facts) const {
    const ResearchView view = researcher_.view();
    facts.research = research_members(view, view.progress);
    facts.lab_needs = needs();
    facts.consistency = consistency();
    facts.takes_proven = options_.takes_proven;
    facts.left_behind = left_behind_;
    facts.account_number = standing_ ? std::optional(standing_->number) : std::nullopt;
}

void LabDesk::end() {
    researcher_.end(end_patience);
    check_.end(0ns);
    (void)tell_news();
}

}  // namespace tradelab
