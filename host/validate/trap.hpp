#pragma once

#include <cstddef>
#include <cstdint>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <vector>

// System calls of this process that end it with a failed verdict.  Filters add up, the strictest
// answer counts, and none is ever taken away.
namespace tradelab::trap {

enum class Answer : unsigned {
    allow = SECCOMP_RET_ALLOW,
    // Ends the process; the verdict names the call and what was being done.
    trap = SECCOMP_RET_TRAP,
};

// Rules in their order, the first that fits answers.  A call by another processor's table ends the
// process at once.
class Filter {
public:
    Filter();

    Filter& answer(int call, Answer answer);
    // Only where the argument at this place (from 0) has this value.
    Filter& answer(int call, std::size_t argument, unsigned value, Answer answer);
    // Whatever is called by code in [begin, end).
    Filter& allow_code(std::uintptr_t begin, std::uintptr_t end);

    // From now on, with this answer to the rest.  False where the machine cannot.
    [[nodiscard]] bool install(Answer rest);

private:
    void add(sock_filter step) { steps_.push_back(step); }
    void load(std::size_t place);

    std::vector<sock_filter> steps_;
};

// For handlers: the verdict is that this was done.
[[noreturn]] void end_with(const char* text);

}  // namespace tradelab::trap
