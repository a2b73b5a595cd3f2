#include "plugin/descriptor.hpp"

#include "core/check.hpp"
#include "core/limits.hpp"

#include <cstddef>
#include <cstring>
#include <string_view>

namespace tradelab {

namespace {

// The longest text of a descriptor is a sentence, or the names of all choices.
constexpr std::size_t text_length_max = 1'024;
// An element that grew to this is not an element.
constexpr std::uint32_t element_bytes_max = 4'096;
constexpr std::uint32_t element_alignment = 8;

// Up to the last field that ABI 1.0 has: sizeof would refuse every older plugin once the struct
// here gains a field.
template <class Element>
constexpr std::size_t bytes_least = 0;
template <>
constexpr std::size_t bytes_least<tl_param> = offsetof(tl_param, choices) + sizeof(char*);
template <>
constexpr std::size_t bytes_least<tl_constraint> =
    offsetof(tl_constraint, margin) + sizeof(std::int64_t);
template <>
constexpr std::size_t bytes_least<tl_role> = offsetof(tl_role, events) + sizeof(std::uint64_t);
template <>
constexpr std::size_t bytes_least<tl_descriptor> =
    offsetof(tl_descriptor, reason_count) + sizeof(std::uint32_t);

Failure broken(std::string what) {
    return fail(ErrorCode::malformed,
                "its descriptor cannot be read: " + std::move(what),
                "build it with the SDK of this host");
}

bool is_text(const char* text) {
    return text != nullptr && strnlen(text, text_length_max + 1) <= text_length_max;
}

template <class Element>
const Element& element_at(const Element* first, std::uint32_t count, std::uint32_t index) {
    TL_CHECK(index < count);
    const auto* bytes = reinterpret_cast<const std::byte*>(first);
    return *reinterpret_cast<const Element*>(bytes + std::size_t{index} * first->size);
}

// The array is there where it has elements, and its stride holds an element of ABI 1.0.
template <class Element>
Status check_array(const Element* first,
                   std::uint32_t count,
                   std::size_t count_max,
                   std::string_view name) {
    if (count > count_max) {
        return broken(std::to_string(count) + " " + std::string(name) + ", at most " +
                      std::to_string(count_max) + " are allowed");
    }
    if (count == 0) {
        return {};
    }
    if (first == nullptr) {
        return broken("a null pointer to its " + std::string(name));
    }
    if (first->size < bytes_least<Element> || first->size > element_bytes_max ||
        first->size % element_alignment != 0) {
        return broken(std::string(name) + " of " + std::to_string(first->size) +
                      " bytes each, ABI 1.0 has " + std::to_string(bytes_least<Element>));
    }
    for (std::uint32_t i = 1; i < count; ++i) {
        if (element_at(first, count, i).size != first->size) {
            return broken(std::string(name) + " of different sizes");
        }
    }
    return {};
}

Status check_arrays(const tl_descriptor& d) {
    if (auto ok = check_array(d.params, d.param_count, limits::params_max, "parameters"); !ok) {
        return ok;
    }
    if (auto ok = check_array(d.constraints, d.constraint_count, limits::params_max, "constraints");
        !ok) {
        return ok;
    }
    return check_array(d.roles, d.role_count, limits::roles_max, "roles");
}

Status check_texts(const tl_descriptor& d) {
    for (std::uint32_t i = 0; i < d.param_count; ++i) {
        const tl_param& param = param_at(d, i);
        if (!is_text(param.name) || !is_text(param.unit) || !is_text(param.summary) ||
            (param.choices != nullptr && !is_text(param.choices))) {
            return broken("parameter " + std::to_string(i) + " has a missing or endless text");
        }
    }
    for (std::uint32_t i = 0; i < d.role_count; ++i) {
        if (!is_text(role_at(d, i).name) || !is_text(role_at(d, i).summary)) {
            return broken("role " + std::to_string(i) + " has a missing or endless text");
        }
    }
    if (d.reason_count > limits::reasons_max || (d.reason_count > 0 && d.reasons == nullptr)) {
        return broken(std::to_string(d.reason_count) + " reasons, at most " +
                      std::to_string(limits::reasons_max) + " are allowed");
    }
    for (std::uint32_t i = 0; i < d.reason_count; ++i) {
        if (!is_text(d.reasons[i])) {
            return broken("reason " + std::to_string(i) + " is a missing or endless text");
        }
    }
    return {};
}

}  // namespace

Status check_descriptor(const tl_descriptor* descriptor) {
    if (descriptor == nullptr) {
        return broken("a null pointer");
    }
    if (descriptor->size < bytes_least<tl_descriptor>) {
        return broken(std::to_string(descriptor->size) + " bytes, ABI 1.0 has " +
                      std::to_string(bytes_least<tl_descriptor>));
    }
    if (!is_text(descriptor->id) || !is_text(descriptor->version) || !is_text(descriptor->kind) ||
        !is_text(descriptor->summary)) {
        return broken("id, version, kind or summary is a missing or endless text");
    }
    if (auto ok = check_arrays(*descriptor); !ok) {
        return ok;
    }
    return check_texts(*descriptor);
}

const tl_param& param_at(const tl_descriptor& descriptor, std::uint32_t index) {
    return element_at(descriptor.params, descriptor.param_count, index);
}

const tl_constraint& constraint_at(const tl_descriptor& descriptor, std::uint32_t index) {
    return element_at(descriptor.constraints, descriptor.constraint_count, index);
}

const tl_role& role_at(const tl_descriptor& descriptor, std::uint32_t index) {
    return element_at(descriptor.roles, descriptor.role_count, index);
}

}  // namespace tradelab
