#pragma once

#include "core/result.hpp"

#include <cstdint>
#include <string>
#include <utility>

namespace tradelab {

enum class Health : std::uint8_t { fine, warning, broken };

// What a look at one thing that the daemon needs has found.
struct Symptom {
    std::string subject;
    Health health = Health::fine;
    std::string what;
};

[[nodiscard]] inline Symptom broken(std::string subject, const Error& error) {
    return {.subject = std::move(subject), .health = Health::broken, .what = describe(error)};
}

}  // namespace tradelab
