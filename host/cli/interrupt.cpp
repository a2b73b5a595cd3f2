#include "cli/interrupt.hpp"

#include "cli/write.hpp"

#include <atomic>
#include <csignal>
#include <string_view>
#include <unistd.h>

namespace tradelab {

namespace {

constexpr std::string_view document =
    R"({"schema": "tradelab.error/1", "error": {"code": "interrupted", "message": "interrupted", )"
    R"("hint": "run the command again", "file": null, "line": null}})"
    "\n";

// Set once, before the handlers are.
volatile std::sig_atomic_t wants_document = 0;

// Only what may be called in a signal handler.
extern "C" void end_interrupted(int) {
    (void)write_all(STDERR_FILENO, "\nerror: interrupted\n");
    if (wants_document != 0) {
        (void)write_all(STDOUT_FILENO, document);
    }
    ::_exit(number(ExitCode::interrupted));
}

// Set by the handler below, read by whoever works.
std::atomic<bool> held_one = false;
static_assert(std::atomic<bool>::is_always_lock_free);

// A write or a wait that the signal meets goes on as if nothing had been.
void handle(int signal, void (*handler)(int)) {
    struct ::sigaction action{};
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    ::sigemptyset(&action.sa_mask);
    ::sigaction(signal, &action, nullptr);
}

extern "C" void hold_interrupted(int) {
    held_one = true;
    handle(SIGINT, end_interrupted);
    (void)write_all(STDERR_FILENO,
                    "\ninterrupted: ends after what runs now; once more ends at once\n");
}

}  // namespace

void watch_signals(Format format) {
    wants_document = format == Format::json ? 1 : 0;
    handle(SIGINT, end_interrupted);
    handle(SIGPIPE, SIG_IGN);
}

HeldInterrupt::HeldInterrupt() {
    held_one = false;
    handle(SIGINT, hold_interrupted);
}

HeldInterrupt::~HeldInterrupt() {
    handle(SIGINT, end_interrupted);
}

bool HeldInterrupt::is_set() {
    return held_one;
}

}  // namespace tradelab
