#include "paper/answers.hpp"

#include "core/limits.hpp"
#include "journal/trial_lines.hpp"
#include "paper/lines.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <utility>

namespace tradelab {
namespace {

// An intent is its bytes, eight at a time, as hexadecimal numbers: most of them are 0, or "nothing"
// in one bit.
constexpr std::size_t words = sizeof(tl_intent) / sizeof(std::uint64_t);
static_assert(sizeof(tl_intent) % sizeof(std::uint64_t) == 0);
using Words = std::array<std::uint64_t, words>;

std::string text_of(const tl_intent& intent) {
    Words all;
    std::memcpy(all.data(), &intent, sizeof intent);
    std::string out;
    for (const std::uint64_t word : all) {
        std::array<char, 16> digits;
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), word, 16).ptr;
        out.append(out.empty() ? "" : " ").append(digits.data(), end);
    }
    return out;
}

bool read_intent(std::string_view text, tl_intent& out) {
    Words all{};
    const char* at = text.data();
    const char* const end = text.data() + text.size();
    for (std::size_t word = 0; word < words; ++word) {
        const auto [next, error] = std::from_chars(at, end, all[word], 16);
        const bool is_last = word + 1 == words;
        if (error != std::errc{} || (is_last ? next != end : next == end || *next != ' ')) {
            return false;
        }
        at = next + (is_last ? 0 : 1);
    }
    std::memcpy(&out, all.data(), sizeof out);
    return text_of(out) == text;
}

}  // namespace

bool operator==(const Answer& a, const Answer& b) {
    return a.at == b.at && encode_answer(a) == encode_answer(b);
}

std::string encode_answer(const Answer& answer) {
    Lines lines;
    lines.add("instance", answer.instance.value()).add("event", answer.event);
    for (const tl_intent& intent : answer.intents) {
        lines.add("intent", text_of(intent));
    }
    if (answer.status != TL_OK) {
        lines.add("status", answer.status).add("said", answer.said);
    }
    return lines.text();
}

Result<Answer> decode_answer(std::string_view text) {
    TrialLines lines(text);
    Answer out{.instance = InstanceId(lines.number<std::uint32_t>("instance")), .at = {}};
    out.event = lines.number<std::uint64_t>("event");
    bool is_good = true;
    while (is_good && lines.wrong().empty() && lines.next_is("intent")) {
        is_good = out.intents.size() < limits::intents_per_event_max &&
                  read_intent(lines.text("intent"), out.intents.emplace_back());
    }
    if (const auto status = lines.number_if_there<tl_status>("status")) {
        out.status = *status;
        out.said = lines.text("said");
    }
    is_good = is_good && lines.wrong().empty() && lines.at_end() &&
              out.intents.empty() == (out.status != TL_OK);
    if (!is_good) {
        return fail(ErrorCode::malformed,
                    "an answer with a wrong line '" + std::string(lines.wrong()) + "'",
                    "the journal was written by another version, or edited");
    }
    return out;
}

void Answers::begin(std::vector<Answer> written, Written how_many) {
    written_ = std::move(written);
    how_many_ = how_many;
    given_.clear();
    next_ = 0;
}

Answers::Recalled Answers::recall(InstanceId instance, std::uint64_t first, std::uint64_t last) {
    if (next_ == written_.size()) {
        return {.is_known = how_many_ == Written::all};
    }
    const Answer& next = written_[next_];
    if (next.instance != instance || next.event < first || next.event > last) {
        return {.is_known = true};
    }
    ++next_;
    given_.push_back(next);
    return {.is_known = true, .answer = &next};
}

}  // namespace tradelab
