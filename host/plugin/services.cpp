#include "plugin/services.hpp"

#include "core/check.hpp"
#include "core/limits.hpp"
#include "core/text.hpp"

#include <algorithm>
#include <exception>
#include <utility>

namespace tradelab {

namespace {

constexpr std::size_t error_bytes_max = 1'024;  // promised by plugin.h
constexpr std::int32_t level_max = 5;

// No more of it is read than can be kept, whatever length the plugin claims.
std::string_view borrowed(const char* text, std::uint64_t length, std::size_t length_max) {
    if (text == nullptr) {
        return {};
    }
    return {text, static_cast<std::size_t>(std::min<std::uint64_t>(length, length_max))};
}

// Cutting by bytes can split the last character; the rest of it would print as noise.
std::string_view without_split_end(std::string_view text) {
    constexpr std::size_t continuation_max = 3;
    const auto at = first_invalid_utf8(text);
    const bool split = at && text.size() - *at <= continuation_max;
    return split ? text.substr(0, *at) : text;
}

std::string made_printable(const char* text, std::uint64_t length, std::size_t length_max) {
    const std::string_view bytes = borrowed(text, length, length_max);
    return printable(length > length_max ? without_split_end(bytes) : bytes, length_max);
}

// A callback may not throw into C, and without memory there is nothing to say.
template <class Act>
void without_throwing(Act act) noexcept {
    try {
        act();
    } catch (const std::exception&) {  // dropped: the status that follows still tells
    }
}

}  // namespace

const tl_host_log InstanceHost::log_service = {
    .size = sizeof(tl_host_log), .reserved = 0, .write = &InstanceHost::write_log};

InstanceHost::InstanceHost(Options options)
    : options_(std::move(options)),
      host_{.size = sizeof(tl_host),
            .abi = TL_ABI_VERSION,
            .self = this,
            .get = &InstanceHost::get,
            .set_error = &InstanceHost::set_error} {}

std::string InstanceHost::take_error() {
    return std::exchange(error_, {});
}

std::uint64_t InstanceHost::log_lines_dropped() const {
    const std::lock_guard lock(mutex_);
    return log_lines_ > options_.log_lines_max ? log_lines_ - options_.log_lines_max : 0;
}

InstanceHost& InstanceHost::of(const tl_host* host) {
    TL_CHECK_MSG(host != nullptr && host->self != nullptr,
                 "a plugin called the host without the tl_host that it was given");
    return *static_cast<InstanceHost*>(host->self);
}

const void* InstanceHost::get(const tl_host* host, const char* id) {
    const auto& granted = of(host).options_.services;
    if (id == nullptr || std::ranges::find(granted, std::string_view(id)) == granted.end()) {
        return nullptr;
    }
    return std::string_view(id) == TL_HOST_LOG ? &log_service : nullptr;
}

void InstanceHost::set_error(const tl_host* host, const char* text, std::uint64_t length) {
    without_throwing([&] { of(host).error_ = made_printable(text, length, error_bytes_max); });
}

void InstanceHost::write_log(const tl_host* host,
                             std::int32_t level,
                             const char* text,
                             std::uint64_t length) {
    without_throwing([&] {
        InstanceHost& self = of(host);
        const std::lock_guard lock(self.mutex_);
        if (++self.log_lines_ > self.options_.log_lines_max || !self.options_.log) {
            return;
        }
        const std::string line = made_printable(text, length, limits::log_line_bytes_max);
        self.options_.log({.level = std::clamp(level, 0, level_max), .text = line});
    });
}

}  // namespace tradelab
