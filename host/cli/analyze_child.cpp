#include "brain/analyzer_call.hpp"
#include "brain/analyzer_json.hpp"
#include "cli/child.hpp"
#include "cli/commands.hpp"
#include "plugin/descriptor.hpp"
#include "plugin/instance.hpp"
#include "plugin/load.hpp"

#include <array>
#include <cerrno>
#include <unistd.h>
#include <utility>

// The child of a campaign that asks an analyzer: one question, and what the plugin answers to it.
namespace tradelab {
namespace {

Result<std::string> brief_on_input() {
    std::string brief;
    std::array<char, 65'536> piece{};
    while (brief.size() <= brain::brief_bytes_max) {
        const auto got = ::read(STDIN_FILENO, piece.data(), piece.size());
        if (got == 0) {
            return brief;
        }
        if (got > 0) {
            brief.append(piece.data(), static_cast<std::size_t>(got));
        } else if (errno != EINTR) {
            return fail(ErrorCode::io_failed, "cannot read the brief", "a campaign asks this");
        }
    }
    return fail(ErrorCode::too_large,
                "a brief of more than " + std::to_string(brain::brief_bytes_max) + " bytes",
                "give fewer families to one campaign");
}

// The package may have been replaced since the campaign began, which is known by what it was then.
Status check_library(const Package& package, const AnalyzeChild& request) {
    const auto hash = package.manifest.hash_of(package.manifest.library);
    if (!hash || *hash != request.library) {
        return fail(ErrorCode::hash_mismatch,
                    "the plugin was replaced while the campaign searched",
                    "with the new one it is another campaign: another seed");
    }
    return {};
}

Result<std::string> answer_of(const Disk& disk, const AnalyzeChild& request) {
    const auto brief = brief_on_input();
    if (!brief) {
        return fail(brief.error());
    }
    const auto package = read_package(disk, request.folder, Origin::named);
    if (!package) {
        return fail(package.error());
    }
    if (auto same = check_library(*package, request); !same) {
        return fail(std::move(same).error());
    }
    const auto plugin = load(disk, *package, this_host());
    if (!plugin) {
        return fail(plugin.error());
    }
    Instance::Config config;
    for (std::uint32_t at = 0; at < plugin->descriptor->param_count; ++at) {
        config.ticks.push_back(param_at(*plugin->descriptor, at).initial);
    }
    auto instance =
        Instance::create(*plugin, config, {.services = {}, .log = [](const LogLine&) {}});
    if (!instance) {
        return fail(std::move(instance).error());
    }
    if (auto started = instance->start(); !started) {
        return fail(std::move(started).error());
    }
    return brain::call_analyzer(
        static_cast<const tl_handler*>(instance->extension(TL_EXT_ANALYZER)),
        instance->raw(),
        {.seed = request.seed, .brief = *brief});
}

}  // namespace

Answer run(Session& session, const AnalyzeChild& request) {
    const auto said = answer_of(session.disk, request);
    return said ? answer(JsonObject{{"schema", "tradelab.analyzed/0"}, {"answer", *said}})
                : answer(said.error());
}

}  // namespace tradelab
