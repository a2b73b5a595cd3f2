#pragma once

#include "core/id.hpp"
#include "core/result.hpp"
#include "core/time.hpp"

#include <tradelab/abi/strategy.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tradelab {

// What a strategy said when it was handed events, where that was not silence.
struct Answer {
    InstanceId instance;
    // The number of the last event that it consumed, which is the cause of its intents; of a call
    // that failed the first one.
    std::uint64_t event = 0;
    UnixNanos at;
    std::vector<tl_intent> intents = {};
    tl_status status = TL_OK;  // another one: it failed
    std::string said = {};     // then, for people; one line

    // Bit by bit, for that is how they are recorded.
    friend bool operator==(const Answer& a, const Answer& b);
};

[[nodiscard]] std::string encode_answer(const Answer& answer);
// Exactly what encode_answer writes; anything else is malformed.  Without the time, which is that
// of the record.
[[nodiscard]] Result<Answer> decode_answer(std::string_view text);

// The answers of the act in hand: those that are written already, in the order in which they were
// given, and those that were given now.
//
// Strategies are asked in the same order every time that an act is done, so the next written answer
// is that of the next call that is not silent.  Where the act was torn off while its answers were
// written, the rest is asked for anew.
class Answers {
public:
    enum class Written : std::uint8_t { some, all };

    void begin(std::vector<Answer> written, Written how_many);
    // Whether it is known what was answered to the events numbered first to last: then which, or
    // nullptr for silence.  Each is taken once, and noted by that.
    struct Recalled {
        bool is_known = false;
        const Answer* answer = nullptr;  // until the next act begins
    };
    [[nodiscard]] Recalled recall(InstanceId instance, std::uint64_t first, std::uint64_t last);
    void note(Answer answer) { given_.push_back(std::move(answer)); }

    // All of the act, in order.
    [[nodiscard]] std::span<const Answer> given() const { return given_; }

private:
    std::vector<Answer> written_ = {};
    std::vector<Answer> given_ = {};
    std::size_t next_ = 0;
    Written how_many_ = Written::some;
};

}  // namespace tradelab
