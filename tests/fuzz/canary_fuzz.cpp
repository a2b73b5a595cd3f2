#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

// A bug planted behind a value that no seed has and that blind luck meets once in four thousand
// million inputs.  A fuzzer that sees comparisons finds it in seconds; if this one does not, then
// the silence of the others means nothing.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::uint32_t planted = 0x7AC3'15E9;

    std::uint32_t value = 0;
    if (size != sizeof value) {
        return 0;
    }
    std::memcpy(&value, data, sizeof value);
    if (value == planted) {
        std::fputs("the canary is found\n", stderr);
        std::abort();
    }
    return 0;
}
