#include "validate/channel.hpp"

#include "core/text.hpp"

#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace tradelab::channel {
namespace {

// The report pipe that os/process gives to each child.
constexpr int given_descriptor = 3;

constexpr std::size_t decoy_bytes = 4'096;

char seal[seal_length + 1] = {};
std::size_t seal_bytes = 0;
int report = -1;  // nobody listens before it is taken over
const char* decoy = nullptr;

void take_seal() {
    while (seal_bytes < seal_length) {
        const auto got = ::read(STDIN_FILENO, seal + seal_bytes, seal_length - seal_bytes);
        if (got <= 0) {
            return;
        }
        seal_bytes += static_cast<std::size_t>(got);
    }
}

// A file in memory takes the place of what was at `place`.
void put_file_at(int place, std::size_t bytes) {
    const int file = ::memfd_create("decoy", MFD_CLOEXEC);
    if (file >= 0 && ::ftruncate(file, static_cast<off_t>(bytes)) == 0) {
        ::dup2(file, place);
        ::close(file);
    }
}

// A number that nobody guesses at once, within what any limit on open files allows.
int secret_number() {
    unsigned sum = 0;
    for (std::size_t at = 0; at < seal_bytes; ++at) {
        sum = sum * 31 + static_cast<unsigned char>(seal[at]);
    }
    return static_cast<int>(100 + sum % 900);
}

void write_all(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto written = ::write(report, bytes.data(), bytes.size());
        if (written <= 0) {
            return;  // the parent is gone or the pipe is broken: nobody is left to tell
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

}  // namespace

void take_over() {
    take_seal();
    put_file_at(STDIN_FILENO, 0);
    report = given_descriptor;
    const int moved = ::fcntl(given_descriptor, F_DUPFD_CLOEXEC, secret_number());
    if (moved < 0) {
        return;  // the seal still tells true words from others
    }
    report = moved;
    put_file_at(given_descriptor, decoy_bytes);
    void* const shown = ::mmap(nullptr, decoy_bytes, PROT_READ, MAP_SHARED, given_descriptor, 0);
    decoy = shown == MAP_FAILED ? nullptr : static_cast<const char*>(shown);
}

void write_line(std::string_view line) {
    // One write for each short line, so that a handler's word does not come between.
    char whole[1'024];
    if (seal_bytes + 1 + line.size() <= sizeof whole) {
        std::memcpy(whole, seal, seal_bytes);
        whole[seal_bytes] = ' ';
        std::memcpy(whole + seal_bytes + 1, line.data(), line.size());
        write_all({whole, seal_bytes + 1 + line.size()});
        return;
    }
    write_all({seal, seal_bytes});
    write_all(" ");
    write_all(line);
}

int descriptor() {
    return report;
}

std::optional<std::string> rubbish() {
    if (decoy == nullptr || *decoy == '\0') {
        return std::nullopt;
    }
    return "it wrote " + in_quotes({decoy, ::strnlen(decoy, decoy_bytes)}) +
           " to descriptor 3, which it did not open: what a plugin has to say goes through its "
           "host";
}

}  // namespace tradelab::channel
