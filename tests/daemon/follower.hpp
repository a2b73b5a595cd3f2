#pragma once

#include "daemon/running_daemon.hpp"
#include "document/json_parse.hpp"
#include "support/tree.hpp"

#include <chrono>
#include <cstdint>
#include <fstream>
#include <future>
#include <string>
#include <vector>

namespace tradelab {

inline std::vector<std::int64_t> numbers_of(const JsonArray& events) {
    std::vector<std::int64_t> out;
    for (const JsonValue& one : events) {
        out.push_back(*one["seq"].integer());
    }
    return out;
}

// `tradelab events --follow`, until the daemon ends.
class Follower {
public:
    explicit Follower(const DaemonHome& home) : out_(home.state() / "followed") {
        Command command;
        command.program = "/bin/sh";
        command.arguments = {"-c",
                             R"(exec "$0" events --follow --json --config "$1" --state "$2" >"$3")",
                             (build_tree() / "stage/bin/tradelab").string(),
                             home.file().string(),
                             home.state().string(),
                             out_.string()};
        command.variables = home.variables();
        command.time_limit = std::chrono::minutes(10);
        ended_ = std::async(std::launch::async, [command] { return RealProcess().run(command); });
    }
    [[nodiscard]] std::vector<std::int64_t> numbers() const {
        JsonArray events;
        std::ifstream file(out_);
        for (std::string line; std::getline(file, line) && !file.eof();) {
            events.push_back(parse_json(line).value());
        }
        return numbers_of(events);
    }

private:
    std::filesystem::path out_;
    std::future<Result<Outcome>> ended_;
};

}  // namespace tradelab
