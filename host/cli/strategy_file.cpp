#include "cli/strategy_file.hpp"

#include "cli/target.hpp"

#include <utility>

namespace tradelab {

Result<ParameterFile> read_strategy(Session& session, const std::string& path) {
    const auto text =
        session.disk.read_file(session.layout.absolute(path),
                               {.size_max = parameter_file_bytes_max, .links = Links::follow});
    return text ? parse_parameter_file(*text, path) : fail(text.error());
}

const Result<DescribedPlugin>& Declarations::of(const std::string& id) {
    const auto known = known_.find(id);
    if (known != known_.end()) {
        return known->second;
    }
    const auto package = find_by_id(session_, id);
    auto described = package ? describe_package(session_, *package)
                             : Result<DescribedPlugin>(fail(package.error()));
    return known_.emplace(id, std::move(described)).first->second;
}

Result<BoundStrategy> bind_strategy(Declarations& declarations,
                                    const ParameterFile& file,
                                    const std::string& path) {
    const auto& plugin = declarations.of(file.plugin);
    auto bound =
        plugin ? bind(file, plugin->declaration) : Result<BoundStrategy>(fail(plugin.error()));
    if (!bound && bound.error().file.empty()) {
        bound.error().file = path;
    }
    return bound;
}

}  // namespace tradelab
