#include "control/request.hpp"
#include "core/check.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

// Any line is a request or a reason why not; what is understood is said again in the same words.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view line(reinterpret_cast<const char*>(data), size);
    const auto request = tradelab::parse_request(line);
    if (!request) {
        TL_CHECK(!request.error().context.empty());
        return 0;
    }
    TL_CHECK(request->last >= 1 && request->last <= tradelab::rows_max);
    TL_CHECK(request->reason.size() <= tradelab::reason_bytes_max);
    const std::string again = tradelab::request_line(*request);
    const auto read = tradelab::parse_request(again);
    TL_CHECK(read.has_value());
    TL_CHECK(tradelab::request_line(*read) == again);
    return 0;
}
