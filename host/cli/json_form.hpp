#pragma once

#include "core/result.hpp"

#include <string>

namespace tradelab {

// Shapes that several documents share.  Json is nlohmann's ordered type, which only a .cpp names.

// A document as text.  Bytes that are no UTF-8 are replaced: the output is always valid JSON.
template <class Json>
[[nodiscard]] std::string dumped(const Json& json) {
    return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

// An error as scripts read it.
template <class Json>
[[nodiscard]] Json error_json(const Error& error) {
    Json json;
    json["code"] = std::string(error_code_text(error.code));
    json["message"] = error.context;
    json["hint"] = error.hint;
    json["file"] = error.file.empty() ? Json(nullptr) : Json(error.file);
    json["line"] = error.line > 0 ? Json(error.line) : Json(nullptr);
    return json;
}

// And back, from a child of ours.  Throws nlohmann's exceptions where it is none.
template <class Json>
[[nodiscard]] Error error_from_json(const Json& json) {
    Error error;
    const auto code = json.at("code").template get<std::string>();
    for (int at = 0; at < error_code_count; ++at) {
        if (error_code_text(static_cast<ErrorCode>(at)) == code) {
            error.code = static_cast<ErrorCode>(at);
        }
    }
    error.context = json.at("message").template get<std::string>();
    error.hint = json.at("hint").template get<std::string>();
    error.file = json.at("file").is_null() ? "" : json.at("file").template get<std::string>();
    error.line = json.at("line").is_null() ? 0 : json.at("line").template get<int>();
    return error;
}

}  // namespace tradelab
