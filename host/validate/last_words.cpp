#include "validate/last_words.hpp"

#include "validate/channel.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string>
#include <sys/time.h>
#include <unistd.h>

namespace tradelab::last_words {
namespace {

// Text of fixed length, put together without allocation.
template <std::size_t N>
struct FixedText {
    char bytes[N] = {};
    std::size_t length = 0;

    void clear() { length = 0; }
    void add(std::string_view text) {
        for (const char c : text) {
            const bool plain = c >= ' ' && c != '"' && c != '\\';
            if (length < N) {
                bytes[length++] = plain ? c : '?';
            }
        }
    }
    void add_raw(std::string_view text) {
        const std::size_t taken = std::min(text.size(), N - length);
        std::memcpy(bytes + length, text.data(), taken);
        length += taken;
    }
    void add(std::uint64_t number) {
        char digits[20];
        std::size_t at = sizeof digits;
        do {
            digits[--at] = static_cast<char>('0' + number % 10);
            number /= 10;
        } while (number != 0);
        add_raw({digits + at, sizeof digits - at});
    }
    [[nodiscard]] std::string_view view() const { return {bytes, length}; }
};

struct Guard {
    std::uintptr_t begin = 0;
    std::size_t bytes = 0;
    const char* meaning = nullptr;
};

struct Words {
    FixedText<64> phase;
    FixedText<96> run;
    volatile std::uint64_t first = 0;
    volatile std::uint64_t count = 0;
    std::array<Guard, 16> guards{};
    volatile std::sig_atomic_t silent = 0;
    unsigned told = 0;
};

// A check that makes thousands of instances must not fill the pipe with their births.
constexpr unsigned told_max = 4'000;

Words words;
std::byte handler_stack[64 << 10];

const char* meaning_of(const void* address) {
    const auto at = reinterpret_cast<std::uintptr_t>(address);
    for (const Guard& guard : words.guards) {
        if (guard.meaning != nullptr && at >= guard.begin && at - guard.begin < guard.bytes) {
            return guard.meaning;
        }
    }
    return nullptr;
}

template <std::size_t N>
void add_where(FixedText<N>& out) {
    out.add(words.phase.view());
    if (words.count == 1) {
        out.add_raw(" event ");
        out.add(words.first);
    } else if (words.count > 1) {
        out.add_raw(" events ");
        out.add(words.first);
        out.add_raw(" to ");
        out.add(words.first + words.count - 1);
    }
    if (words.run.length != 0) {
        out.add_raw(" (");
        out.add(words.run.view());
        out.add_raw(")");
    }
}

void on_fault(int number, siginfo_t* info, void*) {
    if (words.silent == 0) {
        words.silent = 1;  // a fault while telling of a fault ends here
        const bool has_address = number == SIGSEGV || number == SIGBUS;
        const char* const meaning = has_address ? meaning_of(info->si_addr) : nullptr;
        tell("fault", meaning == nullptr ? "" : meaning);
    }
    // The handler is reset: back at the instruction, the same fault ends the process.
}

void on_alarm(int) {
    if (words.silent == 0) {
        tell("late", "");
    }
}

void on_exit_without_verdict() {
    if (words.silent == 0) {
        tell("left", "");
    }
}

}  // namespace

void listen(std::chrono::milliseconds patience) {
    stack_t stack{};
    stack.ss_sp = handler_stack;
    stack.ss_size = sizeof handler_stack;
    ::sigaltstack(&stack, nullptr);

    struct ::sigaction fault{};
    fault.sa_sigaction = on_fault;
    fault.sa_flags = static_cast<int>(SA_SIGINFO | SA_ONSTACK | SA_RESETHAND);
    for (const int number : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP}) {
        ::sigaction(number, &fault, nullptr);
    }
    struct ::sigaction alarm{};
    alarm.sa_handler = on_alarm;
    alarm.sa_flags = SA_ONSTACK | SA_RESTART;
    ::sigaction(SIGALRM, &alarm, nullptr);

    const auto early = patience * 9 / 10;
    itimerval timer{};
    timer.it_value.tv_sec = std::chrono::duration_cast<std::chrono::seconds>(early).count();
    timer.it_value.tv_usec = early.count() % 1000 * 1000;
    ::setitimer(ITIMER_REAL, &timer, nullptr);
    std::atexit(on_exit_without_verdict);
}

void enter(std::string_view phase) {
    words.phase.clear();
    words.phase.add(phase);
    words.count = 0;
    if (words.told < told_max) {
        ++words.told;
        tell("phase", "");
    }
}

void in_run(std::string_view label) {
    words.run.clear();
    words.run.add(label);
}

void at_events(std::uint64_t first, std::uint64_t count) {
    words.first = first;
    words.count = count;
}

int explain_fault(const void* begin, std::size_t bytes, const char* meaning) {
    for (std::size_t slot = 0; slot < words.guards.size(); ++slot) {
        if (words.guards[slot].meaning == nullptr) {
            words.guards[slot] = {reinterpret_cast<std::uintptr_t>(begin), bytes, meaning};
            return static_cast<int>(slot);
        }
    }
    return -1;
}

void forget_fault(int slot) {
    if (slot >= 0) {
        words.guards[static_cast<std::size_t>(slot)] = {};
    }
}

void verdict_given() {
    words.silent = 1;
}

void tell(const char* key, const char* text) {
    FixedText<512> line;
    line.add_raw("{\"");
    line.add_raw(key);
    line.add_raw("\":\"");
    line.add(std::string_view(text));
    line.add_raw("\",\"where\":\"");
    add_where(line);
    line.add_raw("\"}\n");
    channel::write_line(line.view());
}

std::string where() {
    FixedText<256> place;
    add_where(place);
    return std::string(place.view());
}

}  // namespace tradelab::last_words
