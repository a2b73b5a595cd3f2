#include "store/keeper.hpp"

#include "core/back_off.hpp"
#include "document/error_form.hpp"
#include "document/json_write.hpp"
#include "store/projection.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <iterator>
#include <mutex>
#include <set>
#include <thread>
#include <utility>

namespace tradelab {
namespace {

// Some 30 ms of work: a question waits no longer than that behind it.
constexpr std::uint64_t batch = 5'000;
constexpr std::chrono::milliseconds look_every(100);
// To take the file up again every row of it is read.
constexpr std::chrono::nanoseconds pause_max = std::chrono::minutes(5);
// Whoever ends, or goes on with another account, waits no longer: the rest is read at the next
// start.
constexpr std::chrono::nanoseconds end_patience = std::chrono::seconds(2);

JsonValue applied_json(const Projection& projection) {
    JsonObject out;
    for (const SourceState& one : projection.sources()) {
        out.push_back({one.name(), one.applied.seq});
    }
    return out;
}

std::uint64_t behind(const Projection& projection) {
    std::uint64_t records = 0;
    for (const SourceState& one : projection.sources()) {
        records += one.acknowledged - std::min(one.acknowledged, one.applied.seq);
    }
    return records;
}

JsonValue problems_json(const Projection& projection) {
    JsonArray out;
    for (const SourceState& one : projection.sources()) {
        if (one.problem) {
            out.push_back(*one.problem);
        }
    }
    return out;
}

JsonValue answer_of(const Projection& projection, const StoreQuestion& question) {
    const bool is_audit = question.of == StoreQuestion::Of::audit;
    auto rows = is_audit ? audit_in(projection.database(), question.which)
                         : events_in(projection.database(), question.which, question.places);
    if (!rows) {
        return error_document(rows.error());
    }
    JsonObject out = question.head;
    out.push_back({"applied_seq", applied_json(projection)});
    out.push_back({"records_behind", behind(projection)});
    out.push_back({"problems", problems_json(projection)});
    out.push_back({is_audit ? "audit" : "events", *std::move(rows)});
    return out;
}

}  // namespace

struct StoreKeeper::State {
    State(const Disk& with, const Clock& by, ProjectionPlaces where)
        : disk(with), clock(by), places(std::move(where)) {}

    // ---- any thread ----
    const Disk& disk;
    const Clock& clock;
    const ProjectionPlaces places;

    mutable std::mutex mutex;
    std::condition_variable asked;
    std::vector<StoreQuestion> questions;
    std::vector<StoreNotice> notices;
    std::optional<std::string> problem;
    std::atomic<bool> is_ending = false;  // set with the mutex held, for whoever waits

    // ---- the keeper's thread ----
    std::optional<Projection> projection;
    std::chrono::nanoseconds try_again_at{0};
    int failures = 0;  // in a row
    std::optional<std::chrono::nanoseconds> end_by;
    std::set<std::string> told;  // since it failed: each attempt finds the same again
    bool is_level = false;

    void run();
    void work();
    [[nodiscard]] bool is_given_up();
    [[nodiscard]] Status bring_up();
    [[nodiscard]] Status bring_up_or_catch();
    void tell(StoreNotice::Grade grade, std::string text);
    void tell_of(const Status& done);
    void answer(const std::vector<StoreQuestion>& taken);

    // Last: it uses all of the above.
    std::thread thread;
};

void StoreKeeper::State::tell(StoreNotice::Grade grade, std::string text) {
    const std::scoped_lock lock(mutex);
    notices.push_back({.grade = grade, .text = std::move(text)});
}

Status StoreKeeper::State::bring_up() {
    if (!projection) {
        auto opened = Projection::open(disk, places, [this] { return is_given_up(); });
        if (!opened) {
            return fail(std::move(opened).error());
        }
        projection.emplace(*std::move(opened));
    }
    const auto done = projection->catch_up(batch);
    for (std::string& remark : projection->take_remarks()) {
        if (told.insert(remark).second) {
            tell(StoreNotice::Grade::warning, std::move(remark));
        }
    }
    if (!done) {
        projection.reset();
        return fail(done.error());
    }
    is_level = done->is_level;
    return {};
}

// The thread's border: what is thrown on it would end the process that trades.
Status StoreKeeper::State::bring_up_or_catch() {
    try {
        return bring_up();
    } catch (const std::exception& thrown) {
        projection.reset();
        return fail(ErrorCode::internal, std::string("reading the journals: ") + thrown.what());
    }
}

// Asked from within SQLite, too.
bool StoreKeeper::State::is_given_up() {
    if (!is_ending) {
        return false;
    }
    const auto now = clock.monotonic();
    if (!end_by) {
        end_by = now + end_patience;
    }
    return now >= *end_by;
}

// Once when it begins and once when it is over.
void StoreKeeper::State::tell_of(const Status& done) {
    if (!done && done.error().code == ErrorCode::interrupted) {
        return;  // nothing is wrong with it
    }
    failures = done ? 0 : failures + 1;
    if (done) {
        told.clear();
    } else {
        try_again_at = clock.monotonic() + std::min(back_off(failures), pause_max);
    }
    const std::scoped_lock lock(mutex);
    if (done && problem) {
        notices.push_back(
            {.grade = StoreNotice::Grade::info, .text = "the store is written again"});
        problem.reset();
    } else if (!done) {
        std::string text = "the store is not written, trading goes on: " + describe(done.error());
        if (problem != text) {
            notices.push_back({.grade = StoreNotice::Grade::warning, .text = text});
        }
        problem = std::move(text);
    }
}

void StoreKeeper::State::work() {
    is_level = true;
    const bool is_resting =
        !projection && failures > 0 && !is_ending && clock.monotonic() < try_again_at;
    if (!is_resting) {
        tell_of(bring_up_or_catch());
    }
}

void StoreKeeper::State::answer(const std::vector<StoreQuestion>& taken) {
    for (const StoreQuestion& question : taken) {
        std::string line;
        try {
            line = line_json(
                projection
                    ? answer_of(*projection, question)
                    : error_document({.code = ErrorCode::data_missing,
                                      .context = problem.value_or("the store is not open"),
                                      .hint = "tradelab status, orders and fills do without"}));
        } catch (const std::exception& thrown) {
            line = line_json(error_document({.code = ErrorCode::internal,
                                             .context = std::string("answering: ") + thrown.what(),
                                             .hint = "ask for less: --limit N"}));
        }
        question.answer(std::move(line));
    }
}

void StoreKeeper::State::run() {
    while (true) {
        std::vector<StoreQuestion> taken;
        bool is_last = false;
        {
            std::unique_lock lock(mutex);
            if (is_level) {
                asked.wait_for(lock, look_every, [&] { return is_ending || !questions.empty(); });
            }
            taken = std::exchange(questions, {});
            is_last = is_ending;
        }
        work();
        answer(taken);
        if (is_last && (is_level || is_given_up())) {
            projection.reset();
            return;
        }
    }
}

StoreKeeper::StoreKeeper(const Disk& disk, const Clock& clock, ProjectionPlaces places)
    : state_(std::make_unique<State>(disk, clock, std::move(places))) {
    state_->thread = std::thread([this] { state_->run(); });
}

StoreKeeper::~StoreKeeper() {
    finish();
}

bool StoreKeeper::ask(StoreQuestion question) {
    {
        const std::scoped_lock lock(state_->mutex);
        if (state_->is_ending || state_->questions.size() >= waiting_max) {
            return false;
        }
        state_->questions.push_back(std::move(question));
    }
    state_->asked.notify_one();
    return true;
}

std::vector<StoreNotice> StoreKeeper::take_notices() {
    const std::scoped_lock lock(state_->mutex);
    return std::exchange(state_->notices, {});
}

std::optional<std::string> StoreKeeper::problem() const {
    const std::scoped_lock lock(state_->mutex);
    return state_->problem;
}

void StoreKeeper::finish() {
    {
        const std::scoped_lock lock(state_->mutex);
        state_->is_ending = true;
    }
    state_->asked.notify_one();
    if (state_->thread.joinable()) {
        state_->thread.join();
    }
}

}  // namespace tradelab
