// ledger_child LEDGER COUNT FIRST_SEED: appends COUNT trials, one at a time, and says the seed of
// each on its standard output as soon as it is acknowledged.

#include "journal/trials.hpp"
#include "os/real_disk.hpp"
#include "trials_of.hpp"

#include <cstdint>
#include <cstdio>
#include <cstdlib>

namespace tradelab {
namespace {

int run(const Disk::Path& ledger, std::uint64_t count, std::uint64_t seed) {
    RealDisk disk;
    for (const std::uint64_t end = seed + count; seed < end; ++seed) {
        const auto appended = append_trial(disk, ledger, trial_of(seed), UnixNanos(1));
        if (!appended) {
            std::fprintf(stderr, "%s\n", describe(appended.error()).c_str());
            return 1;
        }
        std::printf("%llu\n", static_cast<unsigned long long>(seed));
        std::fflush(stdout);
    }
    return 0;
}

}  // namespace
}  // namespace tradelab

int main(int argc, char** argv) {
    if (argc != 4) {
        std::fputs("usage: ledger_child LEDGER COUNT FIRST_SEED\n", stderr);
        return 2;
    }
    return tradelab::run(
        argv[1], std::strtoull(argv[2], nullptr, 10), std::strtoull(argv[3], nullptr, 10));
}
