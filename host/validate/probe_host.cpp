#include "validate/probe_host.hpp"

#include "core/limits.hpp"
#include "core/text.hpp"

#include <algorithm>
#include <cstring>
#include <new>
#include <string_view>
#include <utility>

namespace tradelab {
namespace {

constexpr std::size_t texts_kept_max = 32;
constexpr std::byte garbage{0xa5};

}  // namespace

const tl_host_log ProbeHost::log_service{
    .size = sizeof(tl_host_log), .reserved = 0, .write = write_log};

ProbeHost::ProbeHost(Options options)
    : options_(std::move(options)),
      memory_(sizeof(tl_host) + options_.tail_bytes, "past the end of the host's table") {
    const std::size_t bytes = sizeof(tl_host) + options_.tail_bytes;
    std::byte* const at = memory_.last(bytes);
    std::memset(at, static_cast<int>(garbage), bytes);
    ::new (at) tl_host{.size = static_cast<std::uint32_t>(bytes),
                       .abi = options_.abi,
                       .self = this,
                       .get = get,
                       .set_error = set_error};
    memory_.allow_reading_only();
}

const tl_host* ProbeHost::host() const {
    return reinterpret_cast<const tl_host*>(memory_.last(sizeof(tl_host) + options_.tail_bytes));
}

void ProbeHost::calls_are(Calls calls) {
    const std::lock_guard lock(mutex_);
    calls_ = calls;
    thread_ = std::this_thread::get_id();
}

std::vector<std::string> ProbeHost::misuses() const {
    const std::lock_guard lock(mutex_);
    return misuses_;
}

std::string ProbeHost::take_error() {
    const std::lock_guard lock(mutex_);
    return std::exchange(error_, {});
}

std::vector<std::string> ProbeHost::services_asked_for() const {
    const std::lock_guard lock(mutex_);
    return asked_;
}

void ProbeHost::judge(const char* function) {
    if (misuses_.size() >= texts_kept_max) {
        return;
    }
    if (calls_ == Calls::misuse) {
        misuses_.push_back(std::string(function) +
                           " called while no function of that instance was running");
    } else if (thread_ != std::thread::id() && thread_ != std::this_thread::get_id()) {
        misuses_.push_back(std::string(function) + " called from another thread");
    }
}

const void* ProbeHost::get(const tl_host* host, const char* id) {
    ProbeHost& self = of(host);
    const std::lock_guard lock(self.mutex_);
    if (id == nullptr) {
        return nullptr;
    }
    const std::string asked(id, strnlen(id, 128));
    if (self.asked_.size() < texts_kept_max) {
        self.asked_.push_back(asked);
    }
    const bool offered =
        std::ranges::find(self.options_.services, asked) != self.options_.services.end();
    return offered && asked == TL_HOST_LOG ? &log_service : nullptr;
}

void ProbeHost::set_error(const tl_host* host, const char* text, std::uint64_t length) {
    ProbeHost& self = of(host);
    const std::lock_guard lock(self.mutex_);
    self.judge("set_error");
    const std::size_t kept = std::min<std::uint64_t>(length, limits::log_line_bytes_max);
    self.error_ = text == nullptr ? "" : printable({text, kept}, limits::log_line_bytes_max);
}

void ProbeHost::write_log(const tl_host* host, std::int32_t, const char*, std::uint64_t) {
    ProbeHost& self = of(host);
    const std::lock_guard lock(self.mutex_);
    self.judge("tl.host.log write");
}

}  // namespace tradelab
