#include "engine/kernel.hpp"

#include "core/check.hpp"
#include "engine/hex_text.hpp"
#include "engine/kernel_state.hpp"

#include <algorithm>
#include <utility>

namespace tradelab {
namespace {

Failure refuse(std::string what, std::string hint) {
    return fail(ErrorCode::invalid_argument, std::move(what), std::move(hint));
}

std::string named(const InstanceSpec& instance) {
    return "instance " + std::to_string(instance.id.value());
}

Status check_instance(const InstanceSpec& instance, const Portfolio& portfolio) {
    if (!portfolio.is_known(instance.id)) {
        return refuse(named(instance) + " has no budget", "give it one in the portfolio's options");
    }
    if (instance.plugin == nullptr || instance.strategy == nullptr) {
        return refuse(named(instance) + " has no plugin", "load and start it first");
    }
    if (instance.roles.empty() || instance.roles.size() > limits::roles_max) {
        return refuse(named(instance) + " has " + std::to_string(instance.roles.size()) + " roles",
                      "bind 1 to " + std::to_string(limits::roles_max));
    }
    for (const RoleFeed& role : instance.roles) {
        if (!portfolio.is_listed(role.instrument)) {
            return refuse(
                named(instance) + " trades instrument " + std::to_string(role.instrument.value()),
                "list it in the portfolio's options");
        }
    }
    if (instance.sizing.reserve < Rate() || instance.sizing.reserve >= rate_one) {
        return refuse(named(instance) + ": a reserve outside of [0, 1)", "0.01 keeps back 1 %");
    }
    return {};
}

// Nothing but memory.
RunRecord emptied(RunRecord used) {
    used.orders.clear();
    used.fills.clear();
    used.funding.clear();
    used.liquidations.clear();
    used.notes.clear();
    used.isolations.clear();
    used.curve.ts.clear();
    used.curve.equity.clear();
    used.curve.exposure.clear();
    used.counts = {};
    used.coverage = {};
    used.refused_by_reason.clear();
    return used;
}

}  // namespace

Status check_options(const KernelOptions& options) {
    if (options.portfolio == nullptr || options.gate == nullptr || options.venue == nullptr) {
        return refuse("a kernel without portfolio, gate or venue", "name all three");
    }
    if (options.instances.empty()) {
        return refuse("a run of no instance", "name at least one parameter file");
    }
    if (options.batch < 1 || options.batch > limits::batch_max) {
        return refuse("a batch of " + std::to_string(options.batch),
                      "1 to " + std::to_string(limits::batch_max));
    }
    for (const Listing& listing : options.portfolio->listings()) {
        const auto same = std::ranges::count(
            options.instruments, listing.id, [](const Instrument& one) { return one.id; });
        if (same != 1) {
            return refuse(listing.name.text() + " is described " + std::to_string(same) + " times",
                          "describe every listed instrument once");
        }
    }
    for (const Instrument& instrument : options.instruments) {
        if (!options.portfolio->is_listed(instrument.id)) {
            return refuse(instrument.name.text() + " is not listed", "list it in the portfolio");
        }
        if (instrument.filters.all().empty()) {
            return fail(ErrorCode::data_missing,
                        instrument.name.text() + " has no filters",
                        "import the venue's filters, or state them with their source");
        }
    }
    for (const InstanceSpec& instance : options.instances) {
        if (std::ranges::count(options.instances, instance.id, &InstanceSpec::id) != 1) {
            return refuse(named(instance) + " twice", "ids are unique");
        }
        if (auto good = check_instance(instance, *options.portfolio); !good) {
            return good;
        }
    }
    return {};
}

Kernel::State::State(KernelOptions given)
    : options(std::move(given)),
      book(*options.portfolio),
      valuation(*options.portfolio, *options.gate, options.curve) {}

Status Kernel::State::prepare() {
    std::ranges::sort(options.instruments, {}, &Instrument::name);
    std::ranges::sort(options.instances, {}, &InstanceSpec::id);
    for (Instrument& instrument : options.instruments) {
        if (rank_of_id.size() <= instrument.id.value()) {
            rank_of_id.resize(std::size_t{instrument.id.value()} + 1);
        }
        rank_of_id[instrument.id.value()] = instruments.size() + 1;
        const Listing& listing = options.portfolio->listing(instrument.id);
        instruments.push_back({.instrument = std::move(instrument), .listing = &listing});
    }
    for (InstanceSpec& spec : options.instances) {
        auto runner =
            Runner::make(*spec.plugin,
                         *spec.strategy,
                         {.batch = options.batch, .roles = spec.roles.size(), .out = nullptr});
        if (!runner) {
            return fail(std::move(runner).error(), named(spec));
        }
        KernelInstance instance{.spec = std::move(spec), .runner = *std::move(runner)};
        for (std::size_t at = 0; at < instance.spec.roles.size(); ++at) {
            const RoleFeed& role = instance.spec.roles[at];
            instance.roles.push_back(
                {.instrument = rank_of(role.instrument),
                 .events = role.events,
                 .warmup_left =
                     std::max(instance.spec.warmup_bars_min,
                              instance.spec.strategy->warmup_bars(
                                  instance.spec.plugin, static_cast<std::uint32_t>(at)))});
            instance.bound.push_back(role.instrument.value());
        }
        instances.push_back(std::move(instance));
    }
    // All orders whose fate is open, and as many decided while they are.
    live.reserve(2 * options.gate->reservations().open_max());
    to_cancel.reserve(options.gate->reservations().open_max());
    group.reserve(Pair::legs_max * (limits::closing_pieces_max + 1));
    triggered_orders.reserve(limits::closing_pieces_max + 1);
    hedges.reserve(64);
    record = emptied(std::move(options.room));
    valuation.reserve(record.curve, options.bars_expected);
    // Untouched memory costs nothing, and to move what has grown costs every order.
    record.orders.reserve(1'024 + options.bars_expected / 16);
    record.fills.reserve(1'024 + options.bars_expected / 16);
    options.venue->listen(*this);
    return {};
}

Result<Kernel> Kernel::make(KernelOptions options) {
    if (auto good = check_options(options); !good) {
        return fail(std::move(good).error());
    }
    auto state = std::make_unique<State>(std::move(options));
    if (auto ready = state->prepare(); !ready) {
        return fail(std::move(ready).error());
    }
    return Kernel(std::move(state));
}

Kernel::Kernel(std::unique_ptr<State> state) : state_(std::move(state)) {}
Kernel::Kernel(Kernel&&) noexcept = default;
Kernel& Kernel::operator=(Kernel&&) noexcept = default;
Kernel::~Kernel() = default;

bool Kernel::is_alone() const {
    // The bounds of a pair are looked at bar by bar.
    return state_->instances.size() == 1 && state_->hedges.empty();
}

Status Kernel::begin(UnixNanos first) {
    State& state = *state_;
    state.now = first;
    state.moved_at = first;
    for (KernelInstance& instance : state.instances) {
        for (const KernelRole& role : instance.roles) {
            state.push_account(instance, role.instrument, first);
        }
    }
    return state.tell();
}

Status Kernel::mark(InstrumentId instrument, Price mark_e8, UnixNanos at) {
    state_->instruments[state_->rank_of(instrument)].marked_at = at;
    state_->valuation.forget_line();
    return state_->options.portfolio->mark(instrument, mark_e8);
}

Status Kernel::fund(const tl_ev_funding& funding) {
    return state_->fund(funding);
}

Status Kernel::close(const tl_ev_bar& bar) {
    KernelInstrument& instrument = state_->instruments[state_->rank_of(InstrumentId(bar.h.inst))];
    instrument.last = Price(bar.close);
    ++state_->record.counts.bars;
    // A mark of this very instant is better; an older one says nothing of now.
    if (instrument.marked_at == UnixNanos(bar.h.ts_event)) {
        return {};
    }
    state_->valuation.forget_line();
    return state_->options.portfolio->mark_at_last(instrument.instrument.id, Price(bar.close));
}

Status Kernel::value(UnixNanos now) {
    State& state = *state_;
    state.now = std::max(state.now, now);
    state.record.coverage.add(state.coverage(), 1);
    if (auto judged = state.judge_hedges(); !judged) {
        return judged;
    }
    const auto exposure = state.gross_exposure({});
    if (!exposure) {
        return fail(exposure.error());
    }
    return state.valuation.point(state.record.curve, now, *exposure);
}

Status Kernel::report(UnixNanos now) {
    State& state = *state_;
    state.now = std::max(state.now, now);
    return state.tell();
}

Result<std::uint32_t> Kernel::step(const MarketWindow& window) {
    // By one way for one instance, so that events have the same numbers with a pair and without.
    TL_CHECK_MSG(window.count == 1 || state_->instances.size() == 1,
                 "several instances are fed in lockstep");
    auto fed = state_->instances.size() == 1 ? state_->feed_alone(window, State::Values::no)
                                             : state_->feed_all(window);
    state_->market_moved();
    return fed;
}

Result<std::uint32_t> Kernel::step_and_value(const MarketWindow& bars) {
    TL_CHECK(is_alone() && bars.kind == SourceKind::bars);
    auto fed = state_->feed_alone(bars, State::Values::yes);
    state_->market_moved();
    return fed;
}

std::optional<UnixNanos> Kernel::next_time() const {
    auto next = state_->pairs.empty() ? std::nullopt : state_->pairs.next_time();
    for (const KernelInstance& instance : state_->instances) {
        for (const KernelTimer& timer : instance.timers) {
            if (!next || timer.due < *next) {
                next = timer.due;
            }
        }
    }
    return next;
}

std::optional<Price> Kernel::last_of(InstrumentId instrument) const {
    return state_->instruments[state_->rank_of(instrument)].last;
}

Status Kernel::finish(UnixNanos now) {
    Portfolio& portfolio = *state_->options.portfolio;
    if (auto posted = portfolio.post_valuation(now); !posted) {
        return posted;
    }
    return portfolio.check();
}

const Portfolio& Kernel::portfolio() const {
    return *state_->options.portfolio;
}

RunRecord Kernel::take_record() {
    RunRecord& record = state_->record;
    state_->valuation.flush(record.curve);
    record.refused_by_reason.resize(risk_reason_count);
    for (std::size_t at = 0; at < risk_reason_count; ++at) {
        record.refused_by_reason[at] = state_->options.gate->refused(static_cast<RiskReason>(at));
    }
    return std::move(record);
}

std::string Kernel::decision_hash() const {
    return hex_text(state_->decisions.high()) + hex_text(state_->decisions.low());
}

}  // namespace tradelab
