#pragma once

#include "os/process.hpp"
#include "plugin/package.hpp"
#include "validate/check.hpp"
#include "validate/validate.hpp"

namespace tradelab {

// Runs checks of one package, each in a process of its own.  Any thread; several at once.
class Examination {
public:
    Examination(Process& process, const ValidateOptions& options, std::filesystem::path folder);

    // All runs of a check, brought together in one result.
    [[nodiscard]] CheckResult run(const Check& check) const;

private:
    struct Heard {
        CheckVerdict verdict;
        std::chrono::milliseconds took{0};
    };
    [[nodiscard]] Heard run_once(const Check& check, std::uint32_t variation) const;
    [[nodiscard]] Command command_for(const Check& check,
                                      std::uint32_t variation,
                                      const std::string& seal) const;

    Process& process_;
    const ValidateOptions& options_;
    std::filesystem::path folder_;  // absolute
};

}  // namespace tradelab
