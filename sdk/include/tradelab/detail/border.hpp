#pragma once

#include <tradelab/abi/plugin.h>

#include <exception>
#include <new>
#include <stdexcept>
#include <string_view>

// Nothing thrown crosses the border.
namespace tradelab::detail {

// The error text goes with the status about to be returned.
[[gnu::cold, gnu::noinline]] inline tl_status report(const tl_host* host,
                                                     tl_status status,
                                                     std::string_view text) noexcept {
    if (TL_HAS(tl_host, host, set_error) && host->set_error != nullptr) {
        host->set_error(host, text.data(), text.size());
    }
    return status;
}

// Called where something was thrown: what it becomes.
[[gnu::cold, gnu::noinline]] inline tl_status report_thrown(const tl_host* host) noexcept {
    try {
        throw;
    } catch (const std::bad_alloc&) {
        return report(host, TL_E_NOMEM, "out of memory");
    } catch (const std::exception& error) {
        return report(host, TL_E_INTERNAL, error.what());
    } catch (...) {
        return report(host, TL_E_INTERNAL, "an exception of unknown type");
    }
}

template <class Body>
tl_status guarded(const tl_host* host, Body&& body) noexcept {
    try {
        return body();
    } catch (...) {
        return report_thrown(host);
    }
}

[[noreturn, gnu::cold, gnu::noinline]] inline void refuse_short_event() {
    throw std::invalid_argument("an event is shorter than its type");
}

}  // namespace tradelab::detail
