#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace tradelab {

// What the caller's shell says.  Read at the start, in mains and assembly, and passed on as plain
// values: nothing deep in the house changes its behaviour because of a variable.
class Environment {
public:
    virtual ~Environment() = default;
    Environment(const Environment&) = delete;
    Environment& operator=(const Environment&) = delete;
    Environment(Environment&&) = delete;
    Environment& operator=(Environment&&) = delete;

    // The value, which may be empty, or nothing when the variable is not set.
    [[nodiscard]] virtual std::optional<std::string> value(std::string_view name) const = 0;

protected:
    Environment() = default;
};

// This process's variables.  Any thread, since nothing of ours ever sets one.
class SystemEnvironment final : public Environment {
public:
    [[nodiscard]] std::optional<std::string> value(std::string_view name) const override;
};

class SimulatedEnvironment final : public Environment {
public:
    using Variables = std::map<std::string, std::string, std::less<>>;

    explicit SimulatedEnvironment(Variables variables) : variables_(std::move(variables)) {}

    [[nodiscard]] std::optional<std::string> value(std::string_view name) const override;

private:
    Variables variables_;
};

}  // namespace tradelab
