#include <tradelab/abi/draft/analyzer.h>
#include <tradelab/abi/draft/layout.h>

#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <new>
#include <string>
#include <string_view>
#include <sys/mman.h>
#include <unistd.h>
#include <vector>

// An analyzer on the bare C tables.  ANALYST_ID says which it is, ANALYST_CONDUCT how it behaves.
namespace {

enum class Conduct : std::uint8_t {
    fickle,   // never says the same twice
    crashes,  // with the first question
    rubbish,  // answers what is no JSON
    beyond,   // proposes outside of the range
    hangs,    // for ever
    hoards,   // more memory than it may have, before it answers
    opens,    // more files than it may
    writes,   // to a file
};
constexpr Conduct conduct = Conduct::ANALYST_CONDUCT;

// The text between two others, from `at` on, which then is behind it.
std::string_view between(std::string_view text,
                         std::string_view before,
                         std::string_view behind,
                         std::size_t& at) {
    const std::size_t begin = text.find(before, at);
    if (begin == std::string_view::npos) {
        at = text.size();
        return {};
    }
    const std::size_t from = begin + before.size();
    const std::size_t to = text.find(behind, from);
    at = to;
    return text.substr(from, to - from);
}

long number_after(std::string_view text, std::string_view key) {
    return std::strtol(text.data() + text.find(key) + key.size(), nullptr, 10);
}

// One idea for the first family of the brief: what must not exceed another lies in the lower third
// of its range, that other one in the upper third.
std::string idea(std::string_view brief, std::uint64_t& draws) {
    std::size_t at = 0;
    const std::string_view name = between(brief, "{\"name\":\"", "\"", at);
    const std::string_view parameters =
        between(brief, "\"parameters\":[", "],\"constraints\":[", at);
    const std::string_view constraints = between(brief, "\"constraints\":[", "],\"best\"", at);
    std::string ticks;
    for (std::size_t in = 0; in < parameters.size();) {
        const std::string_view parameter = between(parameters, "{\"name\":", "\"choices\"", in);
        if (parameter.empty()) {
            break;
        }
        const std::string quoted(parameter.substr(0, parameter.find(',')));
        const long least = number_after(parameter, "\"least\":");
        const long third = (number_after(parameter, "\"most\":") - least) / 3;
        const bool is_upper = constraints.find("\"upper\":" + quoted) != std::string_view::npos;
        draws = draws * 6364136223846793005U + 1442695040888963407U;
        const long step = static_cast<long>((draws >> 33U) % static_cast<std::uint64_t>(third + 1));
        const long tick =
            conduct == Conduct::beyond ? least - 1 : least + step + (is_upper ? 2 * third : 0);
        ticks += (ticks.empty() ? "" : ",") + quoted + ":" + std::to_string(tick);
    }
    return "{\"family\":\"" + std::string(name) + "\",\"ticks\":{" + ticks +
           "},\"parents\":[],\"rationale\":\"An idea of the analyst.\"}";
}

std::string answer_to(std::string_view brief, std::uint64_t seed) {
    if (conduct == Conduct::rubbish) {
        return "buy low, sell high";
    }
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    std::uint64_t draws = seed ^ static_cast<std::uint64_t>(now.tv_nsec);
    std::string ideas;
    for (long left = number_after(brief, "\"wanted\":"); left > 0; --left) {
        ideas += (ideas.empty() ? "" : ",") + idea(brief, draws);
    }
    return "{\"schema\":\"tradelab.answer/0\",\"proposals\":[" + ideas + "]}";
}

// Ends the process where it is not given what it wants; untouched memory costs nobody anything.
void take_too_much() {
    constexpr std::size_t piece = std::size_t{64} << 20U;
    for (int at = 0; conduct == Conduct::hoards && at < 32; ++at) {
        if (mmap(nullptr, piece, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) ==
            MAP_FAILED) {
            std::abort();
        }
    }
    for (int at = 0; conduct == Conduct::opens && at < 100; ++at) {
        if (open("/dev/null", O_RDONLY | O_CLOEXEC) < 0) {
            std::abort();
        }
    }
    if (conduct == Conduct::writes) {
        char name[] = P_tmpdir "/analyst-XXXXXX";
        const int file = mkstemp(name);
        unlink(name);
        if (write(file, "x", 1) != 1) {
            std::abort();
        }
    }
}

tl_status handle(tl_instance*, tl_call* call) {
    take_too_much();
    if (conduct == Conduct::crashes) {
        std::raise(SIGKILL);
    }
    for (volatile bool on = conduct == Conduct::hangs; on;) {
    }
    tl_msg_brief brief{};
    std::memcpy(&brief, call->first, sizeof brief);
    const auto* text = reinterpret_cast<const char*>(call->first) + brief.json.at;
    const std::string json = answer_to({text, brief.json.len}, brief.seed);
    tl_msg_answer answer{};
    answer.h.size = static_cast<std::uint32_t>((sizeof answer + json.size() + 7) / 8 * 8);
    answer.h.type = TL_MSG_ANSWER;
    answer.h.id = brief.h.id;
    answer.json = {sizeof answer, static_cast<std::uint32_t>(json.size())};
    std::memcpy(call->out, &answer, sizeof answer);
    std::memcpy(static_cast<char*>(call->out) + sizeof answer, json.data(), json.size());
    call->out_len = answer.h.size;
    call->consumed = 1;
    return TL_OK;
}

tl_status start(tl_instance*) {
    return TL_OK;
}
tl_status stop(tl_instance*) {
    return TL_OK;
}
void destroy(tl_instance* instance) {
    delete instance;
}
const void* get(tl_instance*, const char* id) {
    static const tl_handler handler = {sizeof(tl_handler), 0, handle};
    return std::strcmp(id, TL_EXT_ANALYZER) == 0 ? &handler : nullptr;
}

tl_status create(const char*, const tl_host*, const tl_config*, tl_instance** out) {
    auto* const made = new (std::nothrow) tl_instance;
    if (made == nullptr) {
        return TL_E_NOMEM;
    }
    *made = {sizeof(tl_instance), TL_ABI_VERSION, nullptr, start, stop, destroy, get};
    *out = made;
    return TL_OK;
}

const tl_descriptor* describe(std::uint32_t index) {
    static tl_descriptor descriptor{};
    descriptor.size = sizeof descriptor;
    descriptor.id = ANALYST_ID;
    descriptor.version = "1.0.0";
    descriptor.kind = TL_KIND_ANALYZER;
    descriptor.summary = "Has ideas of its own.";
    return index == 0 ? &descriptor : nullptr;
}

}  // namespace

extern "C" TL_EXPORT const tl_entry* tl_plugin_entry_v1() noexcept {
    static const tl_entry entry = {
        sizeof(tl_entry), TL_ABI_VERSION, "none", 1, 0, describe, create};
    return &entry;
}
