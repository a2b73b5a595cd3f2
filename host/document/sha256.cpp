#include "document/sha256.hpp"

#include "core/check.hpp"

#include <openssl/evp.h>

#include <array>
#include <bit>

namespace tradelab {

namespace {

struct Release {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

}  // namespace

struct Sha256::State {
    std::unique_ptr<EVP_MD_CTX, Release> context{EVP_MD_CTX_new()};
};

// OpenSSL fails here only without memory or without the algorithm it must have: there is nothing to
// return to a caller who could do better.
Sha256::Sha256() : state_(std::make_unique<State>()) {
    TL_CHECK(state_->context != nullptr);
    TL_CHECK(EVP_DigestInit_ex(state_->context.get(), EVP_sha256(), nullptr) == 1);
}

Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::update(std::span<const std::byte> bytes) {
    TL_CHECK(state_ != nullptr);
    TL_CHECK(EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) == 1);
}

void Sha256::update(std::string_view bytes) {
    update(std::as_bytes(std::span(bytes)));
}

Sha256Digest Sha256::restart() {
    TL_CHECK(state_ != nullptr);

    std::array<unsigned char, sha256_bytes> digest{};
    unsigned int length = 0;
    TL_CHECK(EVP_DigestFinal_ex(state_->context.get(), digest.data(), &length) == 1);
    TL_CHECK(length == sha256_bytes);
    // Without a name of the algorithm OpenSSL keeps the one it has and looks nothing up.
    TL_CHECK(EVP_DigestInit_ex(state_->context.get(), nullptr, nullptr) == 1);
    return std::bit_cast<Sha256Digest>(digest);
}

std::string Sha256::finish() {
    auto text = hex(restart());
    state_.reset();
    return text;
}

std::string hex(const Sha256Digest& digest) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(2 * digest.size());
    for (const std::byte byte : digest) {
        text += digits[std::to_integer<std::size_t>(byte >> 4U)];
        text += digits[std::to_integer<std::size_t>(byte & std::byte{0x0f})];
    }
    return text;
}

std::string sha256_hex(std::span<const std::byte> bytes) {
    Sha256 sum;
    sum.update(bytes);
    return sum.finish();
}

std::string sha256_hex(std::string_view bytes) {
    return sha256_hex(std::as_bytes(std::span(bytes)));
}

bool is_sha256_hex(std::string_view text) {
    return text.size() == 2 * sha256_bytes &&
           text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::optional<Sha256Digest> parse_sha256_hex(std::string_view text) {
    if (!is_sha256_hex(text)) {
        return std::nullopt;
    }
    const auto digit = [](char one) { return one <= '9' ? one - '0' : one - 'a' + 10; };
    Sha256Digest out;
    for (std::size_t at = 0; at < out.size(); ++at) {
        out[at] = static_cast<std::byte>(16 * digit(text[2 * at]) + digit(text[2 * at + 1]));
    }
    return out;
}

Status check_sha256_hex(std::string_view name, std::string_view text) {
    if (!is_sha256_hex(text)) {
        return fail(
            ErrorCode::invalid_argument,
            std::string(name) + " = '" + std::string(text.substr(0, 2 * sha256_bytes)) + "'",
            "64 lower-case hexadecimal digits of SHA-256 are expected");
    }
    return {};
}

}  // namespace tradelab
