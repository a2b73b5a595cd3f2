#include "bench/plugin_under_test.hpp"

#include "bench/market.hpp"

#include <dlfcn.h>
#include <stdexcept>

namespace bench {
namespace {

using Entry = const tl_entry* (*)();

const tl_entry& load(const std::string& library) {
    void* handle = dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (handle == nullptr) {
        throw std::runtime_error(library + ": " + dlerror());
    }
    const auto entry = reinterpret_cast<Entry>(dlsym(handle, TL_ENTRY_SYMBOL));
    if (entry == nullptr) {
        throw std::runtime_error(library + ": it has no " TL_ENTRY_SYMBOL);
    }
    return *entry();
}

}  // namespace

PluginUnderTest::PluginUnderTest(const std::string& library, std::vector<std::int64_t> ticks) {
    host_ = {.size = sizeof(tl_host),
             .abi = TL_ABI_VERSION,
             .self = &error_,
             .get = [](const tl_host*, const char*) -> const void* { return nullptr; },
             .set_error =
                 [](const tl_host* host, const char* text, std::uint64_t length) {
                     static_cast<std::string*>(host->self)->assign(text, length);
                 }};
    const tl_entry& entry = load(library);
    const tl_descriptor& told = *entry.describe(0);
    for (std::size_t at = ticks.size(); at < told.param_count; ++at) {
        ticks.push_back(told.params[at].initial);
    }
    const std::vector<tl_instrument> instruments(told.role_count,
                                                 {.size = sizeof(tl_instrument),
                                                  .id = 1,
                                                  .symbol = "bench:BTC-USDT-PERP",
                                                  .kind = TL_INST_PERP,
                                                  .price_dp = 2,
                                                  .qty_dp = 3,
                                                  .reserved = {},
                                                  .tick = 1,
                                                  .lot = 1});
    const tl_config config{.size = sizeof(tl_config),
                           .tick_count = told.param_count,
                           .ticks = ticks.data(),
                           .instruments = instruments.data(),
                           .role_count = told.role_count,
                           .reserved = 0,
                           .bar_interval_ns = minute_ns};
    if (entry.create(told.id, &host_, &config, &instance_) != TL_OK ||
        instance_->start(instance_) != TL_OK) {
        throw std::runtime_error(library + ": " + error_);
    }
    strategy_ = static_cast<const tl_strategy*>(instance_->get(instance_, TL_EXT_STRATEGY));
}

PluginUnderTest::~PluginUnderTest() {
    instance_->stop(instance_);
    instance_->destroy(instance_);
}

}  // namespace bench
