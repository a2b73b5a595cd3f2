#include "config/daemon_file.hpp"
#include "core/check.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

// Any bytes are settings or a reason why not, named by the file.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto read = tradelab::parse_daemon_file(text, "tradelabd.toml");
    if (read) {
        TL_CHECK(read->sha256.size() == 64);
        TL_CHECK(read->paper.capital > tradelab::Cash());
    } else {
        TL_CHECK(read.error().file == "tradelabd.toml");
        TL_CHECK(!read.error().context.empty());
    }
    return 0;
}
