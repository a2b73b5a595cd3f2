#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "cli/completion.hpp"
#include "cli/interrupt.hpp"
#include "cli/known_state.hpp"
#include "cli/layout.hpp"
#include "cli/output.hpp"
#include "cli/session.hpp"
#include "os/environment.hpp"
#include "os/process.hpp"
#include "os/real_disk.hpp"
#include "plugin/cell_child.hpp"
#include "validate/validate.hpp"

#include <cstdio>
#include <exception>
#include <filesystem>
#include <span>
#include <string>
#include <sys/ioctl.h>
#include <unistd.h>
#include <utility>
#include <variant>
#include <vector>

namespace tradelab {

namespace {

Colour colour_on(int descriptor, const Environment& environment, Look look) {
    const auto no_colour = environment.value("NO_COLOR");
    const bool refused = (no_colour && !no_colour->empty()) || environment.value("TERM") == "dumb";
    return look == Look::rich && !refused && ::isatty(descriptor) != 0 ? Colour::terminal
                                                                       : Colour::never;
}

// Tables are cut to the terminal, and whole in a file.
std::size_t width_of_terminal() {
    winsize size{};
    const bool known =
        ::isatty(STDOUT_FILENO) != 0 && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0;
    return known ? size.ws_col : 0;
}

Output make_output(const GlobalFlags& flags,
                   const Environment& environment,
                   NextCommands next = {}) {
    return Output({.format = flags.format,
                   .look = flags.look,
                   .data_colour = colour_on(STDOUT_FILENO, environment, flags.look),
                   .message_colour = colour_on(STDERR_FILENO, environment, flags.look),
                   .messages = ::isatty(STDERR_FILENO) != 0 ? Stream::terminal : Stream::file,
                   .width = width_of_terminal(),
                   .next = std::move(next)});
}

// The Tab key wants an answer, not advice: what goes wrong offers nothing.
int complete(std::span<const std::string> words, const Environment& environment) {
    const RealDisk disk;
    Output output({});
    if (const auto layout = find_layout(environment, disk, {})) {
        for (const auto& word : completions(words, disk, *layout)) {
            output.line(word);
        }
    }
    return number(output.finish(ExitCode::ok));
}

Answer dispatch(Session& session, const Request& request) {
    if (const auto known = know_state(session, request); !known) {
        return fail(known.error());
    }
    return std::visit([&](const auto& asked) { return run(session, asked); }, request);
}

// Commands that know nothing of settings find the same state as those that were given some.
void name_state(Arguments& arguments, const Layout& layout) {
    const LayoutFlags& places = arguments.global.places;
    if (places.settings && !places.state && layout.state && !layout.unread_settings) {
        arguments.next.given.push_back(
            {.option = "--state", .value = layout.state->string(), .said_by = "--config"});
    }
}

Answer answer_to(const Result<Arguments>& arguments, const Result<Layout>& layout, Output& output) {
    if (!arguments || !layout) {
        return fail(!arguments ? arguments.error() : layout.error());
    }
    // Positions and money: the daemon's log is not for everybody, either.
    RealDisk disk(layout->state.value_or(std::filesystem::path()));
    RealProcess process;
    Session session{.output = output, .disk = disk, .process = process, .layout = *layout};
    return dispatch(session, arguments->request);
}

int run_program(std::span<const std::string> words) {
    const SystemEnvironment environment;
    if (words.size() >= 2 && words[0] == "complete" && words[1] == "--") {
        return complete(words.subspan(2), environment);
    }
    // The process of a strategy on paper or live: plugin/cell starts it, and nobody else.
    if (words.size() >= 2 && words[0] == "plugin" && words[1] == "cell") {
        return serve_cell(words.subspan(2));
    }
    const bool is_check = words.size() >= 3 && words[0] == "plugin" && words[1] == "validate" &&
                          words[2] == "--child";
    if (is_check) {
        return validate_child(words.subspan(2));
    }
    watch_signals(flags_in(words).format);
    auto arguments = parse_arguments(words);
    const RealDisk disk;
    const auto layout =
        find_layout(environment, disk, arguments ? arguments->global.places : LayoutFlags());
    if (arguments && layout) {
        name_state(*arguments, *layout);
    }
    Output output = arguments ? make_output(arguments->global, environment, arguments->next)
                              : make_output(flags_in(words), environment);
    const Answer answer = answer_to(arguments, layout, output);
    if (!answer) {
        output.fail_with(answer.error());
        return number(output.finish(exit_code(answer.error().code)));
    }
    return number(output.finish(*answer));
}

}  // namespace

}  // namespace tradelab

int main(int argc, char** argv) {
    try {
        const std::vector<std::string> words(argv + (argc > 0 ? 1 : 0), argv + argc);
        return tradelab::run_program(words);
    } catch (const std::exception& thrown) {
        (void)std::fprintf(
            stderr, "error: %s\n  hint: this is a fault of tradelab: report it\n", thrown.what());
        return tradelab::number(tradelab::ExitCode::failed);
    }
}
