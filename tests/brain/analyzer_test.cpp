#include "brain/analyzer.hpp"

#include "brain/analyzer_call.hpp"
#include "brain/analyzer_json.hpp"
#include "brain/campaign.hpp"
#include "brain/draws.hpp"
#include "brain/families.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <functional>
#include <optional>
#include <string>

namespace tradelab::brain {
namespace {

const std::vector<Family> families = {trend(), box("box", 2, {0, 9})};

std::vector<Outcome> one_trial() {
    return {{.family = 0,
             .ticks = {1, 20, 60, 30, 5},
             .score = 0.25,
             .behaviour = {},
             .arm = "coverage",
             .trial = 17}};
}

Brief brief_on(const std::vector<Outcome>& past) {
    return {.seed = 1, .families = families, .past = past, .pending = {}, .wanted = 2};
}

std::string proposal_text(std::string_view ticks,
                          std::string_view parents = "[17]",
                          std::string_view rationale = "Because.",
                          std::string_view family = "trend") {
    return R"({"family": ")" + std::string(family) + R"(", "ticks": )" + std::string(ticks) +
           R"(, "parents": )" + std::string(parents) + R"(, "rationale": ")" +
           std::string(rationale) + R"("})";
}

std::string answer_text(std::string_view proposals) {
    return R"({"schema": "tradelab.answer/0", "proposals": [)" + std::string(proposals) + "]}";
}

constexpr std::string_view good_ticks = R"({"entry": 0, "fast": 10, "slow": 40, "stop": 25})";

TEST(AnalyzerJson, TheBriefSaysWhatMayBeSearchedAndWhatWasBest) {
    const auto past = one_trial();
    EXPECT_EQ(
        brief_text(brief_on(past)),
        R"({"schema":"tradelab.brief/0","wanted":2,"families":[)"
        R"({"name":"trend","plugin":"org.test.trend","tried":1,"parameters":[)"
        R"({"name":"entry","unit":"choice","summary":"A length.","least":0,"most":1,)"
        R"("step_e9":1000000000,"scale":"linear","choices":["channel","cross"]},)"
        R"({"name":"fast","unit":"bars","summary":"A length.","least":2,"most":200,)"
        R"("step_e9":1000000000,"scale":"logarithmic","choices":[]},)"
        R"({"name":"slow","unit":"bars","summary":"A length.","least":7,"most":500,)"
        R"("step_e9":1000000000,"scale":"logarithmic","choices":[]},)"
        R"({"name":"stop","unit":"bars","summary":"A length.","least":5,"most":100,)"
        R"("step_e9":1000000000,"scale":"linear","choices":[]}],)"
        R"("constraints":[{"lower":"fast","upper":"slow","margin":5}],)"
        R"("best":[{"trial":17,"score":0.25,"ticks":{"entry":1,"fast":20,"slow":60,"stop":30}}]},)"
        R"({"name":"box","plugin":"org.test.box","tried":0,"parameters":[)"
        R"({"name":"p0","unit":"bars","summary":"A length.","least":0,"most":9,)"
        R"("step_e9":1000000000,"scale":"linear","choices":[]},)"
        R"({"name":"p1","unit":"bars","summary":"A length.","least":0,"most":9,)"
        R"("step_e9":1000000000,"scale":"linear","choices":[]}],)"
        R"("constraints":[],"best":[]}]})");
}

TEST(AnalyzerJson, AGoodAnswerBecomesProposals) {
    const auto past = one_trial();
    const auto read =
        read_answer(answer_text(proposal_text(good_ticks) + "," +
                                proposal_text(R"({"p1": 3, "p0": 4})", "[]", "So.", "box")),
                    brief_on(past));

    ASSERT_TRUE(read) << describe(read.error());
    ASSERT_EQ(read->size(), 2U);
    EXPECT_EQ((*read)[0].ticks, (Ticks{0, 10, 40, 25, 5})) << "what is fixed stays";
    EXPECT_EQ((*read)[0].parents, std::vector<std::uint64_t>{17});
    EXPECT_EQ((*read)[0].rationale, "Because.");
    EXPECT_EQ((*read)[1].family, 1U);
    EXPECT_EQ((*read)[1].ticks, (Ticks{4, 3}));
}

TEST(AnalyzerJson, WhatIsKnownIsLeftOut) {
    const auto past = one_trial();
    const auto read = read_answer(
        answer_text(proposal_text(R"({"entry": 1, "fast": 20, "slow": 60, "stop": 30})")),
        brief_on(past));
    ASSERT_TRUE(read);
    EXPECT_TRUE(read->empty());

    const auto twice = read_answer(
        answer_text(proposal_text(good_ticks) + "," + proposal_text(good_ticks)), brief_on(past));
    ASSERT_TRUE(twice);
    EXPECT_EQ(twice->size(), 1U);
}

TEST(AnalyzerJson, HostileAnswersAreRefusedWithThePlace) {
    const auto with = [](std::string_view ticks) { return answer_text(proposal_text(ticks)); };
    const std::string good = proposal_text(good_ticks);
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"", "line 1"},
        {"[]", "the document"},
        {"{\"schema\": \"tradelab.answer/0\"}", "/proposals is missing"},
        {R"({"schema": "tradelab.answer/9", "proposals": []})", "/schema"},
        {R"({"schema": "tradelab.answer/0", "proposals": {}})", "/proposals"},
        {R"({"schema": "tradelab.answer/0", "proposals": [], "run": "rm"})", "unknown key /run"},
        {answer_text("1"), "/proposals/0"},
        {answer_text(good + "," + good + "," + good), "wanted were at most 2"},
        {answer_text(proposal_text(good_ticks, "[17]", "x", "nobody")), "/proposals/0/family"},
        {answer_text(proposal_text(good_ticks, "[18]")), "/proposals/0/parents/0"},
        {answer_text(proposal_text(good_ticks, "[-1]")), "/proposals/0/parents/0"},
        {answer_text(proposal_text(good_ticks, "[17.0]")), "/proposals/0/parents/0"},
        {answer_text(
             proposal_text(good_ticks, "[17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17]")),
         "/proposals/0/parents has 17"},
        {answer_text(proposal_text(good_ticks, "17")), "/proposals/0/parents"},
        {answer_text(proposal_text(good_ticks, "[]", "")), "/proposals/0/rationale"},
        {answer_text(proposal_text(good_ticks, "[]", "a\\u001b[2Jb")), "control characters"},
        {answer_text(proposal_text(good_ticks, "[]", std::string(2'001, 'x'))),
         "/proposals/0/rationale has 2001 bytes"},
        {with("[]"), "/proposals/0/ticks"},
        {with("{}"), "names 0 of 4"},
        {with(R"({"entry": 0, "fast": 10, "slow": 40})"), "names 3 of 4"},
        {with(R"({"entry": 0, "fast": 10, "slow": 40, "stop": 25, "size": 5})"),
         "unknown key /proposals/0/ticks/size"},
        {with(R"({"entry": 0, "fast": 10, "slow": 40, "stop": 101})"),
         "/proposals/0/ticks/stop = 101"},
        {with(R"({"entry": 0, "fast": 10, "slow": 40, "stop": 25.5})"),
         "/proposals/0/ticks/stop = 25.5"},
        {with(R"({"entry": "cross", "fast": 10, "slow": 40, "stop": 25})"),
         "/proposals/0/ticks/entry"},
        {with(R"({"entry": 0, "fast": 36, "slow": 40, "stop": 25})"), "breaks a constraint"},
        {with(R"({"entry": 0, "entry": 1, "fast": 10, "slow": 40, "stop": 25})"), "entry"},
        {with(R"({"entry": 0, "fast": 1e99999, "slow": 40, "stop": 25})"), "number overflow"},
        {answer_text(std::string(64, '[') + std::string(64, ']')), "/proposals/0"},
        {std::string(answer_bytes_max + 1, ' '), "bytes"},
    };
    const auto past = one_trial();
    for (const auto& [text, place] : cases) {
        const auto read = read_answer(text, brief_on(past));
        ASSERT_FALSE(read) << text.substr(0, 200);
        EXPECT_NE(describe(read.error()).find(place), std::string::npos)
            << text.substr(0, 200) << "\n"
            << describe(read.error());
    }
}

TEST(AnalyzerJson, RubbishIsRefusedAndNeverMore) {
    const auto past = one_trial();
    const std::string good = answer_text(proposal_text(good_ticks));
    for (std::uint64_t seed = 1; seed <= 3'000; ++seed) {
        Draws draws(seed, "rubbish", {});
        std::string text = good;
        for (std::size_t i = 0; i <= draws.below(4); ++i) {
            const std::size_t at = draws.below(text.size());
            switch (draws.below(3)) {
                case 0:
                    text[at] = static_cast<char>(draws.below(256));
                    break;
                case 1:
                    text.erase(at, 1 + draws.below(9));
                    break;
                default:
                    text.insert(at, text.substr(draws.below(text.size()), draws.below(20)));
            }
            if (text.empty()) {
                break;
            }
        }
        const auto read = read_answer(text, brief_on(past));
        if (read) {
            for (const Proposal& each : *read) {
                EXPECT_TRUE(Space(families[each.family]).allows(each.ticks)) << text;
            }
        }
    }
}

// What a plugin written in C does with a call.
using Behave = std::function<tl_status(tl_call&)>;
Behave behave;

extern "C" tl_status handle_in_test(tl_instance* /*instance*/, tl_call* call) {
    return behave(*call);
}

constexpr tl_handler handler = {
    .size = sizeof(tl_handler), .reserved = 0, .handle = handle_in_test};

// Appends a message with its payload to the output of the call.
template <class Message>
void write(tl_call& call, Message message, std::string_view payload, tl_span Message::* span) {
    message.h.size = static_cast<std::uint32_t>((sizeof message + payload.size() + 7) / 8 * 8);
    message.*span = {.at = sizeof message, .len = static_cast<std::uint32_t>(payload.size())};
    auto* out = static_cast<char*>(call.out) + call.out_len;
    std::memcpy(out, &message, sizeof message);
    std::memcpy(out + sizeof message, payload.data(), payload.size());
    call.out_len += message.h.size;
}

tl_msg_answer answer_head(std::uint64_t id) {
    return {.h = {.size = 0, .type = TL_MSG_ANSWER, .flags = 0, .id = id, .ts = 0},
            .status = TL_OK,
            .reserved = 0,
            .json = {}};
}

void answer(tl_call& call, std::string_view json) {
    call.consumed = 1;
    write(call, answer_head(call.first->id), json, &tl_msg_answer::json);
}

class AnalyzerArm : public testing::Test {
protected:
    // A fresh arm each time: one that was dropped is asked no more.
    std::vector<Proposal> ask(Behave how) {
        behave = std::move(how);
        Analyzer arm("model", call_it);
        auto proposals = arm.propose(brief_on(past_));
        dropped_ = arm.dropped();
        return proposals;
    }
    void expect_refused(Behave how, std::string_view why) {
        EXPECT_TRUE(ask(std::move(how)).empty()) << why;
        ASSERT_TRUE(dropped_) << why;
        EXPECT_NE(describe(*dropped_).find(why), std::string::npos) << describe(*dropped_);
    }
    static Result<std::string> call_it(const AnalyzerQuestion& question) {
        return call_analyzer(&handler, nullptr, question);
    }

    std::vector<Outcome> past_ = one_trial();
    std::optional<Error> dropped_;
};

TEST_F(AnalyzerArm, IsOneMoreProposer) {
    std::string seen;
    std::uint64_t seed = 0;
    const auto proposals = ask([&](tl_call& call) {
        EXPECT_EQ(call.count, 1U);
        EXPECT_EQ(call.first->type, TL_MSG_BRIEF);
        tl_msg_brief brief{};
        std::memcpy(&brief, call.first, sizeof brief);
        seed = brief.seed;
        seen.assign(reinterpret_cast<const char*>(call.first) + brief.json.at, brief.json.len);
        const tl_msg_text text{
            .h = {.size = 0, .type = TL_MSG_REPORT, .flags = 0, .id = 0, .ts = 0},
            .level = 0,
            .reserved = 0,
            .text = {}};
        write(call, text, "thinking", &tl_msg_text::text);
        answer(call, answer_text(proposal_text(good_ticks)));
        return TL_OK;
    });

    EXPECT_FALSE(dropped_) << describe(*dropped_);
    ASSERT_EQ(proposals.size(), 1U);
    EXPECT_EQ(proposals[0].arm, "model");
    EXPECT_EQ(seen, brief_text(brief_on(past_)));
    EXPECT_NE(seed, 0U);
}

TEST_F(AnalyzerArm, ABrokenAnswerIsNoProposalsAndAReason) {
    expect_refused([](tl_call&) { return TL_E_INTERNAL; }, "handle() says -99");
    expect_refused([](tl_call&) { return TL_OK; }, "consumed 0");
    expect_refused(
        [](tl_call& call) {
            call.consumed = 1;
            return TL_OK;
        },
        "no answer");
    expect_refused(
        [](tl_call& call) {
            call.consumed = 1;
            call.out_len = call.out_cap + 1;
            return TL_OK;
        },
        "wrote 262145 bytes");
    expect_refused(
        [](tl_call& call) {
            answer(call, answer_text(""));
            answer(call, answer_text(""));
            return TL_OK;
        },
        "two answers");
    expect_refused(
        [](tl_call& call) {
            call.consumed = 1;
            write(call, answer_head(99), answer_text(""), &tl_msg_answer::json);
            return TL_OK;
        },
        "to message 99");
    expect_refused(
        [](tl_call& call) {
            tl_msg_answer head = answer_head(call.first->id);
            head.status = TL_E_AGAIN;
            call.consumed = 1;
            write(call, head, "", &tl_msg_answer::json);
            return TL_OK;
        },
        "status -7");
    expect_refused(
        [](tl_call& call) {
            answer(call, "{}");
            const std::uint32_t beyond = 0xFFFFFFFF;
            std::memcpy(static_cast<char*>(call.out) + offsetof(tl_msg_answer, json) +
                            offsetof(tl_span, len),
                        &beyond,
                        sizeof beyond);
            return TL_OK;
        },
        "outside of its message");
    expect_refused(
        [](tl_call& call) {
            answer(call, "not json");
            return TL_OK;
        },
        "line 1");
    expect_refused(
        [](tl_call& call) {
            tl_msg_timer timer{.h = {.size = sizeof(tl_msg_timer),
                                     .type = TL_MSG_HTTP_REQUEST,
                                     .flags = 0,
                                     .id = 1,
                                     .ts = 0},
                               .at = 0};
            call.consumed = 1;
            std::memcpy(call.out, &timer, sizeof timer);
            call.out_len = sizeof timer;
            return TL_OK;
        },
        "asks for the network");
}

TEST_F(AnalyzerArm, AnOldHandlerIsRefused) {
    constexpr tl_handler empty = {.size = sizeof(tl_handler), .reserved = 0, .handle = nullptr};
    const auto answer = call_analyzer(&empty, nullptr, {.seed = 1, .brief = "{}"});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, ErrorCode::abi_mismatch);
}

TEST_F(AnalyzerArm, OnceDroppedItIsToldOfOnceAndNotAskedAgain) {
    int asked = 0;
    std::vector<std::string> told;
    Analyzer arm(
        "model",
        [&](const AnalyzerQuestion&) -> Result<std::string> {
            asked += 1;
            return fail(ErrorCode::timed_out, "no answer in 10 s");
        },
        [&](const Error& why) { told.push_back(describe(why)); });

    for (int time = 0; time < 3; ++time) {
        EXPECT_TRUE(arm.propose(brief_on(past_)).empty());
    }

    EXPECT_EQ(asked, 1);
    ASSERT_EQ(told.size(), 1U);
    EXPECT_NE(told.front().find("analyzer \"model\": no answer in 10 s"), std::string::npos)
        << told.front();
}

TEST_F(AnalyzerArm, RubbishInTheOutputIsRefusedAndNeverMore) {
    for (std::uint64_t seed = 1; seed <= 3'000; ++seed) {
        Draws draws(seed, "output", {});
        static_cast<void>(ask([&](tl_call& call) {
            if (draws.below(2) == 0) {
                answer(call, answer_text(proposal_text(good_ticks)));
            }
            auto* out = static_cast<unsigned char*>(call.out);
            for (std::size_t i = 0; i < draws.below(6); ++i) {
                out[draws.below(64)] = static_cast<unsigned char>(draws.below(256));
            }
            if (draws.below(2) == 0) {
                call.out_len = draws.below(80);
            }
            call.consumed = 1;
            return TL_OK;
        }));
    }
}

}  // namespace
}  // namespace tradelab::brain
