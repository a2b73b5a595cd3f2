#include "cli/describe_package.hpp"

#include "cli/child.hpp"
#include "cli/target.hpp"
#include "plugin/load.hpp"

namespace tradelab {

Result<DescribedPlugin> describe_package(Session& session, const Package& package) {
    if (auto fits = check_before_loading(session.disk, package, this_host()); !fits) {
        return fail(std::move(fits.error()));
    }
    const auto said = ask_child(session,
                                {.words = {"describe-child", package.folder.string()},
                                 .about = package.manifest.id,
                                 .target = name_in_command(package)});
    return said ? declaration_in(said->document) : fail(said.error());
}

}  // namespace tradelab
