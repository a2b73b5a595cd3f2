#include "brain/analyzer_call.hpp"

#include "brain/analyzer_json.hpp"

#include <tradelab/abi/draft/layout.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace tradelab::brain {
namespace {

// The largest answer, twice, for what else a plugin has to say.
constexpr std::size_t out_bytes = 2 * answer_bytes_max;
static_assert(out_bytes >= TL_CALL_OUT_MIN);

constexpr std::uint64_t brief_id = 1;

// Messages are multiples of 8 bytes, at addresses that are.
using Words = std::vector<std::uint64_t>;

Words brief_message(const std::string& json, std::uint64_t seed) {
    const std::size_t bytes = (sizeof(tl_msg_brief) + json.size() + 7) / 8 * 8;
    tl_msg_brief message{};
    message.h = {.size = static_cast<std::uint32_t>(bytes),
                 .type = TL_MSG_BRIEF,
                 .flags = 0,
                 .id = brief_id,
                 .ts = 0};
    message.deadline = TL_NONE;
    message.seed = seed;
    message.json = {.at = static_cast<std::uint32_t>(sizeof(tl_msg_brief)),
                    .len = static_cast<std::uint32_t>(json.size())};
    Words words(bytes / 8);
    std::memcpy(words.data(), &message, sizeof message);
    std::memcpy(words.data() + sizeof message / 8, json.data(), json.size());
    return words;
}
static_assert(sizeof(tl_msg_brief) % 8 == 0);

Failure broken(std::string what, std::string hint) {
    return fail(ErrorCode::malformed, std::move(what), std::move(hint));
}

// The JSON of an answer: its span must lie behind the fixed part and within the message.
Result<std::string_view> answer_of(std::span<const std::byte> message) {
    tl_msg_answer answer{};
    if (message.size() < sizeof answer) {
        return broken("the answer has " + std::to_string(message.size()) + " bytes",
                      "a tl_msg_answer has " + std::to_string(sizeof answer));
    }
    std::memcpy(&answer, message.data(), sizeof answer);
    if (answer.h.id != brief_id) {
        return broken("the answer is to message " + std::to_string(answer.h.id),
                      "`id` must be that of the brief");
    }
    if (answer.status != TL_OK) {
        return fail(ErrorCode::refused,
                    "the plugin has no answer: status " + std::to_string(answer.status),
                    "its log says more");
    }
    const std::uint64_t end = std::uint64_t{answer.json.at} + answer.json.len;
    if (answer.json.at < sizeof answer || end > message.size()) {
        return broken("the JSON of the answer lies outside of its message",
                      "`at` counts from the start of the message");
    }
    return std::string_view(reinterpret_cast<const char*>(message.data()) + answer.json.at,
                            answer.json.len);
}

// Walks through what the plugin wrote; exactly one answer must be in it.
Result<std::string_view> find_answer(std::span<const std::byte> out) {
    std::optional<std::string_view> found;
    while (!out.empty()) {
        tl_msg head{};
        if (out.size() < sizeof head) {
            return broken("the output ends in the middle of a message", "write whole messages");
        }
        std::memcpy(&head, out.data(), sizeof head);
        if (head.size < sizeof head || head.size % 8 != 0 || head.size > out.size()) {
            return broken("a message of " + std::to_string(head.size) + " bytes, where " +
                              std::to_string(out.size()) + " are left",
                          "`size` is a multiple of 8 and counts the whole message");
        }
        if (head.type >= TL_MSG_HTTP_REQUEST && head.type <= TL_MSG_SET_TIMER) {
            return fail(ErrorCode::unsupported,
                        "the plugin asks for the network or a timer: message type " +
                            std::to_string(head.type),
                        "nobody carries requests for a search yet");
        }
        if (head.type == TL_MSG_ANSWER) {
            auto answer = answer_of(out.first(head.size));
            if (!answer) {
                return answer;
            }
            if (found) {
                return broken("two answers to one brief", "exactly one is due");
            }
            found = *answer;
        }
        out = out.subspan(head.size);
    }
    if (!found) {
        return broken("no answer to the brief", "exactly one is due");
    }
    return *found;
}

}  // namespace

Result<std::string> call_analyzer(const tl_handler* handler,
                                  tl_instance* instance,
                                  const AnalyzerQuestion& question) {
    if (!TL_HAS(tl_handler, handler, handle) || handler->handle == nullptr) {
        return fail(ErrorCode::abi_mismatch,
                    "there is no handle()",
                    "offer " TL_EXT_ANALYZER ", a tl_handler");
    }
    if (question.brief.size() > brief_bytes_max) {
        return fail(ErrorCode::too_large,
                    "a brief of " + std::to_string(question.brief.size()) + " bytes",
                    "give fewer families to one campaign");
    }
    const Words in = brief_message(question.brief, question.seed);
    Words out(out_bytes / 8);
    tl_call call{.size = sizeof(tl_call),
                 .count = 1,
                 .first = reinterpret_cast<const tl_msg*>(in.data()),
                 .bytes = in.size() * 8,
                 .out = out.data(),
                 .out_cap = out_bytes,
                 .out_len = 0,
                 .consumed = 0,
                 .reserved = 0};
    const tl_status status = handler->handle(instance, &call);
    if (status != TL_OK) {
        return fail(
            ErrorCode::refused, "handle() says " + std::to_string(status), "its log says more");
    }
    if (call.consumed != 1 || call.out_len > out_bytes) {
        return broken("handle() consumed " + std::to_string(call.consumed) +
                          " messages and wrote " + std::to_string(call.out_len) + " bytes",
                      "it must consume the one brief and write at most out_cap bytes");
    }
    const auto answer = find_answer(std::as_bytes(std::span(out)).first(call.out_len));
    return answer ? Result<std::string>(std::string(*answer)) : fail(answer.error());
}

}  // namespace tradelab::brain
