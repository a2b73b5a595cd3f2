#include "plugin/cell_child.hpp"

#include "core/exit_code.hpp"
#include "os/companion_duty.hpp"
#include "os/real_disk.hpp"
#include "plugin/cell_layout.hpp"
#include "plugin/cell_task.hpp"
#include "plugin/instance.hpp"
#include "plugin/load.hpp"
#include "plugin/package.hpp"
#include "plugin/registry.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <exception>
#include <optional>
#include <string_view>
#include <utility>

namespace tradelab {
namespace {

using cell::Ask;
using cell::Reply;
using cell::Request;

class Seat {
public:
    Seat(CompanionDuty duty, CellTask task) : duty_(std::move(duty)), task_(std::move(task)) {}

    void serve();

private:
    void answer(const Request& request);
    void begin(const Request& request);
    [[nodiscard]] Status make();
    [[nodiscard]] Status load_state(tl_bytes state);
    void process(const Request& request);
    void save();
    void fail_with(tl_status status, std::string_view text);
    // A status of the plugin, with its own words.
    void pass_on(tl_status status);

    [[nodiscard]] std::byte* payload() { return duty_.memory().data() + cell::request_payload_at; }

    CompanionDuty duty_;
    CellTask task_;
    std::optional<LoadedPlugin> plugin_;
    std::optional<Instance> instance_;
    const tl_strategy* strategy_ = nullptr;
    const tl_ext_state* state_ = nullptr;
    Reply reply_{};
    std::array<tl_intent, limits::intents_per_event_max> intents_{};
};

// Where what is saved goes: the payload of the reply.
struct Saved {
    std::byte* at;
    std::uint64_t bytes = 0;

    static tl_status write(void* ctx, const void* data, std::uint64_t len) {
        Saved& self = *static_cast<Saved*>(ctx);
        if (len > cell::payload_max - self.bytes || (data == nullptr && len != 0)) {
            return TL_E_IO;
        }
        if (len != 0) {
            std::memcpy(self.at + self.bytes, data, len);
        }
        self.bytes += len;
        return TL_OK;
    }
};

void Seat::serve() {
    while (duty_.wait() == CompanionDuty::Called::yes) {
        Request request;
        std::memcpy(&request, duty_.memory().data() + cell::request_at, sizeof request);
        // The border at which a stranger's exceptions end.
        try {
            answer(request);
        } catch (const std::exception& thrown) {
            fail_with(TL_E_INTERNAL,
                      std::string("an exception came through the C border: ") + thrown.what());
        } catch (...) {
            fail_with(TL_E_INTERNAL, "an exception of unknown type came through the C border");
        }
        reply_.number = request.number;
        std::memcpy(duty_.memory().data() + cell::reply_at, &reply_, sizeof reply_);
        duty_.ring();
        if (request.ask == Ask::leave) {
            return;
        }
    }
}

void Seat::answer(const Request& request) {
    reply_.status = TL_OK;
    reply_.text_bytes = reply_.consumed = reply_.intents = 0;
    reply_.bytes = 0;
    switch (request.ask) {
        case Ask::begin:
            begin(request);
            return;
        case Ask::process:
            process(request);
            return;
        case Ask::save:
            save();
            return;
        case Ask::leave:
            instance_.reset();
            return;
    }
}

Status Seat::make() {
    const RealDisk disk;
    const auto package = read_package(disk, task_.package, Origin::named);
    if (!package) {
        return fail(package.error());
    }
    auto plugin = load(disk, *package, this_host());
    if (!plugin) {
        return fail(std::move(plugin).error());
    }
    plugin_.emplace(*std::move(plugin));
    auto instance = Instance::create(
        *plugin_, config_of(task_), {.services = {}, .log = [](const LogLine&) {}});
    if (!instance) {
        return fail(std::move(instance).error());
    }
    instance_.emplace(*std::move(instance));
    const auto strategy = instance_->strategy();
    if (!strategy) {
        return fail(strategy.error());
    }
    strategy_ = *strategy;
    // Used only where the plugin says that it keeps state: a table alone is no promise.
    const auto* const table = static_cast<const tl_ext_state*>(instance_->extension(TL_EXT_STATE));
    const bool is_whole =
        TL_HAS(tl_ext_state, table, load) && table->save != nullptr && table->load != nullptr;
    state_ = is_whole && (plugin_->descriptor->flags & TL_PLUGIN_STATEFUL) != 0 ? table : nullptr;
    return {};
}

Status Seat::load_state(tl_bytes state) {
    if (state.len == 0) {
        return {};
    }
    if (state_ == nullptr) {
        return fail(ErrorCode::unsupported, "a saved state for a plugin that keeps none");
    }
    return instance_->result(state_->load(instance_->raw(), state), "load");
}

void Seat::begin(const Request& request) {
    auto ready = make();
    ready = ready ? load_state({.ptr = payload(), .len = request.bytes}) : std::move(ready);
    ready = ready ? instance_->start() : std::move(ready);
    if (!ready) {
        fail_with(TL_E_INTERNAL, describe(ready.error()));
        return;
    }
    reply_.intents_max = strategy_->intents_max;
    reply_.keeps_state = state_ != nullptr ? 1 : 0;
    for (std::size_t role = 0; role < task_.instruments.size(); ++role) {
        reply_.warmup_bars[role] =
            strategy_->warmup_bars(instance_->raw(), static_cast<std::uint32_t>(role));
    }
}

void Seat::process(const Request& request) {
    if (strategy_ == nullptr) {
        fail_with(TL_E_STATE, "asked before it had begun");
        return;
    }
    tl_batch batch{.size = sizeof(tl_batch),
                   .count = request.count,
                   .first = reinterpret_cast<const tl_ev*>(payload()),
                   .bytes = request.bytes,
                   .out = intents_.data(),
                   .out_cap = strategy_->intents_max,
                   .out_len = 0,
                   .consumed = 0,
                   .reserved = 0};
    pass_on(strategy_->process(instance_->raw(), &batch));
    // As the plugin said it: to judge that is the parent's.
    reply_.consumed = batch.consumed;
    reply_.intents = batch.out_len;
    std::memcpy(duty_.memory().data() + cell::intents_at,
                intents_.data(),
                std::min<std::size_t>(batch.out_len, intents_.size()) * sizeof(tl_intent));
}

void Seat::save() {
    if (state_ == nullptr) {
        fail_with(TL_E_UNSUPPORTED, "it keeps no state");
        return;
    }
    Saved saved{.at = duty_.memory().data() + cell::reply_payload_at};
    const tl_sink sink{
        .size = sizeof(tl_sink), .reserved = 0, .ctx = &saved, .write = Saved::write};
    pass_on(state_->save(instance_->raw(), &sink));
    reply_.bytes = saved.bytes;
}

void Seat::pass_on(tl_status status) {
    if (status != TL_OK) {
        fail_with(status, instance_->host().take_error());
    }
}

void Seat::fail_with(tl_status status, std::string_view text) {
    reply_.status = status;
    reply_.text_bytes = static_cast<std::uint32_t>(std::min(text.size(), reply_.text.size()));
    std::memcpy(reply_.text.data(), text.data(), reply_.text_bytes);
}

}  // namespace

int serve_cell(std::span<const std::string> arguments) {
    auto task = cell_task_of(arguments);
    auto duty = task ? CompanionDuty::take() : Result<CompanionDuty>(fail(task.error()));
    if (!duty) {
        static_cast<void>(std::fprintf(stderr, "%s\n", describe(duty.error()).c_str()));
        return static_cast<int>(ExitCode::usage);
    }
    if (duty->memory().size() != cell::memory_bytes) {
        static_cast<void>(
            std::fputs("its memory is that of another version of tradelab\n", stderr));
        return static_cast<int>(ExitCode::failed);
    }
    Seat(*std::move(duty), *std::move(task)).serve();
    return static_cast<int>(ExitCode::ok);
}

}  // namespace tradelab
