#pragma once

#include "os/simulated_companion.hpp"
#include "plugin/cell.hpp"
#include "plugin/cell_layout.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

// Cells whose children are functions, for what no honest process would do.
namespace tradelab::cell_test {

using cell::Ask;
using cell::Reply;
using cell::Request;
using Heard = Companion::Heard;
using Memory = std::span<std::byte>;

// Bars of instrument 1, numbered from `first`.
inline std::vector<tl_ev_bar> bars(std::uint64_t first, std::size_t count) {
    std::vector<tl_ev_bar> out(count);
    for (tl_ev_bar& bar : out) {
        bar.h = {.size = sizeof(tl_ev_bar),
                 .type = TL_EV_BAR,
                 .flags = 0,
                 .inst = 1,
                 .reserved = 0,
                 .seq = first++,
                 .ts_event = 0,
                 .ts_recv = 0};
    }
    return out;
}

// An honest child: after every tenth event that it has seen it wishes for as many ticks.  Its state
// is how many it has seen.
class Child {
public:
    enum class Keeps : bool { nothing, state };

    explicit Child(Keeps keeps) : keeps_(keeps) {}

    void answer(Memory memory) {
        Request request;
        std::memcpy(&request, memory.data() + cell::request_at, sizeof request);
        Reply reply{};
        reply.number = request.number;
        reply.intents_max = 2;
        reply.keeps_state = keeps_ == Keeps::state ? 1 : 0;
        reply.warmup_bars = {3};
        std::byte* const payload = memory.data() + cell::request_payload_at;
        if (request.ask == Ask::begin && request.bytes == sizeof seen_) {
            std::memcpy(&seen_, payload, sizeof seen_);
        } else if (request.ask == Ask::process) {
            process(memory, request, reply);
        } else if (request.ask == Ask::save) {
            reply.bytes = sizeof seen_;
            std::memcpy(memory.data() + cell::reply_payload_at, &seen_, sizeof seen_);
        }
        std::memcpy(memory.data() + cell::reply_at, &reply, sizeof reply);
    }

private:
    void process(Memory memory, const Request& request, Reply& reply) {
        const auto* at = memory.data() + cell::request_payload_at;
        while (reply.consumed < request.count && reply.intents == 0) {
            tl_ev event;
            std::memcpy(&event, at, sizeof event);
            at += event.size;
            ++reply.consumed;
            if (++seen_ % 10 == 0) {
                tl_intent intent{};
                intent.size = sizeof intent;
                intent.cause_seq = event.seq;
                intent.target_e9 = static_cast<std::int64_t>(seen_);
                std::memcpy(memory.data() + cell::intents_at, &intent, sizeof intent);
                reply.intents = 1;
            }
        }
    }

    Keeps keeps_;
    std::uint64_t seen_ = 0;
};

inline Reply reply_in(Memory memory) {
    Reply reply;
    std::memcpy(&reply, memory.data() + cell::reply_at, sizeof reply);
    return reply;
}
inline void put(Memory memory, const Reply& reply) {
    std::memcpy(memory.data() + cell::reply_at, &reply, sizeof reply);
}
inline Request request_in(Memory memory) {
    Request request;
    std::memcpy(&request, memory.data() + cell::request_at, sizeof request);
    return request;
}
// The number of the first event asked about.
inline std::uint64_t event_in(Memory memory) {
    tl_ev event;
    std::memcpy(&event, memory.data() + cell::request_payload_at, sizeof event);
    return event.seq;
}

// What is done to an honest answer before the parent sees it; `life` counts children from 1.
using Spoil = std::function<Heard(Memory memory, int life)>;

// A cell of fakes and all that was told of it.
struct Fakes {
    explicit Fakes(Child::Keeps keeps, Spoil spoil = nullptr)
        : companions([this, keeps, spoil = std::move(spoil)](
                         const Command&) -> Result<SimulatedCompanions::Act> {
              const int life = ++lives;
              auto child = std::make_shared<Child>(keeps);
              return [child, life, spoil](Memory memory) {
                  child->answer(memory);
                  return spoil ? spoil(memory, life) : Heard::bell;
              };
          }) {
        options.name = "fake";
        options.program = "/fake";
        options.task.package = "/fake";
        options.tell = [this](const CellIncident& incident) { incidents.push_back(incident); };
    }

    [[nodiscard]] std::unique_ptr<StrategyCell> start() {
        auto cell = StrategyCell::start(companions, options);
        EXPECT_TRUE(cell) << describe(cell.error());
        return cell ? *std::move(cell) : nullptr;
    }

    SimulatedCompanions companions;
    CellOptions options;
    std::vector<CellIncident> incidents;
    int lives = 0;
};

// Feeds everything, `batch` events at a time: what was wished for, by event.
struct Fed {
    std::map<std::uint64_t, std::int64_t> wishes;
    tl_status status = TL_OK;
    std::uint64_t consumed = 0;
};
inline Fed feed(StrategyCell& cell, const std::vector<tl_ev_bar>& events, std::size_t batch) {
    Fed out;
    std::vector<tl_intent> intents(cell.strategy().intents_max);
    for (std::size_t at = 0; at < events.size();) {
        const std::size_t count = std::min(batch, events.size() - at);
        tl_batch one{.size = sizeof(tl_batch),
                     .count = static_cast<std::uint32_t>(count),
                     .first = &events[at].h,
                     .bytes = count * sizeof(tl_ev_bar),
                     .out = intents.data(),
                     .out_cap = static_cast<std::uint32_t>(intents.size()),
                     .out_len = 0,
                     .consumed = 0,
                     .reserved = 0};
        out.status = cell.strategy().process(&cell.instance(), &one);
        out.consumed += one.consumed;
        if (out.status != TL_OK) {
            return out;
        }
        for (std::uint32_t intent = 0; intent < one.out_len; ++intent) {
            out.wishes[intents[intent].cause_seq] = intents[intent].target_e9;
        }
        at += one.consumed;
    }
    return out;
}

}  // namespace tradelab::cell_test
