#include "assembly.hpp"
#include "assembly_paper.hpp"
#include "core/nearest.hpp"
#include "os/real_disk.hpp"
#include "plugin/cell_child.hpp"

#include <array>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <exception>
#include <span>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace tradelab {

namespace {

constexpr std::string_view help =
    "The lab's daemon: strategies on paper, on a replayed feed, until it is told to end.\n"
    "\n"
    "usage: tradelabd [options]\n"
    "\n"
    "options:\n"
    "  --config FILE    settings (tradelabd.toml of the installation)\n"
    "  --state DIR      where journal, latch, socket and log are\n"
    "  --store DIR      the history that is replayed\n"
    "  --once           end when the feed ends\n"
    "  --rebuild-store  make the tables of the journals anew, and end\n"
    "  --help           this page\n"
    "\n"
    "Ctrl-C and SIGTERM end it; the next start goes on from there.\n"
    "\n"
    "next:\n"
    "  tradelab status\n";

std::atomic<bool> ending = false;
static_assert(std::atomic<bool>::is_always_lock_free);

extern "C" void end_soon(int) {
    ending = true;
}

void handle(int signal, void (*handler)(int)) {
    struct ::sigaction action{};
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    ::sigemptyset(&action.sa_mask);
    ::sigaction(signal, &action, nullptr);
}

enum class Work : std::uint8_t { run, rebuild_store };

struct Arguments {
    Work work = Work::run;
    DaemonRequest request;
};

Result<Arguments> read_arguments(std::span<const std::string> words) {
    constexpr std::array<std::string_view, 6> known = {
        "--config", "--state", "--store", "--once", "--rebuild-store", "--help"};
    Arguments out;
    DaemonRequest& request = out.request;
    for (std::size_t at = 0; at < words.size(); ++at) {
        const std::string& word = words[at];
        std::optional<std::string>* value = word == "--config"  ? &request.settings
                                            : word == "--state" ? &request.state
                                            : word == "--store" ? &request.store
                                                                : nullptr;
        if (word == "--once") {
            request.at_end = EndOfFeed::end;
        } else if (word == "--rebuild-store") {
            out.work = Work::rebuild_store;
        } else if (value != nullptr && at + 1 < words.size() && !words[at + 1].empty()) {
            *value = words[++at];
        } else if (value != nullptr) {
            return fail(ErrorCode::invalid_argument, word + " needs a path");
        } else {
            const auto meant = nearest(word, known);
            return fail(ErrorCode::invalid_argument,
                        "unknown option " + word,
                        meant ? "did you mean " + *meant + "?" : "see: tradelabd --help");
        }
    }
    return out;
}

void print(std::FILE* stream, const std::string& line) {
    (void)std::fprintf(stream, "%s\n", line.c_str());
}

void say(const std::string& line) {
    print(stderr, line);
}

Status rebuild(const DaemonRequest& request, const DaemonMachine& machine) {
    const auto tell = [](const RebuildProgress& so_far) {
        print(stderr,
              std::to_string(so_far.records) + " of at least " +
                  std::to_string(so_far.acknowledged) + " records, " +
                  std::to_string(rate_of(so_far)) + " records/s");
        return !ending.load();
    };
    const auto rebuilt = rebuild_store(request, machine, tell);
    if (!rebuilt) {
        return fail(rebuilt.error());
    }
    const auto milliseconds = rebuilt->progress.took.count() / 1'000'000;
    print(stdout,
          std::to_string(rebuilt->progress.records) + " records in " +
              std::to_string(milliseconds) + " ms: " + std::to_string(rate_of(rebuilt->progress)) +
              " records/s");
    for (const std::string& remark : rebuilt->remarks) {
        print(stderr, remark);
    }
    return rebuilt->remarks.empty()
               ? Status()
               : Status(fail(ErrorCode::partly_done,
                             "a journal could not be read to its end",
                             "tradelab journal verify says more; its other records are in"));
}

int run_program(const std::vector<std::string>& words) {
    // No command of a person's: how the daemon starts a process for a strategy.
    if (!words.empty() && words[0] == cell_word) {
        return serve_cell(std::span(words).subspan(1));
    }
    if (words.size() == 1 && (words[0] == "--help" || words[0] == "-h")) {
        return std::fwrite(help.data(), 1, help.size(), stdout) == help.size() ? 0 : 1;
    }
    // What it makes names positions and money, so others neither read nor list it; they may pass
    // through to the socket, which decides itself.  The tables are not made through Disk.
    ::umask(::umask(0) | 0026U);
    handle(SIGINT, end_soon);
    handle(SIGTERM, end_soon);
    handle(SIGPIPE, SIG_IGN);
    RealDisk disk;
    RealProcess process;
    const SystemClock clock;
    const SystemEnvironment environment;
    const DaemonMachine machine{.disk = disk,
                                .process = process,
                                .clock = clock,
                                .environment = environment,
                                .process_number = ::getpid(),
                                .user = ::getuid(),
                                .is_ending = [] { return ending.load(); },
                                .tell = ::isatty(STDERR_FILENO) != 0 ? &say : nullptr};
    const auto said = read_arguments(words);
    const Status ended = !said                               ? Status(fail(said.error()))
                         : said->work == Work::rebuild_store ? rebuild(said->request, machine)
                                                             : run_daemon(said->request, machine);
    if (!ended) {
        (void)std::fprintf(stderr, "error: %s\n", describe(ended.error()).c_str());
        return number(exit_code(ended.error().code));
    }
    return 0;
}

}  // namespace

}  // namespace tradelab

int main(int argc, char** argv) {
    try {
        return tradelab::run_program(
            std::vector<std::string>(argv + (argc > 0 ? 1 : 0), argv + argc));
    } catch (const std::exception& thrown) {
        (void)std::fprintf(
            stderr, "error: %s\n  hint: this is a fault of tradelabd: report it\n", thrown.what());
        return 1;
    }
}
