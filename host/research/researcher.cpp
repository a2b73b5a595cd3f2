#include "research/researcher.hpp"

#include "core/back_off.hpp"
#include "document/json_fields.hpp"
#include "document/json_parse.hpp"
#include "document/json_write.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace tradelab {
namespace {

using namespace std::chrono_literals;
using std::chrono::nanoseconds;

constexpr std::string_view count_schema = "tradelab.campaigns/1";
constexpr std::uint64_t count_bytes_max = 4'096;
constexpr std::size_t why_bytes_max = 600;
// How often it looks whether its child has ended: a search takes minutes.
constexpr nanoseconds look_every = 200ms;
// Of a campaign that was judged before: the next seed is due at once.
constexpr nanoseconds at_once = 1s;

constexpr int exit_ok = 0;
constexpr int exit_refused = 5;
constexpr int exit_interrupted = 130;

Disk::Path count_file(const Disk::Path& folder) {
    return folder / "campaigns.json";
}

struct Kept {
    std::uint64_t campaigns = 0;              // on this subject, that came to their end
    std::optional<UnixNanos> next_from = {};  // by the clock on the wall: the pause holds over
                                              // restarts
};

// Files of before have none: whoever upgrades goes on with the seed that comes next, at once.
Result<std::optional<UnixNanos>> next_from_in(const JsonValue& document) {
    const JsonValue* next = document.find("next_from");
    if (next == nullptr || next->is_null()) {
        return std::nullopt;
    }
    const auto at = parse_iso(next->text() == nullptr ? "" : *next->text());
    return at ? Result<std::optional<UnixNanos>>(*at) : fail(at.error());
}

Result<Kept> read_kept(const Disk& disk, const ResearchPlan& plan) {
    const auto path = count_file(plan.folder);
    const auto text = disk.read_file(path, {.size_max = count_bytes_max});
    if (!text) {
        return text.error().code == ErrorCode::not_found ? Result<Kept>(Kept{})
                                                         : fail(text.error());
    }
    const auto document = parse_json(*text, {.bytes_max = count_bytes_max, .depth_max = 2});
    if (!document) {
        return fail(document.error(), "'" + path.string() + "'");
    }
    std::optional<Error> problem;
    JsonFields fields(*document, "", {"schema", "subject", "campaigns", "next_from"}, problem);
    const std::string schema = fields.text("schema", 60);
    const std::string subject = fields.text("subject", 64);
    const std::int64_t count = fields.integer("campaigns");
    const auto next_from = next_from_in(*document);
    if (!problem && (schema != count_schema || count < 0 || !next_from)) {
        fields.refuse("no count of campaigns", "take the file away: campaigns begin at seed 1");
    }
    if (problem) {
        return fail(*std::move(problem), "'" + path.string() + "'");
    }
    if (subject != plan.subject) {
        return Kept{};
    }
    return Kept{.campaigns = static_cast<std::uint64_t>(count), .next_from = *next_from};
}

std::string cut(std::string text) {
    const auto end = text.find_last_not_of(" \n");
    text.resize(end == std::string::npos ? 0 : end + 1);
    return text.size() > why_bytes_max ? text.substr(text.size() - why_bytes_max) : text;
}

}  // namespace

std::string_view research_state_text(ResearchState state) {
    constexpr std::array<std::string_view, 5> texts = {
        "off", "waiting", "running", "ending", "done"};
    return texts.at(static_cast<std::size_t>(state));
}

std::string_view research_news_text(ResearchNews::Kind kind) {
    constexpr std::array<std::string_view, 4> texts = {
        "research_begun", "research_ended", "research_failed", "research_stopped"};
    return texts.at(static_cast<std::size_t>(kind));
}

Disk::Path search_progress_file(const Disk::Path& folder) {
    return folder / "campaign.json";
}

Researcher::Researcher(Parts parts, ResearchPlan plan) : parts_(parts), plan_(std::move(plan)) {}

Researcher Researcher::open(Parts parts, ResearchPlan plan) {
    const auto kept = read_kept(parts.disk, plan);
    Researcher out(parts, std::move(plan));
    out.due_ = parts.clock.monotonic();
    if (!kept) {
        // It would begin at seed 1 again, over what was searched before.
        out.last_failure_ = describe(kept.error());
        out.plan_.why_not = "how many campaigns there were cannot be read: " + out.last_failure_;
        return out;
    }
    out.campaigns_ = kept->campaigns;
    if (kept->next_from && out.plan_.pause) {
        const auto left = checked_sub(*kept->next_from, parts.clock.now()).value_or(Duration(0));
        // No longer than it would be now, whatever has happened to the clock on the wall.
        out.due_ += std::clamp(nanoseconds(left), nanoseconds(0), *out.plan_.pause);
    }
    if (out.plan_.begins_by_itself && out.plan_.why_not.empty()) {
        const bool is_done = !out.plan_.pause && out.campaigns_ > 0;
        out.state_ = is_done ? ResearchState::done : ResearchState::waiting;
    }
    return out;
}

void Researcher::look() {
    const nanoseconds now = parts_.clock.monotonic();
    if (job_ && now - looked_ >= look_every) {
        looked_ = now;
        if (const auto end = job_->look()) {
            job_.reset();
            ended(*end);
        }
    }
    if (is_due()) {
        // What was wrong is told as news.
        (void)begin();
    }
}

bool Researcher::is_due() const {
    return !job_ && state_ == ResearchState::waiting && parts_.clock.monotonic() >= due_;
}

Status Researcher::begin() {
    // What an earlier campaign left must not be taken for this one's.
    (void)parts_.disk.remove_file(search_progress_file(plan_.folder));
    Command command = plan_.command;
    command.arguments.insert(command.arguments.end(), {"--seed", std::to_string(campaigns_ + 1)});
    auto job = BackgroundJob::start(parts_.companions, std::move(command));
    if (!job) {
        failed(describe(job.error()));
        return fail(std::move(job).error(), "beginning a campaign");
    }
    job_.emplace(*std::move(job));
    looked_ = parts_.clock.monotonic();
    state_ = ResearchState::running;
    news_.push_back({.kind = ResearchNews::Kind::begun, .seed = campaigns_ + 1, .what = {}});
    return {};
}

void Researcher::ended(const CompanionEnd& end) {
    const auto reached = progress();
    const bool is_over = reached && reached->phase == SearchPhase::ended;
    const bool was_judged = end.exit_code == exit_refused && is_over;
    if (end.ended == Ended::exited && (end.exit_code == exit_ok || was_judged)) {
        finished(is_over ? reached->outcome : "", was_judged ? at_once : plan_.pause.value_or(0ns));
        return;
    }
    const bool was_told = state_ == ResearchState::ending || end.exit_code == exit_interrupted;
    if (was_told) {
        state_ = ResearchState::off;
        news_.push_back({.kind = ResearchNews::Kind::stopped, .seed = campaigns_ + 1, .what = {}});
        return;
    }
    const std::string said = cut(end.errors);
    failed(describe(end) + (said.empty() ? "" : ": " + said));
}

void Researcher::finished(const std::string& outcome, nanoseconds pause) {
    news_.push_back({.kind = ResearchNews::Kind::ended, .seed = campaigns_ + 1, .what = outcome});
    ++campaigns_;
    failures_ = 0;
    last_failure_.clear();
    if (auto kept = keep_count(pause); !kept) {
        // Nothing is lost: a campaign that is run again is refused as judged, or finds its trials.
        last_failure_ = describe(kept.error());
    }
    if (state_ == ResearchState::ending) {
        state_ = ResearchState::off;
    } else if (!plan_.pause) {
        state_ = ResearchState::done;
    } else {
        wait_for(pause);
    }
}

void Researcher::failed(std::string why) {
    ++failures_;
    news_.push_back({.kind = ResearchNews::Kind::failed, .seed = campaigns_ + 1, .what = why});
    last_failure_ = std::move(why);
    wait_for(back_off(failures_));
}

void Researcher::wait_for(nanoseconds pause) {
    state_ = ResearchState::waiting;
    due_ = parts_.clock.monotonic() + pause;
}

Status Researcher::start() {
    if (!plan_.why_not.empty()) {
        return fail(ErrorCode::refused, plan_.why_not, "see tradelabd.toml, [research]");
    }
    if (job_) {
        return fail(ErrorCode::refused,
                    "a campaign runs already",
                    "tradelab lab status says how far it is");
    }
    failures_ = 0;
    return begin();
}

Status Researcher::stop() {
    if (!job_ && state_ != ResearchState::waiting) {
        return fail(ErrorCode::refused,
                    "no campaign runs and none was to begin",
                    "tradelab lab start begins one");
    }
    if (state_ == ResearchState::ending) {
        return fail(ErrorCode::refused,
                    "the campaign is ending already",
                    "it finishes the run in hand, and a look into a vault: tradelab lab status");
    }
    if (job_) {
        job_->interrupt();
        state_ = ResearchState::ending;
    } else {
        state_ = ResearchState::off;
        news_.push_back({.kind = ResearchNews::Kind::stopped, .seed = campaigns_ + 1, .what = {}});
    }
    return {};
}

void Researcher::end(nanoseconds patience) {
    if (job_) {
        (void)job_->end(patience);
        job_.reset();
        state_ = ResearchState::off;
    }
}

ResearchView Researcher::view() const {
    ResearchView out{.state = state_,
                     .campaigns = campaigns_,
                     .seed = campaigns_ + 1,
                     .process = job_ ? job_->number() : 0,
                     .cpu_percent = plan_.cpu_percent,
                     .begins_in = {},
                     .last_failure = last_failure_,
                     .progress = {}};
    if (state_ == ResearchState::waiting) {
        out.begins_in = std::max(due_ - parts_.clock.monotonic(), nanoseconds(0));
    }
    auto newest = read_progress(parts_.disk, search_progress_file(plan_.folder));
    out.progress = newest ? *std::move(newest) : std::nullopt;
    return out;
}

std::optional<SearchProgress> Researcher::progress() const {
    auto read = read_progress(parts_.disk, search_progress_file(plan_.folder));
    return read && *read && (*read)->seed == campaigns_ + 1 ? *std::move(read) : std::nullopt;
}

std::vector<ResearchNews> Researcher::take_news() {
    return std::exchange(news_, {});
}

Status Researcher::keep_count(nanoseconds pause) {
    if (auto made = parts_.disk.make_directories(plan_.folder); !made) {
        return made;
    }
    const auto next = checked_add(parts_.clock.now(), pause);
    return write_atomically(
        parts_.disk,
        count_file(plan_.folder),
        pretty_json(JsonObject{{"schema", count_schema},
                               {"subject", plan_.subject},
                               {"campaigns", campaigns_},
                               {"next_from", next ? JsonValue(iso_text(*next)) : JsonValue()}}) +
            "\n");
}

}  // namespace tradelab
