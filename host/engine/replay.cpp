#include "engine/replay.hpp"

#include "core/check.hpp"
#include "engine/cursor.hpp"
#include "engine/replay_state.hpp"
#include "engine/run_hash.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace tradelab {
namespace {

Status check_sources(const std::vector<SourceSpec>& sources, const Portfolio& portfolio) {
    for (std::size_t i = 0; i < sources.size(); ++i) {
        const SourceSpec& spec = sources[i];
        if (spec.source == nullptr || !portfolio.is_listed(spec.instrument)) {
            return fail(ErrorCode::invalid_argument,
                        "a source of instrument " + std::to_string(spec.instrument.value()) +
                            " that is not listed",
                        "list every instrument in the portfolio's options");
        }
        const bool is_bars = spec.kind == SourceKind::bars;
        if (is_bars != (spec.interval > Duration(0))) {
            return fail(ErrorCode::invalid_argument,
                        portfolio.listing(spec.instrument).name.text() +
                            ": bars have an interval above 0, other sources none");
        }
        for (std::size_t j = 0; j < i; ++j) {
            if (sources[j].instrument == spec.instrument && sources[j].kind == spec.kind &&
                sources[j].interval == spec.interval) {
                return fail(
                    ErrorCode::duplicate,
                    portfolio.listing(spec.instrument).name.text() + ": two sources of one kind",
                    "merge them into one series first");
            }
        }
    }
    return {};
}

std::string source_name(const SourceSpec& spec, const Portfolio& portfolio) {
    constexpr const char* kinds[] = {"", "marks", "funding", "bars", "trades"};
    return portfolio.listing(spec.instrument).name.text() + " " +
           kinds[static_cast<std::size_t>(spec.kind)];
}

}  // namespace

Result<Replay> Replay::make(ReplayOptions options) {
    if (options.kernel == nullptr || options.market == nullptr || options.sources.empty()) {
        return fail(ErrorCode::invalid_argument,
                    "a replay without kernel, market or sources",
                    "name all three");
    }
    const Portfolio& portfolio = options.kernel->portfolio();
    if (auto good = check_sources(options.sources, portfolio); !good) {
        return fail(std::move(good).error());
    }
    auto state = std::make_unique<State>();
    state->options = std::move(options);
    for (const SourceSpec& spec : state->options.sources) {
        state->cursors.emplace_back(spec, source_name(spec, portfolio));
    }
    std::ranges::sort(state->cursors, [&](const Cursor& a, const Cursor& b) {
        const auto key = [&](const Cursor& one) {
            return std::tuple(one.spec().kind,
                              portfolio.listing(one.spec().instrument).name,
                              one.spec().interval);
        };
        return key(a) < key(b);
    });
    state->choose_bars();
    return Replay(std::move(state));
}

Replay::Replay(std::unique_ptr<State> state) : state_(std::move(state)) {}
Replay::Replay(Replay&&) noexcept = default;
Replay& Replay::operator=(Replay&&) noexcept = default;
Replay::~Replay() = default;

void Replay::State::choose_bars() {
    std::optional<Duration> clock;
    for (Cursor& one : cursors) {
        if (one.spec().kind != SourceKind::bars) {
            continue;
        }
        clock = clock ? std::min(*clock, one.spec().interval) : one.spec().interval;
        one.executes = std::ranges::none_of(cursors, [&](const Cursor& other) {
            return other.spec().kind == SourceKind::bars &&
                   other.spec().instrument == one.spec().instrument &&
                   other.spec().interval < one.spec().interval;
        });
    }
    for (Cursor& one : cursors) {
        one.is_clock = one.spec().kind == SourceKind::bars && one.spec().interval == clock;
        one.is_marked = std::ranges::any_of(cursors, [&](const Cursor& other) {
            return other.spec().kind == SourceKind::mark &&
                   other.spec().instrument == one.spec().instrument;
        });
    }
}

Result<RunOutcome> Replay::run() {
    TL_CHECK_MSG(!state_->has_started, "a replay runs once");
    if (auto ran = state_->advance(UnixNanos(INT64_MAX)); !ran) {
        return fail(std::move(ran).error());
    }
    return finish();
}

Result<bool> Replay::advance(UnixNanos until) {
    TL_CHECK_MSG(!state_->has_finished, "a replay that was finished goes no further");
    return state_->advance(until);
}

std::optional<UnixNanos> Replay::next_instant() const {
    return state_->has_started ? state_->next_instant() : std::nullopt;
}

std::optional<UnixNanos> Replay::last_instant() const {
    return state_->has_begun() ? std::optional(state_->now) : std::nullopt;
}

Result<RunOutcome> Replay::finish() {
    TL_CHECK_MSG(!state_->has_finished, "a replay is finished once");
    state_->has_finished = true;
    if (auto finished = state_->finish(); !finished) {
        return fail(std::move(finished).error());
    }
    return state_->outcome();
}

Status Replay::State::begin(UnixNanos at) {
    first = at;
    now = at;
    return options.kernel->begin(at);
}

Result<bool> Replay::State::advance(UnixNanos until) {
    if (!has_started) {
        has_started = true;
        for (Cursor& one : cursors) {
            if (auto started = one.start(); !started) {
                return fail(std::move(started).error());
            }
        }
    }
    const UnixNanos never(INT64_MAX);
    beyond = until == never ? never : until + Duration(1);
    while (const auto next = next_instant()) {
        if (*next > until) {
            return true;
        }
        if (options.is_interrupted != nullptr && options.is_interrupted()) {
            return fail(ErrorCode::interrupted, "the run was interrupted");
        }
        Status done;
        if (!has_begun()) {
            done = begin(*next);  // what it sets off may come before the first event
        } else {
            Cursor* alone = alone_at(*next);
            done = alone != nullptr ? stretch(*alone) : instant(*next);
        }
        if (!done) {
            return fail(std::move(done).error());
        }
    }
    return false;
}

std::optional<UnixNanos> Replay::State::next_instant() {
    bool has_data = false;
    UnixNanos next = UnixNanos(INT64_MAX);
    for (const Cursor& one : cursors) {
        if (!one.has_ended()) {
            has_data = true;
            next = std::min(next, one.key());
        }
    }
    if (!has_data) {
        return std::nullopt;  // timers of a time that no data reaches do not ring
    }
    const UnixNanos never(INT64_MAX);
    alarm = std::min(options.kernel->next_time().value_or(never),
                     options.market->next_time().value_or(never));
    return std::max(now, std::min(next, alarm));
}

Cursor* Replay::State::alone_at(UnixNanos next) {
    if (!options.kernel->is_alone()) {
        return nullptr;
    }
    // The next event is of one source of bars, and nothing else happens before the one after it.
    Cursor* alone = nullptr;
    horizon = std::min(alarm, beyond);
    for (Cursor& one : cursors) {
        if (one.has_ended()) {
            continue;
        }
        if (alone == nullptr && one.executes && one.is_clock && !one.has_gap() &&
            one.key() == next) {
            alone = &one;
        } else {
            horizon = std::min(horizon, one.key());
        }
    }
    // An instrument valued at recorded marks is not valued by its bars.
    const bool is_plain = alone != nullptr && !alone->is_marked;
    return is_plain && horizon > alone->ts() ? alone : nullptr;
}

Result<RunOutcome> Replay::State::outcome() {
    Kernel& kernel = *options.kernel;
    RunOutcome out{.record = kernel.take_record(),
                   .statement = kernel.portfolio().statement(),
                   .decision_hash = kernel.decision_hash(),
                   .first = first,
                   .last = first ? std::optional(now) : std::nullopt};
    const MarketCounts& market = options.market->counts();
    out.record.counts.ambiguous_bars = market.ambiguous_bars;
    out.record.counts.resolved_bars = market.resolved_bars;
    out.record.counts.partial_fills = market.partial_fills;
    out.record.counts.unknown_volume_fills = market.unknown_volume_fills;
    add_warnings(out);
    out.result_hash = result_hash(out.record, kernel.portfolio(), out.warnings);
    return out;
}

void Replay::State::add_warnings(RunOutcome& out) const {
    const RunCounts& counts = out.record.counts;
    const auto warn = [&](std::uint64_t count, const char* what) {
        if (count != 0) {
            out.warnings.push_back(std::to_string(count) + what);
        }
    };
    warn(counts.ambiguous_bars - std::min(counts.ambiguous_bars, counts.resolved_bars),
         " bars could be read in two ways; the worse was taken");
    warn(counts.funding_without_mark,
         " funding payments were settled on the last price, because no mark was recorded");
    warn(counts.malformed_intents, " intents could not be carried out and were refused");
    warn(counts.venue_rejections, " approved orders could not be paid and were rejected");
    warn(counts.unknown_volume_fills, " fills lie in bars whose volume nobody counted");
    warn(counts.pair_unwinds, " orders completed or undid a leg that stood alone");
    warn(counts.margin_unwinds, " hedge pairs were unwound by the host at their margin floor");
    warn(counts.basis_unwinds, " hedge pairs were unwound by the host at their basis stop");
    warn(counts.delta_trims, " times the host trimmed a leg of a hedge pair beyond its delta band");
    warn(out.record.liquidations.size(), " liquidations");
    warn(out.record.isolations.size(), " strategies failed and were isolated; the others went on");
    if (out.record.fills.empty()) {
        out.warnings.emplace_back("0 trades: this says nothing of the strategy's worth");
    }
}

}  // namespace tradelab
