#include "core/result.hpp"

#include "core/check.hpp"

#include <array>
#include <cstddef>

namespace tradelab {

namespace {

struct Row {
    ErrorCode code;
    std::string_view text;
    ExitCode exit;
};

// In the order of the enumeration, which row() relies on and the static_assert proves.
constexpr std::array<Row, error_code_count> rows = {{
    {ErrorCode::invalid_argument, "invalid_argument", ExitCode::usage},
    {ErrorCode::not_found, "not_found", ExitCode::failed},
    {ErrorCode::already_exists, "already_exists", ExitCode::failed},
    {ErrorCode::io_failed, "io_failed", ExitCode::failed},
    {ErrorCode::disk_full, "disk_full", ExitCode::failed},
    {ErrorCode::read_only, "read_only", ExitCode::failed},
    {ErrorCode::permission_denied, "permission_denied", ExitCode::failed},
    {ErrorCode::too_large, "too_large", ExitCode::failed},
    {ErrorCode::malformed, "malformed", ExitCode::failed},
    {ErrorCode::unsupported, "unsupported", ExitCode::failed},
    {ErrorCode::hash_mismatch, "hash_mismatch", ExitCode::failed},
    {ErrorCode::duplicate, "duplicate", ExitCode::failed},
    {ErrorCode::abi_mismatch, "abi_mismatch", ExitCode::failed},
    {ErrorCode::service_missing, "service_missing", ExitCode::failed},
    {ErrorCode::refused, "refused", ExitCode::refused},
    {ErrorCode::timed_out, "timed_out", ExitCode::timed_out},
    {ErrorCode::interrupted, "interrupted", ExitCode::interrupted},
    {ErrorCode::internal, "internal", ExitCode::failed},
    {ErrorCode::overflow, "overflow", ExitCode::failed},
    {ErrorCode::crashed, "crashed", ExitCode::failed},
    {ErrorCode::daemon_unreachable, "daemon_unreachable", ExitCode::daemon_unreachable},
    {ErrorCode::not_authorised, "not_authorised", ExitCode::not_authorised},
    {ErrorCode::data_missing, "data_missing", ExitCode::data_missing},
    {ErrorCode::stale, "stale", ExitCode::data_missing},
    {ErrorCode::partly_done, "partly_done", ExitCode::partly_done},
}};

constexpr bool rows_are_in_order() {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (static_cast<std::size_t>(rows[i].code) != i) {
            return false;
        }
    }
    return true;
}
static_assert(rows_are_in_order());

const Row& row(ErrorCode code) {
    const auto index = static_cast<std::size_t>(code);
    TL_CHECK(index < rows.size());
    return rows[index];
}

}  // namespace

std::string_view error_code_text(ErrorCode code) {
    return row(code).text;
}

ExitCode exit_code(ErrorCode code) {
    return row(code).exit;
}

std::string describe(const Error& error) {
    std::string text;
    if (!error.file.empty()) {
        text += error.file;
        if (error.line > 0) {
            text += ":" + std::to_string(error.line);
        }
        text += ": ";
    }
    text += error.context.empty() ? std::string(error_code_text(error.code)) : error.context;
    if (!error.hint.empty()) {
        text += ": " + error.hint;
    }
    return text;
}

KeptError::KeptError(Error error) : error_(std::make_unique<Error>(std::move(error))) {}

KeptError::~KeptError() = default;

Error& KeptError::operator*() {
    TL_CHECK_MSG(error_ != nullptr, "the Error of a Result that was moved from");
    return *error_;
}

const Error& KeptError::operator*() const {
    TL_CHECK_MSG(error_ != nullptr, "the Error of a Result that was moved from");
    return *error_;
}

Failure fail(Error error) {
    return Failure(std::move(error));
}

Failure fail(ErrorCode code, std::string context, std::string hint) {
    return Failure(Error{.code = code, .context = std::move(context), .hint = std::move(hint)});
}

Failure fail(Error cause, std::string_view doing) {
    std::string what(doing);
    if (!cause.context.empty()) {
        what += ": " + cause.context;
    }
    cause.context = std::move(what);
    return Failure(std::move(cause));
}

}  // namespace tradelab
