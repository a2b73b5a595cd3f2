#include "research/paper_check.hpp"

#include <utility>

namespace tradelab {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::nanoseconds look_every = 200ms;
constexpr int exit_ok = 0;
// Compared, and not the same: an answer.
constexpr int exit_refused = 5;

}  // namespace

PaperCheck::PaperCheck(Companions& companions, Command command, Duration after)
    : companions_(&companions), command_(std::move(command)), after_(after) {}

bool PaperCheck::is_due(const Standing& standing) const {
    if (!standing.awaits_proof) {
        return false;
    }
    const auto window = checked_sub(standing.now, standing.from);
    if (!window || *window < after_) {
        return false;
    }
    if (!checked_at_) {
        return true;
    }
    const auto since = checked_sub(standing.now, *checked_at_).value_or(Duration(0));
    return since >= after_ || (standing.has_ended && since > Duration(0));
}

bool PaperCheck::look(const Standing& standing, std::chrono::nanoseconds monotonic) {
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
        const bool is_answer = end->ended == Ended::exited &&
                               (end->exit_code == exit_ok || end->exit_code == exit_refused);
        failure_ = is_answer ? "" : describe(*end) + ": " + end->errors;
        return true;
    }
    if (is_due(standing)) {
        checked_at_ = standing.now;
        looked_ = monotonic;
        auto job = BackgroundJob::start(*companions_, command_);
        if (job) {
            job_.emplace(*std::move(job));
        } else {
            failure_ = describe(job.error());
        }
    }
    return false;
}

void PaperCheck::begin_anew() {
    end(0ns);
    checked_at_.reset();
    failure_.clear();
}

void PaperCheck::end(std::chrono::nanoseconds patience) {
    if (job_) {
        (void)job_->end(patience);
        job_.reset();
    }
}

}  // namespace tradelab
