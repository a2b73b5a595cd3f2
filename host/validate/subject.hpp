#pragma once

#include "core/result.hpp"
#include "validate/probe_host.hpp"
#include "validate/specimen.hpp"

#include <tradelab/abi/strategy.h>

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace tradelab {

// An instance under examination, with the host it sees; destroyed with this.
//
// Unlike the host's own Instance it passes on every call, wanted or not: whether the plugin refuses
// what it must refuse is the question.
class Subject {
public:
    struct Options {
        std::vector<std::int64_t> ticks = {};  // empty: the initial ones
        std::int8_t extra_places = 0;          // decimal places beyond the usual
        std::uint32_t tail_bytes = 0;          // of a newer host: every table is so much longer
        ProbeHost::Options host = {};
    };

    [[nodiscard]] static Result<Subject> create(const Specimen& specimen, Options options);

    ~Subject();
    Subject(const Subject&) = delete;
    Subject& operator=(const Subject&) = delete;
    Subject(Subject&& other) noexcept = default;
    Subject& operator=(Subject&&) = delete;

    Status start();
    Status stop();
    // Before its time; nothing but host() may be called after it.
    void destroy();

    [[nodiscard]] tl_instance& raw() const { return *instance_; }
    [[nodiscard]] ProbeHost& host() const { return *host_; }
    // Null where it has none.
    [[nodiscard]] const tl_strategy* strategy() const;
    [[nodiscard]] const tl_ext_state* state() const;

    // A status with what the plugin said of it.
    [[nodiscard]] Status result(tl_status status, std::string_view doing) const;

private:
    struct Forget {
        void operator()(tl_instance*) const {}
    };

    Subject(std::unique_ptr<ProbeHost> host, tl_instance& instance)
        : host_(std::move(host)), instance_(&instance) {}

    std::unique_ptr<ProbeHost> host_;
    std::unique_ptr<tl_instance, Forget> instance_;  // null when moved from or destroyed
    bool running_ = false;
};

// The instrument that plays role `role`: ids from 1, the first kind the role accepts.
[[nodiscard]] tl_instrument instrument_for(const DeclaredRole& role, tl_inst inst);

}  // namespace tradelab
