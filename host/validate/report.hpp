#pragma once

#include "document/json_value.hpp"
#include "validate/check.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace tradelab {

struct CheckResult {
    std::string id;
    std::string name;
    Level level = Level::skip;
    std::string text = {};
    std::chrono::milliseconds took{0};
};

// What `plugin validate` found.  Bound to the library by its hash: another build is another plugin.
struct Report {
    std::string plugin = {};  // as the manifest says, empty where there is none to read
    std::string version = {};
    std::string library_sha256 = {};
    std::string host_abi = {};
    std::uint64_t seed = 0;
    std::vector<CheckResult> results = {};  // in the order of the table

    // fail where any check failed, crashed or hung; else warn where any warned; else pass.
    [[nodiscard]] Level verdict() const;
    [[nodiscard]] std::size_t count(Level level) const;
};

// One JSON document of schema "tradelab.plugin-report/1", its keys always in the same order.
[[nodiscard]] JsonValue report_json(const Report& report);

}  // namespace tradelab
