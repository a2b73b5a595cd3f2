#include "plugin/instance.hpp"

#include "core/limits.hpp"
#include "core/text.hpp"

#include <utility>

namespace tradelab {

namespace {

constexpr std::string_view ask_author = "report it to the author of the plugin";

ErrorCode code_of(tl_status status) {
    switch (status) {
        case TL_E_INVALID:
            return ErrorCode::invalid_argument;
        case TL_E_UNSUPPORTED:
            return ErrorCode::unsupported;
        case TL_E_STATE:
            return ErrorCode::refused;
        case TL_E_IO:
            return ErrorCode::io_failed;
        case TL_E_DENIED:
            return ErrorCode::permission_denied;
        case TL_E_AGAIN:
            return ErrorCode::too_large;
        default:
            return ErrorCode::internal;
    }
}

std::string status_text(tl_status status) {
    switch (status) {
        case TL_E_INVALID:
            return "TL_E_INVALID";
        case TL_E_UNSUPPORTED:
            return "TL_E_UNSUPPORTED";
        case TL_E_STATE:
            return "TL_E_STATE";
        case TL_E_NOMEM:
            return "TL_E_NOMEM";
        case TL_E_IO:
            return "TL_E_IO";
        case TL_E_DENIED:
            return "TL_E_DENIED";
        case TL_E_AGAIN:
            return "TL_E_AGAIN";
        case TL_E_INTERNAL:
            return "TL_E_INTERNAL";
        default:
            return "status " + std::to_string(status);
    }
}

Failure malformed(std::string_view id, std::string what) {
    return fail(
        ErrorCode::malformed, std::string(id) + ": " + std::move(what), std::string(ask_author));
}

Status check_instance(const tl_instance* instance, std::string_view id) {
    if (instance == nullptr) {
        return malformed(id, "create answered success and gave no instance");
    }
    if (!TL_HAS(tl_instance, instance, get)) {
        return malformed(id, "its instance table has " + std::to_string(instance->size) + " bytes");
    }
    if (TL_ABI_MAJOR_OF(instance->abi) != TL_ABI_MAJOR) {
        return malformed(id,
                         "its instance speaks ABI " +
                             std::to_string(TL_ABI_MAJOR_OF(instance->abi)) +
                             ", this host speaks ABI " + std::to_string(TL_ABI_MAJOR));
    }
    if (instance->start == nullptr || instance->stop == nullptr || instance->destroy == nullptr ||
        instance->get == nullptr) {
        return malformed(id, "its instance lacks start, stop, destroy or get");
    }
    return {};
}

Status check_config(const tl_descriptor& descriptor, const Instance::Config& config) {
    const auto refuse = [&descriptor](std::size_t given, std::string_view what, auto wanted) {
        return fail(ErrorCode::invalid_argument,
                    std::string(descriptor.id) + ": " + std::to_string(given) + " " +
                        std::string(what) + " given, it declares " + std::to_string(wanted),
                    "give one for each that `tradelab plugin info` lists");
    };
    if (config.ticks.size() != descriptor.param_count) {
        return refuse(config.ticks.size(), "parameters", descriptor.param_count);
    }
    if (config.instruments.size() != descriptor.role_count) {
        return refuse(config.instruments.size(), "instruments", descriptor.role_count);
    }
    return {};
}

}  // namespace

Status from_status(tl_status status, std::string_view doing, std::string_view reason) {
    if (status == TL_OK) {
        return {};
    }
    std::string context = std::string(doing) + " failed: ";
    context += reason.empty() ? status_text(status)
                              : std::string(reason) + " (" + status_text(status) + ")";
    return fail(code_of(status),
                std::move(context),
                reason.empty() ? "the plugin gave no reason; " + std::string(ask_author) : "");
}

struct Instance::Parts {
    std::string id;
    // Declared first, destroyed last: the plugin holds its address until destroy has returned.
    InstanceHost host;
    tl_instance* instance = nullptr;
    State state = State::stopped;

    Parts(std::string_view name, InstanceHost::Options options)
        : id(name), host(std::move(options)) {}
    Parts(const Parts&) = delete;
    Parts& operator=(const Parts&) = delete;
    Parts(Parts&&) = delete;
    Parts& operator=(Parts&&) = delete;

    ~Parts() {
        if (instance == nullptr) {
            return;
        }
        if (state == State::running) {
            instance->stop(instance);  // its answer changes nothing: it is destroyed either way
        }
        instance->destroy(instance);
    }
};

Instance::Instance(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Instance::~Instance() = default;
Instance::Instance(Instance&&) noexcept = default;
Instance& Instance::operator=(Instance&&) noexcept = default;

Result<Instance> Instance::create(const LoadedPlugin& plugin,
                                  const Config& config,
                                  InstanceHost::Options host) {
    const tl_descriptor& descriptor = *plugin.descriptor;
    if (auto fits = check_config(descriptor, config); !fits) {
        return fail(std::move(fits.error()));
    }

    host.services = plugin.package.manifest.services_needed;
    auto parts = std::make_unique<Parts>(descriptor.id, std::move(host));
    const tl_config given = {.size = sizeof(tl_config),
                             .tick_count = descriptor.param_count,
                             .ticks = config.ticks.data(),
                             .instruments = config.instruments.data(),
                             .role_count = descriptor.role_count,
                             .reserved = 0,
                             .bar_interval_ns = config.bar_interval_ns};
    tl_instance* made = nullptr;
    const tl_status status =
        plugin.library.entry().create(descriptor.id, parts->host.host(), &given, &made);
    auto done = from_status(status, parts->id + ": create", parts->host.take_error());
    if (!done) {
        return fail(std::move(done.error()));
    }
    if (auto checked = check_instance(made, parts->id); !checked) {
        return fail(std::move(checked.error()));  // leaked: it has no destroy to be trusted
    }
    parts->instance = made;
    return Instance(std::move(parts));
}

Status Instance::start() {
    if (parts_->state != State::stopped) {
        return fail(ErrorCode::refused, parts_->id + ": start while it runs", "stop it first");
    }
    auto done = result(parts_->instance->start(parts_->instance), "start");
    if (done) {
        parts_->state = State::running;
    }
    return done;
}

Status Instance::stop() {
    if (parts_->state != State::running) {
        return fail(
            ErrorCode::refused, parts_->id + ": stop while it is stopped", "start it first");
    }
    auto done = result(parts_->instance->stop(parts_->instance), "stop");
    if (done) {
        parts_->state = State::stopped;
    }
    return done;
}

Instance::State Instance::state() const {
    return parts_->state;
}

const void* Instance::extension(const char* id) const {
    return parts_->instance->get(parts_->instance, id);
}

Result<const tl_strategy*> Instance::strategy() const {
    const auto* table = static_cast<const tl_strategy*>(extension(TL_EXT_STRATEGY));
    if (table == nullptr) {
        return fail(ErrorCode::unsupported,
                    parts_->id + " does not offer " TL_EXT_STRATEGY,
                    "only a plugin of kind \"strategy\" can be run as one");
    }
    if (!TL_HAS(tl_strategy, table, warmup_bars)) {
        return malformed(parts_->id,
                         "its strategy table has " + std::to_string(table->size) + " bytes");
    }
    if (table->process == nullptr || table->warmup_bars == nullptr) {
        return malformed(parts_->id, "its strategy table lacks process or warmup_bars");
    }
    if (table->intents_max == 0 || table->intents_max > limits::intents_per_event_max) {
        return malformed(parts_->id,
                         "it declares up to " + std::to_string(table->intents_max) +
                             " intents per event, 1 to " +
                             std::to_string(limits::intents_per_event_max) + " are allowed");
    }
    return table;
}

tl_instance* Instance::raw() const {
    return parts_->instance;
}

InstanceHost& Instance::host() const {
    return parts_->host;
}

Status Instance::result(tl_status status, std::string_view doing) const {
    return from_status(status, parts_->id + ": " + std::string(doing), parts_->host.take_error());
}

}  // namespace tradelab
