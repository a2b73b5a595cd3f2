#pragma once

#include <tradelab/abi/plugin.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

// Saving and loading with one function.  A type that wants to be kept has
//
//     template <class Archive> void state(Archive& archive) { archive(fast, slow, count); }
//
// and the same call writes through a StateWriter and reads through a StateReader.  An archive takes
// numbers, bools, spans of numbers (their length is fixed by construction) and anything that has
// `state` itself.  What was read is hostile until checked: bounds are the owner's duty.
namespace tradelab {

namespace detail {

template <class T>
concept Number = std::is_arithmetic_v<T> || std::is_enum_v<T>;

}  // namespace detail

class StateWriter {
    std::string bytes_;

public:
    template <class... Fields>
    void operator()(Fields&&... fields) {
        (field(fields), ...);
    }

    [[nodiscard]] const std::string& bytes() const { return bytes_; }

private:
    template <class Field>
    void field(Field& value) {
        if constexpr (std::is_same_v<std::remove_cv_t<Field>, bool>) {
            bytes_.push_back(value ? '\1' : '\0');
        } else if constexpr (detail::Number<std::remove_cv_t<Field>>) {
            raw(&value, sizeof value);
        } else if constexpr (requires { value.state(*this); }) {
            value.state(*this);
        } else {
            const auto length = static_cast<std::uint64_t>(std::size(value));
            raw(&length, sizeof length);
            for (auto& each : value) {
                field(each);
            }
        }
    }

    void raw(const void* from, std::size_t size) {
        bytes_.append(static_cast<const char*>(from), size);
    }
};

class StateReader {
    std::string_view left_;
    bool failed_ = false;

public:
    explicit StateReader(std::string_view bytes) : left_(bytes) {}

    template <class... Fields>
    void operator()(Fields&&... fields) {
        (field(fields), ...);
    }

    // Everything was there, and nothing is left over.
    [[nodiscard]] bool complete() const { return !failed_ && left_.empty(); }

private:
    template <class Field>
    void field(Field& value) {
        if constexpr (std::is_same_v<Field, bool>) {
            unsigned char byte = 0;
            raw(&byte, 1);
            failed_ = failed_ || byte > 1;
            value = byte == 1;
        } else if constexpr (detail::Number<Field>) {
            raw(&value, sizeof value);
        } else if constexpr (requires { value.state(*this); }) {
            value.state(*this);
        } else {
            std::uint64_t length = 0;
            raw(&length, sizeof length);
            if (length != static_cast<std::uint64_t>(std::size(value))) {
                failed_ = true;
                return;
            }
            for (auto& each : value) {
                field(each);
            }
        }
    }

    void raw(void* to, std::size_t size) {
        if (failed_ || left_.size() < size) {
            failed_ = true;
            return;
        }
        std::memcpy(to, left_.data(), size);
        left_.remove_prefix(size);
    }
};

namespace detail {

// FNV-1a, 64 bits (Fowler, Noll, Vo).  Finds damage; it is no defence against forgery, which is the
// host's business.
constexpr std::uint64_t fnv1a(std::string_view bytes, std::uint64_t hash = 0xcbf29ce484222325ULL) {
    for (const char byte : bytes) {
        hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3ULL;
    }
    return hash;
}

// A saved state on the wire: head, payload.  `identity` binds it to plugin, version and ticks.
struct StateHead {
    std::uint32_t magic = 0x54534c54;  // "TLST"
    std::uint32_t format = 1;
    std::uint64_t identity = 0;
    std::uint64_t length = 0;
    std::uint64_t checksum = 0;
};

inline tl_status write_state(const tl_sink* out,
                             std::uint64_t identity,
                             const std::string& payload) {
    const StateHead head{
        .identity = identity,
        .length = payload.size(),
        .checksum =
            fnv1a(payload, fnv1a({reinterpret_cast<const char*>(&identity), sizeof identity}))};
    const tl_status written = out->write(out->ctx, &head, sizeof head);
    return written != TL_OK ? written : out->write(out->ctx, payload.data(), payload.size());
}

// The payload of a blob that write_state made for `identity`, or a reason.
inline tl_status read_state(tl_bytes in, std::uint64_t identity, std::string_view& payload) {
    StateHead head;
    if (in.ptr == nullptr || in.len < sizeof head) {
        return TL_E_INVALID;
    }
    std::memcpy(&head, in.ptr, sizeof head);
    payload = {static_cast<const char*>(in.ptr) + sizeof head, in.len - sizeof head};
    if (head.magic != StateHead{}.magic) {
        return TL_E_INVALID;
    }
    if (head.format != StateHead{}.format || head.identity != identity) {
        return TL_E_UNSUPPORTED;
    }
    const auto checksum =
        fnv1a(payload, fnv1a({reinterpret_cast<const char*>(&identity), sizeof identity}));
    return head.length == payload.size() && head.checksum == checksum ? TL_OK : TL_E_INVALID;
}

}  // namespace detail
}  // namespace tradelab
