#include "document/sha256.hpp"

#include "core/check.hpp"

#include <openssl/evp.h>

#include <array>

namespace tradelab {

namespace {

constexpr std::size_t digest_bytes = 32;

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

std::string Sha256::finish() {
    TL_CHECK(state_ != nullptr);

    std::array<unsigned char, digest_bytes> digest{};
    unsigned int length = 0;
    TL_CHECK(EVP_DigestFinal_ex(state_->context.get(), digest.data(), &length) == 1);
    TL_CHECK(length == digest_bytes);
    state_.reset();

    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    hex.reserve(2 * digest_bytes);
    for (const unsigned char byte : digest) {
        hex += digits[byte >> 4U];
        hex += digits[byte & 0x0fU];
    }
    return hex;
}

std::string sha256_hex(std::span<const std::byte> bytes) {
    Sha256 sum;
    sum.update(bytes);
    return sum.finish();
}

std::string sha256_hex(std::string_view bytes) {
    return sha256_hex(std::as_bytes(std::span(bytes)));
}

}  // namespace tradelab
