#include "os/simulated_process.hpp"

#include <algorithm>

namespace tradelab {
namespace {

bool begins_with(const Command& command, const std::vector<std::string>& words) {
    const auto& arguments = command.arguments;
    return !words.empty() && words.front() == command.program.native() &&
           words.size() - 1 <= arguments.size() &&
           std::equal(words.begin() + 1, words.end(), arguments.begin());
}

std::string spelled(const Command& command) {
    std::string text = command.program.native();
    for (const std::string& argument : command.arguments) {
        text += " " + argument;
    }
    return text;
}

}  // namespace

void SimulatedProcess::script(std::vector<std::string> words, Result<Outcome> answer) {
    const std::lock_guard guard(mutex_);
    scripted_.push_back({std::move(words), std::move(answer)});
}

Result<Outcome> SimulatedProcess::run(const Command& command) {
    const std::lock_guard guard(mutex_);
    calls_.push_back(command);

    const auto matches = [&](const Scripted& scripted) {
        return begins_with(command, scripted.words);
    };
    const auto at = std::ranges::find_if(scripted_, matches);
    if (at == scripted_.end()) {
        return fail(ErrorCode::not_found,
                    "no scripted answer is left for '" + spelled(command) + "'",
                    "script one before the call");
    }
    Result<Outcome> answer = std::move(at->answer);
    scripted_.erase(at);
    return answer;
}

std::vector<Command> SimulatedProcess::calls() const {
    const std::lock_guard guard(mutex_);
    return calls_;
}

}  // namespace tradelab
