#pragma once

#include "cli/describe_package.hpp"
#include "cli/session.hpp"
#include "core/result.hpp"
#include "strategy/parameter_file.hpp"

#include <map>
#include <string>

namespace tradelab {

// A parameter file as the user named it.
[[nodiscard]] Result<ParameterFile> read_strategy(Session& session, const std::string& path);

// What plugins declare, each asked once.
class Declarations {
public:
    explicit Declarations(Session& session) : session_(session) {}

    // Of the plugin that discovery finds by this id.
    [[nodiscard]] const Result<DescribedPlugin>& of(const std::string& id);

private:
    Session& session_;
    std::map<std::string, Result<DescribedPlugin>> known_ = {};
};

// Binds the file to its plugin; the error names the file.
[[nodiscard]] Result<BoundStrategy> bind_strategy(Declarations& declarations,
                                                  const ParameterFile& file,
                                                  const std::string& path);

}  // namespace tradelab
