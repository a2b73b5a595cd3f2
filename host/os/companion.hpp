#pragma once

#include "core/result.hpp"
#include "os/process.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace tradelab {

// How a companion ended.
struct CompanionEnd {
    enum class By : std::uint8_t { itself, us };

    By by = By::itself;
    Ended ended = Ended::exited;
    int exit_code = 0;        // when it exited
    int signal = 0;           // when it was signalled; SIGKILL when it was by us
    std::string errors = {};  // the first 64 KiB that it wrote to its standard error
};

// "exited with code 3", "was ended by SIGSEGV".
[[nodiscard]] std::string describe(const CompanionEnd& end);

// A child process that stays: a block of memory that both sides see, and a bell in each direction.
// Who writes into the memory, and when, is for the two of them to agree on; that the child keeps to
// it is not to be believed.
//
// Dies with this object, and with the thread that started it.  One thread at a time.
class Companion {
public:
    virtual ~Companion() = default;
    Companion(const Companion&) = delete;
    Companion& operator=(const Companion&) = delete;
    Companion(Companion&&) = delete;
    Companion& operator=(Companion&&) = delete;

    // Begins as zeros, stays as large as it is whatever the child does.  May change under our hands
    // at any time: copy first, then check the copy.
    [[nodiscard]] virtual std::span<std::byte> memory() = 0;

    // Wakes the child.  One that has ended does not hear it; `wait` says so.
    virtual void ring() = 0;

    enum class Heard : std::uint8_t { bell, ended, nothing };
    // Until the child rings, or has ended, or our patience has.  Bells that came together are one.
    [[nodiscard]] virtual Heard wait(std::chrono::nanoseconds patience) = 0;

    // Asks it to end as Ctrl-C does; what it makes of that is its own affair.
    virtual void interrupt() = 0;

    // Kills it and its process group where it has not ended, and says how it did.  The same answer
    // each time.
    [[nodiscard]] virtual CompanionEnd end() = 0;

    // Its number in the system, for people and for tests; 0 where it has none.
    [[nodiscard]] virtual std::int64_t number() const = 0;

protected:
    Companion() = default;
};

// Where companions come from.
class Companions {
public:
    virtual ~Companions() = default;
    Companions(const Companions&) = delete;
    Companions& operator=(const Companions&) = delete;
    Companions(Companions&&) = delete;
    Companions& operator=(Companions&&) = delete;

    // Of the command, input, time limit and caps play no part.  An error means that the program
    // never ran.
    [[nodiscard]] virtual Result<std::unique_ptr<Companion>> start(const Command& command,
                                                                   std::size_t memory_bytes) = 0;

protected:
    Companions() = default;
};

// In the child: standard input and output are empty, standard error is kept, descriptor 3 is the
// memory and 4 the bell.  Any thread; the thread must live as long as the companion shall.
class RealCompanions final : public Companions {
public:
    [[nodiscard]] Result<std::unique_ptr<Companion>> start(const Command& command,
                                                           std::size_t memory_bytes) override;
};

}  // namespace tradelab
