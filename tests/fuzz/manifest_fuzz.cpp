#include "core/check.hpp"
#include "plugin/manifest.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

// Any bytes are a manifest or a reason why not; what is accepted says the same about itself as the
// grammar does.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto manifest = tradelab::parse_manifest(text, "plugin.toml");
    if (manifest) {
        TL_CHECK(manifest->hash_of(manifest->library).has_value());
        TL_CHECK(manifest->id.find("..") == std::string::npos);
        TL_CHECK(tradelab::parse_version(tradelab::text(manifest->version)).has_value());
    } else {
        TL_CHECK(!manifest.error().context.empty());
    }
    return 0;
}
