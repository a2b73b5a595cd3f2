#include "cli/interrupt.hpp"

#include "cli/write.hpp"

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

void handle(int signal, void (*handler)(int)) {
    struct ::sigaction action{};
    action.sa_handler = handler;
    ::sigemptyset(&action.sa_mask);
    ::sigaction(signal, &action, nullptr);
}

}  // namespace

void watch_signals(Format format) {
    wants_document = format == Format::json ? 1 : 0;
    handle(SIGINT, end_interrupted);
    handle(SIGPIPE, SIG_IGN);
}

}  // namespace tradelab
