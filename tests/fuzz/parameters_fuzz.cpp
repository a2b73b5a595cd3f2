#include "core/check.hpp"
#include "document/json_parse.hpp"
#include "document/json_write.hpp"
#include "strategy/parameter_file.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

// Any bytes are a document or a reason why not, and what is read says the same when it is written
// and read again: another layout, the same value and the same identity.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto value = tradelab::parse_json(text);
    if (!value) {
        TL_CHECK(!value.error().context.empty());
        TL_CHECK(!tradelab::parse_parameter_file(text, "x.json"));
        return 0;
    }
    const tradelab::JsonLimits limits{.bytes_max = std::size_t{1} << 20U};
    TL_CHECK(*tradelab::parse_json(tradelab::pretty_json(*value), limits) == *value);
    TL_CHECK(*tradelab::parse_json(tradelab::line_json(*value), limits) == *value);

    const auto file = tradelab::parse_parameter_file(text, "x.json");
    if (file) {
        const auto again = tradelab::parse_parameter_file(tradelab::canonical_text(*file), "y");
        TL_CHECK(again.has_value());
        TL_CHECK(tradelab::identity_of(*again) == tradelab::identity_of(*file));
    } else {
        TL_CHECK(file.error().file == "x.json");
        TL_CHECK(!file.error().context.empty());
    }
    return 0;
}
