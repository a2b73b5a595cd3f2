#include "validate/subject.hpp"

#include "core/text.hpp"
#include "strategy/sample_market.hpp"
#include "validate/last_words.hpp"

#include <fmt/format.h>

#include <cstring>
#include <utility>

namespace tradelab {
namespace {

// A table of ABI 1.0 with a tail that a newer one would have, or an array of such tables.
class Tables {
    std::size_t stride_;
    std::vector<std::uint64_t> words_;

public:
    Tables(std::size_t bytes, std::size_t tail, std::size_t count)
        : stride_(bytes + tail), words_((stride_ * count + 7) / 8 + 1, 0xa5a5a5a5a5a5a5a5ULL) {}

    template <class T>
    void put(std::size_t place, T table) {
        table.size = static_cast<std::uint32_t>(stride_);
        std::memcpy(reinterpret_cast<char*>(words_.data()) + place * stride_, &table, sizeof table);
    }
    template <class T>
    [[nodiscard]] const T* first() const {
        return reinterpret_cast<const T*>(words_.data());
    }
};

}  // namespace

tl_instrument instrument_for(const DeclaredRole& role, tl_inst inst) {
    std::uint8_t kind = TL_INST_SPOT;
    while (kind < TL_INST_OPTION && (role.kinds & (1U << kind)) == 0) {
        ++kind;
    }
    return sample_instrument(inst, kind);
}

Result<Subject> Subject::create(const Specimen& specimen, Options options) {
    const Declaration& declaration = specimen.declaration;
    if (options.ticks.empty()) {
        options.ticks = initial_ticks(declaration);
    }
    options.host.tail_bytes = options.tail_bytes;
    auto host = std::make_unique<ProbeHost>(options.host);

    Tables instruments(sizeof(tl_instrument), options.tail_bytes, declaration.roles.size());
    for (std::size_t role = 0; role < declaration.roles.size(); ++role) {
        tl_instrument instrument =
            instrument_for(declaration.roles[role], static_cast<tl_inst>(role + 1));
        instrument.price_dp = static_cast<std::int8_t>(instrument.price_dp + options.extra_places);
        instrument.qty_dp = static_cast<std::int8_t>(instrument.qty_dp + options.extra_places);
        for (std::int8_t place = 0; place < options.extra_places; ++place) {
            instrument.tick *= 10;
            instrument.lot *= 10;
        }
        instruments.put(role, instrument);
    }
    Tables config(sizeof(tl_config), options.tail_bytes, 1);
    config.put(0,
               tl_config{.size = 0,
                         .tick_count = static_cast<std::uint32_t>(options.ticks.size()),
                         .ticks = options.ticks.data(),
                         .instruments = instruments.first<tl_instrument>(),
                         .role_count = static_cast<std::uint32_t>(declaration.roles.size()),
                         .reserved = 0,
                         .bar_interval_ns = SampleMarket{}.interval_ns});

    last_words::enter("creating an instance");
    tl_instance* made = nullptr;
    const tl_status status = specimen.library.entry().create(
        declaration.id.c_str(), host->host(), config.first<tl_config>(), &made);
    last_words::enter("examining");
    if (status != TL_OK) {
        const std::string reason = host->take_error();
        return fail(ErrorCode::refused,
                    fmt::format("create returned {}", status),
                    reason.empty() ? "it gave no reason with set_error" : reason);
    }
    if (made == nullptr || !TL_HAS(tl_instance, made, get) || made->start == nullptr ||
        made->stop == nullptr || made->destroy == nullptr || made->get == nullptr) {
        return fail(ErrorCode::malformed,
                    "create gave no instance, or one with holes in its table",
                    "fill in start, stop, destroy and get");
    }
    return Subject(std::move(host), *made);
}

Subject::~Subject() {
    destroy();
}

void Subject::destroy() {
    if (instance_ == nullptr) {
        return;
    }
    if (running_) {
        instance_->stop(instance_.get());
    }
    last_words::enter("destroying an instance");
    instance_->destroy(instance_.get());
    last_words::enter("examining");
    instance_.reset();
}

Status Subject::start() {
    auto started = result(instance_->start(instance_.get()), "start");
    running_ = running_ || started.has_value();
    return started;
}

Status Subject::stop() {
    auto stopped = result(instance_->stop(instance_.get()), "stop");
    running_ = running_ && !stopped.has_value();
    return stopped;
}

const tl_strategy* Subject::strategy() const {
    return static_cast<const tl_strategy*>(instance_->get(instance_.get(), TL_EXT_STRATEGY));
}

const tl_ext_state* Subject::state() const {
    const auto* const table =
        static_cast<const tl_ext_state*>(instance_->get(instance_.get(), TL_EXT_STATE));
    const bool whole =
        TL_HAS(tl_ext_state, table, load) && table->save != nullptr && table->load != nullptr;
    return whole ? table : nullptr;
}

Status Subject::result(tl_status status, std::string_view doing) const {
    if (status == TL_OK) {
        return {};
    }
    const std::string reason = host_->take_error();
    return fail(ErrorCode::refused,
                fmt::format("{} returned {}", doing, status),
                reason.empty() ? "it gave no reason with set_error" : reason);
}

}  // namespace tradelab
