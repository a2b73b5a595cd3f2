#pragma once

#include "cli/next_commands.hpp"
#include "core/result.hpp"
#include "document/json_value.hpp"
#include "terminal/sparkline.hpp"
#include "terminal/table.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace tradelab {

enum class Format { text, json };
enum class Colour { never, terminal };
enum class Stream { file, terminal };

// What a command says: data to standard output, messages to standard error.
//
// Data is kept and written at the end in one piece, so that a command which fails half-way leaves
// no half document; messages go out at once.
class Output {
public:
    struct Options {
        Format format = Format::text;
        Look look = Look::rich;
        Colour data_colour = Colour::never;
        Colour message_colour = Colour::never;
        Stream messages = Stream::file;
        std::size_t width = 0;   // of the terminal that data goes to; 0: nobody counts
        NextCommands next = {};  // how commands are named that come next
    };

    explicit Output(Options options) : options_(std::move(options)) {}

    [[nodiscard]] bool wants_json() const { return options_.format == Format::json; }
    [[nodiscard]] Look look() const { return options_.look; }

    // A text whose commands work as they stand there; lines, tables and messages are written so.
    [[nodiscard]] std::string completed(std::string_view text) const {
        return options_.next.completed(text);
    }

    // A place that the user did not name, and that commands which come next need all the same.
    void add_place(NextCommands::Given place);

    // Data for people.  Nothing of it appears where a JSON document was asked for.
    void line(std::string_view text = {});
    void title(std::string_view text);  // emphasised on a terminal
    void table(const Table& table);
    // The one document of this command.
    void document(const JsonValue& json);
    // Text that is the answer itself and has no JSON form, such as a completion script.
    void verbatim(std::string_view text);

    // Messages.
    void note(std::string_view text);
    void error(const Error& error);
    // Replaces the progress line before it on a terminal, else a line of its own.
    void progress(std::string_view text);
    void end_progress();

    // An error, also as the document where JSON was asked for and none was given yet.
    void fail_with(const Error& error);

    // Writes the data.  A full disk makes a failure of a success; a reader who went away does not.
    [[nodiscard]] ExitCode finish(ExitCode code);

private:
    Options options_;
    std::string data_;
    bool has_document_ = false;
    bool progress_shown_ = false;
};

}  // namespace tradelab
