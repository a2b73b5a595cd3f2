#include "ingest/text_blocks.hpp"

#include <algorithm>
#include <cstring>

namespace tradelab {
namespace {

Failure fail_behind(std::string_view lines, Error error) {
    error.line = static_cast<int>(std::ranges::count(lines, '\n')) + 1;
    return fail(std::move(error));
}

}  // namespace

TextBlocks::TextBlocks(TextSource& source, std::size_t line_bytes_max)
    : source_(source),
      line_bytes_max_(line_bytes_max),
      bytes_(std::make_unique_for_overwrite<char[]>(size_)) {}

// A bomb is mostly one endless line: where the rest shows it for what it is, that is said.  The
// source stops at its limits; what it gives until then is thrown away.
Failure TextBlocks::fail_long_line(std::string_view before) {
    const Error too_long{
        .code = ErrorCode::malformed,
        .context = "a line is longer than " + std::to_string(line_bytes_max_) + " bytes",
        .hint = "this is no file of the archive"};
    if (source_.packing() == Packing::plain) {
        return fail_behind(before, too_long);
    }
    auto failure = fail_behind(before, too_long);
    while (true) {
        const auto got = source_.read(std::span(bytes_.get(), size_));
        if (!got &&
            (got.error().code == ErrorCode::refused || got.error().code == ErrorCode::too_large)) {
            return fail(got.error());
        }
        if (!got || *got < size_) {
            return failure;
        }
    }
}

// Lines of a plain text where they lie, without a copy; nothing near its end, which may lack its
// newline.
std::string_view TextBlocks::next_in_place() {
    const std::string_view rest = source_.plain_rest();
    if (begin_ != end_ || rest.size() < block_bytes) {
        return {};
    }
    const std::size_t newline = rest.substr(0, block_bytes).rfind('\n');
    if (newline == std::string_view::npos) {
        return {};
    }
    source_.skip_plain(newline + 1);
    return rest.substr(0, newline + 1);
}

Result<std::string_view> TextBlocks::next() {
    if (const std::string_view lines = next_in_place(); !lines.empty()) {
        return lines;
    }
    std::memmove(bytes_.get(), bytes_.get() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
    // One is kept for a newline of ours.
    const std::size_t room = size_ - 1 - end_;
    const auto got = source_.read(std::span(bytes_.get() + end_, room));
    if (!got) {
        return fail(got.error());
    }
    end_ += *got;
    const std::string_view all(bytes_.get(), end_);
    const std::size_t newline = all.rfind('\n');
    if (*got < room && !all.empty() && newline != end_ - 1) {
        return last_line(newline == std::string_view::npos ? 0 : newline + 1);
    }
    if (all.empty()) {
        return all;
    }
    if (newline == std::string_view::npos || end_ - newline > line_bytes_max_) {
        return fail_long_line(all.substr(0, newline + 1));
    }
    begin_ = newline + 1;
    return all.substr(0, begin_);
}

// The end of the text, whose last line begins at `line` and has no newline.
Result<std::string_view> TextBlocks::last_line(std::size_t line) {
    const std::string_view before(bytes_.get(), line);
    if (end_ - line > line_bytes_max_) {
        return fail_long_line(before);
    }
    if (source_.packing() == Packing::plain) {
        return fail_behind(
            before,
            {.code = ErrorCode::malformed,
             .context = "the last line does not end: the file may have been cut",
             .hint = "compare it with its source; if it is whole, end it with a newline"});
    }
    bytes_[end_++] = '\n';
    begin_ = end_;
    return std::string_view(bytes_.get(), end_);
}

}  // namespace tradelab
