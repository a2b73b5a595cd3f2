#include "validate/measure.hpp"

#include <malloc.h>
#include <sys/resource.h>

#if defined(__SANITIZE_ADDRESS__)
#include <cstddef>

// Of the sanitizer's runtime; the header that declares it is not part of every compiler's package.
extern "C" std::size_t __sanitizer_get_current_allocated_bytes();
#endif

namespace tradelab {

std::uint64_t heap_bytes() {
#if defined(__SANITIZE_ADDRESS__)
    return __sanitizer_get_current_allocated_bytes();
#else
    const struct mallinfo2 info = ::mallinfo2();
    return info.uordblks + info.hblkhd;
#endif
}

std::uint64_t peak_resident_bytes() {
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    return static_cast<std::uint64_t>(used.ru_maxrss) * 1024;
}

std::chrono::nanoseconds processor_time() {
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    const auto time = [](const timeval& value) {
        return std::chrono::seconds(value.tv_sec) + std::chrono::microseconds(value.tv_usec);
    };
    return time(used.ru_utime) + time(used.ru_stime);
}

}  // namespace tradelab
