#include "research/paper_check.hpp"

#include "core/back_off.hpp"

#include <algorithm>
#include <utility>

namespace tradelab {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::nanoseconds look_every = 200ms;
constexpr int exit_ok = 0;
constexpr int exit_refused = 5;

// The code of "compared, and not the same" is also that of every refusal; only a refusal is said on
// standard error, where a verdict says nothing.
bool is_answer(const CompanionEnd& end) {
    return end.ended == Ended::exited &&
           (end.exit_code == exit_ok || (end.exit_code == exit_refused && end.errors.empty()));
}

bool contains(const std::vector<std::string>& all, const std::string& one) {
    return std::ranges::find(all, one) != all.end();
}

UnixNanos compared_until(const PaperCheck::Standing& standing) {
    return std::min(standing.now, standing.commanded_at.value_or(standing.now));
}

}  // namespace

Duration PaperCheck::window_of(const Standing& standing) {
    return checked_sub(compared_until(standing), standing.from).value_or(Duration(0));
}

bool PaperCheck::is_cut_short(const Standing& standing) const {
    return standing.commanded_at && window_of(standing) < after_;
}

PaperCheck::PaperCheck(Companions& companions, Command command, Duration after)
    : companions_(&companions), command_(std::move(command)), after_(after) {}

bool PaperCheck::is_due(const Standing& standing, std::chrono::nanoseconds monotonic) const {
    if (standing.awaiting.empty() || (failures_ > 0 && monotonic < again_from_)) {
        return false;
    }
    if (window_of(standing) < after_) {
        return false;
    }
    const bool all_answered = std::ranges::all_of(
        standing.awaiting, [&](const std::string& one) { return contains(answered_, one); });
    if (!checked_at_ || !all_answered) {
        return true;
    }
    const auto since = checked_sub(compared_until(standing), *checked_at_).value_or(Duration(0));
    return since >= after_ || (standing.has_ended && since > Duration(0));
}

bool PaperCheck::look(const Standing& standing, std::chrono::nanoseconds monotonic) {
    // Who was found consistent and came back on paper since awaits another answer.
    std::erase_if(answered_,
                  [&](const std::string& one) { return !contains(standing.awaiting, one); });
    if (job_) {
        if (monotonic - looked_ < look_every) {
            return false;
        }
        looked_ = monotonic;
        const auto end = job_->look();
        if (!end) {
            return false;
        }
        job_.reset();
        if (is_answer(*end)) {
            answered();
        } else {
            failed(describe(*end) + ": " + end->errors, monotonic);
        }
        return true;
    }
    if (!is_due(standing, monotonic)) {
        return false;
    }
    begun_at_ = compared_until(standing);
    begun_for_ = standing.awaiting;
    looked_ = monotonic;
    auto job = BackgroundJob::start(*companions_, command_);
    if (!job) {
        failed(describe(job.error()), monotonic);
        return true;
    }
    job_.emplace(*std::move(job));
    return false;
}

void PaperCheck::answered() {
    checked_at_ = begun_at_;
    answered_ = begun_for_;
    failures_ = 0;
    failure_.clear();
}

void PaperCheck::failed(std::string why, std::chrono::nanoseconds monotonic) {
    ++failures_;
    again_from_ = monotonic + back_off(failures_);
    failure_ = std::move(why);
}

void PaperCheck::begin_anew() {
    end(0ns);
    checked_at_.reset();
    answered_.clear();
    failures_ = 0;
    failure_.clear();
}

void PaperCheck::end(std::chrono::nanoseconds patience) {
    if (job_) {
        (void)job_->end(patience);
        job_.reset();
    }
}

}  // namespace tradelab
