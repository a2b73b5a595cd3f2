#pragma once

#include "os/process.hpp"

#include <array>
#include <cstddef>
#include <sys/resource.h>
#include <sys/types.h>
#include <vector>

namespace tradelab {

// What stopped the child before its program ran, sent through a pipe: which step, and its errno.
struct ChildFailure {
    enum class Step : int { parent_died, streams, limits, directory, execute };

    Step step = Step::execute;
    int error_number = 0;
};

// All that the child needs between fork and exec, laid out by the parent: there, in a copy of a
// process with many threads, memory must not be allocated and no lock taken.
//
// Holds pointers into the Command, which must outlive it.
class ChildPlan {
public:
    explicit ChildPlan(const Command& command);

    // What become the child's descriptors 0, 1, 2 and on, and the pipe for a ChildFailure.
    struct Streams {
        static constexpr std::size_t count_max = 5;

        std::array<int, count_max> descriptors{};
        std::size_t count = 0;
        int failure = -1;
    };

    // Becomes the program, or reports why not and exits.  Async-signal-safe; expects all signals
    // blocked by the parent.
    [[noreturn]] void become(Streams streams, pid_t parent) const;

private:
    struct Limit {
        int resource = 0;
        rlimit value{};
    };

    // Gives way to everybody else, as far as the kernel lets it.
    void step_back() const;
    void add_limit(int resource, rlim_t soft, rlim_t hard);

    std::vector<std::string> variables_;
    std::vector<char*> arguments_pointers_;
    std::vector<char*> variables_pointers_;
    std::array<Limit, 7> limits_{};
    std::size_t limits_count_ = 0;
    const char* program_ = nullptr;
    const char* directory_ = nullptr;
    Priority priority_ = Priority::normal;
};

}  // namespace tradelab
