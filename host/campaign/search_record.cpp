#include "campaign/search_record.hpp"

#include "core/time.hpp"
#include "document/json_fields.hpp"
#include "document/json_parse.hpp"
#include "document/json_write.hpp"

#include <algorithm>
#include <chrono>

namespace tradelab {
namespace {

constexpr std::string_view schema = "tradelab.search/1";
constexpr std::size_t bytes_max = std::size_t{1} << 20;
constexpr std::size_t text_bytes_max = 256;
constexpr std::size_t id_shown = 12;
// Others hold a lock while they note a line, or while their campaign is heard, which takes minutes:
// whoever meets that one comes back.
constexpr std::chrono::nanoseconds patience = std::chrono::seconds(10);

JsonValue json_of(const std::vector<CampaignIdentity>& all) {
    JsonArray campaigns;
    for (const CampaignIdentity& one : all) {
        JsonArray circumstances;
        for (const Circumstance& each : one.circumstances) {
            circumstances.emplace_back(JsonObject{{"what", each.what}, {"is", each.is}});
        }
        campaigns.emplace_back(
            JsonObject{{"campaign", one.campaign()}, {"circumstances", std::move(circumstances)}});
    }
    return JsonObject{
        {"schema", schema}, {"search", all.front().search}, {"campaigns", std::move(campaigns)}};
}

CampaignIdentity campaign_in(const JsonValue& value,
                             const std::string& search,
                             std::string pointer,
                             std::optional<Error>& problem) {
    JsonFields fields(value, pointer, {"campaign", "circumstances"}, problem);
    CampaignIdentity out{.search = search, .circumstances = {}};
    const std::string campaign = fields.text("campaign", text_bytes_max);
    std::size_t at = 0;
    for (const JsonValue& each : fields.array("circumstances")) {
        JsonFields one(
            each, pointer + "/circumstances/" + std::to_string(at++), {"what", "is"}, problem);
        std::string what = one.text("what", text_bytes_max);
        out.circumstances.push_back(
            {.what = std::move(what), .is = one.text("is", text_bytes_max)});
    }
    if (!problem && out.campaign() != campaign) {
        fields.refuse(pointer + " is not the campaign of its circumstances",
                      "somebody has edited the file");
    }
    return out;
}

// What the gate knows of a campaign, if it went beyond explore.
std::string looked(const LifetimeTest& test) {
    if (test.verdict) {
        return "was judged: tradelab gate explain " + test.verdict->substr(0, id_shown);
    }
    return test.opened_at ? "opened its vault on " + iso_text(*test.opened_at) : "";
}

Error refused(const std::string& campaign,
              const std::string& what_came,
              const std::string& differs) {
    return {.code = ErrorCode::refused,
            .context = "this search, as campaign " + campaign.substr(0, id_shown) + ", " +
                       what_came + "; since then " + differs,
            .hint =
                "data beyond explore is looked at once: another seed, other files, or newer "
                "data is another hypothesis"};
}

// Whether the search was looked at under other circumstances than these.
std::optional<Error> looked_at(const CampaignIdentity& identity,
                               const std::vector<CampaignIdentity>& all,
                               const std::vector<LifetimeTest>& tests) {
    const auto looked_of = [&](const std::string& campaign) {
        const auto test = std::ranges::find(tests, campaign, &LifetimeTest::campaign);
        return test == tests.end() ? std::string() : looked(*test);
    };
    // Campaigns were known by their search alone once, and nobody noted what they ran with.
    if (const std::string old = looked_of(identity.search); !old.empty()) {
        return refused(identity.search, old, "a campaign is told by its plugins and rules, too");
    }
    for (const CampaignIdentity& before : all) {
        const std::string id = before.campaign();
        const std::string came = before == identity ? std::string() : looked_of(id);
        if (!came.empty()) {
            return refused(id, came, changes(before.circumstances, identity.circumstances));
        }
    }
    return std::nullopt;
}

}  // namespace

Disk::Path SearchRecord::file_of(const std::string& search) const {
    return folder_ / (search + ".json");
}

Result<std::vector<CampaignIdentity>> SearchRecord::read(const std::string& search) const {
    const auto path = file_of(search);
    const auto text = disk_->read_file(path, {.size_max = bytes_max, .links = Links::refuse});
    if (!text) {
        return text.error().code == ErrorCode::not_found
                   ? Result<std::vector<CampaignIdentity>>(std::vector<CampaignIdentity>())
                   : fail(text.error(), "reading what a search was");
    }
    const auto in_file = [&](Error error) {
        error.file = path.string();
        return fail(std::move(error), "reading what a search was");
    };
    const auto value = parse_json(*text, {.bytes_max = bytes_max});
    if (!value) {
        return in_file(value.error());
    }
    std::optional<Error> problem;
    JsonFields fields(*value, "", {"schema", "search", "campaigns"}, problem);
    if (fields.text("schema", text_bytes_max) != schema ||
        fields.text("search", text_bytes_max) != search) {
        fields.refuse("another schema, or another search, than its name says",
                      "this program reads " + std::string(schema));
    }
    std::vector<CampaignIdentity> out;
    for (const JsonValue& each : fields.array("campaigns")) {
        out.push_back(
            campaign_in(each, search, "/campaigns/" + std::to_string(out.size()), problem));
    }
    if (problem) {
        return in_file(*std::move(problem));
    }
    return out;
}

Status SearchRecord::write(const std::vector<CampaignIdentity>& all) {
    return write_atomically(*disk_, file_of(all.front().search), pretty_json(json_of(all)) + "\n");
}

Result<SearchBeginning> SearchRecord::begin(const CampaignIdentity& identity,
                                            const Lifetime& lifetime) {
    if (auto made = disk_->make_directories(folder_); !made) {
        return fail(std::move(made).error());
    }
    const auto lock = disk_->lock(folder_ / ".lock", patience);
    if (!lock) {
        return fail(lock.error());
    }
    auto all = read(identity.search);
    const auto tests = all ? lifetime.tests() : fail(all.error());
    if (!tests) {
        return fail(tests.error());
    }
    if (auto refusal = looked_at(identity, *all, *tests)) {
        return SearchBeginning{.refusal = std::move(refusal)};
    }
    SearchBeginning out;
    bool is_there = false;
    for (const CampaignIdentity& before : *all) {
        if (before == identity) {
            is_there = true;
            continue;
        }
        out.note = "this search was begun as campaign " + before.campaign().substr(0, id_shown) +
                   "; since then " + changes(before.circumstances, identity.circumstances) +
                   ": it is another campaign, " + identity.campaign().substr(0, id_shown) +
                   ", and the trials of both are counted";
    }
    if (!is_there) {
        all->push_back(identity);
        if (auto written = write(*all); !written) {
            return fail(std::move(written).error(), "noting what a search is");
        }
    }
    return out;
}

Result<std::unique_ptr<FileLock>> SearchRecord::hold(const CampaignIdentity& identity,
                                                     const Lifetime& lifetime) {
    auto lock = disk_->lock(folder_ / (identity.search + ".lock"), patience);
    const auto all = lock ? read(identity.search) : fail(lock.error());
    const auto tests = all ? lifetime.tests() : fail(all.error());
    if (!tests) {
        return fail(tests.error(), "before the gate hears the campaign");
    }
    if (auto refusal = looked_at(identity, *all, *tests)) {
        return fail(*std::move(refusal));
    }
    return lock;
}

}  // namespace tradelab
