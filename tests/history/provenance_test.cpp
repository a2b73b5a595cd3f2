#include "history/provenance.hpp"

#include "history/samples.hpp"

#include <functional>

namespace tradelab {
namespace {

Provenance judged() {
    Provenance p = provenance();
    p.verdict = Verdict{
        .validator = {.id = "validator.integrity", .version = "2"},
        .score_e4 = 9'950,
        .findings = {{.code = "gap", .count = 2, .first = UnixNanos(5), .text = "2 hours missing"},
                     {.code = "zero_volume", .count = 4, .text = "4 bars without volume"}}};
    return p;
}

TEST(Provenance, ComesBackAsItWasWritten) {
    Provenance unknown_time = provenance();
    unknown_time.fetched_at.reset();

    for (const Provenance& p : {judged(), unknown_time, synthetic_provenance(7)}) {
        const auto back = decode_provenance(encode_provenance(p));

        ASSERT_TRUE(back) << error_of(back);
        EXPECT_EQ(*back, p);
    }
}

TEST(Provenance, ThatSaysNothingIsRefused) {
    const std::vector<std::function<void(Provenance&)>> spoilers = {
        [](Provenance& p) { p = {}; },
        [](Provenance& p) { p.source.clear(); },
        [](Provenance& p) { p.location.clear(); },
        [](Provenance& p) { p.location = "a\nb"; },
        [](Provenance& p) { p.importer.id.clear(); },
        [](Provenance& p) { p.importer.version.clear(); },
        [](Provenance& p) { p.raw.reset(); },
        [](Provenance& p) { p.raw->sha256 = std::string(64, 'A'); },
        [](Provenance& p) { p.raw->sha256 = "abc"; },
        [](Provenance& p) { p.synthetic = synthetic_provenance(1).synthetic; },
        [](Provenance& p) { p.verdict->score_e4 = 10'001; },
        [](Provenance& p) { p.verdict->validator.id.clear(); },
        [](Provenance& p) { p.verdict->findings[0].code.clear(); },
    };
    ASSERT_TRUE(check_provenance(judged()));

    for (std::size_t i = 0; i < spoilers.size(); ++i) {
        Provenance p = judged();
        spoilers[i](p);

        EXPECT_FALSE(check_provenance(p)) << "spoiler " << i;
        EXPECT_FALSE(decode_provenance(encode_provenance(p))) << "spoiler " << i;
    }
}

TEST(Provenance, EveryCutAndEveryTailIsRefused) {
    const std::string whole = encode_provenance(judged());

    for (std::size_t size = 0; size < whole.size(); ++size) {
        EXPECT_FALSE(decode_provenance(whole.substr(0, size))) << size;
    }
    EXPECT_FALSE(decode_provenance(whole + '\0'));
}

TEST(Provenance, AnyBytesAreReadAsWrittenOrRefused) {
    const std::string whole = encode_provenance(judged());

    for (std::size_t at = 0; at < whole.size(); ++at) {
        std::string bytes = whole;
        bytes[at] = static_cast<char>(~static_cast<unsigned char>(bytes[at]));
        const auto back = decode_provenance(bytes);

        EXPECT_TRUE(!back || encode_provenance(*back) == bytes) << at;
    }
}

}  // namespace
}  // namespace tradelab
