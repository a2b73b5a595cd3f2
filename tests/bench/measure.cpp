#include "bench/measure.hpp"

#include <algorithm>
#include <sched.h>
#include <time.h>

namespace bench {
namespace {

// What this thread has computed, in ns: another program on the same core is not in it.
double computed_ns() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

}  // namespace

int pin_to_one_core() {
    const int core = sched_getcpu();
    if (core < 0) {
        return -1;
    }
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(static_cast<std::size_t>(core), &one);
    return sched_setaffinity(0, sizeof one, &one) == 0 ? core : -1;
}

std::vector<std::vector<double>> measure(const std::vector<Subject>& subjects, std::size_t rounds) {
    std::vector<std::vector<double>> times(subjects.size());
    for (std::size_t round = 0; round < rounds; ++round) {
        for (std::size_t turn = 0; turn < subjects.size(); ++turn) {
            const std::size_t at = round % 2 == 0 ? turn : subjects.size() - 1 - turn;
            subjects[at].prepare();
            const double begin = computed_ns();
            subjects[at].run();
            times[at].push_back(computed_ns() - begin);
        }
    }
    return times;
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const std::size_t half = values.size() / 2;
    return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

double least(const std::vector<double>& values) {
    return *std::min_element(values.begin(), values.end());
}

double median_difference(const std::vector<double>& one, const std::vector<double>& other) {
    std::vector<double> differences;
    for (std::size_t at = 0; at < one.size(); ++at) {
        differences.push_back(one[at] - other[at]);
    }
    return median(differences);
}

}  // namespace bench
